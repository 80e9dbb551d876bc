"""What is sent twice under one key is done once, also when both arrive at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from approvals.models import Attachment, Case, Document, Meeting, Opinion, Receipt
from quotas.models import QuotaType, Transfer
from tests.api import V1, api_of, done, draft_of, got, hand_in, refusal, sent
from tests.book import unchanged
from tests.stories import EFFECTIVE, Actors, approve, give_reserve, ready
from units.models import Region, Unit

PAPER = {"number": "省编〔2026〕7号", "title": "通知", "issuer": "省委编委", "issued_on": "2026-01-05"}
PLAN = {"kind": "committee", "title": "编委会", "planned_on": "2026-03-02"}
PLACED: dict[str, dict[str, str]] = {"documents/": PAPER, "meetings/": PLAN}


@pytest.fixture
def kind(db: None) -> QuotaType:
    return QuotaType.objects.get(code="full_funded")


def replayed(response: Any) -> bool:
    return response.headers.get("Idempotent-Replayed") == "true"


def test_a_draft_sent_twice_is_one_case(school: Unit, unit_clerk: User) -> None:
    first = sent(unit_clerk, "cases/", draft_of(school), key="draft-1")
    again = sent(unit_clerk, "cases/", draft_of(school), key="draft-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (replayed(first), replayed(again)) == (False, True)
    assert first.json() == again.json()
    assert first.headers["Location"] == again.headers["Location"]
    assert Case.objects.count() == 1


def test_an_action_sent_twice_is_answered_alike_even_when_the_case_has_moved_on(
    school: Unit, unit_clerk: User, clerk: User
) -> None:
    number = done(unit_clerk, "cases/", draft_of(school))["number"]
    hand_in(unit_clerk, number)
    address = f"cases/{number}/actions/file/"
    first = sent(unit_clerk, address, key="file-1")
    done(clerk, f"cases/{number}/actions/return/", {"opinion": "请补正。"})
    again = sent(unit_clerk, address, key="file-1")
    assert first.json() == again.json()
    assert (replayed(again), again.json()["state"]) == (True, "filed")
    assert got(unit_clerk, f"cases/{number}/")["state"] == "returned"


def test_an_issued_decision_is_answered_alike(
    region: Region, bureau: Unit, school: Unit, kind: QuotaType, actors: Actors, clerk: User
) -> None:
    give_reserve(region, kind, 50, actors)
    line = {"quota_type": kind, "applied_count": 5, "target_unit": school}
    case = ready("quota_allot", school, {"effective_on": EFFECTIVE, "lines": [line]}, actors)
    approve(case, actors)
    address, body = f"cases/{case.number}/actions/issue/", {"title": "批复"}
    first = sent(clerk, address, body, key="issue-1")
    with unchanged():
        again = sent(clerk, address, body, key="issue-1")
    assert first.json() == again.json()
    assert (first.json()["state"], first.json()["document"]) == ("executed", "澜编办〔2026〕2号")
    assert Transfer.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(("address", "model"), [("documents/", Document), ("meetings/", Meeting)])
def test_papers_and_meetings_sent_twice_are_made_once(
    region: Region, clerk: User, address: str, model: type[Any]
) -> None:
    body = {"region": region.code, **PLACED[address]}
    first = sent(clerk, address, body, key="k")
    again = sent(clerk, address, body, key="k")
    assert first.json() == again.json()
    assert (first.status_code, again.status_code, replayed(again)) == (201, 201, True)
    assert model.objects.count() == 1
    other = sent(clerk, address, {**body, "title": "另一标题"}, key="k")
    assert refusal(other) == (422, "key_reused", "")
    assert model.objects.count() == 1


def test_an_upload_sent_twice_is_one_paper(school: Unit, unit_clerk: User) -> None:
    number = done(unit_clerk, "cases/", draft_of(school))["number"]
    first, again = hand_in(unit_clerk, number, key="up"), hand_in(unit_clerk, number, key="up")
    assert first.json() == again.json()
    assert (replayed(again), Attachment.objects.count()) == (True, 1)
    assert refusal(hand_in(unit_clerk, number, "会议纪要", key="up")) == (422, "key_reused", "")


def test_an_upload_that_was_taken_out_is_not_made_again_under_its_key(school: Unit, unit_clerk: User) -> None:
    number = done(unit_clerk, "cases/", draft_of(school))["number"]
    location = hand_in(unit_clerk, number, key="up").headers["Location"]
    assert api_of(unit_clerk).delete(location).status_code == 204
    with unchanged():
        assert refusal(hand_in(unit_clerk, number, key="up")) == (409, "conflict", "")


def test_a_key_belongs_to_one_content_one_address_and_one_person(
    region: Region, school: Unit, unit_clerk: User, clerk: User, department: User
) -> None:
    number = done(unit_clerk, "cases/", draft_of(school), key="one")["number"]
    hand_in(unit_clerk, number)
    with unchanged():
        other = sent(unit_clerk, "cases/", draft_of(school, 6), key="one")
        assert refusal(other) == (422, "key_reused", "")
        elsewhere = sent(unit_clerk, f"cases/{number}/actions/file/", key="one")
        assert refusal(elsewhere) == (422, "key_reused", "")
        assert refusal(hand_in(unit_clerk, number, key="one")) == (422, "key_reused", "")
    assert sent(department, "cases/", draft_of(school), key="one").status_code == 201
    assert Case.objects.count() == 2
    assert sent(clerk, "documents/", {"region": region.code, **PAPER}, key="paper").status_code == 201
    assert refusal(sent(clerk, f"cases/{number}/actions/receive/", key="paper"))[0] == 404


def test_a_key_used_for_a_paper_is_not_used_for_a_case(school: Unit, bureau: Unit, region: Region, clerk: User) -> None:
    assert sent(clerk, "documents/", {"region": region.code, **PAPER}, key="k").status_code == 201
    assert refusal(sent(clerk, "cases/", draft_of(school), key="k")) == (422, "key_reused", "")


def test_what_was_refused_may_be_sent_again_under_the_same_key(school: Unit, unit_clerk: User) -> None:
    number = done(unit_clerk, "cases/", draft_of(school))["number"]
    address = f"cases/{number}/actions/file/"
    assert refusal(sent(unit_clerk, address, key="file"))[1] == "incomplete"
    hand_in(unit_clerk, number)
    response = sent(unit_clerk, address, key="file")
    assert (response.status_code, replayed(response)) == (200, False)


def test_without_a_key_each_sending_is_its_own(school: Unit, unit_clerk: User) -> None:
    assert sent(unit_clerk, "cases/", draft_of(school)).status_code == 201
    assert sent(unit_clerk, "cases/", draft_of(school)).status_code == 201
    assert Case.objects.count() == 2


@pytest.mark.parametrize("key", ["", " ", "a b", "键", "x" * 81])
def test_a_key_that_is_none_is_refused(school: Unit, unit_clerk: User, key: str) -> None:
    with unchanged():
        headers = {"Idempotency-Key": key.encode().decode("latin-1")}
        response = api_of(unit_clerk).post(f"{V1}/cases/", draft_of(school), headers=headers)
        assert refusal(response) == (400, "idempotency_key", "Idempotency-Key")


def at_once(act: Callable[[], Any], times: int = 2) -> list[Any]:
    """What each of several threads gets that do the same thing at the same moment."""
    together, answers = threading.Barrier(times), []

    def run() -> None:
        try:
            together.wait(timeout=10)
            answers.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_two_threads_with_one_key_draft_one_case(school: Unit, unit_clerk: User, round_: int) -> None:
    answers = at_once(lambda: sent(unit_clerk, "cases/", draft_of(school), key="same"))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert sorted(map(replayed, answers)) == [False, True]
    assert (Case.objects.count(), Opinion.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_one_key_file_once(school: Unit, unit_clerk: User) -> None:
    number = done(unit_clerk, "cases/", draft_of(school))["number"]
    hand_in(unit_clerk, number)
    answers = at_once(lambda: sent(unit_clerk, f"cases/{number}/actions/file/", key="same"), times=4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.content for answer in answers}) == 1
    assert sorted(map(replayed, answers)) == [False, True, True, True]
    assert Opinion.objects.filter(action="file").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_one_key_and_two_contents_do_one(school: Unit, unit_clerk: User) -> None:
    counts = iter((5, 6))
    answers = at_once(lambda: sent(unit_clerk, "cases/", draft_of(school, next(counts)), key="same"))
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["documents/", "meetings/"])
def test_two_threads_with_one_key_make_one_paper_or_meeting(region: Region, clerk: User, address: str) -> None:
    body = {"region": region.code, **PLACED[address]}
    answers = at_once(lambda: sent(clerk, address, body, key="same"))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Receipt.objects.count() == 1
    assert Document.objects.count() + Meeting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_threads_without_a_key_do_it_once_because_the_case_has_moved_on(school: Unit, unit_clerk: User) -> None:
    number = done(unit_clerk, "cases/", draft_of(school))["number"]
    hand_in(unit_clerk, number)
    answers = at_once(lambda: sent(unit_clerk, f"cases/{number}/actions/file/"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
