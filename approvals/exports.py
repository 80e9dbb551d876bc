"""Cases and documents as sheets."""

from collections.abc import Mapping
from typing import Any

from accounts import exports
from accounts.exports import Listing, listing_of, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from approvals import queue, workdays
from approvals.forms.lists import CaseFilter, DocumentFilter
from approvals.models import Case, Document
from units.exports import level_of
from units.models import Secrecy


def _light(case: Case) -> str:
    found = queue.light_of(case, workdays.today())
    return found.text if found else ""


CASES: list[Column[Case]] = [
    Column("办件号", lambda c: c.number, 18),
    Column("标题", lambda c: c.title, 44),
    Column("事项", lambda c: c.kind.name, 18),
    Column("申报单位", lambda c: c.applicant.name, 30),
    Column("地区", lambda c: c.region.name, 12),
    Column("状态", lambda c: c.get_state_display(), 10),
    Column("牵头科室", lambda c: c.lead_division and c.lead_division.name, 14),
    Column("审核人", lambda c: c.checked_by and c.checked_by.name, 10),
    Column("申报日期", lambda c: c.filed_on, 12, Kind.DATE),
    Column("办理期限", lambda c: c.due_on, 12, Kind.DATE),
    Column("时限", _light, 18),
    Column("决定日期", lambda c: c.decided_on, 12, Kind.DATE),
    Column("办结日期", lambda c: c.closed_on, 12, Kind.DATE),
]
DOCUMENTS: list[Column[Document]] = [
    Column("文号", lambda d: d.number, 24),
    Column("标题", lambda d: d.title, 50),
    Column("文种", lambda d: d.get_kind_display(), 18),
    Column("发文机关", lambda d: d.issuer, 30),
    Column("印发日期", lambda d: d.issued_on, 12, Kind.DATE),
    Column("密级", lambda d: d.get_secrecy_display(), 8),
    Column("办件号", lambda d: d.case and d.case.number, 18),
    Column("地区", lambda d: d.region.name, 12),
]


@exports.register("cases", "办件")
def cases(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The cases of the page, newest first."""
    form = CaseFilter(query, user=user)
    filters = words_of(form)
    related = ("kind", "region", "applicant", "lead_division", "checked_by")
    found = form.narrow(Case.objects.visible_to(user), workdays.today())
    return listing_of(CASES, found.select_related(*related).order_by("-id"), filters=filters)


@exports.register("documents", "文件")
def documents(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The issued documents of the page, newest first; the list is as secret as the most secret of them."""
    form = DocumentFilter(query)
    filters = words_of(form)
    found = form.narrow(Document.objects.visible_to(user).issued())
    rows = found.select_related("case", "region").order_by("-issued_on", "-id")
    secret = found.filter(secrecy=Secrecy.SECRET).exists()
    return listing_of(DOCUMENTS, rows, filters=filters, level=level_of(secret))
