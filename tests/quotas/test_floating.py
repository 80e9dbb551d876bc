"""Floating quota at its end date: vacant posts go back to the reserve, occupied ones are asked back once."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import acting
from accounts.models import User
from approvals import workdays
from approvals.models import Notification
from quotas import floating, verification
from quotas.models import FloatingQuota, QuotaAccount, QuotaType
from staffing import leaving
from staffing.models import Posting
from tests import stories
from tests.book import commit
from tests.stories import Actors
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(db: None) -> QuotaType:
    return QuotaType.objects.get(code="full_funded")


@pytest.fixture
def lent(region: Region, bureau: Unit, school: Unit, kind: QuotaType, actors: Actors) -> FloatingQuota:
    """Three floating posts of a school, due yesterday."""
    stories.give_reserve(region, kind, 10, actors)
    soon = workdays.today() + dt.timedelta(days=30)
    line = stories.line(kind, 3, target=school)
    asked = {"effective_on": stories.EFFECTIVE, "ends_on": soon, "lines": [line]}
    stories.decide("quota_floating", school, asked, actors)
    with acting.by(acting.system_user(), reason="时间过去了"):
        FloatingQuota.objects.update(ends_on=workdays.today() - dt.timedelta(days=1))
    return FloatingQuota.objects.get()


def held(owner: Unit | Region, kind: QuotaType) -> dict[str, int]:
    own = {"unit": owner} if isinstance(owner, Unit) else {"region": owner, "unit": None}
    accounts = QuotaAccount.objects.filter(**own, quota_type=kind).exclude(balance=0)
    return dict(accounts.values_list("bucket", "balance"))


def test_vacant_floating_posts_go_back_once(lent: FloatingQuota, school: Unit, region: Region, kind: QuotaType) -> None:
    for found in (1, 0):
        outcome = floating.take_back_due(workdays.today())
        assert (outcome.found, outcome.done) == (found, found)
    commit()
    assert held(school, kind) == {}
    assert held(region, kind)["reserve"] == 10
    lent.refresh_from_db()
    assert lent.owed == 0
    assert verification.verify() == []


def test_occupied_ones_are_proposed_once_and_taken_when_they_fall_vacant(
    lent: FloatingQuota, school: Unit, region: Region, kind: QuotaType, actors: Actors, clerk: User
) -> None:
    paper = lent.case.documents.latest("id")
    stories.occupy(school, kind, 2, actors, paper)
    for _ in range(2):
        outcome = floating.take_back_due(workdays.today())
        assert (outcome.found, outcome.done) == (1, 0)
        assert "尚有2名在用" in outcome.note
    assert held(school, kind) == {"occupied": 2}
    [told] = Notification.objects.addressed_to(clerk)
    assert told.url.endswith(f"/cases/{lent.case.number}/")
    for posting in Posting.objects.filter(unit=school):
        leaving.release(
            actor=clerk, posting=posting, ended_on=workdays.today(), exit_reason="resigned", document=paper,
            reason="辞职",
        )  # fmt: skip
    assert floating.take_back_due(workdays.today()).done == 1
    commit()
    assert held(region, kind)["reserve"] == 10
    assert verification.verify() == []


def test_nothing_is_taken_before_its_date(lent: FloatingQuota, school: Unit, kind: QuotaType) -> None:
    assert floating.take_back_due(lent.ends_on).found == 0
    assert held(school, kind) == {"vacant": 3}


def test_no_sql_takes_back_more_than_was_given(lent: FloatingQuota) -> None:
    attack = "update quotas_floatingquota set returned_count = quantity + 1"
    with (
        pytest.raises(IntegrityError, match="no_more_floating_posts_return_than_were_given"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)
