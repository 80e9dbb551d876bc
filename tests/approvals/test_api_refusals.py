"""What the API refuses: with a status, a code, the field and a Chinese sentence; and nothing has changed."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from approvals.models import Case
from quotas.models import QuotaType
from tests.api import ARGUED, V1, api_of, done, draft_of, got, refusal, sent
from tests.book import unchanged
from tests.cast import make_unit
from tests.stories import EFFECTIVE, Actors, give_reserve, ready
from tests.stories import file as file_case
from units.models import Region, Unit

# The state in which an action is the next one; all others are tried on a filed case.
WHEN = {
    "received": ("ask_joint", "joint", "check"), "checked": ("argue",), "argued": ("approve", "refuse"),
    "decided": ("issue", "revoke"),
}  # fmt: skip


@pytest.fixture
def kind(db: None) -> QuotaType:
    return QuotaType.objects.get(code="full_funded")


@pytest.fixture
def filed(school: Unit, kind: QuotaType, unit_clerk: User) -> Case:
    line = {"quota_type": kind, "applied_count": 5, "target_unit": school}
    return file_case("quota_allot", school, {"effective_on": EFFECTIVE, "lines": [line]}, unit_clerk)


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"kind": "none"}, 400, "does_not_exist", "kind"),
        ({"kind": None}, 400, "null", "kind"),
        ({"applicant": "none"}, 400, "does_not_exist", "applicant"),
        ({"applicant": {"a": 1}}, 400, "does_not_exist", "applicant"),
        ({"title": ""}, 400, "title", "title"),
        ({"title": "长" * 201}, 400, "max_length", "title"),
        ({"title": ["x"]}, 400, "invalid", "title"),
        ({"title": "a\0"}, 400, "null_characters_not_allowed", "title"),
        ({"fast_lane": True}, 400, "fast_lane", "fast_lane"),
        ({"fast_lane": "maybe"}, 400, "invalid", "fast_lane"),
        ({"answers": "yes"}, 400, "invalid", "answers"),
        ({"answers": {"legality": "长" * 5001}}, 400, "max_length", "answers.legality"),
        ({"subject": None}, 400, "null", "subject"),
        ({"subject": []}, 400, "not_a_dict", "subject"),
        ({"subject": {"lines": []}}, 400, "required", "subject.effective_on"),
        ({"subject": {"effective_on": "1.3.2026", "lines": []}}, 400, "invalid", "subject.effective_on"),
        ({"subject": {"effective_on": "9999-12-31", "lines": []}}, 400, "out_of_time", "subject.effective_on"),
        ({"subject": {"effective_on": "2026-03-01"}}, 400, "required", "subject.lines"),
        ({"subject": {"effective_on": "2026-03-01", "lines": {}}}, 400, "not_a_list", "subject.lines"),
        ({"line": {"applied_count": 0}}, 400, "min_value", "subject.lines.0.applied_count"),
        ({"line": {"applied_count": 10**30}}, 400, "max_value", "subject.lines.0.applied_count"),
        ({"line": {"applied_count": "two"}}, 400, "invalid", "subject.lines.0.applied_count"),
        ({"line": {"quota_type": "none"}}, 400, "does_not_exist", "subject.lines.0.quota_type"),
        ({"line": {"quota_type": "institution"}}, 400, "quota_type", "line_1"),
        ({"line": {"target_unit": "990200-00001"}}, 400, "does_not_exist", "subject.lines.0.target_unit"),
        ({"line": {"target_region": "990200"}}, 400, "does_not_exist", "subject.lines.0.target_region"),
        ({"line": {"purpose": "长" * 201}}, 400, "max_length", "subject.lines.0.purpose"),
        ({"subject": {"basis": 10**30}}, 400, "max_value", "subject.basis"),
        ({"subject": {"basis": 999}}, 400, "does_not_exist", "subject.basis"),
        ({"subject": {"ends_on": "2026-02-01"}}, 400, "ends_on", "ends_on"),
        ({"subject": {"reserve_use": "fun"}}, 400, "invalid_choice", "subject.reserve_use"),
        ({"kind": "quota_grant"}, 403, "permission_denied", ""),
    ],
)
def test_what_is_wrong_with_a_draft_is_said_beside_the_field(
    stranger: Unit, unit_clerk: User, school: Unit, change: dict[str, Any], status: int, code: str, field: str
) -> None:
    subject = change.get("subject")
    body = draft_of(school, **change) if "line" in change or "subject" not in change else draft_of(school)
    if "subject" in change:
        whole = not isinstance(subject, dict) or "effective_on" in subject or "lines" in subject
        body["subject"] = subject if whole else {**body["subject"], **subject}
    with unchanged():
        assert refusal(sent(unit_clerk, "cases/", body)) == (status, code, field)


BODY = {
    "kind": "body_set_up",
    "applicant": "",
    "title": "设立",
    "subject": {"effective_on": "2026-03-01", "name": "市数据局"},
}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"name": "长" * 101}, "max_length", "subject.name"),
        ({"category": "ship"}, "invalid_choice", "subject.category"),
        ({"region": "990200"}, "does_not_exist", "subject.region"),
        ({"competent_department": "none"}, "does_not_exist", "subject.competent_department"),
        ({"effective_on": "0001-01-01"}, "out_of_time", "subject.effective_on"),
    ],
)
def test_what_is_wrong_with_a_body_is_said_beside_the_field(
    bureau: Unit, stranger: Unit, clerk: User, change: dict[str, Any], code: str, field: str
) -> None:
    body = {**BODY, "applicant": bureau.number, "subject": {**BODY["subject"], **change}}  # type: ignore[dict-item]
    with unchanged():
        assert refusal(sent(clerk, "cases/", body)) == (400, code, field)


def test_a_body_is_set_up_by_case(bureau: Unit, clerk: User) -> None:
    number = done(clerk, "cases/", {**BODY, "applicant": bureau.number})["number"]
    subject = got(clerk, f"cases/{number}/")["subject"]
    assert (subject["move"], subject["name"], subject["region"]) == ("set_up", "市数据局", "990100")


@pytest.mark.parametrize(
    ("action", "body", "code", "field"),
    [
        ("receive", {"lead_division": 999}, "does_not_exist", "lead_division"),
        ("receive", {"lead_division": "a"}, "invalid", "lead_division"),
        ("return", {}, "required", "opinion"),
        ("return", {"opinion": " "}, "required", "opinion"),
        ("ask_joint", {}, "required", "divisions"),
        ("ask_joint", {"divisions": []}, "required", "divisions"),
        ("ask_joint", {"divisions": [10**30]}, "max_value", "divisions.0"),
        ("ask_joint", {"divisions": [999]}, "does_not_exist", "divisions"),
        ("joint", {"review_id": 999, "verdict": "agree"}, "joint", ""),
        ("joint", {"review_id": 999, "verdict": "perhaps"}, "invalid_choice", "verdict"),
        ("check", {"opinion": ""}, "required", "opinion"),
        ("check", {"opinion": "长" * 5001}, "max_length", "opinion"),
        ("check", "属实", "invalid", ""),
        ("check", [], "invalid", ""),
        ("argue", {"opinion": "可行。"}, "required", "form"),
        ("argue", {**ARGUED, "form": "chat"}, "invalid_choice", "form"),
        ("argue", {**ARGUED, "held_on": "2199-01-01"}, "future", "held_on"),
        ("argue", {**ARGUED, "form": "comparison"}, "comparison", "vertical"),
        ("approve", {"opinion": ""}, "required", "opinion"),
        ("approve", {"opinion": "同意。"}, "blocked", ""),
        ("refuse", {"opinion": ""}, "required", "opinion"),
        ("issue", {"title": ""}, "title", "title"),
        ("revoke", {"opinion": ""}, "required", "opinion"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_action_is_said_beside_the_field(
    filed: Case, clerk: User, director: User, action: str, body: Any, code: str, field: str
) -> None:
    before = {a: s for s, actions in WHEN.items() for a in actions}
    Case.objects.filter(pk=filed.pk).update(state=before.get(action, "filed"))
    actor = director if action in ("approve", "refuse", "revoke") else clerk
    with unchanged():
        assert refusal(sent(actor, f"cases/{filed.number}/actions/{action}/", body)) == (400, code, field)


def test_an_action_that_is_not_the_next_one_is_refused_before_its_words_are_read(filed: Case, clerk: User) -> None:
    with unchanged():
        for action in ("file", "check", "argue", "issue", "close"):
            assert refusal(sent(clerk, f"cases/{filed.number}/actions/{action}/")) == (409, "state", "")
        for action in ("draft", "execute", "explode"):
            assert sent(clerk, f"cases/{filed.number}/actions/{action}/").status_code == 404


@pytest.mark.parametrize(
    ("paper", "name", "content", "code", "field"),
    [
        ("申请报告", "a.exe", b"MZ", "format", "upload"),
        ("申请报告", "noname", b"x", "format", "upload"),
        ("申请报告", "a.pdf", b"", "size", "upload"),
        ("", "a.pdf", b"x", "blank", "paper"),
        ("长" * 61, "a.pdf", b"x", "max_length", "paper"),
        ("申请报告", "", b"", "required", "upload"),
        ("申请报告", "长" * 210 + ".pdf", b"x", "max_length", "upload"),
    ],
)
def test_a_paper_that_cannot_be_taken_is_refused(
    unit_clerk: User, school: Unit, paper: str, name: str, content: bytes, code: str, field: str
) -> None:
    number = done(unit_clerk, "cases/", draft_of(school))["number"]
    body: dict[str, Any] = {"paper": paper}
    if name:
        body["upload"] = SimpleUploadedFile(name, content)
    with unchanged():
        response = api_of(unit_clerk).post(f"{V1}/cases/{number}/attachments/", body, format="multipart")
        assert refusal(response) == (400, code, field)


def test_papers_are_sent_as_files_and_all_else_as_json(filed: Case, clerk: User) -> None:
    as_json = sent(clerk, f"cases/{filed.number}/attachments/", {"paper": "x"})
    assert refusal(as_json) == (415, "unsupported_media_type", "")
    as_form = api_of(clerk).post(f"{V1}/cases/", {"title": "x"}, format="multipart")
    assert refusal(as_form) == (415, "unsupported_media_type", "")
    broken = api_of(clerk).post(f"{V1}/cases/", "{", content_type="application/json")
    assert refusal(broken) == (400, "parse_error", "")


@pytest.mark.parametrize(
    ("address", "query", "field"),
    [
        ("cases/", {"state": "lost"}, "state"),
        ("cases/", {"region": "99x"}, "region"),
        ("cases/", {"kind": "a b"}, "kind"),
        ("cases/", {"q": "长" * 101}, "q"),
        ("documents/", {"kind": "novel"}, "kind"),
        ("documents/", {"region": "9"}, "region"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(clerk: User, address: str, query: dict[str, str], field: str) -> None:
    assert refusal(api_of(clerk).get(f"{V1}/{address}", query))[::2] == (400, field)


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"region": "990200"}, 400, "does_not_exist", "region"),
        ({"kind": "director"}, 400, "invalid_choice", "kind"),
        ({"title": ""}, 400, "title", "title"),
        ({"planned_on": "tomorrow"}, 400, "invalid", "planned_on"),
        ({"region": "990102"}, 403, "permission_denied", ""),
    ],
)
def test_a_meeting_that_cannot_be_convened_is_refused(
    district: Region, stranger: Unit, clerk: User, change: dict[str, str], status: int, code: str, field: str
) -> None:
    plan = {"region": "990100", "kind": "committee", "title": "编委会", "planned_on": "2026-03-02", **change}
    with unchanged():
        assert refusal(sent(clerk, "meetings/", plan)) == (status, code, field)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"chair": ""}, "incomplete", ""),
        ({"results": []}, "result", "result_"),
        ({"results": [{"item": 999_999, "result": "approved"}]}, "does_not_exist", "results"),
        ({"results": [{"item": 1}]}, "required", "results.0.result"),
        ({"results": "all"}, "not_a_list", "results"),
    ],
)
def test_a_meeting_is_recorded_whole_or_not_at_all(
    region: Region, bureau: Unit, school: Unit, kind: QuotaType, actors: Actors, clerk: User, director: User,
    change: dict[str, Any], code: str, field: str,
) -> None:  # fmt: skip
    give_reserve(region, kind, 50, actors)
    other = make_unit(region, "第二中学", category="institution")
    line = {"quota_type": kind, "applied_count": 5, "source_unit": school, "target_unit": other}
    ready("quota_adjust", bureau, {"effective_on": EFFECTIVE, "lines": [line]}, actors)
    plan = {"region": "990100", "kind": "office_meeting", "title": "室务会", "planned_on": "2026-03-02"}
    meeting = done(clerk, "meetings/", plan)
    whole = {"chair": "主任", "results": [{"item": meeting["items"][0]["id"], "result": "deferred"}]}
    with unchanged():
        found = refusal(sent(director, f"meetings/{meeting['id']}/record/", {**whole, **change}))
    assert found[:2] == (400, code)
    assert found[2].startswith(field)
    assert refusal(sent(clerk, f"meetings/{meeting['id']}/record/", whole)) == (403, "permission_denied", "")
    assert done(director, f"meetings/{meeting['id']}/record/", whole)["items"][0]["result"] == "deferred"


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"number": " "}, 400, "required", "number"),
        ({"issued_on": "2199-12-31"}, 400, "future", "issued_on"),
        ({"issued_on": "1066-10-14"}, 400, "out_of_time", "issued_on"),
        ({"title": "长" * 201}, 400, "max_length", "title"),
        ({"region": "990102"}, 403, "permission_denied", ""),
    ],
)
def test_a_paper_that_cannot_be_registered_is_refused(
    district: Region, clerk: User, change: dict[str, str], status: int, code: str, field: str
) -> None:
    paper = {"region": "990100", "number": "一号", "title": "通知", "issuer": "省委编委", "issued_on": "2026-01-05"}
    with unchanged():
        assert refusal(sent(clerk, "documents/", {**paper, **change})) == (status, code, field)
