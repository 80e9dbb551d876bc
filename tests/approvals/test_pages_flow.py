"""A case from the first form to the posted ledger, through the pages, as department, clerk, director and clerk."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from approvals.models import Case, Document, State
from quotas import reports
from quotas.models import QuotaType
from tests import stories
from units.models import InternalDivision, Unit


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"the page has no hidden {name}"
    return found.group(1)


@pytest.fixture
def full_funded(db: None) -> QuotaType:
    return QuotaType.objects.get(code="full_funded")


@pytest.fixture
def story(region, bureau, school, full_funded, actors):
    """A reserve of 100 posts from which the department asks 6 for the school."""
    stories.give_reserve(region, full_funded, 100, actors)
    return school


def draft(client: Client, school: Unit, **changes: str) -> dict[str, str]:
    page = client.get("/cases/new/quota_allot/").content.decode()
    typed = {
        "key": hidden(page, "key"), "applicant": school.number, "title": "新增教师编制", "reason": "扩班。",
        "lines-TOTAL_FORMS": "3", "lines-INITIAL_FORMS": "0", "lines-0-quota_type": "full_funded",
        "lines-0-target_unit": school.name, "lines-0-applied_count": "6", "lines-0-purpose": "班主任",
        "effective_on": "2026-03-01", **stories.ANSWERS,
    }  # fmt: skip
    return {**typed, **changes}


def act(client: Client, case: Case, action: str, **typed: object) -> int:
    return client.post(f"/cases/{case.number}/actions/{action}/", typed).status_code


def test_a_department_files_and_the_office_carries_the_case_to_the_ledger(
    story, bureau, department, clerk, director, full_funded
):
    lead = InternalDivision.objects.create(unit=bureau, name="事业机构编制科", kind="business", position=1)
    applicant, office, chief = signed_in(department), signed_in(clerk), signed_in(director)
    answer = applicant.post("/cases/new/quota_allot/", draft(applicant, story))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    case = Case.objects.get(title="新增教师编制")
    assert answer["Location"] == f"/cases/{case.number}/"
    page = applicant.get(f"/cases/{case.number}/").content.decode()
    assert "缺少申报要件：申请报告。" in page

    paper = {"paper": "申请报告", "upload": SimpleUploadedFile("申请报告.pdf", b"%PDF-1.4")}
    assert applicant.post(f"/cases/{case.number}/attachments/", paper).status_code == 302
    assert act(applicant, case, "file") == 302
    assert act(office, case, "receive", lead_division=lead.pk, opinion="材料齐全") == 302
    line = case.quota_request.lines.get()
    assert office.post(f"/cases/{case.number}/counts/", {f"count_{line.pk}": "5"}).status_code == 302
    assert act(office, case, "check", opinion="情况属实。") == 302
    argument = {"form": "seminar", "held_on": "2026-02-20", "conclusion": "feasible", "opinion": "可行。"}
    assert act(office, case, "argue", **argument) == 302
    page = chief.get(f"/cases/{case.number}/").content.decode()
    assert "办理结果预演" in page
    assert act(chief, case, "approve", opinion="同意。") == 302
    page = office.get(f"/cases/{case.number}/").content.decode()
    assert "核定澜川市第一中学事业编制（全额拨款）5名。" in page
    assert act(office, case, "issue", title="关于核定编制的批复", body="一、同意。") == 302
    assert act(office, case, "close") == 302

    case.refresh_from_db()
    assert case.state == State.CLOSED
    [balance] = reports.balances_of_unit(story)
    assert (balance.approved, balance.vacant) == (5, 5)
    document = Document.objects.get(case=case, kind=Document.Kind.APPROVAL)
    told = applicant.get(f"/documents/{document.pk}/").content.decode()
    assert document.number in told
    assert "证明的变动" in told
