"""The special ledger as a sheet."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts import exports
from accounts.exports import Listing, listing_of, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from talentpool import book
from talentpool.book import Standing
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
]


@exports.register("loans", "周转编制专项台账")
def loans(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The loans of the page, each as it stood on the day asked for."""
    form = LedgerFilter(query, user=user)
    filters = words_of(form)

    def stood(told: Callable[[Standing], Any]) -> Callable[[Loan], Any]:
        """What is told of a loan as it stood on the day."""
        return lambda loan: told(book.standing([loan], form.on)[0])

    columns = [
        *COLUMNS,
        Column("到岗日期", stood(lambda row: row.started_on), 12, Kind.DATE),
        Column("还编期限", stood(lambda row: row.due_on), 12, Kind.DATE),
        Column("还编日期", stood(lambda row: row.ended_on), 12, Kind.DATE),
        Column("还编依据", stood(lambda row: row.end_paper), 22),
        Column("归还方式", stood(lambda row: book.way_back(row.loan) if row.is_over else ""), 30),
        Column("状态", stood(lambda row: row.label), 10),
    ]
    return listing_of(columns, form.narrow(book.loans_of(user)).order_by("-id"), filters=filters)
