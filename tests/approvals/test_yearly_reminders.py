"""Bodies that come to their end, and yearly reviews that are open: told to those who answer for them, none twice."""

import datetime as dt

import pytest

from accounts.models import User
from approvals import notifications, scheduled, yearly_reminders
from approvals.models import Notification
from tests.threads import at_once
from tests.units.test_certificates import issued
from tests.units.test_coordinating import REVIEW, found
from units import certificates, coordinating
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
ENDS = dt.date(2026, 6, 30)
DAY = dt.timedelta(days=1)


def told(user: User, start: str) -> list[str]:
    """What the user is told under keys that begin so, the oldest first."""
    return [n.text for n in notifications.addressed_to(user).filter(key__startswith=start).order_by("id")]


def test_a_temporary_body_is_announced_at_each_threshold_to_office_and_unit(
    region: Region, education: Unit, clerk: User, department: User, inspector: User, outsider: User
) -> None:
    body = found(clerk, region, education, is_temporary=True, ends_on=ENDS, end_condition="任务完成。")
    days = (181, 180, 120, 90, 30, 30, 1, 0, -1, -40)
    done = [yearly_reminders.bodies_ending(ENDS - left * DAY).done for left in days]
    assert done == [0, 2, 0, 2, 2, 0, 0, 2, 2, 0]
    mine = told(clerk, "body-end")
    assert [words[words.index("，") + 1 : words.index("满") + 1] for words in mine] == [
        "还有180天期满", "还有90天期满", "还有30天期满", "今日期满", "已期满"
    ]  # fmt: skip
    assert (len(told(department, "body-end")), told(inspector, "body-end"), told(outsider, "body-end")) == (5, [], [])
    fields = {"ends_on": dt.date(2027, 6, 30)}
    coordinating.change(body, actor=clerk, fields=fields, document="澜编发〔2026〕9号")
    assert yearly_reminders.bodies_ending(ENDS) == (0, 0, "")


def test_open_reviews_are_counted_for_the_office_and_told_to_each_unit_at_the_end_of_the_year(
    region: Region, education: Unit, school: Unit, clerk: User, unit_clerk: User, department: User
) -> None:
    body, certificate = found(clerk, region, education), issued(clerk, school)
    days = ("2024-12-31", "2025-09-01", "2025-10-02", "2025-11-20", "2025-12-01", "2025-12-31", "2025-12-31")
    done = [yearly_reminders.reviews_due(dt.date.fromisoformat(day)).done for day in days]
    # One sentence for the bodies of the region, one for its certificates, one for the unit.
    assert done == [0, 0, 3, 0, 3, 3, 0]
    [first, *_] = told(clerk, "body-review")
    assert first == "本地区有1个议事协调机构未作年度梳理，2025年度2025-12-31到期，请及时办理。"
    assert told(unit_clerk, "certificate:")[0].endswith("2025年度核验2025-12-31到期，请及时送编办核验。")
    assert yearly_reminders.reviews_due(dt.date(2026, 1, 1)).done == 3
    assert "已逾期" in told(clerk, "certificate-review")[-1]
    certificates.review(
        certificate, actor=clerk, year=2025, reviewed_on=dt.date(2025, 12, 30), result="passed", opinion="一致。"
    )
    coordinating.review(body, actor=clerk, **REVIEW)
    before = Notification.objects.count()
    assert yearly_reminders.reviews_due(dt.date(2026, 1, 1)) == (0, 0, "")
    assert Notification.objects.count() == before


def test_the_clean_up_of_five_years_is_asked_for_in_its_year(region: Region, education: Unit, clerk: User) -> None:
    body = found(clerk, region, education, founded_on=dt.date(2021, 3, 1))
    yearly_reminders.reviews_due(dt.date(2025, 12, 31))
    assert told(clerk, "body-clean-up") == []
    yearly_reminders.reviews_due(dt.date(2026, 12, 31))
    assert told(clerk, "body-clean-up") == ["本地区有1个议事协调机构未作五年清理，2026年度2026-12-31到期，请及时办理。"]
    coordinating.review(
        body,
        actor=clerk,
        kind="clean_up",
        year=2026,
        reviewed_on=dt.date(2026, 1, 20),
        verdict="keep",
        opinion="保留。",
    )
    yearly_reminders.reviews_due(dt.date(2027, 1, 2))
    assert len(told(clerk, "body-clean-up")) == 1
    # A clean-up is the review of its year too.
    assert not [words for words in told(clerk, "body-review") if "2026年度已逾期" in words]


def test_both_checks_are_on_the_schedule_and_run_twice_without_saying_anything_twice(
    region: Region, education: Unit, school: Unit, clerk: User
) -> None:
    found(clerk, region, education, is_temporary=True, ends_on=dt.date(2026, 1, 31), end_condition="任务完成。")
    issued(clerk, school)
    runs = [scheduled.run(key) for key in ("bodies_ending", "reviews_due") * 2]
    assert [run.failed for run in runs] == [False] * 4
    assert (runs[0].done, runs[2].done, runs[3].done) == (2, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_tell_each_thing_once(region: Region, education: Unit, school: Unit, clerk: User) -> None:
    found(clerk, region, education)
    issued(clerk, school)
    at_once(4, lambda _: yearly_reminders.reviews_due(dt.date(2025, 12, 31)))
    assert Notification.objects.count() == 3
