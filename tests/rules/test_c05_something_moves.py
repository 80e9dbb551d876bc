"""C05 核定数不为零: who gives nothing declines; an approval that moves nothing is no approval."""

from typing import Any

import pytest

from approvals import deciding, reviewing
from approvals.models import Case, Document, State
from quotas import requesting
from quotas.models import Hold, QuotaType
from tests.api import refusal, sent
from tests.pages import signed_in, words
from tests.refusals import refused
from tests.stories import Actors, argue, asked, file, found, line
from units.models import Unit

NOTHING = "各行拟核数均为0，同意后账面没有任何变动；不予核定的，应作“不予同意”。"


def proposed(case: Case, actors: Actors, *counts: int) -> Case:
    """Received, with the counts the office proposes, checked and argued."""
    reviewing.receive(case.pk, actor=actors.clerk)
    lines = case.quota_request.lines.order_by("id").values_list("pk", flat=True)
    requesting.propose_counts(case.pk, actor=actors.clerk, counts=dict(zip(lines, counts, strict=True)))
    return argue(reviewing.check(case.pk, actor=actors.clerk, opinion="属实。"), actors)


@pytest.fixture
def wanted(reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors) -> Case:
    data = asked(line(full_funded, 3, target=school), line(full_funded, 2, target=school))
    return file("quota_allot", school, data, actors.clerk)


def test_a_request_of_which_nothing_is_left_is_refused_everywhere(wanted: Case, actors: Actors) -> None:
    case = proposed(wanted, actors, 0, 0)
    assert found(case, "C05", actors) == [NOTHING]
    with refused(code="blocked", says=NOTHING):
        deciding.approve(case.pk, actor=actors.director, opinion="同意。")
    page = signed_in(actors.director).post(
        f"/cases/{case.number}/actions/approve/", {"key": "1", "opinion": "同意。"}
    )  # fmt: skip
    assert (page.status_code, NOTHING in words(page)) == (422, True)
    answer: Any = sent(actors.director, f"cases/{case.number}/actions/approve/", {"opinion": "同意。"}, key="2")
    assert refusal(answer)[:2] == (400, "blocked")
    assert answer.json()["message"] == NOTHING
    case.refresh_from_db()
    assert (case.state, Hold.objects.exists()) == (State.ARGUED, False)
    assert deciding.refuse(case.pk, actor=actors.director, opinion="不予核定。").state == State.REFUSED


def test_one_line_with_a_number_is_enough(wanted: Case, actors: Actors) -> None:
    case = proposed(wanted, actors, 0, 1)
    assert found(case, "C05", actors) == []
    assert deciding.approve(case.pk, actor=actors.director, opinion="同意。").state == State.DECIDED
