"""A whole journey by API: a school asks for posts, the office handles it, and the ledger has the entry."""

from typing import Any

import pytest

from accounts.models import User
from approvals import workdays
from quotas import verification
from quotas.models import QuotaType
from tests.api import ARGUED, V1, api_of, done, downloaded, draft_of, got, hand_in, refusal, sent
from tests.cast import make_unit
from tests.stories import EFFECTIVE, Actors, allot, give_reserve
from units.models import InternalDivision, Region, Unit


@pytest.fixture
def kind(db: None) -> QuotaType:
    return QuotaType.objects.get(code="full_funded")


@pytest.fixture
def reserve(region: Region, bureau: Unit, kind: QuotaType, actors: Actors) -> None:
    """The city has 100 posts in reserve."""
    give_reserve(region, kind, 100, actors)


@pytest.fixture
def divisions(bureau: Unit) -> list[InternalDivision]:
    names = ("业务科", "综合科")
    return [InternalDivision.objects.create(unit=bureau, name=name, kind="business", post_count=5) for name in names]


def numbers_of(user: User, **query: Any) -> dict[str, int]:
    [balance] = got(user, "quotas/balances/", **query)["balances"]
    return {name: balance[name] for name in ("approved", "vacant", "locked", "reserve", "reserve_locked", "total")}


def test_a_school_asks_and_the_ledger_has_the_entry(
    reserve: None, school: Unit, divisions: list[InternalDivision], unit_clerk: User, clerk: User, head: User,
    director: User,
) -> None:  # fmt: skip
    drafted = sent(unit_clerk, "cases/", draft_of(school, 40))
    assert drafted.status_code == 201
    number = drafted.json()["number"]
    assert drafted.headers["Location"] == f"{V1}/cases/{number}/"
    assert drafted.json()["state"] == "draft"
    assert refusal(sent(unit_clerk, f"cases/{number}/actions/file/")) == (400, "incomplete", "attachments")
    paper = hand_in(unit_clerk, number)
    assert paper.status_code == 201

    assert api_of(clerk).get(paper.headers["Location"]).status_code == 404  # a draft is its author's
    assert done(unit_clerk, f"cases/{number}/actions/file/")["state"] == "filed"
    assert downloaded(api_of(clerk).get(paper.headers["Location"])) == b"%PDF-1.4"
    lead, other = divisions
    received = done(clerk, f"cases/{number}/actions/receive/", {"lead_division": lead.pk, "opinion": "材料齐全。"})
    assert (received["state"], received["opinion"]["text"]) == ("received", "材料齐全。")
    done(clerk, f"cases/{number}/actions/ask_joint/", {"divisions": [other.pk]})
    [review] = got(head, f"cases/{number}/")["joint_reviews"]
    done(head, f"cases/{number}/actions/joint/", {"review_id": review["id"], "verdict": "agree"})
    [line] = got(clerk, f"cases/{number}/")["subject"]["lines"]
    [proposed] = done(clerk, f"cases/{number}/counts/", {"counts": [{"line": line["id"], "approved_count": 30}]})
    assert (proposed["applied_count"], proposed["approved_count"]) == (40, 30)

    seen = got(clerk, f"cases/{number}/preview/")
    assert not seen["blocked"]
    told = {(e["owner"], e["bucket"]): (e["before"], e["after"]) for e in seen["effects"]}
    assert told == {(school.name, "核定"): (0, 30), (school.name, "空编"): (0, 30), ("澜川市", "储备"): (100, 70)}
    done(clerk, f"cases/{number}/actions/check/", {"opinion": "属实。"})
    assert done(clerk, f"cases/{number}/actions/argue/", ARGUED)["state"] == "argued"
    assert numbers_of(clerk, region="990100")["reserve"] == 100

    assert done(director, f"cases/{number}/actions/approve/", {"opinion": "同意。"})["state"] == "decided"
    assert numbers_of(clerk, region="990100") == {
        "approved": 0, "vacant": 0, "locked": 0, "reserve": 70, "reserve_locked": 30, "total": 100,
    }  # fmt: skip
    issued = done(clerk, f"cases/{number}/actions/issue/", {"title": "关于核定编制的批复", "body": "同意。"})
    assert (issued["state"], issued["document"]) == ("executed", "澜编办〔2026〕2号")
    assert done(clerk, f"cases/{number}/actions/close/")["state"] == "closed"

    assert numbers_of(unit_clerk, unit=school.number) == {
        "approved": 30, "vacant": 30, "locked": 0, "reserve": 0, "reserve_locked": 0, "total": 30,
    }  # fmt: skip
    assert numbers_of(clerk, region="990100") == {
        "approved": 30, "vacant": 30, "locked": 0, "reserve": 70, "reserve_locked": 0, "total": 100,
    }  # fmt: skip
    statement = got(unit_clerk, "quotas/statement/", unit=school.number)
    assert [(t["quota_type"], t["opening"], t["closing"]) for t in statement["types"]] == [("full_funded", 0, 30)]
    [entry] = statement["entries"]
    assert (entry["delta"], entry["running"], entry["effective_on"]) == (30, 30, EFFECTIVE.isoformat())
    assert (entry["document_number"], entry["case_number"]) == ("澜编办〔2026〕2号", number)
    assert [t["quantity"] for t in got(clerk, "quotas/transfers/", case=number)["results"]] == [30, 30]
    assert verification.verify() == []

    whole = got(clerk, f"cases/{number}/")
    assert [o["action"] for o in whole["opinions"]] == [
        "draft", "file", "receive", "ask_joint", "joint", "check", "argue", "approve", "issue", "execute", "close",
    ]  # fmt: skip
    assert whole["allowed_actions"] == []
    assert {d["kind"] for d in whole["documents"]} == {"decision_sheet", "approval"}
    seen_by_applicant = got(unit_clerk, f"cases/{number}/")
    assert [d["number"] for d in seen_by_applicant["documents"]] == ["澜编办〔2026〕2号"]
    told_inside = {o["action"]: o["text"] for o in seen_by_applicant["opinions"]}
    assert (told_inside["check"], told_inside["argue"], told_inside["approve"]) == ("", "", "同意。")
    assert (seen_by_applicant["joint_reviews"], seen_by_applicant["arguments"]) == ([], [])


def test_a_case_is_drafted_and_filed_at_once_or_not_at_all(
    reserve: None, bureau: Unit, clerk: User, school: Unit, department: User
) -> None:
    wanted = draft_of(school, 10, kind="quota_take_back", applicant=bureau.number, file=True)
    wanted["subject"]["lines"][0] |= {"source_unit": school.number, "target_unit": None}
    filed = done(clerk, "cases/", wanted)
    assert (filed["state"], filed["opinion"]["action"]) == ("filed", "file")
    before = got(department, "cases/")["results"]
    assert refusal(sent(department, "cases/", draft_of(school, 10, file=True))) == (400, "incomplete", "attachments")
    assert got(department, "cases/")["results"] == before


def test_a_returned_case_is_corrected_and_filed_again(
    reserve: None, school: Unit, unit_clerk: User, clerk: User
) -> None:
    number = done(unit_clerk, "cases/", draft_of(school, 40))["number"]
    hand_in(unit_clerk, number)
    done(unit_clerk, f"cases/{number}/actions/file/")
    done(clerk, f"cases/{number}/actions/return/", {"opinion": "请核减。"})
    corrected = draft_of(school, 20, title="核定教师编制（修改）")
    response = sent(unit_clerk, f"cases/{number}/", corrected, method="put")
    assert response.status_code == 200
    assert response.json()["title"] == "核定教师编制（修改）"
    assert [line["applied_count"] for line in response.json()["subject"]["lines"]] == [20]
    assert done(unit_clerk, f"cases/{number}/actions/file/")["state"] == "filed"
    assert refusal(sent(unit_clerk, f"cases/{number}/", corrected, method="put")) == (409, "state", "")
    assert refusal(sent(clerk, f"cases/{number}/attachments/999999/", method="delete"))[0] == 404
    assert done(unit_clerk, f"cases/{number}/actions/withdraw/")["state"] == "withdrawn"


def test_a_paper_is_taken_out_again(school: Unit, unit_clerk: User) -> None:
    number = done(unit_clerk, "cases/", draft_of(school, 40))["number"]
    location = hand_in(unit_clerk, number).headers["Location"]
    assert api_of(unit_clerk).delete(location).status_code == 204
    assert api_of(unit_clerk).get(location).status_code == 404
    assert got(unit_clerk, f"cases/{number}/")["attachments"] == []


def test_a_refused_case_and_a_revoked_decision_leave_the_ledger_as_it_was(
    reserve: None, school: Unit, unit_clerk: User, clerk: User, director: User
) -> None:
    before = numbers_of(clerk, region="990100")
    refused = argued_case(school, unit_clerk, clerk)
    assert done(director, f"cases/{refused}/actions/refuse/", {"opinion": "先用空编。"})["state"] == "refused"
    revoked = argued_case(school, unit_clerk, clerk)
    done(director, f"cases/{revoked}/actions/approve/", {"opinion": "同意。"})
    assert numbers_of(clerk, region="990100") != before
    assert done(director, f"cases/{revoked}/actions/revoke/", {"opinion": "情况有变。"})["state"] == "refused"
    assert numbers_of(clerk, region="990100") == before


def argued_case(school: Unit, applicant: User, clerk: User) -> str:
    number = str(done(applicant, "cases/", draft_of(school, 40))["number"])
    hand_in(applicant, number)
    done(applicant, f"cases/{number}/actions/file/")
    done(clerk, f"cases/{number}/actions/receive/")
    done(clerk, f"cases/{number}/actions/check/", {"opinion": "属实。"})
    done(clerk, f"cases/{number}/actions/argue/", ARGUED)
    return number


def test_what_moved_since_it_was_filed_is_confirmed(
    reserve: None, school: Unit, unit_clerk: User, department: User, clerk: User, director: User
) -> None:
    other = second_school(school)
    first, second = argued_case(school, unit_clerk, clerk), argued_case(other, department, clerk)
    done(director, f"cases/{first}/actions/approve/", {"opinion": "同意。"})
    opinion = {"opinion": "同意。"}
    assert refusal(sent(director, f"cases/{second}/actions/approve/", opinion)) == (409, "base_changed", "")
    seen = got(director, f"cases/{second}/preview/")
    changed = {(c["owner"], c["bucket"]): c["delta"] for c in seen["base_changes"]}
    assert changed == {("澜川市", "储备"): -40, ("澜川市", "储备锁定"): 40}
    confirmed = {**opinion, "confirmed_base": seen["base_token"]}
    assert done(director, f"cases/{second}/actions/approve/", confirmed)["state"] == "decided"


def test_a_meeting_decides_what_waits_for_it(
    reserve: None, kind: QuotaType, school: Unit, education: Unit, actors: Actors, region: Region, department: User,
    clerk: User, director: User,
) -> None:  # fmt: skip
    allot(school, kind, 30, actors)
    before = got(clerk, "documents/", kind="minutes")["results"]
    adjust = draft_of(school, 5, kind="quota_adjust", applicant=education.number)
    adjust["subject"]["lines"][0] |= {"source_unit": school.number, "target_unit": second_school(school).number}
    number = done(department, "cases/", adjust)["number"]
    hand_in(department, number)
    done(department, f"cases/{number}/actions/file/")
    done(clerk, f"cases/{number}/actions/receive/")
    done(clerk, f"cases/{number}/actions/check/", {"opinion": "属实。"})
    done(clerk, f"cases/{number}/actions/argue/", ARGUED)
    assert refusal(sent(director, f"cases/{number}/actions/approve/", {"opinion": "同意。"}))[:2] == (400, "meeting")

    plan = {"region": "990100", "kind": "office_meeting", "title": "第1次室务会", "planned_on": "2026-03-02"}
    meeting = done(clerk, "meetings/", plan)
    [item] = meeting["items"]
    assert item["case"]["number"] == number
    address = f"meetings/{meeting['id']}/record/"
    result = {"item": item["id"], "result": "approved", "note": "同意调剂。"}
    held = done(director, address, {"chair": "主任", "attendees": "全体", "results": [result]}, key="record-1")
    assert (held["state"], held["items"][0]["result"]) == ("held", "approved")
    [minutes] = [d for d in got(clerk, "documents/", kind="minutes")["results"] if d not in before]
    assert held["minutes"] == minutes["number"]
    assert got(clerk, f"cases/{number}/")["state"] == "decided"
    again = sent(director, address, {"chair": "主任", "attendees": "全体", "results": [result]}, key="record-1")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    assert refusal(sent(director, address, {"chair": "主任", "results": [result]}))[0] == 400


def second_school(school: Unit) -> Unit:
    fields: dict[str, Any] = {"institution_class": "public_one", "competent_department": school.competent_department}
    return make_unit(school.region, "澜川市第二中学", category="institution", **fields)


def test_a_decision_for_a_later_day_waits_with_its_lock(
    reserve: None, school: Unit, unit_clerk: User, clerk: User, director: User
) -> None:
    later = workdays.add_workdays(workdays.today(), 5).isoformat()
    wanted = draft_of(school, 40)
    wanted["subject"]["effective_on"] = later
    number = done(unit_clerk, "cases/", wanted)["number"]
    hand_in(unit_clerk, number)
    done(unit_clerk, f"cases/{number}/actions/file/")
    done(clerk, f"cases/{number}/actions/receive/")
    done(clerk, f"cases/{number}/actions/check/", {"opinion": "属实。"})
    done(clerk, f"cases/{number}/actions/argue/", ARGUED)
    done(director, f"cases/{number}/actions/approve/", {"opinion": "同意。"})
    assert done(clerk, f"cases/{number}/actions/issue/", {"title": "批复"})["state"] == "issued"
    assert numbers_of(clerk, region="990100")["reserve_locked"] == 40
    assert refusal(sent(clerk, f"cases/{number}/actions/close/")) == (409, "state", "")
