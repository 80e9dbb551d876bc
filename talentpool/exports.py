"""The special ledger as a sheet."""

from collections.abc import Mapping
from typing import Any

from accounts import exports
from accounts.exports import Listing, listing_of, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from talentpool import book
from talentpool.forms import LedgerFilter
from talentpool.models import Loan

COLUMNS: list[Column[Loan]] = [
    Column("地区", lambda loan: loan.pool.region.name, 12),
    Column("周转池", lambda loan: loan.pool.name, 18),
    Column("用人单位", lambda loan: loan.unit.name, 30),
    Column("主管部门", lambda loan: loan.unit.competent_department and loan.unit.competent_department.name, 24),
    Column("编制类型", lambda loan: loan.quota_type.name, 20),
    Column("引进人才", lambda loan: loan.talent.name, 12),
    Column("人才类别", lambda loan: loan.talent.get_talent_class_display(), 14),
    Column("批准文号", lambda loan: loan.document.number, 22),
    Column("批准日期", lambda loan: loan.granted_on, 12, Kind.DATE),
    Column("到岗日期", lambda loan: loan.started_on, 12, Kind.DATE),
    Column("还编期限", lambda loan: loan.due_on, 12, Kind.DATE),
    Column("还编日期", lambda loan: loan.ended_on, 12, Kind.DATE),
    Column("还编依据", lambda loan: loan.end_document and loan.end_document.number, 22),
]


@exports.register("loans", "周转编制专项台账")
def loans(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The loans of the page; the state is that of the day asked for."""
    form = LedgerFilter(query, user=user)
    filters = words_of(form)

    def state(loan: Loan) -> str:
        [shown] = book.standing([loan], form.on)
        return shown.label

    def came_back(loan: Loan) -> str:
        [shown] = book.standing([loan], form.on)
        return book.way_back(loan) if shown.is_over else ""

    columns = [*COLUMNS, Column("归还方式", came_back, 30), Column("状态", state, 10)]
    return listing_of(columns, form.narrow(book.loans_of(user)).order_by("-id"), filters=filters)
