"""A case from the first form to the posted ledger, through the pages: department, clerk, director, clerk."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from approvals import filing, workdays
from approvals.models import Case, Document, State
from quotas import reports
from tests.approvals.filing_page import send, typed
from tests.pages import links, row, signed_in, words
from tests.stories import Actors, asked, file, line, ready
from units.models import InternalDivision, Unit


def drafted(client: Client, school: Unit, **changes: Any) -> Case:
    answer = client.post("/cases/new/quota_allot/", typed(client, school, **changes))
    assert answer.status_code == 302, words(answer)
    return Case.objects.get(number=answer["Location"].strip("/").split("/")[1])


def hand_in(client: Client, case: Case) -> None:
    paper = {"paper": "申请报告", "upload": SimpleUploadedFile("申请报告.pdf", b"%PDF-1.4")}
    assert client.post(f"/cases/{case.number}/attachments/", paper).status_code == 302
    assert send(client, case, "file").status_code == 302


def test_a_department_files_and_the_office_carries_the_case_to_the_ledger(
    reserve: Document, school: Unit, divisions: list[InternalDivision], department: User, clerk: User, director: User
) -> None:
    applicant, office, chief = signed_in(department), signed_in(clerk), signed_in(director)
    case = drafted(applicant, school)
    page = applicant.get(case.get_absolute_url())
    assert "缺少申报要件：申请报告。" in words(page)
    assert row(page, "澜川市第一中学")[1:] == ["0 → 6 +6", "0 → 6 +6"]
    hand_in(applicant, case)
    assert send(office, case, "receive", lead_division=divisions[0].pk, opinion="材料齐全").status_code == 302
    wanted = case.quota_request.lines.get()  # type: ignore[attr-defined]
    assert office.post(f"/cases/{case.number}/counts/", {f"count_{wanted.pk}": "5"}).status_code == 302
    assert send(office, case, "check", opinion="情况属实。").status_code == 302
    argument = {"form": "seminar", "held_on": "2026-02-20", "conclusion": "feasible", "opinion": "可行。"}
    assert send(office, case, "argue", **argument).status_code == 302
    page = chief.get(case.get_absolute_url())
    assert row(page, "澜川市第一中学")[1:3] == ["0 → 5 +5", "0 → 5 +5"]
    assert "牵头科室：事业机构编制科" in words(page)
    assert send(chief, case, "approve", opinion="同意。").status_code == 302
    page = office.get(case.get_absolute_url())
    assert "一、核定澜川市第一中学事业编制（全额拨款）5名。" in page.content.decode()
    assert send(office, case, "issue", title="关于核定编制的批复", body="一、同意。\n二、执行。").status_code == 302
    assert send(office, case, "close").status_code == 302

    case.refresh_from_db()
    assert (case.state, case.lead_division) == (State.CLOSED, divisions[0])
    [balance] = reports.balances_of_unit(school)
    assert (balance.approved, balance.vacant) == (5, 5)
    document = Document.objects.get(case=case, kind=Document.Kind.APPROVAL)
    told = applicant.get(f"/documents/{document.pk}/")
    assert f"{document.number} 关于核定编制的批复" in words(told)
    assert row(told, "2026-03-01") == ["事业编制（全额拨款）", "澜川市 锁定", "澜川市第一中学 空编", "5"]
    assert f"/cases/{case.number}/" in links(told)


def test_a_returned_case_is_amended_and_filed_again(
    reserve: Document, school: Unit, department: User, clerk: User
) -> None:
    applicant, office = signed_in(department), signed_in(clerk)
    case = drafted(applicant, school)
    hand_in(applicant, case)
    assert send(office, case, "return", opinion="请写明班额。").status_code == 302
    page = applicant.get(case.get_absolute_url())
    assert "退回补正（clerk同志" in words(page)
    assert "请写明班额。" in words(page)
    form = applicant.get(f"/cases/{case.number}/edit/").content.decode()
    assert 'value="新增教师编制"' in form
    assert f'value="{school.number} {school.name}"' in form
    amended = typed(applicant, school, title="新增班主任编制", **{"lines-0-applied_count": "4"})
    assert applicant.post(f"/cases/{case.number}/edit/", amended).status_code == 302
    assert applicant.post(f"/cases/{case.number}/actions/file/", {"key": "again"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.title) == (State.FILED, "新增班主任编制")
    assert [wanted.applied_count for wanted in case.quota_request.lines.all()] == [4]  # type: ignore[attr-defined]


def test_a_case_is_withdrawn_by_its_applicant(reserve: Document, school: Unit, department: User) -> None:
    applicant = signed_in(department)
    case = drafted(applicant, school)
    assert send(applicant, case, "withdraw").status_code == 302
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert "已撤回" in words(applicant.get(case.get_absolute_url()))


def test_joint_opinions_go_through_the_box_and_stay_in_the_office(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User, head: User,
    divisions: list[InternalDivision],
) -> None:  # fmt: skip
    case = file("quota_increase", school, wanted, unit_clerk)
    office, other = signed_in(clerk), signed_in(head)
    send(office, case, "receive", lead_division=divisions[0].pk)
    assert send(office, case, "ask_joint", divisions=[divisions[1].pk, divisions[2].pk]).status_code == 302
    assert "act_check" in office.get(case.get_absolute_url()).content.decode()
    blocked = send(office, case, "check", opinion="属实。")
    assert blocked.status_code == 422
    assert "尚有科室未会签：行政机构编制科、监督检查科。" in words(blocked)
    for review in case.joint_reviews.all():
        answer = {"key": f"r{review.pk}", "review_id": review.pk, "verdict": "disagree", "opinion": "储备紧张。"}
        assert other.post(f"/cases/{case.number}/actions/joint/", answer).status_code == 302
    assert "储备紧张。" in words(office.get(case.get_absolute_url()))
    assert "储备紧张。" not in words(signed_in(unit_clerk).get(case.get_absolute_url()))
    assert send(office, case, "check", opinion="属实。", key="second").status_code == 302


def test_a_decision_of_a_later_day_is_posted_by_hand_only_when_its_day_has_come(
    reserve: Document, school: Unit, full_funded: Any, actors: Actors
) -> None:
    tomorrow = workdays.today() + dt.timedelta(days=1)
    case = ready("quota_allot", school, asked(line(full_funded, 6, target=school), effective_on=tomorrow), actors)
    send(signed_in(actors.director), case, "approve", opinion="同意。")
    office = signed_in(actors.clerk)
    assert send(office, case, "issue", title="批复").status_code == 302
    page = office.get(case.get_absolute_url())
    assert "act_execute" not in page.content.decode()
    early = send(office, case, "execute")
    assert early.status_code == 422
    assert "尚不能入账" in words(early)


def test_a_clerk_drafts_a_grant_with_a_paper_that_is_registered_by_the_way(
    bureau: Unit, clerk: User, school: Unit
) -> None:
    office = signed_in(clerk)
    facts = {
        "basis_number": "省编〔2026〕9号", "basis_title": "关于下达编制的通知", "basis_issuer": "省委编委",
        "basis_on": "2026-01-05", "lines-0-applied_count": "30", "lines-0-target_unit": "",
    }  # fmt: skip
    answer = office.post("/cases/new/quota_grant/", typed(office, bureau, "quota_grant", **facts))
    assert answer.status_code == 302, words(answer)
    case = Case.objects.latest("id")
    paper = case.quota_request.basis  # type: ignore[attr-defined]
    assert (paper.number, paper.kind, paper.issued_on) == ("省编〔2026〕9号", "external", dt.date(2026, 1, 5))
    assert filing.missing(case) == {}
    again = typed(office, bureau, "quota_grant", basis_number="省编〔2026〕9号", **{"lines-0-target_unit": ""})
    assert office.post("/cases/new/quota_grant/", again).status_code == 302
    assert Case.objects.latest("id").quota_request.basis == paper  # type: ignore[attr-defined]


def test_a_body_is_set_up_through_the_pages(region: Any, bureau: Unit, clerk: User) -> None:
    office = signed_in(clerk)
    page = {
        "applicant": bureau.number, "title": "设立市数据局", "reason": "整合职责。", "name": "澜川市数据局",
        "region": str(region.pk), "category": "organ", "rank": "division_chief", "within_cap": "on",
        "main_duties": "统筹数据资源。", "effective_on": "2026-03-01",
    }  # fmt: skip
    assert office.post("/cases/new/body_set_up/", page).status_code == 302
    case = Case.objects.latest("id")
    told = words(office.get(case.get_absolute_url()))
    assert "澜川市数据局" in told
    assert "占用1个" in told
    form = office.get(f"/cases/{case.number}/edit/").content.decode()
    assert "统筹数据资源。" in form
