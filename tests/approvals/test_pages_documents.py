"""Documents and papers on pages: as red-headed papers, registered once, downloaded only through the case's scope."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from approvals import filing
from approvals.models import Attachment, Case, CaseKind, Document
from quotas.models import QuotaType
from tests.pages import links, rows, signed_in, words
from tests.refusals import untouched
from tests.stories import ANSWERS, Actors, asked, decide, line
from units.models import Region, Unit

NEW = {
    "key": "in", "title": "关于下达编制的通知", "issuer": "省委编委", "number": "省编〔2026〕7号",
    "issued_on": "2026-01-05",
}  # fmt: skip


@pytest.fixture
def decided(wanted: dict[str, Any], school: Unit, actors: Actors) -> Document:
    return decide("quota_allot", school, wanted, actors)


@pytest.fixture
def draft(wanted: dict[str, Any], school: Unit, department: User) -> Case:
    kind = CaseKind.objects.get(code="quota_allot")
    fields = {"title": "新增教师编制", "reason": "扩班。", "data": wanted, "answers": ANSWERS}
    return filing.draft(actor=department, kind=kind, applicant=school, **fields)


@pytest.fixture
def paper_of_draft(draft: Case, department: User) -> Attachment:
    upload = SimpleUploadedFile("../申请\r\n报告 (终).pdf", b"%PDF-1.4 content")
    return filing.attach(draft.pk, actor=department, paper="申请报告", upload=upload)


def test_a_document_is_shown_as_a_paper_with_what_it_proves(decided: Document, clerk: User) -> None:
    page = signed_in(clerk).get(f"/documents/{decided.pk}/")
    told = words(page)
    assert f"内部 中共澜川市委机构编制委员会办公室 {decided.number}" in told
    assert "澜川市第一中学：" in told
    assert [found[:5] for found in rows(page)[1:]] == [
        ["2026-03-01", "事业编制（全额拨款）", "澜川市 锁定", "澜川市第一中学 空编", "6"],
    ]  # fmt: skip
    assert any(link.startswith("/quotas/transfers/") for link in links(page))


def test_a_decision_sheet_says_who_checked_and_who_decided(decided: Document, clerk: User) -> None:
    sheet = Document.objects.get(kind="decision_sheet", case=decided.case)
    told = words(signed_in(clerk).get(f"/documents/{sheet.pk}/"))
    assert "审核：情况属实，拟予办理。（clerk同志" in told
    assert "同意：同意。（director同志" in told


def test_an_applicant_reads_its_document_but_not_the_sheet_behind_it(
    decided: Document, unit_clerk: User, outsider: User
) -> None:
    sheet = Document.objects.get(kind="decision_sheet", case=decided.case)
    own, stranger = signed_in(unit_clerk), signed_in(outsider)
    assert own.get(f"/documents/{decided.pk}/").status_code == 200
    assert own.get(f"/documents/{sheet.pk}/").status_code == 404
    assert stranger.get(f"/documents/{decided.pk}/").status_code == 404
    assert [row[0] for row in rows(own.get("/documents/"))[1:]] == [decided.number]
    assert decided.number not in words(stranger.get("/documents/"))


def test_a_paper_of_another_body_is_registered_once(region: Region, clerk: User) -> None:
    desk = signed_in(clerk)
    answers = [desk.post("/documents/new/", {**NEW, "region": region.pk}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer["Location"] for answer in answers}) == 1
    again = desk.post("/documents/new/", {**NEW, "region": region.pk, "key": "other"})
    assert again["Location"] == answers[0]["Location"]
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "必填项"),
        ("number", "长" * 61, "60"),
        ("issued_on", "2199-01-01", "来文日期不能晚于今天。"),
        ("issued_on", "1900-01-01", "日期须在1949年"),
        ("region", "999999", "选择一个有效的选项"),
        ("region", "x", "选择一个有效的选项"),
    ],
)
def test_a_wrong_registration(region: Region, clerk: User, field: str, value: str, sentence: str) -> None:
    desk = signed_in(clerk)
    with untouched():
        answer = desk.post("/documents/new/", {**NEW, "region": region.pk, field: value})
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "省委编委" in answer.content.decode()


def test_an_inspector_registers_nothing(region: Region, inspector: User) -> None:
    window = signed_in(inspector)
    assert "登记来文" not in words(window.get("/documents/"))
    with untouched():
        assert window.post("/documents/new/", {**NEW, "region": region.pk}).status_code == 422


def test_a_paper_is_downloaded_under_a_safe_name_and_never_shown(
    draft: Case, paper_of_draft: Attachment, department: User
) -> None:
    answer = signed_in(department).get(f"/cases/{draft.number}/attachments/{paper_of_draft.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 content"  # type: ignore[attr-defined]
    answer.close()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "\r" not in answer["Content-Disposition"]
    assert "\n" not in answer["Content-Disposition"]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert answer["Cache-Control"] == "private, no-store"


def test_a_paper_is_read_only_by_those_who_see_its_case(
    draft: Case, paper_of_draft: Attachment, clerk: User, outsider: User, unit_clerk: User
) -> None:
    address = f"/cases/{draft.number}/attachments/{paper_of_draft.pk}/"
    windows = [signed_in(user) for user in (clerk, outsider)]
    with untouched():
        for window in windows:
            assert window.get(address).status_code == 404
            assert window.post(f"{address}remove/").status_code == 404
            assert window.post(f"/cases/{draft.number}/attachments/", {}).status_code == 404
    assert "login" in Client().get(address)["Location"] or "sign-in" in Client().get(address)["Location"]
    answer = signed_in(unit_clerk).get(address)
    assert answer.status_code == 200
    answer.close()


def test_the_paper_of_one_case_is_not_read_through_another(
    draft: Case, paper_of_draft: Attachment, department: User, school: Unit, full_funded: QuotaType
) -> None:
    kind = CaseKind.objects.get(code="quota_allot")
    data = asked(line(full_funded, 1, target=school))
    other = filing.draft(actor=department, kind=kind, applicant=school, title="另一件", reason="", data=data)
    assert signed_in(department).get(f"/cases/{other.number}/attachments/{paper_of_draft.pk}/").status_code == 404


def test_a_paper_whose_file_is_gone_is_not_found(draft: Case, paper_of_draft: Attachment, department: User) -> None:
    Path(paper_of_draft.file.path).unlink()
    answer = signed_in(department).get(f"/cases/{draft.number}/attachments/{paper_of_draft.pk}/")
    assert answer.status_code == 404


def test_a_paper_sent_twice_is_kept_once_and_taken_out_before_filing(
    draft: Case, department: User, unit_clerk: User
) -> None:
    window = signed_in(department)

    def upload() -> int:
        sent = {"key": "up", "paper": "申请报告", "upload": SimpleUploadedFile("a.pdf", b"%PDF")}
        return window.post(f"/cases/{draft.number}/attachments/", sent).status_code

    assert [upload(), upload()] == [302, 302]
    [paper] = draft.attachments.all()
    assert "a.pdf" in words(window.get(draft.get_absolute_url()))
    assert window.post(f"/cases/{draft.number}/attachments/{paper.pk}/remove/").status_code == 302
    assert not draft.attachments.exists()
    assert upload() == 422
    filing.attach(draft.pk, actor=department, paper="申请报告", upload=SimpleUploadedFile("b.pdf", b"%PDF b"))
    filing.file(draft.pk, actor=department)
    paper = draft.attachments.latest("id")
    with untouched():
        late = window.post(f"/cases/{draft.number}/attachments/{paper.pk}/remove/")
    assert late.status_code == 409
    assert "办件当前状态为“待受理”，不能修改。" in words(late)
