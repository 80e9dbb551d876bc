"""Holds past their term (锁定到期): a decision whose document never came keeps posts from everybody else.

They are reported, not released: a decision is undone by those who made it (撤销决定), which releases on a paper.
"""

import datetime as dt

from django.db.models import Exists, Min, OuterRef, Sum

from approvals import notifications
from approvals.marks import Mark, register
from approvals.models import Case
from approvals.notifications import Told
from approvals.scheduled import Check, Outcome
from approvals.scheduled import register as schedule
from quotas.models import Hold

NAMED = 50


def _past(on: dt.date) -> Exists:
    return Exists(Hold.objects.filter(case=OuterRef("pk"), state=Hold.State.HELD, expires_on__lt=on))


def report(today: dt.date) -> Outcome:
    """Every case that holds posts past their term, with how many and since when; its office is told once."""
    open_holds = Hold.objects.filter(state=Hold.State.HELD, expires_on__lt=today)
    found = open_holds.values("case").annotate(held=Sum("quantity"), until=Min("expires_on")).order_by("until", "case")
    cases = Case.objects.select_related("region").in_bulk([row["case"] for row in found])
    notes = [f"{cases[row['case']].number}：锁定{row['held']}名，{row['until']}到期" for row in found[:NAMED]]
    news = [_told(cases[row["case"]], row["held"], row["until"]) for row in found]
    return Outcome(len(found), notifications.tell(news), "\n".join(notes))


def _told(case: Case, held: int, until: dt.date) -> Told:
    words = f"办件{case.number}锁定{held}名，{until}已过锁定期限，请尽快发文，或撤销决定。"
    return Told(f"held:{case.pk}:{until}", words, case.get_absolute_url(), case.region, until)


def register_all() -> None:
    """To be called once, when the app is ready."""
    sentence = "决定所锁定的编制、职数已过锁定期限，仍未入账；请尽快发文，或撤销决定，退回锁定数。"
    register(Mark("held_too_long", "锁定到期", sentence, _past))
    said = "决定锁定的编制、职数过了锁定期限仍未入账的，提醒编办发文或撤销决定；不自动释放。"
    schedule(Check("report_holds_past_their_term", "锁定到期提示", dt.timedelta(days=1), report, said))
