"""A refusal on a page stands beside what was typed, keeps it, and changes nothing anywhere."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from approvals import filing, reviewing
from approvals.models import Case, CaseKind, Document, Opinion
from quotas import requesting
from quotas.models import QuotaType, Transfer
from tests.approvals.filing_page import send, typed
from tests.pages import signed_in, words
from tests.refusals import untouched
from tests.stories import ANSWERS, Actors, asked, endow, file, line, ready
from units.models import Unit


@pytest.fixture
def applicant(department: User) -> Client:
    return signed_in(department)


@pytest.fixture
def draft(wanted: dict[str, Any], school: Unit, department: User) -> Case:
    kind = CaseKind.objects.get(code="quota_allot")
    fields = {"title": "新增教师编制", "reason": "扩班。", "data": wanted, "answers": ANSWERS}
    return filing.draft(actor=department, kind=kind, applicant=school, **fields)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("applicant", "", "这个字段是必填项。"),
        ("applicant", "没有这个单位", "没有找到可以选择的机构"),
        ("title", " ", "这个字段是必填项。"),
        ("title", "长" * 201, "200"),
        ("reason", "长" * 5001, "5000"),
        ("effective_on", "", "请输入日期，如2026-03-01。"),
        ("effective_on", "2026-02-30", "请输入日期，如2026-03-01。"),
        ("effective_on", "9999-12-31", "日期须在1949年至2199年之间。"),
        ("effective_on", "0001-01-01", "日期须在1949年至2199年之间。"),
        ("lines-0-quota_type", "", "这个字段是必填项。"),
        ("lines-0-quota_type", "institution", "选择一个有效的选项"),
        ("lines-0-target_unit", "不存在的学校", "没有找到可以选择的机构"),
        ("lines-0-applied_count", "0", "1"),
        ("lines-0-applied_count", "-3", "1"),
        ("lines-0-applied_count", "三", "输入整数。"),
        ("lines-0-applied_count", "1000001", "1000000"),
        ("lines-0-applied_count", "9" * 4000, ""),
        ("lines-0-purpose", "长" * 201, "200"),
        ("lines-TOTAL_FORMS", "甲", ""),
        ("basis_number", "没有登记的文号", "没有找到这个文号的文件。"),
        ("foreseen", "长" * 5001, "5000"),
    ],
)
def test_a_wrong_field_of_the_filing_form(
    reserve: Document, school: Unit, applicant: Client, field: str, value: str, sentence: str
) -> None:
    sent = typed(applicant, school, **{field: value})
    with untouched():
        answer = applicant.post("/cases/new/quota_allot/", sent)
    assert answer.status_code == 422
    said = words(answer)
    assert sentence.replace("这个字段", "该字段") in said or sentence in said
    page = answer.content.decode()
    assert "没有保存" in page
    if field != "title":
        assert 'value="新增教师编制"' in page
    if field != "reason":
        assert "扩班。" in page


def test_a_refusal_of_the_use_case_stands_at_its_field(
    reserve: Document, school: Unit, applicant: Client, full_funded: QuotaType
) -> None:
    QuotaType.objects.filter(code="leader_141").update(is_active=True)
    floating = typed(applicant, school, "quota_floating", ends_on="2026-02-01")
    with untouched():
        answer = applicant.post("/cases/new/quota_floating/", floating)
    assert answer.status_code == 422
    assert "使用期限须晚于生效日期。" in words(answer)


def test_more_rows_and_fewer_keep_what_was_typed_and_check_nothing(
    reserve: Document, school: Unit, applicant: Client
) -> None:
    sent = typed(applicant, school, title="", **{"lines-1-purpose": "第二行", "lines-0-applied_count": "六"})
    with untouched():
        more = applicant.post("/cases/new/quota_allot/", {**sent, "redraw": "add_line"})
        fewer = applicant.post("/cases/new/quota_allot/", {**sent, "redraw": "drop_line:0"})
        odd = applicant.post("/cases/new/quota_allot/", {**sent, "redraw": "drop_line:九", "lines-TOTAL_FORMS": "x"})
    assert [answer.status_code for answer in (more, fewer, odd)] == [200, 200, 200]
    assert 'name="lines-3-quota_type"' in more.content.decode()
    assert 'value="六"' in more.content.decode()
    assert 'name="lines-2-quota_type"' not in fewer.content.decode()
    assert 'name="lines-0-purpose" value="第二行"' in fewer.content.decode()
    assert "必填项" not in words(more)


def test_nobody_drafts_a_kind_of_another_role(school: Unit, applicant: Client, outsider: User) -> None:
    with untouched():
        assert applicant.get("/cases/new/quota_grant/").status_code == 403
        assert applicant.post("/cases/new/quota_grant/", {}).status_code == 403
        assert applicant.get("/cases/new/no_such_kind/").status_code == 404


def test_a_filer_names_only_applicants_of_their_own(
    reserve: Document, school: Unit, bureau: Unit, applicant: Client
) -> None:
    sent = typed(applicant, school, applicant=bureau.number)
    with untouched():
        answer = applicant.post("/cases/new/quota_allot/", sent)
    assert answer.status_code == 422
    assert "没有找到可以选择的机构" in words(answer)


def test_an_incomplete_case_is_not_filed_and_says_what_is_missing(applicant: Client, draft: Case) -> None:
    with untouched():
        answer = send(applicant, draft, "file")
    assert answer.status_code == 422
    assert "没有申报： 缺少申报要件：申请报告。" in words(answer)


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (None, "必填项"),
        (SimpleUploadedFile("程序.exe", b"MZ"), "不支持该文件格式"),
        (SimpleUploadedFile("空.pdf", b""), "空"),
        (SimpleUploadedFile("长" * 200 + ".pdf", b"%PDF"), "200"),
        (SimpleUploadedFile("没有后缀", b"%PDF"), "不支持该文件格式"),
    ],
)
def test_a_paper_that_is_not_taken(
    applicant: Client, draft: Case, upload: SimpleUploadedFile | None, sentence: str
) -> None:
    sent: dict[str, Any] = {"paper": "申请报告"} | ({"upload": upload} if upload else {})
    with untouched():
        answer = applicant.post(f"/cases/{draft.number}/attachments/", sent)
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_a_paper_of_an_unknown_name_is_not_taken(applicant: Client, draft: Case) -> None:
    upload = SimpleUploadedFile("a.pdf", b"%PDF")
    with untouched():
        answer = applicant.post(f"/cases/{draft.number}/attachments/", {"paper": "别的要件", "upload": upload})
    assert answer.status_code == 422


@pytest.mark.parametrize("action", ["receive", "check", "approve", "issue", "close", "revoke", "argue", "return"])
def test_what_the_state_does_not_allow_is_said_and_the_words_are_kept(
    applicant: Client, draft: Case, action: str
) -> None:
    with untouched():
        answer = send(applicant, draft, action, opinion="写好的意见")
    assert answer.status_code == 409
    assert "办件当前状态为“草稿”，不能" in words(answer)
    assert "写好的意见" in words(answer)


@pytest.mark.parametrize(
    ("action", "fields", "sentence"),
    [
        ("check", {"opinion": " "}, "必填项"),
        ("return", {"opinion": ""}, "必填项"),
        ("check", {"opinion": "长" * 5001}, "5000"),
        ("ask_joint", {}, "必填项"),
        ("ask_joint", {"divisions": ["999999999999999999999"]}, "选择一个有效的选项"),
        ("ask_joint", {"divisions": ["甲"]}, "不是"),
        ("joint", {"review_id": "1", "verdict": "agree"}, "选择一个有效的选项"),
    ],
)
def test_a_box_that_is_not_filled_in(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User, divisions: Any, action: str,
    fields: dict[str, Any], sentence: str,
) -> None:  # fmt: skip
    case = file("quota_increase", school, wanted, unit_clerk)
    reviewing.receive(case.pk, actor=clerk)
    office = signed_in(clerk)
    with untouched():
        answer = send(office, case, action, **fields)
    assert answer.status_code == 422
    assert sentence in words(answer)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"held_on": "2199-01-01"}, "论证日期不能晚于今天。"),
        ({"held_on": "昨天"}, "请输入日期"),
        ({"form": "hearsay"}, "选择一个有效的选项"),
        ({"form": "comparison"}, "定量比较分析须填写纵向比较和横向比较。"),
        ({"participants": "人" * 301}, "300"),
    ],
)
def test_an_argument_that_is_not_filled_in(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User, fields: dict[str, str], sentence: str
) -> None:
    case = file("quota_increase", school, wanted, unit_clerk)
    reviewing.receive(case.pk, actor=clerk)
    reviewing.check(case.pk, actor=clerk, opinion="属实。")
    sent = {"form": "seminar", "held_on": "2026-02-20", "conclusion": "feasible", "opinion": "论证的意见", **fields}
    office = signed_in(clerk)
    with untouched():
        answer = send(office, case, "argue", **sent)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "论证的意见" in answer.content.decode()


def test_what_a_rule_blocks_is_not_agreed_to_and_nothing_moves(
    wanted: dict[str, Any], school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    case = ready("quota_allot", school, asked(line(full_funded, 21, target=school)), actors)
    before = (Transfer.objects.count(), Opinion.objects.count())
    chief = signed_in(actors.director)
    with untouched():
        answer = send(chief, case, "approve", opinion="同意这件事。")
    assert answer.status_code == 422
    assert "没有同意：" in words(answer)
    assert "20名" in words(answer)
    assert "同意这件事。" in answer.content.decode()
    assert (Transfer.objects.count(), Opinion.objects.count()) == before


def test_a_moved_base_is_confirmed_before_the_decision(
    wanted: dict[str, Any], school: Unit, region: Any, full_funded: QuotaType, actors: Actors, paper: Document
) -> None:
    case = ready("quota_allot", school, wanted, actors)
    endow(region, full_funded, 5, actors, paper)
    chief = signed_in(actors.director)
    page = chief.get(case.get_absolute_url())
    assert "申报后账面数有变动" in words(page)
    assert "20 → 25" in words(page)
    with untouched():
        answer = send(chief, case, "approve", opinion="同意。")
    assert answer.status_code == 422
    assert "申报后账面数已发生变化，请核对变化后再次确认。" in words(answer)
    token = page.content.decode().split('name="confirmed_base" value="')[1].split('"')[0]
    endow(region, full_funded, 1, actors, paper)
    with untouched():
        assert send(chief, case, "approve", opinion="同意。", confirmed_base=token, key="old").status_code == 422
    page = chief.get(case.get_absolute_url())
    token = page.content.decode().split('name="confirmed_base" value="')[1].split('"')[0]
    assert send(chief, case, "approve", opinion="同意。", confirmed_base=token, key="new").status_code == 302


@pytest.mark.parametrize(
    ("count", "sentence"), [("7", "拟核数须在0与申请数6之间。"), ("六", "拟核数须为整数。"), ("-1", "拟核数须为整数。")]
)
def test_a_proposed_number_that_cannot_be(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User, count: str, sentence: str
) -> None:
    case = file("quota_increase", school, wanted, unit_clerk)
    reviewing.receive(case.pk, actor=clerk)
    asked_for = case.quota_request.lines.get()  # type: ignore[attr-defined]
    office = signed_in(clerk)
    with untouched():
        answer = office.post(f"/cases/{case.number}/counts/", {f"count_{asked_for.pk}": count})
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert f'value="{count}"' in answer.content.decode()


def test_proposed_numbers_are_for_the_desk_and_its_moment(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User, department: User
) -> None:
    case = file("quota_increase", school, wanted, unit_clerk)
    counts = {f"count_{case.quota_request.lines.get().pk}": "5"}  # type: ignore[attr-defined]
    office, applicant = signed_in(clerk), signed_in(department)
    with untouched():
        early = office.post(f"/cases/{case.number}/counts/", counts)
        assert early.status_code == 422
        assert "只有已受理、尚未审核的办件可以填写拟核数。" in words(early)
    reviewing.receive(case.pk, actor=clerk)
    with untouched():
        assert applicant.post(f"/cases/{case.number}/counts/", counts).status_code == 403
    requesting.propose_counts(case.pk, actor=clerk, counts={case.quota_request.lines.get().pk: 5})  # type: ignore[attr-defined]
