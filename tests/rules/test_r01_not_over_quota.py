"""R01 不得超编: a unit that gives posts away keeps one for each of its people."""

from approvals.models import Document
from quotas.models import QuotaType
from tests.stories import Actors, asked, endow, file, found, line, occupy, over_staff
from units.models import Unit


def test_a_unit_may_give_away_all_its_vacant_posts(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_cut", staffed, asked(line(full_funded, 2, source=staffed)), actors.clerk)
    assert found(case, "R01", actors) == []


def test_one_more_than_the_vacant_ones_would_leave_somebody_without_a_post(
    staffed: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    case = file("quota_cut", staffed, asked(line(full_funded, 3, source=staffed)), actors.clerk)
    assert found(case, "R01", actors) == [
        "澜川市第一中学“事业编制（全额拨款）”核定10名、实有8名，可划出2名；申请划出3名，将超编1名。"
    ]


def test_the_lines_of_a_request_are_taken_together(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    data = asked(line(full_funded, 1, source=staffed), line(full_funded, 2, source=staffed))
    case = file("quota_cut", staffed, data, actors.clerk)
    assert found(case, "R01", actors) == [
        "澜川市第一中学“事业编制（全额拨款）”核定10名、实有8名，可划出2名；申请划出3名，将超编1名。"
    ]


def test_more_than_there_is_leaves_everybody_without_a_post(
    staffed: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    case = file("quota_take_back", staffed, asked(line(full_funded, 50, source=staffed)), actors.clerk)
    assert found(case, "R01", actors) == [
        "澜川市第一中学“事业编制（全额拨款）”核定10名、实有8名，可划出2名；申请划出50名，将超编8名。"
    ]


def test_a_unit_above_its_cap_has_nothing_to_give(
    reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    endow(school, full_funded, 1, actors, reserve)
    occupy(school, full_funded, 1, actors, reserve)
    over_staff(school, full_funded, 2, actors, reserve)
    case = file("quota_cut", school, asked(line(full_funded, 1, source=school)), actors.clerk)
    assert found(case, "R01", actors) == [
        "澜川市第一中学“事业编制（全额拨款）”核定1名、实有3名，可划出0名；申请划出1名，将超编3名。"
    ]
