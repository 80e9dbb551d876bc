"""Proposals to recover (回收方案): the check that looks for what is overdue and names whose vacant posts make it up."""

import datetime as dt
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import notifications, workdays
from approvals.notifications import Told
from approvals.offices import office_of
from approvals.scheduled import Check, Outcome
from talentpool import lending, recovery, terms
from talentpool.models import Loan, Recovery, RecoveryLine
from talentpool.sisters import offers

Debt = tuple[int, int, int]


def overdue(on: dt.date) -> QuerySet[Loan]:
    """The loans that a region may recover on a day: due before it, with the person still on the borrowed post.

    One whose recovery was refused after that date waits until its date is put off and passes again.
    """
    related = ("unit__region", "unit__competent_department", "pool__region", "quota_type", "talent")
    refused = Q(recovery_lines__recovery__state=Recovery.State.REFUSED) & Q(
        recovery_lines__recovery__decided_on__gt=F("due_on")
    )
    late = Loan.objects.filter(state=Loan.State.ON_LOAN, due_on__lt=on)
    return late.exclude(pk__in=Loan.objects.filter(refused).values("pk")).select_related(*related)


def propose_due(on: dt.date) -> Outcome:
    """The scheduled check: a proposal for each unit in default, as far as its sisters have vacant posts.

    Where the department has too few, what is missing stays open and is tried again. A proposal that waits is put
    aside when nothing of it is owed any more, and carried out where the region lets recoveries run by themselves,
    also one that a worker left when it died.
    """
    closed = sum(_put_aside(pk) for pk in _waiting())
    debts, notes = _debts(on), []
    known = set(Recovery.objects.waiting().values_list("unit", "pool", "quota_type"))
    done = 0
    for debt, loans in debts.items():
        if debt not in known:
            made = propose(loans[0].pk, actor=acting.system_user())
            done += made is not None
            notes += [] if made else [_missing(loans)]
    for pk in _waiting():
        notes += _carry_out(pk, on)
    return Outcome(len(debts) + closed, done + closed, "\n".join(notes))


def _waiting() -> list[int]:
    return list(Recovery.objects.waiting().order_by("id").values_list("pk", flat=True))


def _debts(on: dt.date) -> dict[Debt, list[Loan]]:
    debts: dict[Debt, list[Loan]] = defaultdict(list)
    for loan in overdue(on).order_by("due_on", "id"):
        debts[loan.unit_id, loan.pool_id, loan.quota_type_id].append(loan)
    return debts


def _missing(loans: list[Loan]) -> str:
    """Tell the office, once for each loan at the head of the debt, that there is nothing to recover from."""
    unit, office = loans[0].unit, office_of(loans[0].unit.region)
    words = f"{unit.name}逾期{len(loans)}名，所属主管部门其他单位没有空编，待出现空编后再办。"
    url = reverse("talentpool:loan", args=[loans[0].pk])
    notifications.tell([Told(f"nothing-to-recover:{loans[0].pk}:{loans[0].due_on}", words, url, office)])
    return words


@use_case
def propose(loan_id: int, *, actor: User) -> Recovery | None:
    """A proposal for all overdue loans of the loan's unit, pool and type; None while no sister has a vacant post."""
    first = lending.lock(loan_id)
    acting.cite(reason="周转编制逾期回收")
    owed = overdue(workdays.today()).filter(unit=first.unit, pool=first.pool, quota_type=first.quota_type)
    places = offers(first.unit, first.quota_type)
    pairs = list(zip(owed.order_by("due_on", "id"), places, strict=False))
    if not pairs:
        return None
    made = Recovery.objects.create(
        region=office_of(first.unit.region), pool=first.pool, unit=first.unit, quota_type=first.quota_type
    )
    RecoveryLine.objects.bulk_create(RecoveryLine(recovery=made, loan=loan, sister=sister) for loan, sister in pairs)
    names = "、".join(dict.fromkeys(sister.name for _, sister in pairs))
    words = f"{first.unit.name}周转编制逾期未还{len(pairs)}名，拟以{names}的空编收回，请确认。"
    url = reverse("talentpool:recovery", args=[made.pk])
    if not is_automatic(first, workdays.today()):
        notifications.tell([Told(f"recovery:{made.pk}", words, url, made.region)])
    return made


def is_automatic(owed: Loan | Recovery, on: dt.date) -> bool:
    """Whether the lending region lets recoveries run by themselves."""
    return "automatic" in terms.setting(owed.pool.region, "recovery", on)


def _put_aside(recovery_id: int) -> bool:
    try:
        return _close_if_settled(recovery_id, actor=acting.system_user())
    except ValidationError:
        # Somebody decided it meanwhile.
        return False


@use_case
def _close_if_settled(recovery_id: int, *, actor: User) -> bool:
    """A waiting proposal of which nothing is owed any more, because all was returned or put off, waits no longer."""
    found = recovery.locked(recovery_id, actor)
    acting.cite(reason="逾期周转编制已归还或延期")
    if recovery.still_owed(found):
        return False
    found.state, found.decided_by, found.decided_on = Recovery.State.OVERTAKEN, actor, workdays.today()
    found.save()
    return True


def _carry_out(recovery_id: int, on: dt.date) -> list[str]:
    """Confirm a proposal of a region where recoveries run by themselves; why it could not be done, if so."""
    found = Recovery.objects.select_related("pool__region", "unit").get(pk=recovery_id)
    if not is_automatic(found, on):
        return []
    try:
        if not _plan_again(recovery_id, actor=acting.system_user()):
            return [f"{found.unit.name}所属主管部门其他单位已没有空编，待出现空编后再办。"]
        recovery.confirm(recovery_id, actor=acting.system_user(), opinion="到期自动收回。")
    except ValidationError as refusal:
        return ["；".join(refusal.messages)]
    return []


@use_case
def _plan_again(recovery_id: int, *, actor: User) -> bool:
    """Name for each line a sister that has a vacant post today; lines for which there is none are tried again later."""
    found = recovery.locked(recovery_id, actor)
    acting.cite(reason="周转编制逾期回收")
    places = iter(offers(found.unit, found.quota_type, but_for=found.pk))
    lines = list(found.lines.order_by("id"))
    planned = [(line, next(places, None)) for line in lines]
    if all(sister is None for _, sister in planned):
        return False
    for line, sister in planned:
        if sister is None:
            line.delete()
        elif sister.pk != line.sister_id:
            line.sister = sister
            line.save(update_fields=["sister"])
    return True


CHECK = Check(
    "recover_overdue_loans", "逾期周转编制回收", dt.timedelta(days=1), propose_due,
    "逾期未还的，以同一主管部门其他单位的空编拟定回收方案，提请编办确认；本地区设为自动的，即行收回；空编不足的逐日再办。",
    turn=30,
)  # fmt: skip
