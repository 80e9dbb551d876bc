"""The API of plans and slots: filed, proposed and read by whom they concern; a slot given back by its office."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from approvals import issuing, reviewing, workdays
from approvals.models import Case
from quotas.models import QuotaType
from staffing.models import HiringPlanLine, Slot
from tests.api import V1, api_of, done, got, refusal, sent
from tests.refusals import untouched
from tests.staffing.conftest import Give
from tests.staffing.test_planning import head, plan
from tests.stories import Actors, approve, file, ready
from units.models import Unit

pytestmark = pytest.mark.django_db
YEAR = workdays.today().year


@pytest.fixture(autouse=True)
def _papers_apart(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def posts(school: Unit, post_type: QuotaType, vacancies: Callable[..., None]) -> Unit:
    """The school has eight vacant posts."""
    vacancies(school, post_type, 8)
    return school


def body(school: Unit, **line: Any) -> dict[str, Any]:
    first = {"unit": school.number, "quota_type": "full_funded", "channel": "graduate", "planned_count": 3, **line}
    subject = {"year": YEAR, "expires_on": f"{YEAR}-12-31", "contact": "张三", "lines": [first]}
    words = {"title": "年度计划", "reason": "教师紧缺。", "applicant": school.number}
    return {"kind": "hiring_plan", **words, "subject": subject}


def test_a_plan_is_drafted_filed_and_read(posts: Unit, unit_clerk: User) -> None:
    made = done(unit_clerk, "cases/", {**body(posts, for_grass_roots=True, post="物理教师"), "file": True})
    assert made["state"] == "filed"
    [found] = got(unit_clerk, "plans/", year=YEAR)["results"]
    assert (found["number"], found["kind"], found["plan"]["contact"]) == (made["number"], "hiring_plan", "张三")
    [line] = found["plan"]["lines"]
    assert (line["unit"], line["quota_type"], line["planned_count"]) == (posts.number, "full_funded", 3)
    assert (line["for_grass_roots"], line["one_out_one_in"], line["approved_count"]) == (True, False, None)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"unit": "nobody"}, "unit"), ({"quota_type": "gold"}, "quota_type"), ({"channel": "friends"}, "channel"),
        ({"planned_count": 0}, "planned_count"), ({"planned_count": 10**9}, "planned_count"),
        ({"post": "师" * 61}, "post"), ({"quota_type": "leader_131"}, "line_1"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(line: dict[str, Any], field: str, posts: Unit, unit_clerk: User) -> None:
    with untouched():
        status, _, named = refusal(sent(unit_clerk, "cases/", body(posts, **line)))
    assert status in (400, 422)
    assert named.endswith(field)


def test_the_office_proposes_heads_once(posts: Unit, post_type: QuotaType, unit_clerk: User, clerk: User) -> None:
    case = file("hiring_plan", posts, plan(head(posts, post_type, 5)), unit_clerk)
    reviewing.receive(case.pk, actor=clerk)
    [line] = HiringPlanLine.objects.all()
    counts = {"counts": [{"line": line.pk, "approved_count": 2}]}
    address = f"cases/{case.number}/heads/"
    assert done(clerk, address, counts, key="k1")[0]["approved_count"] == 2
    assert sent(clerk, address, counts, key="k1")["Idempotent-Replayed"] == "true"
    with untouched():
        assert sent(unit_clerk, address, counts).status_code == 403
        wrong = {"counts": [{"line": line.pk + 1, "approved_count": 2}]}
        assert refusal(sent(clerk, address, wrong))[0] == 400
        assert refusal(sent(clerk, address, {"counts": [{"line": line.pk, "approved_count": 6}]}))[0] in (400, 422)


@pytest.fixture
def issued(posts: Unit, post_type: QuotaType, bureau: Unit, actors: Actors) -> Case:
    case = ready("hiring_plan", posts, plan(head(posts, post_type, 3)), actors)
    approve(case, actors)
    issuing.issue(case.pk, actor=actors.clerk, title="核准使用编制通知单")
    return case


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 3), ({"state": "open"}, 3), ({"state": "used"}, 0), ({"type": "full_funded"}, 3), ({"type": "admin"}, 0),
        ({"channel": "teacher_recruitment"}, 3), ({"year": YEAR}, 3), ({"year": 2019}, 0), ({"within": 3650}, 3),
        ({"number": f"N{YEAR}00002"}, 1), ({"case": "x"}, 0), ({"region": "990100"}, 3), ({"region": "990200"}, 0),
    ],
)  # fmt: skip
def test_slots_are_listed_and_narrowed(query: dict[str, Any], found: int, issued: Case, unit_clerk: User) -> None:
    assert len(got(unit_clerk, "slots/", **query)["results"]) == found


def test_a_slot_says_what_it_is(issued: Case, posts: Unit, clerk: User) -> None:
    first = got(clerk, "slots/", case=issued.number)["results"][-1]
    assert first == {
        "id": Slot.objects.earliest("id").pk, "number": f"N{YEAR}00001", "quota_type": "full_funded", "name": "",
        "unit": {"number": posts.number, "name": posts.name}, "channel": "teacher_recruitment", "purpose": "",
        "state": "open", "issued_on": str(workdays.today()), "expires_on": f"{YEAR}-12-31", "ended_on": None,
        "notice": f"澜编控〔{YEAR}〕1号", "case": issued.number,
        "plan_line": issued.hiring_plan.lines.earliest("id").pk,
    }  # fmt: skip


@pytest.mark.parametrize("query", [{"state": "gone"}, {"year": "x"}, {"within": -1}, {"type": "?"}, {"channel": "x"}])
def test_a_wrong_filter_is_refused(query: dict[str, Any], issued: Case, clerk: User) -> None:
    assert refusal(api_of(clerk).get(f"{V1}/slots/", query))[0] == 400


def test_the_office_gives_a_slot_back(issued: Case, clerk: User, unit_clerk: User, outsider: User) -> None:
    slot = Slot.objects.earliest("id")
    address = f"slots/{slot.pk}/cancel/"
    with untouched():
        assert refusal(sent(clerk, address, {"reason": " "}))[0] in (400, 422)
        assert sent(unit_clerk, address, {"reason": "x"}).status_code == 403
        assert sent(outsider, address, {"reason": "x"}).status_code == 404
        assert sent(clerk, f"slots/{10**15}/cancel/", {"reason": "x"}).status_code == 404
    assert done(clerk, address, {"reason": "不再招聘"}, key="k1")["state"] == "cancelled"
    with untouched():
        assert sent(clerk, address, {"reason": "不再招聘"}, key="k1")["Idempotent-Replayed"] == "true"
        assert refusal(sent(clerk, address, {"reason": "再来"}))[0] == 400


def test_nobody_reads_plans_or_slots_of_others(issued: Case, outsider: User) -> None:
    assert got(outsider, "plans/")["results"] == []
    assert got(outsider, "slots/")["results"] == []


def test_the_lists_cost_the_same_at_any_length(
    issued: Case, posts: Unit, post_type: QuotaType, actors: Actors, clerk: User, give_slots: Give
) -> None:
    few = [_queries(clerk, address) for address in ("plans/", "slots/")]
    for _ in range(2):
        file("hiring_plan", posts, plan(head(posts, post_type, 1), head(posts, post_type, 1)), actors.clerk)
    give_slots(posts, post_type, 5)
    assert [_queries(clerk, address) for address in ("plans/", "slots/")] == few


def _queries(user: User, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        got(user, address)
    return len(captured)
