"""R09 不得超职数: a unit that gives leadership posts away keeps one for each of its leaders."""

import pytest

from approvals.models import Document
from quotas.models import QuotaType
from staffing import leadership
from staffing.models import Person
from tests.stories import EFFECTIVE, Actors, asked, endow, file, found, kind, line, occupy
from units.models import Unit


@pytest.fixture
def deputy(db: None) -> QuotaType:
    return kind("leader_132")


@pytest.fixture
def led(education: Unit, deputy: QuotaType, admin: QuotaType, actors: Actors, paper: Document) -> Unit:
    """The education bureau: three posts for deputies, two of them taken."""
    endow(education, deputy, 3, actors, paper)
    endow(education, admin, 2, actors, paper)
    occupy(education, admin, 2, actors, paper)
    for person in Person.objects.all():
        leadership.appoint(
            actor=actors.clerk, unit=education, quota_type=deputy, person=person, started_on=EFFECTIVE,
            document=paper, reason="任职",
        )  # fmt: skip
    return education


def test_the_free_post_may_go(led: Unit, deputy: QuotaType, actors: Actors) -> None:
    case = file("quota_cut", led, asked(line(deputy, 1, source=led)), actors.clerk)
    assert found(case, "R09", actors) == []


def test_one_more_would_leave_a_leader_without_a_post(led: Unit, deputy: QuotaType, actors: Actors) -> None:
    case = file("quota_cut", led, asked(line(deputy, 2, source=led)), actors.clerk)
    assert found(case, "R09", actors) == [
        "澜川市教育局“县处级副职”核定3名、现任2名，可划出1名；申请划出2名，将超职数1名。"
    ]


def test_the_lines_of_a_request_are_taken_together(led: Unit, deputy: QuotaType, actors: Actors) -> None:
    data = asked(line(deputy, 1, source=led), line(deputy, 1, source=led))
    case = file("quota_cut", led, data, actors.clerk)
    assert len(found(case, "R09", actors)) == 1


def test_posts_of_staff_are_counted_elsewhere(led: Unit, admin: QuotaType, actors: Actors) -> None:
    case = file("quota_cut", led, asked(line(admin, 1, source=led)), actors.clerk)
    assert found(case, "R09", actors) == []
    assert len(found(case, "R01", actors)) == 1
