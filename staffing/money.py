"""The money of a year for off-quota staff (编外人员经费): what a unit has, what its contracts take, what is left."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow
from approvals.models import Document
from quotas.models import Bucket, QuotaType
from staffing import policies
from staffing.models import Engagement, MoneyLine
from units.models import Unit

# No contract of a year costs as much (yuan).
MOST = Decimal(10) ** 8


class Money(NamedTuple):
    """A unit's money of one year: what there is, what contracts take of it already, what is asked for now (yuan)."""

    year: int
    amount: Decimal
    committed: Decimal
    asked: Decimal

    @property
    def over(self) -> Decimal:
        return self.committed + self.asked - self.amount

    def __str__(self) -> str:
        formula = f"{self.committed:,.2f} + {self.asked:,.2f} = {self.committed + self.asked:,.2f}元"
        verdict = f"超出{self.over:,.2f}元" if self.over > 0 else "未超出"
        return (
            f"{self.year}年编外人员经费{self.amount:,.2f}元，已安排{self.committed:,.2f}元，本次需{self.asked:,.2f}元，"
            f"{formula}，{verdict}"
        )


def asked_of(unit: Unit, rows: Sequence[Engagement], *, without: Engagement | None = None) -> list[Money]:
    """The lines of the years that the contracts touch, locked; the first year must have one."""
    first, last = min(row.started_on for row in rows).year, max(row.ends_on for row in rows).year
    lines = MoneyLine.objects.select_for_update(no_key=True).filter(unit=unit, year__range=(first, last))
    found = {line.year: line for line in lines.order_by("year")}
    if first not in found:
        raise ValidationError(f"{unit.name}没有核定{first}年编外人员经费，不能聘用。", code="no_money")
    return [
        Money(
            year, line.amount, committed(unit, year) - (cost([without], year) if without else 0),
            cost(rows, year),
        )
        for year, line in found.items()
    ]  # fmt: skip


def committed(unit: Unit, year: int) -> Decimal:
    """What the unit's contracts cost in a year, by the months they touch: the database's own figure."""
    return _figure("select staffing_off_quota_committed(%s, %s)", [unit.pk, year])


def cost(rows: Sequence[Engagement], year: int) -> Decimal:
    """What contracts cost in a year, together."""
    asked = [[row.yearly_cost for row in rows], [row.started_on for row in rows], [row.ends_on for row in rows]]
    sql = """select coalesce(sum(staffing_off_quota_cost(c.cost, c.starts, c.last, %s)), 0)
               from unnest(%s::numeric[], %s::date[], %s::date[]) c (cost, starts, last)"""
    return _figure(sql, [year, *asked])


def _figure(sql: str, params: Sequence[Any]) -> Decimal:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return Decimal(cursor.fetchone()[0]).quantize(Decimal("0.01"))


@use_case
def set_money(
    *,
    actor: User,
    unit: Unit,
    year: int,
    amount: Decimal,
    document: Document,
    reason: str,
    once: flow.Once | None = None,
) -> MoneyLine:
    """Set what a unit may spend on off-quota staff in a year; never below what its contracts take already."""
    if not policies.may_keep_register(actor, unit):
        raise PermissionDenied(f"只有主管{unit.name}的编办可以核定编外人员经费。")
    if document.state != Document.State.ISSUED:
        raise ValidationError({"document": "依据文件尚未印发。"}, code="document")
    if not reason.strip():
        raise ValidationError({"reason": "请填写事由。"}, code="required")
    if not 2000 <= year <= 2100:
        raise ValidationError({"year": "请输入年度，如2026。"}, code="year")
    if not 0 <= amount < MOST * 100:
        raise ValidationError({"amount": "经费不能为负，须小于100亿元。"}, code="amount")
    acting.cite(document=document.number)
    own = unit.quota_accounts.filter(quota_type__family=QuotaType.Family.CONTRACT, bucket=Bucket.OCCUPIED)
    list(own.select_for_update(no_key=True).order_by("id"))
    taken = committed(unit, year)
    if amount < taken:
        sentence = f"{year}年编外人员合同已安排{taken:,.2f}元，经费核定为{amount:,.2f}元将不足{taken - amount:,.2f}元。"
        raise ValidationError({"amount": sentence}, code="below_committed")
    given = {"amount": amount, "document": document}
    line, made = MoneyLine.objects.get_or_create(unit=unit, year=year, defaults=given)
    if not made:
        line.amount, line.document = amount, document
        line.save(update_fields=["amount", "document"])
    flow.keep_receipt(actor, once, line)
    return line
