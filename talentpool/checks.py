"""Scheduled checks of the pools: what falls due is done, once, whoever runs it and however late."""

import datetime as dt
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db.models import F
from django.urls import reverse

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import notifications
from approvals.notifications import Told
from approvals.scheduled import Check, Outcome
from quotas.models import Bucket, QuotaAccount
from staffing import places
from staffing.places import Act
from talentpool import book, lending, returning
from talentpool.models import Loan

DAY = dt.timedelta(days=1)


def lapse_promises(on: dt.date) -> Outcome:
    """Posts promised to talents who have not arrived in time go back to their pool."""
    late = Loan.objects.filter(state=Loan.State.PROMISED, use_by__lt=on).order_by("id").values_list("pk", flat=True)
    return _each(list(late), on, _lapse)


def return_to_vacancies(on: dt.date) -> Outcome:
    """Where a unit that borrows has a vacant post of the type, the person moves to it (增编等腾出的空编)."""
    vacant = QuotaAccount.objects.filter(bucket=Bucket.VACANT, balance__gt=0, unit__loans__state=Loan.State.ON_LOAN)
    own = vacant.filter(quota_type=F("unit__loans__quota_type")).order_by("id").values_list("pk", flat=True).distinct()
    return _each(list(own), on, _return)


def _each(keys: list[int], on: dt.date, act: Callable[..., int]) -> Outcome:
    done, notes = 0, []
    for key in keys:
        try:
            done += act(key, actor=acting.system_user(), on=on)
        except ValidationError as refusal:
            notes.append("；".join(refusal.messages))
    return Outcome(len(keys), done, "\n".join(notes))


@use_case
def _lapse(loan_id: int, *, actor: User, on: dt.date) -> int:
    """Give one promise back to its pool; 0 when somebody was faster."""
    loan = lending.lock(loan_id)
    if loan.state != Loan.State.PROMISED or loan.use_by >= on:
        return 0
    acting.cite(document=loan.document.number, reason="借编逾期未用")
    lending.give_up(loan, Act(actor, on, loan.document, "批准后未在期限内到岗"))
    words = f"{loan.unit.name}借用的周转编制（{loan.talent.name}）{loan.use_by}前未到岗，已退回{loan.pool}。"
    notifications.tell(
        [Told(f"loan-lapsed:{loan.pk}", words, reverse("talentpool:loan", args=[loan.pk]), loan.unit)]
    )  # fmt: skip
    return 1


@use_case
def _return(account_id: int, *, actor: User, on: dt.date) -> int:
    """Return as many loans as the account has vacant posts; how many there were."""
    account = QuotaAccount.objects.select_related("unit__region", "quota_type").get(pk=account_id)
    assert account.unit is not None, "Vacant posts are a unit's."
    own = places.lock(account.unit, account.quota_type, Bucket.OCCUPIED)
    done = 0
    while own.balance(Bucket.VACANT) > done:
        loans = Loan.objects.filter(unit=account.unit, quota_type=account.quota_type, state=Loan.State.ON_LOAN)
        loan = loans.select_related("document").order_by("due_on", "id").first()
        if loan is None:
            break
        acting.cite(document=loan.document.number, reason="以空编归还周转编制")
        returning.settle(own, Act(actor, on, loan.document, "以空编归还"))
        done += 1
    return done


def remind(on: dt.date) -> Outcome:
    """Units are reminded 180, 90, 30 and 0 days before a loan is due, and told when it is overdue (还编提醒)."""
    soon = on + dt.timedelta(days=book.REMINDERS[0])
    loans = Loan.objects.filter(state=Loan.State.ON_LOAN, due_on__lte=soon).select_related("unit", "talent")
    news = [_reminder(loan, on) for loan in loans.order_by("due_on", "id")]
    return Outcome(len(news), notifications.tell(news))


def _reminder(loan: Loan, on: dt.date) -> Told:
    """The reminder of the nearest threshold passed: after days without a check only that one is given."""
    assert loan.due_on is not None, "A loan with a person on it has its date."
    left = (loan.due_on - on).days
    step = notifications.passed(left, book.REMINDERS)
    words = (
        f"还有{left}天到期，请及时归还" if left > 0 else "今日到期，请及时归还" if left == 0 else "已逾期，请尽快归还"
    )
    return Told(
        f"loan:{loan.pk}:{loan.due_on}:{step}", f"{loan.unit.name}借用的周转编制（{loan.talent.name}）{words}。",
        reverse("talentpool:loan", args=[loan.pk]), loan.unit, loan.due_on,
    )  # fmt: skip


CHECKS = [
    Check(
        "lapse_loan_promises", "周转编制逾期未到岗", DAY, lapse_promises,
        "批准后过了到岗期限、人才未到岗的，周转编制退回池中。", turn=20,
    ),
    Check(
        "return_loans_to_vacancies", "以空编归还周转编制", DAY, return_to_vacancies,
        "借用单位有空编的，按到期先后转入本单位编制，周转编制还池。", turn=20,
    ),
    Check(
        "remind_of_loans", "还编提醒", DAY, remind,
        "还编期限前180天、90天、30天、当日和逾期后，各提醒借用单位一次。",
    ),
]  # fmt: skip
