"""Returns as sheets."""

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404

from accounts import exports
from accounts.exports import Listing, listing_of
from accounts.models import User
from accounts.queries import key_in
from accounts.sheets import Column, Kind
from audits.models import PeriodReport, ReportLine
from audits.period_figures import FIGURES
from audits.period_sums import LABELS


def _figure(name: str) -> Column[ReportLine]:
    return Column(LABELS[name], lambda line: getattr(line, name), 10, Kind.NUMBER)


COLUMNS: list[Column[ReportLine]] = [
    Column("单位", lambda line: line.name, 36), Column("级别", lambda line: line.get_level_display(), 8),
    Column("机构类别", lambda line: line.get_category_display(), 10),
    Column("编制类型", lambda line: line.quota_type.name, 26), *map(_figure, FIGURES),
    Column("增加方式", lambda line: line.entered_words, 24),
    Column("减少原因", lambda line: line.left_words, 24),
]  # fmt: skip


@exports.register("report-lines", "报表明细")
def report_lines(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """Every line of a signed return."""
    seen = PeriodReport.objects.visible_to(user).select_related("region")
    report = get_object_or_404(seen, pk=key_in(query.get("report", "")))
    lines = ReportLine.objects.filter(report=report).select_related("quota_type").order_by("position")
    filters = [("期末", report.ends_on.isoformat()), ("数据摘要", report.digest)]
    return listing_of(COLUMNS, lines, filters=filters, title=f"{report}明细")
