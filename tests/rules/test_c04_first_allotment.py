"""C04 首次核定: an allotment is the first of its type; what is there is increased or adjusted."""

from approvals.models import Document
from quotas.models import QuotaType
from tests.stories import Actors, approve, asked, file, found, line, ready
from units.models import Unit


def test_the_first_allotment_is_free(reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_allot", school, asked(line(full_funded, 5, target=school)), actors.clerk)
    assert found(case, "C04", actors) == []


def test_the_second_is_an_increase(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_allot", staffed, asked(line(full_funded, 5, target=staffed)), actors.clerk)
    assert found(case, "C04", actors) == [
        "澜川市第一中学“事业编制（全额拨款）”已核定10名，本次5名应按增加编制或调剂编制办理。"
    ]


def test_so_is_a_second_one_while_the_first_waits_for_its_document(
    reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    data = asked(line(full_funded, 5, target=school))
    approve(ready("quota_allot", school, data, actors), actors)
    assert found(file("quota_allot", school, data, actors.clerk), "C04", actors) == [
        "澜川市第一中学“事业编制（全额拨款）”已核定0名、已决定未入账5名，本次5名应按增加编制或调剂编制办理。"
    ]


def test_an_increase_may_follow(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_increase", staffed, asked(line(full_funded, 5, target=staffed)), actors.clerk)
    assert found(case, "C04", actors) == []
