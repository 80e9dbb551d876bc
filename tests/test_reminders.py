"""What the schedule tells: each thing once, to those who are to act, under an address that they may open."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db.models import Model, Q
from django.test import Client

from accounts import acting
from accounts.models import User
from approvals import deputies, notifications, reminding, scheduled, workdays
from approvals.models import Case, CheckRun, JointReview, Notification
from approvals.scheduled import Check, Outcome
from quotas import exceptions, watching
from quotas.models import FloatingQuota, QuotaAccount
from staffing import quality_news, seconding
from staffing.models import ChangeSheet, Engagement, Slot
from talentpool.models import Loan
from tests import stories
from tests.cast import make_user
from tests.staffing import batches
from tests.stations import Place
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def place(region: Region, school: Unit) -> Place:
    place = Place(region, school)
    place.receive_posts(100)
    return place


def pretend(model: type[Model], **dates: dt.date) -> None:
    """Time has passed for all records of a kind."""
    with acting.by(acting.system_user(), reason="时间过去了"):
        model._default_manager.update(**dates)


@pytest.fixture
def busy(place: Place, school: Unit, department: User, unit_clerk: User) -> Place:
    """Something of everything that comes to its end."""
    today, document = workdays.today(), place.executed().documents.get(kind="approval")
    stored = place.enrolled()
    [posting] = school.postings.all()
    seconding.second(
        actor=place.actors.clerk, posting=posting, host=place.bureau, starts_on=today, ends_on=today + 20 * DAY,
        document=document, reason="抽调",
    )  # fmt: skip
    stories.engage(school, 1, place.actors, document)
    exceptions.allow_excess(
        actor=place.actors.director, unit=school, quota_type=place.kind, people_count=2, authority="市委编委",
        document=document, ends_on=today + 5 * DAY, reason="军转安置",
    )  # fmt: skip
    line = stories.line(place.kind, 1, target=school)
    data = {"effective_on": stories.EFFECTIVE, "ends_on": today + 60 * DAY, "lines": [line]}
    stories.decide("quota_floating", school, data, place.actors)
    place.changed(posting)
    place.lent()
    place.asked()
    notice(place, stored)
    pretend(Engagement, ends_on=today + 10 * DAY)
    pretend(Slot, expires_on=today + 6 * DAY)
    pretend(ChangeSheet, due_on=today - DAY)
    pretend(JointReview, due_on=today - DAY)
    pretend(Loan, use_by=today - DAY)
    Case.objects.filter(state="received").update(due_on=today - DAY)
    return place


def notice(place: Place, stored: Case) -> None:
    """A batch whose public notice is over and which nobody has filed."""
    slot = stored.enrolment_batch.unit.slots.filter(state="open")[0]
    with batches.on(batches.long_ago()):
        batches.announced(place.school, place.filer, [batches.row(slot, "李示例")])


def test_every_reminder_reaches_somebody_who_may_open_it_and_no_stranger(
    busy: Place, client: Client, outsider: User, inspector: User, department: User, unit_clerk: User
) -> None:
    for check in scheduled.checks():
        assert not scheduled.run(check.key).failed
    people = [*busy.actors, inspector, department, unit_clerk, busy.filer]
    people += User.objects.filter(username__regex="^(lends|keeper)_")
    ours = Notification.objects.filter(Q(region=busy.region) | Q(unit=busy.school))
    told = dict.fromkeys(ours.values_list("pk", flat=True), 0)
    for user in people:
        client.force_login(user)
        for found in notifications.addressed_to(user):
            assert client.get(found.url).status_code == 200, (user.username, found.key, found.url)
            told[found.pk] = told.get(found.pk, 0) + 1
    assert [Notification.objects.get(pk=pk).key for pk, count in told.items() if not count] == []
    kinds = {key.partition(":")[0] for key in Notification.objects.values_list("key", flat=True)}
    assert kinds >= {
        "case", "joint", "secondment", "notice", "contract", "change", "slots", "floating", "exception", "loan-lapsed",
    }  # fmt: skip
    assert not notifications.addressed_to(outsider).exclude(region__name="临河市").exists()
    before = Notification.objects.count()
    for check in scheduled.checks():
        scheduled.run(check.key)
    assert Notification.objects.count() == before


def test_a_case_that_is_late_turns_to_its_desk_to_the_director_and_to_deputies(
    place: Place, head: User, clerk: User, committee: User
) -> None:
    case, today = place.filed(), workdays.today()
    friend = make_user("friend", "committee", region=place.region)
    deputies.appoint(
        actor=place.actors.director, principal=place.actors.clerk, deputy=head, starts_on=today, ends_on=today
    )
    for due_on, told in ((today + 30 * DAY, 0), (today, 1), (today - DAY, 1), (today - DAY, 0)):
        Case.objects.filter(pk=case.pk).update(due_on=due_on)
        assert reminding.deadlines(today).done == told
    read = {
        user.username: notifications.addressed_to(user).filter(key__startswith="case:").count()
        for user in (clerk, head, place.actors.director, committee, friend)
    }
    assert read == {"clerk": 2, "head": 2, place.actors.director.username: 1, "committee": 0, "friend": 0}
    late = notifications.addressed_to(head).filter(key__endswith="red").get()
    assert late.text.startswith(f"办件{case.number}“{case.title}”已超期")
    assert late.text.endswith("待受理。")


def test_what_waits_for_a_decision_turns_to_those_who_decide(place: Place, clerk: User) -> None:
    case = place.argued()
    Case.objects.filter(pk=case.pk).update(due_on=workdays.today())
    reminding.deadlines(workdays.today())
    [found] = Notification.objects.filter(key__startswith=f"case:{case.pk}:")
    assert "director" in found.roles
    assert found.text.endswith("待审批。") == ("clerk" not in found.roles)


def test_deputies_and_holders_of_mandates_are_told_in_person(place: Place, head: User, region: Region) -> None:
    today = workdays.today()
    deputies.appoint(actor=head, principal=head, deputy=place.actors.clerk, starts_on=today, ends_on=today + 2 * DAY)
    mandate = head.mandates.get()
    mandate.ends_on = today + 20 * DAY
    with acting.by(acting.system_user(), reason="期满"):
        mandate.save()
    for told in (3, 0):
        assert reminding.authority_ending(today) == (3, told, "")
    assert notifications.addressed_to(head).count() == 2
    assert notifications.addressed_to(place.actors.clerk).count() == 1


def test_the_whole_book_is_verified_and_what_is_wrong_is_told_without_names(
    place: Place, district: Region, head: User, inspector: User, client: Client, break_the_book: Callable[[], None]
) -> None:
    assert watching.verify(workdays.today()) == (0, 0, "")
    break_the_book()
    run = scheduled.run("verify_ledger")
    assert (run.found > 0, run.done) == (True, 1)
    [found] = notifications.addressed_to(inspector)
    assert place.school.name not in found.text
    lower = make_user("lower", "inspector", region=district)
    assert not notifications.addressed_to(lower).exists()
    for user, reads in ((inspector, True), (lower, False)):
        client.force_login(user)
        page = client.get("/checks/").content.decode()
        assert (run.note.splitlines()[0] in page) == reads


@pytest.fixture
def break_the_book(region: Region) -> Callable[[], None]:
    """Somebody with all rights on the database adds a post out of nothing."""
    from django.db import connection

    def broken() -> None:
        account = QuotaAccount.objects.filter(region=region, balance__gt=0).earliest("id")
        with connection.cursor() as cursor:
            cursor.execute("set local session_replication_role = replica")
            cursor.execute("update quotas_quotaaccount set balance = balance + 1 where id = %s", [account.pk])
            cursor.execute("set local session_replication_role = origin")

    return broken


def test_new_findings_are_told_on_the_day_and_late_ones_once_more(school: Unit, clerk: User) -> None:
    today = workdays.today()
    for told_on in (today, today, today + 90 * DAY, today + 91 * DAY):
        quality_news.check_and_tell(told_on)
    mine = notifications.addressed_to(clerk).filter(key__startswith=f"quality:{school.pk}:").order_by("id")
    new, late = (found.text for found in mine)
    assert "新发现" in new
    assert "已超过整改期限" in late


def test_floating_posts_are_announced_at_each_threshold(place: Place, school: Unit, unit_clerk: User) -> None:
    from quotas import floating

    line = stories.line(place.kind, 1, target=school)
    ends_on = workdays.today() + 100 * DAY
    asked = {"effective_on": stories.EFFECTIVE, "ends_on": ends_on, "lines": [line]}
    stories.decide("quota_floating", school, asked, place.actors)
    told = [floating.remind(ends_on - left * DAY).done for left in (91, 90, 60, 30, 1, 0, -1)]
    assert told == [0, 1, 0, 1, 0, 1, 0]
    assert FloatingQuota.objects.get().owed == 1


@pytest.mark.parametrize(
    ("every", "failed", "wait"),
    [
        (dt.timedelta(minutes=5), False, dt.timedelta(minutes=5)), (DAY, True, dt.timedelta(hours=1)),
        (dt.timedelta(minutes=5), True, dt.timedelta(minutes=5)),
    ],
)  # fmt: skip
def test_when_a_check_is_due_again(every: dt.timedelta, failed: bool, wait: dt.timedelta) -> None:
    check = Check("x", "x", every, lambda on: Outcome(0, 0), "x")
    began = dt.datetime(2026, 3, 1, 10, 30, tzinfo=dt.UTC)
    run = CheckRun(check_key="x", started_at=began, finished_at=began, failed=failed)
    assert check.due_at(run) == began + wait


def test_a_daily_check_is_due_at_midnight_in_beijing() -> None:
    check = Check("x", "x", DAY, lambda on: Outcome(0, 0), "x")
    began = dt.datetime(2025, 12, 31, 15, 59, tzinfo=dt.UTC)
    run = CheckRun(check_key="x", started_at=began, finished_at=began)
    assert check.due_at(run) == dt.datetime(2025, 12, 31, 16, 0, tzinfo=dt.UTC)


def test_letters_go_last_and_what_acts_before_what_tells() -> None:
    keys = [check.key for check in scheduled.checks()]
    assert keys[-1] == "send_digests"
    assert keys.index("lapse_loan_promises") < keys.index("recover_overdue_loans") < keys.index("remind_of_loans")
    assert all(check.about.endswith("。") for check in scheduled.checks())
