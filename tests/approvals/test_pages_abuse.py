"""What nobody sends in good faith: twice, garbled, too large, out of scope. No server error, no change."""

import random
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from approvals import filing, reviewing
from approvals.models import Action, Case, CaseKind, Document, Opinion
from approvals.views.boxes import DOORS
from quotas.models import QuotaType
from tests.approvals.filing_page import send, typed
from tests.cast import make_unit
from tests.pages import queries_of, signed_in, words
from tests.refusals import untouched
from tests.stories import Actors, asked, file, line, ready
from units.models import Region, Unit

GARBAGE = (
    "",
    "\x00",
    "'; drop table x; --",
    "<script>alert(1)</script>",
    "9" * 40,
    "-1",
    "1e9",
    "٣",
    "NaN",
    "零",
    "\r\n\r\n",
)
FIELDS = ("opinion", "lead_division", "divisions", "review_id", "verdict", "form", "held_on", "title", "body", "key")


@pytest.fixture
def received(wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User) -> Case:
    case = file("quota_increase", school, wanted, unit_clerk)
    return reviewing.receive(case.pk, actor=clerk)


def test_a_form_sent_twice_drafts_one_case(reserve: Document, school: Unit, department: User) -> None:
    window = signed_in(department)
    sent = typed(window, school)
    answers = [window.post("/cases/new/quota_allot/", sent) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Case.objects.filter(title=sent["title"]).count() == 1
    changed = window.post("/cases/new/quota_allot/", {**sent, "title": "另一个标题"})
    assert changed.status_code == 422
    assert "该幂等键已用于另一内容的请求" in words(changed)


def test_a_box_sent_twice_is_done_once(received: Case, clerk: User) -> None:
    desk = signed_in(clerk)
    assert [send(desk, received, "check", opinion="属实。").status_code for _ in range(3)] == [302, 302, 302]
    assert received.opinions.filter(action="check").count() == 1
    with untouched():
        assert send(desk, received, "check", opinion="属实！").status_code == 409
        assert send(desk, received, "check", opinion="属实。", key="new").status_code == 409


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_do_it_once(received: Case, clerk: User) -> None:
    """Both forms bear the same key: whoever waits for the other's lock is told that it is done."""
    answers: list[int] = []

    def sent() -> None:
        try:
            answers.append(send(signed_in(clerk), received, "check", opinion="属实。").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=sent) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 4
    assert Opinion.objects.filter(case=received, action="check").count() == 1


def test_garbage_in_every_box_changes_nothing(received: Case, actors: Actors) -> None:
    windows = [signed_in(user) for user in actors]
    chance = random.Random(2026)
    with untouched():
        for action in (*DOORS, "nothing", "draft"):
            for window in windows:
                sent = {name: chance.choice(GARBAGE) for name in FIELDS}
                sent["opinion"] = chance.choice(["", " ", "\x00", "长" * 6000])
                if action != Action.WITHDRAW:  # which asks for nothing, and would be done
                    answer = window.post(f"/cases/{received.number}/actions/{action}/", sent)
                    assert answer.status_code in (400, 403, 404, 409, 422), (action, sent)


def test_garbage_in_the_filing_form_is_never_a_server_error(reserve: Document, school: Unit, clerk: User) -> None:
    window = signed_in(clerk)
    whole = typed(window, school)
    chance = random.Random(2026)
    more = ("redraw", "region", "unit", "category", "lines-0-target_region", "basis_number", "basis_on")
    for kind in ("quota_allot", "quota_grant", "quota_sink", "quota_adjust", "body_set_up", "body_rename"):
        for name in (*whole, *more):
            answer = window.post(f"/cases/new/{kind}/", {**whole, name: chance.choice(GARBAGE)})
            assert answer.status_code in (200, 302, 400, 422), (kind, name)
    assert window.post("/cases/new/quota_allot/", {}).status_code == 422
    assert window.post("/cases/new/quota_allot/", {**whole, "lines-TOTAL_FORMS": "-5"}).status_code in (302, 422)
    assert window.post("/cases/new/quota_allot/", {**whole, "lines-TOTAL_FORMS": "100000"}).status_code == 422
    body = b"title=\xff\xfe&reason=%00&lines-TOTAL_FORMS=%ff"
    raw = window.post("/cases/new/quota_allot/", body, content_type="application/x-www-form-urlencoded")
    assert raw.status_code in (400, 422)


def test_only_post_changes_anything(received: Case, clerk: User) -> None:
    desk = signed_in(clerk)
    posts = ["actions/check/", "counts/", "attachments/"]
    with untouched():
        assert [desk.get(f"/cases/{received.number}/{address}").status_code for address in posts] == [405, 405, 405]
        assert desk.post(f"/cases/{received.number}/").status_code == 405
        assert desk.put("/cases/new/quota_allot/").status_code == 405


def test_a_post_without_the_token_of_its_page_is_refused(received: Case, clerk: User) -> None:
    window = Client(enforce_csrf_checks=True)
    window.force_login(clerk)
    with untouched():
        answer = window.post(f"/cases/{received.number}/actions/check/", {"opinion": "属实。"})
    assert answer.status_code == 403


def test_a_stranger_finds_nothing_at_any_address_of_a_case(received: Case, outsider: User) -> None:
    window = signed_in(outsider)
    paper = received.attachments.get()
    with untouched():
        for address in ("", "edit/", f"attachments/{paper.pk}/"):
            assert window.get(f"/cases/{received.number}/{address}").status_code == 404
        for address in ("attachments/", f"attachments/{paper.pk}/remove/", "counts/", "edit/"):
            assert window.post(f"/cases/{received.number}/{address}", {}).status_code == 404
        for action in DOORS:
            assert window.post(f"/cases/{received.number}/actions/{action}/", {"opinion": "x"}).status_code == 404
        assert received.number not in words(window.get("/cases/?q=990100"))


def test_a_draft_is_seen_by_nobody_but_its_applicant(
    wanted: dict[str, Any], school: Unit, department: User, unit_clerk: User, clerk: User
) -> None:
    kind = CaseKind.objects.get(code="quota_allot")
    draft = filing.draft(actor=department, kind=kind, applicant=school, title="草稿", reason="", data=wanted)
    assert signed_in(unit_clerk).get(draft.get_absolute_url()).status_code == 200
    assert signed_in(clerk).get(draft.get_absolute_url()).status_code == 404
    assert draft.number not in words(signed_in(clerk).get("/cases/"))


def test_an_applicant_reads_no_figures_of_units_that_are_not_theirs(
    reserve: Document, region: Region, education: Unit, school: Unit, full_funded: QuotaType, department: User
) -> None:
    museum = make_unit(region, "澜川市博物馆", category="institution")
    kind = CaseKind.objects.get(code="quota_adjust")
    data = asked(line(full_funded, 3, source=museum, target=school))
    draft = filing.draft(actor=department, kind=kind, applicant=education, title="调剂", reason="", data=data)
    page = words(signed_in(department).get(draft.get_absolute_url()))
    assert "该项检查涉及其他单位的账面数，由编办审核时说明。" in page
    assert "只有0名" not in page
    assert "空编只有" not in page


def test_units_are_offered_by_name_and_number_but_no_secret_ones(
    region: Region, school: Unit, bureau: Unit, department: User, clerk: User, outsider: User
) -> None:
    make_unit(region, "澜川市保密局", secrecy="secret")
    own, desk, stranger = signed_in(department), signed_in(clerk), signed_in(outsider)

    def offered(window: Client, text: str, kind: str = "") -> str:
        return window.get("/cases/units/", {"lines-0-target_unit": text, "kind": kind}).content.decode()

    assert f'value="{school.number} {school.name}"' in offered(own, "第一")
    assert school.name in offered(own, school.number[:8])
    assert "保密局" not in offered(own, "保密")
    assert "保密局" in offered(desk, "保密")
    assert school.name not in offered(stranger, "第一")
    assert bureau.name not in offered(own, "编制", "quota_allot")
    assert bureau.name in offered(desk, "编制", "quota_grant")
    for text in GARBAGE:
        assert own.get("/cases/units/", {"q": text}).status_code in (200, 400)
    assert "&lt;" not in offered(own, "<b>")


def test_a_case_costs_the_same_however_long_its_story(received: Case, clerk: User, unit_clerk: User) -> None:
    windows = [signed_in(clerk), signed_in(unit_clerk)]
    address = received.get_absolute_url()
    short = [queries_of(window, [address])[address] for window in windows]
    for number in range(30):
        Opinion.objects.create(
            case=received, action="ask_joint", to_state="received", actor=clerk, actor_name="x", text=f"第{number}次"
        )
    paper = received.attachments.get()
    for _ in range(20):
        paper.pk = None
        paper.save(force_insert=True)
    assert [queries_of(window, [address])[address] for window in windows] == short
    assert short[1] <= 30
    assert short[0] <= 70


def test_a_case_with_many_lines_is_decided_on_one_page(
    reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    data = asked(*(line(full_funded, 1, target=school) for _ in range(15)))
    case = ready("quota_allot", school, data, actors)
    page = signed_in(actors.director).get(case.get_absolute_url())
    assert "0 → 15 +15" in words(page)
