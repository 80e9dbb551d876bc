"""Off-quota staff (编外人员): the control number and the money of the year both bind (人费双控)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError

from accounts.acting import use_case
from accounts.models import User
from approvals import flow, workdays
from approvals.models import Document
from approvals.offices import office_of
from quotas import ledger
from quotas.models import Bucket, QuotaType
from staffing import candidates, money, places
from staffing.facts import NewPerson
from staffing.models import ContractKind, EndReason, Engagement, PaySource, Person, ServiceContract
from staffing.models.engagement import HEADS
from staffing.places import Act, Places
from units.models import Unit

LONGEST_YEARS = 10


class Contract(NamedTuple):
    """Somebody to engage: on what contract, until when, paid by whom and at what cost a year (yuan)."""

    person: NewPerson
    kind: str
    ends_on: dt.date
    yearly_cost: Decimal
    pay_source: str = PaySource.BUDGET
    employer: str = ""


class Service(NamedTuple):
    """The work that is bought from now on: what, from whom, for how much a year (yuan), until when."""

    title: str
    provider: str
    yearly_amount: Decimal
    ends_on: dt.date


@use_case
def engage(
    *,
    actor: User,
    unit: Unit,
    quota_type: QuotaType,
    contracts: Sequence[Contract],
    started_on: dt.date,
    document: Document,
    reason: str,
    once: flow.Once | None = None,
) -> list[Engagement]:
    """Engage people off quota, all or none: refused when either the control number or a year's money is exceeded.

    The sentence then holds both formulas.
    """
    act = Act(actor, started_on, document, reason)
    people = [contract.person for contract in contracts]
    entries = candidates.checked(act, unit, [quota_type], people, family=QuotaType.Family.CONTRACT)
    for contract in contracts:
        _ensure_contract(contract, started_on)
    persons = candidates.persons_of(entries, act)
    own = places.lock(unit, quota_type, Bucket.OCCUPIED)
    rows = [
        _engagement(contract, persons[entry.key], own, act) for contract, entry in zip(contracts, entries, strict=True)
    ]
    _ensure_both(own, rows)
    own.take(Bucket.VACANT, len(rows), act, what="编外聘用")
    made = Engagement.objects.bulk_create(rows)
    flow.keep_receipt(actor, once, made[0])
    return made


def _ensure_contract(contract: Contract, started_on: dt.date) -> None:
    wrong = {}
    if contract.kind not in HEADS:
        wrong["kind"] = "请选择合同类型：直接聘用或劳务派遣；购买服务按服务项目登记，不登记到人。"
    if not contract.person.title.strip():
        wrong["title"] = "请填写岗位。"
    if contract.kind == ContractKind.DISPATCH and not contract.employer.strip():
        wrong["employer"] = "劳务派遣的，请填写派遣单位。"
    if contract.pay_source not in PaySource.values:
        wrong["pay_source"] = "请选择经费来源。"
    if contract.ends_on < started_on:
        wrong["ends_on"] = "合同终止日不能早于起始日期。"
    elif contract.ends_on.year - started_on.year > LONGEST_YEARS:
        wrong["ends_on"] = f"合同期限不超过{LONGEST_YEARS}年。"
    if not 0 < contract.yearly_cost < money.MOST:
        wrong["yearly_cost"] = "年费用须大于0，小于1亿元。"
    if wrong:
        raise ValidationError(wrong)


def _engagement(contract: Contract, person: Person, own: Places, act: Act) -> Engagement:
    return Engagement(
        person=person, unit=own.unit, quota_type=own.quota_type, started_on=act.on, ends_on=contract.ends_on,
        kind=contract.kind, title=contract.person.title.strip(), employer=contract.employer.strip(),
        pay_source=contract.pay_source, yearly_cost=contract.yearly_cost, document=act.document,
    )  # fmt: skip


def _ensure_both(own: Places, rows: Sequence[Engagement]) -> None:
    """Refuse what the number or the money does not cover; both formulas stand in the sentence."""
    heads = own.balance(Bucket.OCCUPIED)
    approved = heads + own.balance(Bucket.VACANT) + own.balance(Bucket.LOCKED) - own.over
    free = own.balance(Bucket.VACANT)
    moneys = money.asked_of(own.unit, rows)
    short = len(rows) - free
    if short <= 0 and not own.over and all(each.over <= 0 for each in moneys):
        return
    locked = f"、锁定{own.balance(Bucket.LOCKED)}名" if own.balance(Bucket.LOCKED) else ""
    formula = f"{heads + own.balance(Bucket.LOCKED)} + {len(rows)} = {heads + own.balance(Bucket.LOCKED) + len(rows)}"
    verdict = f"超出{short}名" if short > 0 else "未超出"
    number = f"{own.quota_type}{approved}名，实有{heads}名{locked}，本次聘用{len(rows)}名，{formula}，{verdict}"
    said = "；".join(str(each) for each in moneys)
    raise ValidationError(
        f"不能聘用：人数和经费须同时在控制之内。人数：{number}。经费：{said}。", code="double_control"
    )


@use_case
def end(
    *,
    actor: User,
    engagement: Engagement,
    ended_on: dt.date,
    end_reason: str,
    document: Document,
    reason: str,
    once: flow.Once | None = None,
) -> Engagement:
    """End an engagement from a day on: the head is free again, and so is the money of the months after."""
    act = Act(actor, ended_on, document, reason)
    act.ensure(engagement.unit, field="ended_on")
    if end_reason not in set(EndReason.values) - {EndReason.CONVERTED}:
        raise ValidationError({"end_reason": "请选择终止原因。"}, code="end_reason")
    own, [engagement] = _locked([engagement])
    _ended(engagement, act, end_reason)
    own.give_back(act, what="编外终止")
    flow.keep_receipt(actor, once, engagement)
    return engagement


def _locked(engagements: Sequence[Engagement]) -> tuple[Places, list[Engagement]]:
    """The people, the unit's places and the engagements, in the order in which engaging locks them."""
    one = engagements[0]
    list(Person.objects.select_for_update(no_key=True).filter(engagements__in=engagements).order_by("id"))
    own = places.lock(one.unit, one.quota_type, Bucket.VACANT)
    rows = Engagement.objects.select_for_update(of=("self",)).select_related("person", "unit", "quota_type")
    return own, list(rows.filter(pk__in=[e.pk for e in engagements]).order_by("id"))


def _ended(engagement: Engagement, act: Act, end_reason: str, service: ServiceContract | None = None) -> Engagement:
    if engagement.ended_on is not None:
        raise ValidationError(f"{engagement.person}的编外聘用已于{engagement.ended_on}终止。", code="ended")
    if act.on < engagement.started_on:
        raise ValidationError({"ended_on": f"终止日期不能早于起始日期{engagement.started_on}。"}, code="before_start")
    engagement.ended_on, engagement.end_reason = act.on, end_reason
    engagement.end_document, engagement.service = act.document, service
    engagement.save(update_fields=["ended_on", "end_reason", "end_document", "service"])
    return engagement


@use_case
def renew(
    *,
    actor: User,
    engagement: Engagement,
    ends_on: dt.date,
    yearly_cost: Decimal,
    document: Document,
    reason: str,
    once: flow.Once | None = None,
) -> Engagement:
    """Let a contract run longer, or cost otherwise; the money of every year that it touches must cover it."""
    Act(actor, workdays.today(), document, reason).ensure(engagement.unit, field="ends_on")
    own, [engagement] = _locked([engagement])
    if engagement.ended_on is not None:
        raise ValidationError(f"{engagement.person}的编外聘用已于{engagement.ended_on}终止。", code="ended")
    if ends_on < max(engagement.started_on, workdays.today()):
        raise ValidationError({"ends_on": "续签后的终止日不能早于今天。"}, code="ends_on")
    if ends_on.year - workdays.today().year > LONGEST_YEARS:
        raise ValidationError({"ends_on": f"合同期限不超过{LONGEST_YEARS}年。"}, code="ends_on")
    if not 0 < yearly_cost < money.MOST:
        raise ValidationError({"yearly_cost": "年费用须大于0，小于1亿元。"}, code="yearly_cost")
    before = Engagement.objects.get(pk=engagement.pk)
    engagement.ends_on, engagement.yearly_cost = ends_on, yearly_cost
    moneys = money.asked_of(own.unit, [engagement], without=before)
    if any(each.over > 0 for each in moneys):
        raise ValidationError(f"不能续签：{'；'.join(map(str, moneys))}。", code="money")
    engagement.save(update_fields=["ends_on", "yearly_cost"])
    flow.keep_receipt(actor, once, engagement)
    return engagement


@use_case
def convert(
    *,
    actor: User,
    engagements: Sequence[Engagement],
    service: Service,
    on: dt.date,
    document: Document,
    reason: str,
    once: flow.Once | None = None,
) -> ServiceContract:
    """Buy as a service what people of one unit were engaged for: they leave, and the control number falls by them."""
    if not engagements:
        raise ValidationError({"engagements": "请选择转为购买服务的人员。"}, code="required")
    unit, kinds = engagements[0].unit, {(e.unit_id, e.quota_type_id) for e in engagements}
    if len(kinds) > 1:
        raise ValidationError({"engagements": "一次只能办理一个单位、一种控制数的人员。"}, code="one_unit")
    act = Act(actor, on, document, reason)
    act.ensure(unit, field="on")
    _ensure_service(service, on)
    own, rows = _locked(engagements)
    bought = ServiceContract.objects.create(
        unit=unit, title=service.title.strip(), provider=service.provider.strip(), replaced_count=len(rows),
        yearly_amount=service.yearly_amount, starts_on=on, ends_on=service.ends_on, document=document,
    )  # fmt: skip
    for engagement in rows:
        _ended(engagement, act, EndReason.CONVERTED, bought)
    _cut(own, len(rows), act)
    flow.keep_receipt(actor, once, bought)
    return bought


def _ensure_service(service: Service, on: dt.date) -> None:
    wrong = {}
    if not service.title.strip():
        wrong["title"] = "请填写服务项目。"
    if not service.provider.strip():
        wrong["provider"] = "请填写承接主体。"
    if service.ends_on < on:
        wrong["ends_on"] = "终止日期不能早于起始日期。"
    if not 0 < service.yearly_amount < money.MOST:
        wrong["yearly_amount"] = "年服务费须大于0，小于1亿元。"
    if wrong:
        raise ValidationError(wrong)


def _cut(own: Places, heads: int, act: Act) -> None:
    """The heads leave the control number for the reserve of the office; above the cap the excess shrinks first."""
    occupied, over = own.accounts[Bucket.OCCUPIED], min(heads, own.over)
    moves = []
    if over:
        moves.append((own.accounts[Bucket.EXCESS], over))
    if heads > over:
        moves.append((ledger.open_account(office_of(own.unit.region), own.quota_type, Bucket.RESERVE), heads - over))
    reason = f"转为购买服务，核减控制数：{act.reason}"[:200]
    key = f"staffing:{uuid.uuid4()}"
    postings = [ledger.Posting(occupied, target, n, f"{key}:{target.bucket}") for target, n in moves]
    ledger.post(postings, document=act.document, actor=act.actor, effective_on=act.on, reason=reason)


def control_types() -> list[QuotaType]:
    """The types that count off-quota heads."""
    kinds = QuotaType.objects.filter(family=QuotaType.Family.CONTRACT, is_group=False, is_active=True)
    return list(kinds.order_by("position", "code"))
