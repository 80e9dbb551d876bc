"""Recovery (回收): what is not returned after the term is made up by vacant posts of the department's other units.

The check proposes, the office confirms, adjusts or refuses; or the region lets it run by itself.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Q, QuerySet

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import documents, workdays
from approvals.models import Document
from approvals.offices import office_of
from approvals.policies import OFFICE
from approvals.scheduled import Check, Outcome
from quotas import ledger
from quotas.models import Bucket, QuotaAccount, QuotaType
from staffing.places import Act
from talentpool import lending, terms
from talentpool.models import Loan, Recovery, RecoveryLine
from units.mandates import acts_as
from units.models import Unit

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

    Where the department has too few, what is missing stays open and is tried again.
    """
    waiting = set(Recovery.objects.waiting().values_list("unit", "pool", "quota_type"))
    debts: dict[Debt, list[Loan]] = defaultdict(list)
    for loan in overdue(on).order_by("due_on", "id"):
        debts[loan.unit_id, loan.pool_id, loan.quota_type_id].append(loan)
    done, notes = 0, []
    for debt, loans in debts.items():
        if debt in waiting:
            continue
        recovery = propose(loans[0].pk, actor=acting.system_user())
        if recovery is None:
            notes.append(f"{loans[0].unit.name}逾期{len(loans)}名，所属主管部门其他单位没有空编，待出现空编后再办。")
            continue
        done += 1
        if is_automatic(loans[0], on):
            confirm(recovery.pk, actor=acting.system_user(), opinion="到期自动收回。")
    return Outcome(len(debts), done, "\n".join(notes))


def is_automatic(loan: Loan, on: dt.date) -> bool:
    """Whether the lending region lets recoveries run by themselves."""
    return "automatic" in terms.setting(loan.pool.region, "recovery", on)


@use_case
def propose(loan_id: int, *, actor: User) -> Recovery | None:
    """A proposal for all overdue loans of the loan's unit, pool and type; None while no sister has a vacant post."""
    first = lending.lock(loan_id)
    acting.cite(reason="周转编制逾期回收")
    owed = overdue(workdays.today()).filter(unit=first.unit, pool=first.pool, quota_type=first.quota_type)
    offers = _offers(sisters_of(first.unit, first.quota_type))
    pairs = list(zip(owed.order_by("due_on", "id"), offers, strict=False))
    if not pairs:
        return None
    recovery = Recovery.objects.create(
        region=office_of(first.unit.region), pool=first.pool, unit=first.unit, quota_type=first.quota_type
    )
    RecoveryLine.objects.bulk_create(
        RecoveryLine(recovery=recovery, loan=loan, sister=sister) for loan, sister in pairs
    )  # fmt: skip
    return recovery


def sisters_of(unit: Unit, quota_type: QuotaType) -> list[tuple[Unit, int]]:
    """The other units of the department with vacant posts of the type, in the order the region recovers from them."""
    if unit.competent_department_id is None:
        return []
    accounts = QuotaAccount.objects.filter(
        unit__competent_department=unit.competent_department_id, unit__abolished_on=None, quota_type=quota_type,
        bucket=Bucket.VACANT, balance__gt=0,
    ).exclude(unit=unit)  # fmt: skip
    found = [(account.unit, account.balance) for account in accounts.select_related("unit__region") if account.unit]
    by_vacancy = "most_vacant" in terms.setting(office_of(unit.region), "order", workdays.today())
    return sorted(found, key=lambda sister: (-sister[1] if by_vacancy else 0, sister[0].position, sister[0].pk))


def _offers(sisters: Iterable[tuple[Unit, int]]) -> list[Unit]:
    """Post by post, each sister in turn gives one while it has any: nobody is emptied while others have more."""
    places = [(turn, order, unit) for order, (unit, vacant) in enumerate(sisters) for turn in range(vacant)]
    return [unit for _, _, unit in sorted(places, key=lambda place: place[:2])]


def may_decide(user: User, recovery: Recovery) -> bool:
    """The office in charge decides; a scheduled check does where the region lets it."""
    return acts_as(user, *OFFICE, region=recovery.region) or user == acting.system_user()


@use_case
def confirm(
    recovery_id: int, *, actor: User, opinion: str, sisters: Mapping[int, Unit] | None = None
) -> Recovery:  # fmt: skip
    """Recover as proposed, or from the sisters named per line: sister → borrower, the person moves, the pool is whole.

    Lines whose loan was returned meanwhile are left out. ValidationError names the sister that has no vacant post.
    """
    recovery = _locked(recovery_id, actor)
    lines = list(recovery.lines.select_related("loan", "sister__region").order_by("id"))
    _adjust(recovery, lines, sisters or {})
    loans = [lending.lock(line.loan_id) for line in lines]
    todo = [(line, loan) for line, loan in zip(lines, loans, strict=True) if loan.state == Loan.State.ON_LOAN]
    recovery.decided_by, recovery.decided_on, recovery.opinion = actor, workdays.today(), opinion.strip()
    if not todo:
        recovery.state = Recovery.State.OVERTAKEN
        recovery.save()
        return recovery
    title = f"关于收回{recovery.unit.name}逾期周转编制{len(todo)}名的通知"
    paper = documents.issue_order(
        recovery.region, actor=actor, title=title, units=[recovery.unit, *(line.sister for line, _ in todo)]
    )
    _post(recovery, todo, paper, actor)
    recovery.state, recovery.document = Recovery.State.DONE, paper
    recovery.save()
    return recovery


@use_case
def refuse(recovery_id: int, *, actor: User, opinion: str) -> Recovery:
    """Do not recover now, for a reason; the check proposes again only after the loans' date is put off."""
    recovery = _locked(recovery_id, actor)
    if not opinion.strip():
        raise ValidationError({"opinion": "请填写不予收回的理由。"}, code="required")
    recovery.state, recovery.opinion = Recovery.State.REFUSED, opinion.strip()
    recovery.decided_by, recovery.decided_on = actor, workdays.today()
    recovery.save()
    return recovery


def _locked(recovery_id: int, actor: User) -> Recovery:
    related = ("region", "unit__region", "pool__region", "quota_type")
    recovery = Recovery.objects.select_for_update(of=("self",)).select_related(*related).get(pk=recovery_id)
    if not may_decide(actor, recovery):
        raise PermissionDenied(f"只有{recovery.region.name}编办可以确认回收方案。")
    if recovery.state != Recovery.State.PROPOSED:
        raise ValidationError(f"该回收方案{recovery.get_state_display()}，不能再确认。", code="state")
    return recovery


def _adjust(recovery: Recovery, lines: list[RecoveryLine], sisters: Mapping[int, Unit]) -> None:
    """The office may name another sister per line, of the same department."""
    for line in lines:
        sister = sisters.get(line.pk)
        if sister is None or sister == line.sister:
            continue
        if sister.competent_department_id != recovery.unit.competent_department_id or sister == recovery.unit:
            raise ValidationError(f"{sister}不是{recovery.unit}同一主管部门的其他单位。", code="sister")
        line.sister = sister
        line.save(update_fields=["sister"])


def _post(recovery: Recovery, todo: list[tuple[RecoveryLine, Loan]], paper: Document, actor: User) -> None:
    kind, unit = recovery.quota_type, recovery.unit
    own = ledger.open_account(unit, kind, Bucket.VACANT)
    occupied = ledger.open_account(unit, kind, Bucket.OCCUPIED)
    moves = []
    for line, loan in todo:
        given = ledger.account(line.sister, kind, Bucket.VACANT)
        key = f"recovery:{recovery.pk}:{loan.pk}"
        moves += [
            ledger.Posting(given, own, 1, f"{key}:sister"), ledger.Posting(own, occupied, 1, f"{key}:own"),
            lending.home(loan, "recovered"),
        ]  # fmt: skip
    act = Act(actor, workdays.today(), paper, f"收回逾期周转编制：{unit.name}"[:200])
    ledger.post(moves, document=paper, actor=actor, effective_on=act.on, reason=act.reason)
    for _, loan in todo:
        lending.end(loan, Loan.State.RECOVERED, act)


CHECK = Check("recover_overdue_loans", "逾期周转编制回收", dt.timedelta(days=1), propose_due)
