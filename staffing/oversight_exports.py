"""What looks ahead and looks closely, as sheets: the forecast, off-quota staff and their money, data quality."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from accounts import exports
from accounts.exports import Listing, listing_of, listing_of_rows, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from approvals import workdays
from quotas import reports
from quotas.models import QuotaType
from staffing import forecasting, headcounts, quality_board, turnover
from staffing import off_quota_register as register
from staffing.areas import Area, asked_area
from staffing.forecasting import Month
from staffing.forms.forecast import AreaQuery, HeadcountQuery, RetiringQuery, TurnoverQuery
from staffing.forms.off_quota import MoneyQuery, OffQuotaQuery
from staffing.forms.quality import BoardQuery, FindingQuery
from staffing.headcounts import Line
from staffing.models import Aspect, Engagement, Posting, QualityFinding, QualityScore
from staffing.off_quota_register import Control
from staffing.quality_rules import title_of
from staffing.turnover import Line as Turned
from units.exports import level_of
from units.models import Secrecy, Unit

CHUNK = 1000

MONTHS: list[Column[Month]] = [
    Column("月份", lambda m: f"{m.first:%Y-%m}", 10),
    Column("预计退休", lambda m: m.retiring, 10, Kind.NUMBER),
    Column("可弹性提前", lambda m: m.may_retire, 12, Kind.NUMBER),
    Column("待到岗", lambda m: m.arriving, 10, Kind.NUMBER),
    Column("周转到期", lambda m: m.loans, 10, Kind.NUMBER),
    Column("机动到期", lambda m: m.floating, 10, Kind.NUMBER),
    Column("编制", lambda m: m.posts, 10, Kind.NUMBER),
    Column("预计实有", lambda m: m.people, 10, Kind.NUMBER),
    Column("预计空缺", lambda m: m.vacancy, 10, Kind.NUMBER),
    Column("全部提前时空缺", lambda m: m.vacancy_if_early, 14, Kind.NUMBER),
]
RETIRING: list[Column[Posting]] = [
    Column("姓名", lambda p: p.person.name, 10),
    Column("性别", lambda p: p.person.get_sex_display(), 6),
    Column("公民身份号码", lambda p: p.person.masked_id_number, 22),
    Column("机构编码", lambda p: p.unit.number, 16),
    Column("单位", lambda p: p.unit.name, 34),
    Column("编制类型", lambda p: p.quota_type.name, 24),
    Column("职务（岗位）", lambda p: p.title, 16),
    Column("退休类别", lambda p: p.person.get_retirement_category_display(), 22),
    Column("最早可退", lambda p: p.person.may_retire_on, 12, Kind.DATE),
    Column("法定退休", lambda p: p.person.retires_on, 12, Kind.DATE),
    Column("弹性退休", lambda p: p.person.chosen_month, 12, Kind.DATE),
]
OFF_QUOTA: list[Column[Engagement]] = [
    Column("姓名", lambda e: e.person.name, 10),
    Column("公民身份号码", lambda e: e.person.masked_id_number, 22),
    Column("机构编码", lambda e: e.unit.number, 16),
    Column("单位", lambda e: e.unit.name, 34),
    Column("岗位", lambda e: e.title, 16),
    Column("合同类型", lambda e: e.get_kind_display(), 12),
    Column("派遣单位", lambda e: e.employer, 22),
    Column("起始日期", lambda e: e.started_on, 12, Kind.DATE),
    Column("合同终止日", lambda e: e.ends_on, 12, Kind.DATE),
    Column("经费来源", lambda e: e.get_pay_source_display(), 24),
    Column("年费用（元）", lambda e: e.yearly_cost, 14, Kind.NUMBER),
    Column("终止日期", lambda e: e.ended_on, 12, Kind.DATE),
    Column("终止原因", lambda e: e.get_end_reason_display(), 14),
    Column("依据文号", lambda e: e.document.number, 22),
]
MONEY: list[Column[Control]] = [
    Column("机构编码", lambda c: c.unit and c.unit.number, 16),
    Column("单位", lambda c: c.unit and c.unit.name, 34),
    Column("控制数", lambda c: c.approved, 10, Kind.NUMBER),
    Column("实有", lambda c: c.occupied, 10, Kind.NUMBER),
    Column("空余", lambda c: c.free, 10, Kind.NUMBER),
    Column("经费（元）", lambda c: c.amount, 16, Kind.NUMBER),
    Column("已安排（元）", lambda c: c.committed, 16, Kind.NUMBER),
    Column("剩余（元）", lambda c: c.left, 16, Kind.NUMBER),
]
QUALITY: list[Column[QualityScore]] = [
    Column("机构编码", lambda q: q.unit.number, 16),
    Column("单位", lambda q: q.unit.name, 34),
    Column("总分", lambda q: str(q.total), 8),
    *(Column(str(aspect.label), lambda q, name=aspect.value: str(getattr(q, name)), 8) for aspect in Aspect),  # type: ignore[misc]
    Column("人数", lambda q: q.people_count, 8, Kind.NUMBER),
    Column("待整改", lambda q: q.open_count, 8, Kind.NUMBER),
    Column("核对日期", lambda q: q.computed_on, 12, Kind.DATE),
]
FINDINGS: list[Column[QualityFinding]] = [
    Column("规则", lambda f: f.rule, 8),
    Column("检查内容", lambda f: title_of(f.rule), 24),
    Column("五性", lambda f: f.get_aspect_display(), 8),
    Column("机构编码", lambda f: f.unit.number, 16),
    Column("单位", lambda f: f.unit.name, 34),
    Column("人员", lambda f: f.person and f.person.name, 10),
    Column("问题", lambda f: f.words, 50),
    Column("责任方", lambda f: f.get_owner_display(), 8),
    Column("发现日期", lambda f: f.found_on, 12, Kind.DATE),
    Column("整改期限", lambda f: f.due_on, 12, Kind.DATE),
    Column("整改日期", lambda f: f.mended_on, 12, Kind.DATE),
]


def _types(family: str) -> list[QuotaType]:
    return list(QuotaType.objects.filter(family=family).order_by("position", "code"))


def _secrecy_of(found: Any) -> str:
    return level_of(found.filter(unit__secrecy=Secrecy.SECRET).exists())


def _secrecy_of_area(area: Area) -> str:
    """A sheet of sums is as secret as the most secret unit in the area."""
    return level_of(Unit.objects.filter(area.as_condition(""), secrecy=Secrecy.SECRET).exists())


@exports.register("forecast", "用编预测")
def forecast(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The 60 months of an area."""
    form = AreaQuery(query, _types(QuotaType.Family.POST), user=user)
    filters = words_of(form)
    area = asked_area(user, form.cleaned_data, query)
    kinds = {kind.pk for kind in reports.counted(form.types, form.chosen)}
    months = forecasting.forecast(area, kinds).months
    title = f"{area.name}用编预测"
    return listing_of_rows(MONTHS, months, filters=filters, title=title, level=_secrecy_of_area(area))


@exports.register("headcounts", "人员统计")
def staff_as_of(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The people on posts on a day, place by place and type by type, with the sums at the end."""
    form = HeadcountQuery(query, _types(QuotaType.Family.POST), user=user)
    filters = words_of(form)
    area, day = asked_area(user, form.cleaned_data, query), form.cleaned_data["as_of"]
    kinds = {kind.pk for kind in reports.counted(form.types, form.chosen)}
    found = headcounts.table(area, [kind for kind in form.types if kind.pk in kinds], day)
    columns = [
        Column[Line]("单位" if area.unit else "地区", lambda line: line.name, 34),
        Column[Line]("编码", lambda line: line.key, 16),
        *(Column[Line](kind.name, _of_type(at), 14, Kind.NUMBER) for at, kind in enumerate(found.types)),
        Column[Line]("合计", lambda line: line.people, 12, Kind.NUMBER),
    ]
    rows = [*found.lines, Line("合计", "", found.sums)] if found.lines else []
    title = f"{area.name}{day}人员统计"
    return listing_of_rows(columns, rows, filters=filters, title=title, level=_secrecy_of_area(area))


@exports.register("turnover", "人员增减")
def month_of_changes(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """Who came and left in a month, unit by unit, page by page (减员空编情况统计表)."""
    form = TurnoverQuery(query, _types(QuotaType.Family.POST), user=user)
    filters = words_of(form)
    area, month = asked_area(user, form.cleaned_data, query), form.cleaned_data["month"]
    kinds = {kind.pk for kind in reports.counted(form.types, form.chosen)}
    types = [kind for kind in form.types if kind.pk in kinds]

    def rows() -> Iterator[Turned]:
        after = ""
        while True:
            page = turnover.turnover(area, types, month, after=after, units=CHUNK)
            yield from page.lines
            after = page.next
            if not after:
                return

    title = f"{area.name}{month:%Y年%-m月}人员增减"
    return Listing(TURNOVER, rows, partial(_counted, rows), filters, _secrecy_of_area(area), title)


def _of_reason(at: int) -> Callable[[Turned], int]:
    return lambda line: line.left[at]


TURNOVER: list[Column[Turned]] = [
    Column("机构编码", lambda t: t.unit.number, 16),
    Column("单位", lambda t: t.unit.name, 34),
    Column("编制类型", lambda t: t.quota_type.name, 24),
    Column("月初在编", lambda t: t.opening, 10, Kind.NUMBER),
    Column("增加", lambda t: t.came, 8, Kind.NUMBER),
    *(Column(f"减少：{reason}", _of_reason(at), 16, Kind.NUMBER) for at, reason in enumerate(turnover.REASONS)),
    Column("减少合计", lambda t: t.gone, 10, Kind.NUMBER),
    Column("月末在编", lambda t: t.closing, 10, Kind.NUMBER),
    Column("月末空编", lambda t: t.vacant, 10, Kind.NUMBER),
]


def _of_type(at: int) -> Callable[[Line], int]:
    return lambda line: line.by_type[at]


@exports.register("forecast_people", "到龄人员")
def forecast_people(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """Who goes in a month, this one where none is named; read a thousand at a time."""
    asked = {"month": f"{workdays.today():%Y-%m}", **query}
    form = RetiringQuery(asked, _types(QuotaType.Family.POST), user=user)
    filters = words_of(form)
    area = asked_area(user, form.cleaned_data, query)
    kinds = {kind.pk for kind in reports.counted(form.types, form.chosen)}
    early = form.cleaned_data["by"] == "early"
    chunk = partial(forecasting.retiring_people, area, kinds, form.cleaned_data["month"], early=early, limit=CHUNK)
    title, rows = f"{area.name}到龄人员", partial(_walked, chunk)
    return Listing(RETIRING, rows, partial(_counted, rows), filters, _secrecy_of_area(area), title)


def _walked(chunk: Callable[..., list[Posting]]) -> Iterator[Posting]:
    after = 0
    while found := chunk(after=after):
        yield from found
        after = found[-1].pk


def _counted(rows: Callable[[], Iterator[Any]], limit: int) -> int:
    return sum(1 for _ in zip(range(limit), rows(), strict=False))


@exports.register("off_quota", "编外人员台账")
def off_quota(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The off-quota staff of the page (编外人员台账)."""
    form = OffQuotaQuery(query, [], user=user)
    filters = words_of(form)
    area = asked_area(user, form.cleaned_data, query)
    found = register.engagements(area, state=form.cleaned_data["state"], kind=form.cleaned_data["kind"])
    return listing_of(OFF_QUOTA, found, filters=filters, level=_secrecy_of(found), title=f"{area.name}编外人员台账")


@exports.register("off_quota_money", "编外控制数和经费")
def off_quota_money(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """Number and money of every unit of the area in the year, page by page."""
    form = MoneyQuery(query, [], user=user)
    filters, given = words_of(form), form.cleaned_data
    area = asked_area(user, given, query)

    def rows() -> Iterator[Control]:
        after = ""
        while True:
            page = register.by_unit(area, given["year"], after=after)
            yield from page.rows
            after = page.next
            if not after:
                return

    title = f"{area.name}{given['year']}年编外控制数和经费"
    return Listing(MONEY, rows, partial(_counted, rows), filters, _secrecy_of_area(area), title)


@exports.register("quality", "数据质量")
def quality(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The scores of the units of the area, the worst first."""
    form = BoardQuery(query, [], user=user)
    filters = words_of(form)
    area = asked_area(user, form.cleaned_data, query)
    found = quality_board.scores(area)
    return listing_of(QUALITY, found, filters=filters, level=_secrecy_of(found), title=f"{area.name}数据质量")


@exports.register("quality_findings", "整改清单")
def quality_findings(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """What is to be mended, whose, by whom, until when."""
    form = FindingQuery(query, [], user=user)
    filters = words_of(form)
    area = asked_area(user, form.cleaned_data, query)
    asked = {name: form.cleaned_data[name] for name in ("state", "aspect", "owner")}
    found = quality_board.findings(area, on=workdays.today(), **asked)
    return listing_of(FINDINGS, found, filters=filters, level=_secrecy_of(found), title=f"{area.name}整改清单")
