"""Returns (还编): a borrowed post goes back to its pool when the unit gets a post of its own, or the person leaves."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.acting import use_case
from accounts.models import User
from approvals import flow, workdays
from approvals.models import Document
from quotas import ledger
from quotas.models import Bucket
from staffing import places, policies
from staffing.models import EntryBasis, Posting
from staffing.places import Act, Places
from talentpool import lending
from talentpool.models import Loan


def take_back(posting: Posting, act: Act) -> bool:
    """Who leaves a borrowed post leaves it to the pool (调离即出编): the lender's word when a posting ends."""
    if posting.basis != EntryBasis.LOAN:
        return False
    found = Loan.objects.filter(posting=posting, state=Loan.State.ON_LOAN).first()
    if found is None:
        return False
    loan = lending.lock(found.pk)
    lending.post(loan, [lending.home(loan, "left")], act, "离岗归还周转编制")
    lending.end(loan, Loan.State.LEFT, act)
    return True


def settle(own: Places, act: Act) -> bool:
    """A post of the unit fell vacant: who has been longest on a borrowed post of the type moves to it (减员还编)."""
    loans = Loan.objects.filter(unit=own.unit, quota_type=own.quota_type, state=Loan.State.ON_LOAN)
    found = loans.order_by("due_on", "id").first()
    if found is None:
        return False
    _return(lending.lock(found.pk), act)
    return True


@use_case
def return_post(
    *, actor: User, loan_id: int, document: Document, reason: str, once: flow.Once | None = None
) -> Loan:  # fmt: skip
    """Return a borrowed post by decision: the unit has a vacant post of its own, and the person moves to it."""
    act = Act(actor, workdays.today(), document, reason)
    loan = Loan.objects.select_related("unit__region", "quota_type").get(pk=loan_id)
    if not policies.may_keep_register(actor, loan.unit):
        raise PermissionDenied(f"只有主管{loan.unit.name}的编办可以办理还编。")
    act.ensure(loan.unit, field="document")
    places.lock(loan.unit, loan.quota_type, Bucket.OCCUPIED, Bucket.VACANT)
    loan = lending.lock(loan_id)
    if loan.state != Loan.State.ON_LOAN:
        raise ValidationError(f"该借编{loan.get_state_display()}，不能办理归还。", code="state")
    _return(loan, act)
    flow.keep_receipt(actor, once, loan)
    return loan


def _return(loan: Loan, act: Act) -> None:
    """Vacant → occupied and borrowed → pool, in one statement: the person stays, the post under them changes."""
    assert loan.started_on is not None, "A loan that is returned has begun."
    act = replace(act, on=max(act.on, loan.started_on))
    vacant = ledger.account(loan.unit, loan.quota_type, Bucket.VACANT)
    occupied = ledger.open_account(loan.unit, loan.quota_type, Bucket.OCCUPIED)
    moves = [ledger.Posting(vacant, occupied, 1, f"loan:{loan.pk}:own"), lending.home(loan, "returned")]
    lending.post(loan, moves, act, "归还周转编制")
    lending.end(loan, Loan.State.RETURNED, act)
