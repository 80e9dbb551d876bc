"""Meetings on pages: planned with what waits, arranged, printed, and their results entered once or not at all."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from approvals import deciding, meetings, workdays
from approvals.models import AgendaItem, Case, Document, Meeting, State
from tests.cast import make_unit
from tests.pages import links, row, signed_in, words
from tests.refusals import untouched
from tests.stories import Actors, asked, endow, line, ready
from units.models import Region, Unit


@pytest.fixture
def other(region: Region) -> Unit:
    return make_unit(region, "澜川市第二中学", category="institution")


@pytest.fixture
def waiting(
    school: Unit, other: Unit, education: Unit, full_funded: Any, actors: Actors, paper: Document
) -> list[Case]:
    """Two adjustments between schools that the office meeting has to decide."""
    endow(school, full_funded, 10, actors, paper)
    request = asked(line(full_funded, 3, source=school, target=other))
    return [ready("quota_adjust", education, request, actors, title=f"调剂第{n}批") for n in (1, 2)]


@pytest.fixture
def office(clerk: User) -> Client:
    return signed_in(clerk)


@pytest.fixture
def chief(director: User) -> Client:
    return signed_in(director)


@pytest.fixture
def meeting(waiting: list[Case], clerk: User, region: Region) -> Meeting:
    return meetings.convene(
        actor=clerk, region=region, kind="office_meeting", title="第1次室务会", planned_on=dt.date(2026, 3, 6)
    )


def results(meeting: Meeting, *given: str, **more: Any) -> dict[str, Any]:
    """The form of a meeting's results, with the given result for each item in order."""
    items = zip(meeting.items.filter(result=""), given, strict=False)
    filled = {f"item_{item.pk}-result": result for item, result in items}
    return {"key": "minutes", "chair": "沈主任", "attendees": "全体", "body": "会议强调。", **filled, **more}


def test_a_meeting_is_planned_with_every_case_that_waits(waiting: list[Case], office: Client, region: Region) -> None:
    plan = {
        "key": "plan", "region": region.pk, "kind": "office_meeting", "title": "第1次室务会",
        "planned_on": "2026-03-06",
    }  # fmt: skip
    first, second = (office.post("/meetings/new/", plan)["Location"] for _ in range(2))
    assert first == second
    [meeting] = Meeting.objects.all()
    assert [item.case for item in meeting.items.all()] == waiting
    page = words(office.get(first))
    assert "1. 调剂第1批" in page
    assert "录入审议结果" not in page
    assert row(office.get("/meetings/"), "第1次室务会")[:4] == ["室务会", "2026-03-06", "澜川市", "2"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("title", "长" * 121), ("kind", "director"), ("planned_on", "x"), ("region", "0")],
)
def test_a_plan_that_is_not_filled_in(office: Client, region: Region, field: str, value: str) -> None:
    plan = {"region": region.pk, "kind": "office_meeting", "title": "会", "planned_on": "2026-03-06", field: value}
    with untouched():
        assert office.post("/meetings/new/", plan).status_code == 422


def test_items_are_taken_off_and_put_on(meeting: Meeting, waiting: list[Case], office: Client) -> None:
    item = meeting.items.get(case=waiting[0])
    assert office.post(f"/meetings/{meeting.pk}/agenda/{item.pk}/remove/").status_code == 302
    assert [left.case for left in meeting.items.all()] == waiting[1:]
    assert waiting[0].number in words(office.get(f"/meetings/{meeting.pk}/"))
    assert office.post(f"/meetings/{meeting.pk}/agenda/", {"case": waiting[0].pk}).status_code == 302
    assert {left.case for left in meeting.items.all()} == set(waiting)
    for wrong in (waiting[0].pk, 0, "", "甲", "9" * 30, "-1"):
        with untouched():
            answer = office.post(f"/meetings/{meeting.pk}/agenda/", {"case": wrong})
        assert answer.status_code == 409
        assert "该办件不在待上会之列。" in words(answer)


def test_results_are_entered_once_and_reach_every_case(
    meeting: Meeting, waiting: list[Case], chief: Client, office: Client
) -> None:
    base = deciding.base_token(waiting[0])
    sent = results(meeting, "approved", "refused")
    sent[f"item_{meeting.items.get(case=waiting[1]).pk}-note"] = "先盘活存量。"
    for _ in range(2):
        assert chief.post(f"/meetings/{meeting.pk}/results/", sent).status_code == 302, base
    meeting.refresh_from_db()
    assert meeting.minutes is not None
    assert (meeting.state, meeting.chair, meeting.attendees) == ("held", "沈主任", "全体")
    assert [Case.objects.get(pk=case.pk).state for case in waiting] == [State.DECIDED, State.REFUSED]
    page = chief.get(f"/documents/{meeting.minutes.pk}/")
    told = words(page)
    assert "会议强调。" in told
    assert f"一、澜川市教育局《调剂第1批》（{waiting[0].number}）：同意。" in told
    assert f"二、澜川市教育局《调剂第2批》（{waiting[1].number}）：不予同意。先盘活存量。" in told
    assert f"/meetings/{meeting.pk}/" in links(page)
    assert (
        f"经第1次室务会（{meeting.minutes.number}）审议" in office.get(waiting[0].get_absolute_url()).content.decode()
    )
    assert "先盘活存量。" in words(office.get(waiting[1].get_absolute_url()))
    with untouched():
        again = chief.post(f"/meetings/{meeting.pk}/results/", results(meeting, key="another"))
    assert again.status_code == 422
    assert "会议结果已录入，不能再修改。" in words(again)


def test_every_field_of_the_results_is_sent_with_their_form(meeting: Meeting, chief: Client) -> None:
    """They stand in several places of the page, outside of the form itself."""
    page = chief.get(f"/meetings/{meeting.pk}/").content.decode()
    fields = re.findall(r"<(?:select|textarea|input)[^>]*name=\"(?:item_\d+-\w+|chair|attendees|body)\"[^>]*>", page)
    assert len(fields) == 3 + 2 * 2
    assert all('form="results-form"' in field for field in fields)


def test_results_that_are_not_complete_enter_nothing_and_keep_what_was_typed(meeting: Meeting, chief: Client) -> None:
    with untouched():
        answer = chief.post(f"/meetings/{meeting.pk}/results/", results(meeting, "approved", body="写好的纪要"))
        nobody = chief.post(f"/meetings/{meeting.pk}/results/", results(meeting, "approved", "deferred", chair=" "))
        garbage = chief.post(f"/meetings/{meeting.pk}/results/", {"chair": "人" * 41, "item_x-result": "yes"})
    assert [page.status_code for page in (answer, nobody, garbage)] == [422, 422, 422]
    assert "请选择审议结果。" in words(answer)
    assert "写好的纪要" in answer.content.decode()
    assert '<option value="approved" selected>' in answer.content.decode()


def test_what_the_ledger_cannot_give_is_said_at_its_item_and_nothing_is_entered(
    waiting: list[Case], meeting: Meeting, chief: Client, school: Unit, other: Unit, education: Unit, full_funded: Any,
    actors: Actors,
) -> None:  # fmt: skip
    big = asked(line(full_funded, 9, source=school, target=other))
    case = ready("quota_adjust", education, big, actors, title="调剂第3批")
    meetings.put_on(meeting.pk, actor=actors.clerk, case_id=case.pk)
    with untouched():
        answer = chief.post(f"/meetings/{meeting.pk}/results/", results(meeting, "approved", "approved", "approved"))
    assert answer.status_code == 422
    assert "第3项：" in words(answer)


def test_a_moved_base_is_confirmed_item_by_item(
    meeting: Meeting, chief: Client, school: Unit, full_funded: Any, actors: Actors, paper: Document
) -> None:
    endow(school, full_funded, 1, actors, paper)
    page = chief.get(f"/meetings/{meeting.pk}/")
    assert "已核对申报后账面数变动" in words(page)
    with untouched():
        refused = chief.post(f"/meetings/{meeting.pk}/results/", results(meeting, "approved", "deferred"))
    assert "第1项：申报后账面数已发生变化，请核对变化后再次确认。" in words(refused)
    item = meeting.items.earliest("position")
    confirmed = results(meeting, "approved", "deferred", key="again")
    confirmed[f"item_{item.pk}-confirmed_base"] = deciding.base_token(item.case)
    assert chief.post(f"/meetings/{meeting.pk}/results/", confirmed).status_code == 302
    assert AgendaItem.objects.filter(meeting=meeting, result="deferred").count() == 1


def test_the_packet_has_a_sheet_for_each_case(meeting: Meeting, waiting: list[Case], inspector: User) -> None:
    page = signed_in(inspector).get(f"/meetings/{meeting.pk}/packet/")
    told = words(page)
    assert "议题1 调剂第1批" in told
    assert "10 → 7 −3" in told
    assert "论证（座谈会，2026-02-20）：必要可行" in told
    assert page.content.decode().count('class="panel packet"') == 2


def test_only_the_office_plans_and_only_the_authority_records(
    meeting: Meeting, office: Client, inspector: User, department: User, outsider: User, committee: User
) -> None:
    reader, member = signed_in(inspector), signed_in(committee)
    strangers = [signed_in(user) for user in (department, outsider)]
    item = meeting.items.first()
    assert item is not None
    addresses = [
        f"/meetings/{meeting.pk}/results/", f"/meetings/{meeting.pk}/agenda/",
        f"/meetings/{meeting.pk}/agenda/{item.pk}/remove/",
    ]  # fmt: skip
    sent = {**results(meeting, "approved", "approved"), "case": "1"}
    with untouched():
        assert [window.post(address, sent).status_code for window in strangers for address in addresses] == [404] * 6
        assert [reader.post(address, sent).status_code for address in addresses] == [403] * 3
        assert office.post(addresses[0], sent).status_code == 403
        assert member.post(addresses[0], sent).status_code == 403
        assert [window.get(f"/meetings/{meeting.pk}/packet/").status_code for window in strangers] == [404, 404]
        assert reader.post("/meetings/new/", {"title": "会"}).status_code == 422
        assert office.get("/meetings/99999999999999999999/").status_code == 404
    assert workdays.today() >= dt.date(2026, 1, 1)
