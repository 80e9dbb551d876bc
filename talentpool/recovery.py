"""Recovery (回收): what is not returned after the term is made up by vacant posts of the department's other units.

The check proposes (`proposing`), the office confirms, adjusts or refuses; or the region lets it run by itself.
"""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import documents, flow, notifications, workdays
from approvals.models import Document
from approvals.notifications import Told
from approvals.policies import OFFICE
from quotas import ledger
from quotas.models import Bucket
from staffing.places import Act
from talentpool import lending
from talentpool.models import Loan, Recovery, RecoveryLine
from units.mandates import acts_as
from units.models import Unit

Adjusted = Mapping[int, Unit | None]
Pairs = list[tuple[RecoveryLine, Loan]]


def may_decide(user: User, recovery: Recovery) -> bool:
    """The office in charge decides; a scheduled check does where the region lets it."""
    return acts_as(user, *OFFICE, region=recovery.region) or user == acting.system_user()


@use_case
def confirm(
    recovery_id: int, *, actor: User, opinion: str, sisters: Adjusted | None = None, once: flow.Once | None = None
) -> Recovery:
    """Recover as proposed, or from the sisters named per line: sister → borrower, the person moves, the pool is whole.

    A line named with None is left for another time; one whose loan was returned or put off meanwhile is left out.
    ValidationError names the sister that has no vacant post.
    """
    recovery = locked(recovery_id, actor)
    _adjust(recovery, sisters or {})
    todo = still_owed(recovery)
    recovery.decided_by, recovery.decided_on, recovery.opinion = actor, workdays.today(), opinion.strip()
    if todo:
        _carry_out(recovery, todo, actor)
    else:
        recovery.state = Recovery.State.OVERTAKEN
    recovery.save()
    flow.keep_receipt(actor, once, recovery)
    return recovery


@use_case
def refuse(recovery_id: int, *, actor: User, opinion: str, once: flow.Once | None = None) -> Recovery:
    """Do not recover now, for a reason; the check proposes again only after the loans' date is put off."""
    recovery = locked(recovery_id, actor)
    if not opinion.strip():
        raise ValidationError({"opinion": "请填写不予收回的理由。"}, code="required")
    recovery.state, recovery.opinion = Recovery.State.REFUSED, opinion.strip()
    recovery.decided_by, recovery.decided_on = actor, workdays.today()
    recovery.save()
    flow.keep_receipt(actor, once, recovery)
    return recovery


def locked(recovery_id: int, actor: User) -> Recovery:
    """Building block: the waiting recovery, locked; refused to whoever may not decide it, or once it is decided."""
    related = ("region", "unit__region", "pool__region", "quota_type")
    recovery = Recovery.objects.select_for_update(of=("self",)).select_related(*related).get(pk=recovery_id)
    if not may_decide(actor, recovery):
        raise PermissionDenied(f"只有{recovery.region.name}编办可以确认回收方案。")
    if recovery.state != Recovery.State.PROPOSED:
        raise ValidationError(f"该回收方案{recovery.get_state_display()}，不能再确认。", code="state")
    return recovery


def still_owed(recovery: Recovery) -> Pairs:
    """Building block: the lines whose loan is overdue today as it was when they were proposed, the loans locked."""
    lines = list(recovery.lines.select_related("sister__region").order_by("id"))
    pairs = [(line, lending.lock(line.loan_id)) for line in lines]
    return [(line, loan) for line, loan in pairs if _is_overdue(loan)]


def _is_overdue(loan: Loan) -> bool:
    return loan.state == Loan.State.ON_LOAN and loan.due_on is not None and loan.due_on < workdays.today()


def _adjust(recovery: Recovery, sisters: Adjusted) -> None:
    """The office may name another sister per line, of the same department, or leave a line out."""
    lines = list(recovery.lines.select_related("sister").order_by("id"))
    left_out = [line for line in lines if sisters.get(line.pk, line.sister) is None]
    if lines and len(left_out) == len(lines):
        raise ValidationError("请至少保留一名；全部不收回的，请填写理由，不予收回。", code="sister")
    for line in left_out:
        line.delete()
    for line in lines:
        sister = sisters.get(line.pk)
        if sister is None or sister == line.sister:
            continue
        if sister.competent_department_id != recovery.unit.competent_department_id or sister == recovery.unit:
            raise ValidationError(f"{sister}不是{recovery.unit}同一主管部门的其他单位。", code="sister")
        line.sister = sister
        line.save(update_fields=["sister"])


def _carry_out(recovery: Recovery, todo: Pairs, actor: User) -> None:
    touched = [recovery.unit, *(line.sister for line, _ in todo)]
    title = f"关于收回{recovery.unit.name}逾期周转编制{len(todo)}名的通知"
    paper = documents.issue_order(recovery.region, actor=actor, title=title, units=touched)
    _post(recovery, todo, paper, actor)
    # What is left out gave nothing, so that no page tells of a post that was not taken.
    recovery.lines.exclude(pk__in=[line.pk for line, _ in todo]).delete()
    recovery.state, recovery.document = Recovery.State.DONE, paper
    notifications.tell(
        Told(f"recovered:{recovery.pk}:{unit.pk}", f"{title}（{paper.number}）。", paper.get_absolute_url(), unit)
        for unit in dict.fromkeys(touched)
    )


def _post(recovery: Recovery, todo: Pairs, paper: Document, actor: User) -> None:
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
