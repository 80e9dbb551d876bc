"""Papers of a case (要件): formats, size and names; stored under the case, named by their content."""

import hashlib
from typing import Any

import pytest
from django.core.files.base import ContentFile

from accounts.models import User
from approvals import filing
from approvals.models import Case, CaseKind
from tests.refusals import forbidden, refused
from tests.stories import ANSWERS, file
from units.models import Unit

PDF = b"%PDF-1.4"


@pytest.fixture
def draft(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> Case:
    return filing.draft(
        actor=unit_clerk, kind=CaseKind.objects.get(code="quota_increase"), applicant=school, title="增编",
        reason="扩班。", data=wanted, answers=ANSWERS,
    )  # fmt: skip


def upload(name: str = "申请报告.pdf", size: int = len(PDF)) -> "ContentFile[bytes]":
    """A file that says of itself that it has `size` bytes, as an upload does."""
    made = ContentFile(PDF, name=name)
    made.size = size
    return made


def test_a_paper_is_kept_with_its_digest_under_the_case(draft: Case, unit_clerk: User) -> None:
    paper = filing.attach(draft.pk, actor=unit_clerk, paper="申请报告", upload=upload())
    digest = hashlib.sha256(PDF).hexdigest()
    assert (paper.name, paper.size, paper.sha256, paper.uploaded_by) == ("申请报告.pdf", 8, digest, unit_clerk)
    assert str(paper.file.name).startswith(f"cases/{draft.number}/{digest[:16]}")
    assert str(paper.file.name).endswith(".pdf")
    with paper.file.open() as stored:
        assert stored.read() == PDF


@pytest.mark.parametrize("suffix", ["pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "jpg", "PNG", "Zip"])
def test_office_formats_are_taken(suffix: str, draft: Case, unit_clerk: User) -> None:
    paper = filing.attach(draft.pk, actor=unit_clerk, paper="申请报告", upload=upload(f"报告.{suffix}"))
    assert paper.name == f"报告.{suffix}"


@pytest.mark.parametrize("name", ["报告.exe", "报告.html", "报告.pdf.svg", "pdf", "报告.", "", "报告.pdf/.."])
def test_others_are_not(name: str, draft: Case, unit_clerk: User) -> None:
    with refused(code="format"):
        filing.attach(draft.pk, actor=unit_clerk, paper="申请报告", upload=upload(name))


@pytest.mark.parametrize("name", ["C:\\报告\\申请.pdf", "../../申请.pdf", "/etc/申请.pdf"])
def test_a_path_is_cut_down_to_its_name(name: str, draft: Case, unit_clerk: User) -> None:
    paper = filing.attach(draft.pk, actor=unit_clerk, paper="申请报告", upload=upload(name))
    assert paper.name == "申请.pdf"
    assert str(paper.file.name).startswith(f"cases/{draft.number}/")


@pytest.mark.parametrize(("size", "accepted"), [(1, True), (20 * 1024**2, True), (20 * 1024**2 + 1, False), (0, False)])
def test_a_paper_has_one_byte_to_twenty_mebibytes(size: int, accepted: bool, draft: Case, unit_clerk: User) -> None:
    if accepted:
        assert filing.attach(draft.pk, actor=unit_clerk, paper="申请报告", upload=upload(size=size)).size == size
    else:
        with refused(code="size", says="文件为空或超过 20 MB。"):
            filing.attach(draft.pk, actor=unit_clerk, paper="申请报告", upload=upload(size=size))


@pytest.mark.parametrize(("of", "name"), [("", "a.pdf"), ("件" * 61, "a.pdf"), ("申请报告", "长" * 197 + ".pdf")])
def test_names_have_their_length(of: str, name: str, draft: Case, unit_clerk: User) -> None:
    with refused(code="name"):
        filing.attach(draft.pk, actor=unit_clerk, paper=of, upload=upload(name))


def test_a_paper_is_taken_out_of_a_draft_and_stays_in_its_history(draft: Case, unit_clerk: User) -> None:
    paper = filing.attach(draft.pk, actor=unit_clerk, paper="申请报告", upload=upload())
    filing.detach(draft.pk, actor=unit_clerk, attachment_id=paper.pk)
    assert not draft.attachments.exists()
    assert [row.history_type for row in paper.history.order_by("history_id")] == ["+", "-"]


def test_a_filed_case_keeps_its_papers(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> None:
    case = file("quota_increase", school, wanted, unit_clerk)
    with refused(code="state"):
        filing.attach(case.pk, actor=unit_clerk, paper="申请报告", upload=upload())
    with refused(code="state"):
        filing.detach(case.pk, actor=unit_clerk, attachment_id=case.attachments.get().pk)


def test_a_paper_of_another_case_is_not_taken_out(
    draft: Case, wanted: dict[str, Any], school: Unit, unit_clerk: User, outsider: User
) -> None:
    filed = file("quota_increase", school, wanted, unit_clerk)
    filing.detach(draft.pk, actor=unit_clerk, attachment_id=filed.attachments.get().pk)
    assert filed.attachments.count() == 1
    with forbidden("您不能修改此办件。"):
        filing.attach(draft.pk, actor=outsider, paper="申请报告", upload=upload())
