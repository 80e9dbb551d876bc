"""Scheduled work on its page, a check that breaks, and reminders told once on the first page and by e-mail."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts import acting
from accounts.models import User
from approvals import notifications, scheduled, workdays
from approvals.models import CheckRun, Notification, NotificationReceipt
from approvals.notifications import Told
from approvals.scheduled import Check, Outcome
from tests.cast import make_user
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken() -> Iterator[str]:
    """A check that always breaks."""

    def run(on: dt.date) -> Outcome:
        """Break."""
        raise ZeroDivisionError("除以零")

    scheduled.register(Check("a_broken_one", "坏检查", dt.timedelta(days=1), run, "必出错。"))
    yield "a_broken_one"
    del scheduled._checks["a_broken_one"]


def test_a_check_that_breaks_is_on_record_and_stops_no_other(broken: str) -> None:
    runs = {run.check_key: run for run in scheduled.run_due()}
    assert (runs[broken].failed, runs[broken].note) == (True, "ZeroDivisionError: 除以零")
    assert set(runs) == {check.key for check in scheduled.checks()}
    assert [run.note for run in runs.values() if run.failed and run.check_key != broken] == []
    assert scheduled.run_due() == []


def test_the_page_tells_what_ran_and_runs_by_right(
    client: Client, head: User, inspector: User, unit_clerk: User
) -> None:
    client.force_login(head)
    assert "尚未运行" in client.get("/checks/").content.decode()
    assert client.post("/checks/execute_due_cases/run/").status_code == 302
    run = CheckRun.objects.get()
    assert (run.check_key, run.started_by) == ("execute_due_cases", head)
    assert client.post("/checks/nothing/run/").status_code == 404
    client.force_login(inspector)
    assert "立即运行" not in client.get("/checks/").content.decode()
    assert client.post("/checks/execute_due_cases/run/").status_code == 404
    client.force_login(unit_clerk)
    assert client.get("/checks/").status_code == 404
    assert CheckRun.objects.count() == 1


def test_a_check_tells_its_past_runs_page_by_page(
    client: Client, head: User, inspector: User, unit_clerk: User, district: Region
) -> None:
    began = dt.datetime(2026, 3, 1, 1, 0, tzinfo=dt.UTC)
    CheckRun.objects.bulk_create(
        CheckRun(check_key="tidy_exports", started_at=began, finished_at=began, found=n) for n in range(60)
    )
    slow = dt.timedelta(seconds=83)
    CheckRun.objects.create(
        check_key="tidy_exports", started_at=began, finished_at=began + slow, found=7, note="某单位。", failed=True,
        started_by=head,
    )  # fmt: skip
    client.force_login(head)
    first = client.get("/checks/tidy_exports/").content.decode()
    for words in (
        "导出文件清理",
        "2026-03-01 09:00:00",
        "1分23秒",
        head.name,
        "某单位。",
        "出错",
        "0.0秒",
        "自动",
        "立即运行",
    ):
        assert words in first
    assert first.count("<tr") == 1 + 50
    [following] = re.findall(r'rel="next" href="([^"]+)"', first)
    second = client.get(f"/checks/tidy_exports/{following}").content.decode()
    assert second.count("<tr") == 1 + 11
    assert "尚未运行" in client.get("/checks/seal/").content.decode()
    assert client.get("/checks/nothing/").status_code == 404
    assert client.post("/checks/tidy_exports/run/", {"stay": "1"})["Location"] == "/checks/tidy_exports/"
    for reader, reads in ((inspector, True), (make_user("lower", "inspector", region=district), False)):
        client.force_login(reader)
        shown = client.get("/checks/tidy_exports/").content.decode()
        assert ("某单位。" in shown, "立即运行" in shown) == (reads, False)
    client.force_login(unit_clerk)
    assert client.get("/checks/tidy_exports/").status_code == 404


def news(to: Region | Unit, key: str = "loan:1:30") -> Told:
    return Told(key, "周转编制还有30天到期。", "/pool/loans/1/", to, workdays.today())


def test_a_thing_is_told_once(school: Unit, unit_clerk: User, department: User, clerk: User, client: Client) -> None:
    assert [notifications.tell([news(school)]) for _ in range(2)] == [1, 0]
    for user, told in ((unit_clerk, True), (department, True), (clerk, False)):
        client.force_login(user)
        assert ("周转编制还有30天到期。" in client.get("/home/notifications/").content.decode()) == told
    found = Notification.objects.get()
    client.force_login(unit_clerk)
    assert client.post("/notifications/read/", {"id": [found.pk, "x", "99999999"]}).status_code == 302
    assert "周转编制还有30天到期。" not in client.get("/home/notifications/").content.decode()
    client.force_login(clerk)
    client.post("/notifications/read/", {"id": found.pk})
    assert list(NotificationReceipt.objects.values_list("user", "read")) == [(unit_clerk.pk, True)]


def test_the_digest_leaves_once_for_whoever_has_an_address(
    region: Region, school: Unit, unit_clerk: User, clerk: User, department: User
) -> None:
    with acting.by(acting.system_user(), reason="登记邮箱"):
        User.objects.filter(pk__in=[unit_clerk.pk, clerk.pk]).update(email="someone@example.invalid")
    notifications.tell([news(school), news(school, "loan:2:30"), news(region, "reserve")])
    for sent in (2, 0):
        assert notifications.send_digests(workdays.today()) == (sent, sent, "")
    assert sorted(letter.subject for letter in mail.outbox) == ["编衡提醒：1项", "编衡提醒：2项"]
    notifications.tell([news(school, "loan:3:30")])
    assert notifications.send_digests(workdays.today()).done == 1
    assert mail.outbox[-1].body.count("周转编制还有30天到期。") == 1


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update approvals_notification set text = ''", "append_only"),
        ("delete from approvals_notification", "append_only"),
        (
            "insert into approvals_notification (key, text, url, roles) values ('k', 't', 'u', '{}')",
            "a_notification_is_for_an_office_a_unit_or_a_person",
        ),
        (
            "insert into approvals_notification (key, text, url, region_id, roles) select key, text, url, region_id, "
            "roles from approvals_notification", "approvals_notification_key_key",
        ),
        (
            "insert into approvals_notification (key, text, url, region_id, user_id, roles) select 'k', text, url, "
            "region_id, (select min(id) from accounts_user), roles from approvals_notification",
            "a_notification_is_for_an_office_a_unit_or_a_person",
        ),
        (
            "insert into approvals_notification (key, text, url, region_id, roles) select 'k', text, url, region_id, "
            "'{unit}' from approvals_notification", "only_an_office_is_told_by_its_roles",
        ),
        (
            "insert into approvals_notificationreceipt (notification_id, user_id, read) "
            "select notification_id, user_id, read from approvals_notificationreceipt",
            "a_person_has_one_receipt_per_notification",
        ),
    ],
)  # fmt: skip
def test_no_sql_tells_twice_or_nobody(statement: str, rule: str, region: Region, clerk: User) -> None:
    notifications.tell([news(region)])
    notifications.put_aside(actor=clerk, ids=[Notification.objects.get().pk])
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert refusal.value.__cause__.diag.constraint_name == rule
