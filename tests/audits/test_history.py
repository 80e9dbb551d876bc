"""The time line of a record: what changed, who did it and why, in scope, at a fixed cost, by no hand changed."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import acting
from accounts.models import User
from accounts.navigation import items_for
from approvals import documents
from approvals.models import Case, CaseKind, Document
from audits import timeline
from audits.records import RECORDS, with_number
from quotas.models import QuotaType
from staffing import seconding
from staffing.models import MoneyLine, Posting
from talentpool.models import Recovery
from tests import stories
from tests.cast import FOUNDED, make_user
from tests.staffing.test_people_api import full_number
from tests.stations import Place
from tests.stories import Actors
from tests.units.test_certificates import issued
from tests.units.test_coordinating import found as set_up_body
from units import lineage, mandates
from units.models import InternalDivision, Mandate, Region, Unit

HISTORY = RECORDS["unit"].history
RENAMED = dt.date(2026, 5, 1)


@pytest.fixture
def renamed(school: Unit, clerk: User) -> Unit:
    """A school that was renamed by a document, and whose address was then changed with bare SQL."""
    with acting.by(clerk, reason="理顺名称"):
        acting.cite(case="澜编办件〔2026〕1号", document="澜编办〔2026〕9号")
        lineage.rename(school, name="澜川市实验中学", on=RENAMED, document_number="澜编办〔2026〕9号", actor=clerk)
    with connection.cursor() as cursor:
        for name in ("actor_id", "actor_name", "reason", "case", "document"):
            cursor.execute("select set_config(%s, '', true)", [f"bianheng.{name}"])
        cursor.execute("update units_unit set address = '湖滨路1号' where id = %s", [school.pk])
    school.refresh_from_db()
    return school


def address(unit: Unit) -> str:
    return f"/history/unit/{unit.pk}/"


def test_every_version_tells_what_changed_who_did_it_why_and_on_what_paper(renamed: Unit, clerk: User) -> None:
    outside, renaming, set_up = timeline.page_of(HISTORY, renamed.pk, {}).rows
    assert [(f.label, f.before, f.after) for f in renaming.fields] == [("机构名称", "澜川市第一中学", "澜川市实验中学")]
    assert (renaming.kind, renaming.actor_name, renaming.reason) == ("修改", clerk.name, "理顺名称")
    assert (renaming.case_number, renaming.document_number) == ("澜编办件〔2026〕1号", "澜编办〔2026〕9号")
    assert [(f.label, f.before, f.after) for f in outside.fields] == [("地址", "—", "湖滨路1号")]
    assert (outside.is_outside, renaming.is_outside) == (True, False)
    assert set_up.kind == "新建"
    assert ("主管部门", "—", "澜川市教育局") in [(f.label, f.before, f.after) for f in set_up.fields]
    assert ("行政区划", "—", "澜川市") in [(f.label, f.before, f.after) for f in set_up.fields]


def test_the_page_marks_what_was_done_outside_the_application(renamed: Unit, inspector: User, client: Client) -> None:
    client.force_login(inspector)
    page = client.get(address(renamed)).content.decode()
    assert page.count("应用之外") == 1
    assert page.count('class="is-over"') == 1
    assert "澜川市第一中学" in page
    assert "理顺名称" in page
    assert "澜编办〔2026〕9号" in page


def test_cases_and_papers_are_linked_when_the_reader_may_open_them(
    bureau: Unit, clerk: User, director: User, committee: User, inspector: User, region: Region, client: Client
) -> None:
    kind = QuotaType.objects.get(code="full_funded")
    stories.give_reserve(region, kind, 5, Actors(clerk, director, committee))
    case = Case.objects.get()
    paper = Document.objects.get(case=case, kind="approval")
    client.force_login(inspector)
    page = client.get(f"/history/case/{case.pk}/").content.decode()
    assert f'href="{case.get_absolute_url()}"' in page
    assert f'href="{paper.get_absolute_url()}"' in page
    assert "已执行" in page


def test_a_number_that_two_issuers_use_is_not_linked(
    renamed: Unit, clerk: User, region: Region, client: Client
) -> None:
    for issuer in ("甲", "乙"):
        documents.register_incoming(
            actor=clerk, region=region, number="澜编办〔2026〕9号", title="同号", issuer=issuer,
            issued_on=dt.date(2026, 1, 1),
        )  # fmt: skip
    client.force_login(clerk)
    assert "/documents/" not in client.get(address(renamed)).content.decode().split('id="main"')[1]


def test_two_versions_stand_side_by_side(renamed: Unit, inspector: User, client: Client) -> None:
    last, _, first = timeline.page_of(HISTORY, renamed.pk, {}).rows
    found = timeline.compare(HISTORY, renamed.pk, (last.number, first.number))
    assert found is not None
    assert (found.older.number, found.newer.number) == (first.number, last.number)
    assert [(f.label, f.before, f.after) for f in found.fields] == [
        ("机构名称", "澜川市第一中学", "澜川市实验中学"), ("地址", "—", "湖滨路1号"),
    ]  # fmt: skip
    client.force_login(inspector)
    page = client.get(address(renamed), {"a": last.number, "b": first.number}).content.decode()
    assert f"版本 {first.number} 与 {last.number}" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"a": "1", "b": "999999999"}, "所选版本不属于这条记录"),
        ({"a": "7", "b": "7"}, "请选择两个不同的版本"),
        ({"a": "x", "b": "1"}, "没有查询"),
        ({"a": "1"}, "没有查询"),
        ({"a": "9" * 30, "b": "1"}, "没有查询"),
        ({"on": "昨天"}, "请输入日期"),
        ({"on": "2999-01-01"}, "日期不能晚于今天"),
        ({"after": "-1", "before": "x"}, "理顺名称"),
    ],
)
def test_a_wrong_question_gets_a_sentence(
    query: dict[str, str], said: str, renamed: Unit, inspector: User, client: Client
) -> None:
    client.force_login(inspector)
    answer = client.get(address(renamed), query)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_a_version_of_another_record_is_not_compared(renamed: Unit, education: Unit) -> None:
    [own] = timeline.page_of(HISTORY, education.pk, {}).rows
    first = timeline.page_of(HISTORY, renamed.pk, {}).rows[-1]
    assert timeline.compare(HISTORY, renamed.pk, (first.number, own.number)) is None


def test_a_unit_as_it_was_at_the_end_of_a_day(
    renamed: Unit, inspector: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timeline.as_of(HISTORY, renamed.pk, timezone_today())
    assert today is not None
    said = {field.label: field.after for field in today.version.fields}
    assert (said["机构名称"], said["地址"], said["行政区划"]) == ("澜川市实验中学", "湖滨路1号", "澜川市")
    assert timeline.as_of(HISTORY, renamed.pk, FOUNDED) is None
    client.force_login(inspector)
    page = client.get(address(renamed), {"on": timezone_today().isoformat()}).content.decode()
    assert "湖滨路1号" in page.split('id="past"')[1].split("</section>")[0]
    assert "当日没有这条记录" in client.get(address(renamed), {"on": "2020-01-01"}).content.decode()


def timezone_today() -> dt.date:
    from approvals import workdays

    return workdays.today()


def test_yesterday_is_told_as_it_was_then(renamed: Unit) -> None:
    """A version that was made three days ago is the one in force on every day until the next."""
    moment = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    with connection.cursor() as cursor:
        cursor.execute("alter table units_historicalunit disable trigger refuse_change")
        cursor.execute(
            "update units_historicalunit set history_date = %s where history_type = '+' and id = %s",
            [moment, renamed.pk],
        )
    past = timeline.as_of(HISTORY, renamed.pk, timezone_today() - dt.timedelta(days=1))
    assert past is not None
    assert ("机构名称", "澜川市第一中学") in [(field.label, field.after) for field in past.version.fields]


def test_long_time_lines_are_read_page_by_page(school: Unit, clerk: User) -> None:
    with acting.by(clerk, reason="改地址"):
        for number in range(119):
            Unit.objects.filter(pk=school.pk).update(address=f"{number}号")
    first = timeline.page_of(HISTORY, school.pk, {})
    second = timeline.page_of(HISTORY, school.pk, {"after": first.next})
    third = timeline.page_of(HISTORY, school.pk, {"after": second.next})
    assert [len(page.rows) for page in (first, second, third)] == [50, 50, 20]
    assert [f.after for version in (*first.rows, *second.rows, *third.rows[:-1]) for f in version.fields] == [
        f"{number}号" for number in reversed(range(119))
    ]
    assert third.next == ""
    assert timeline.page_of(HISTORY, school.pk, {"before": third.previous}).rows == second.rows
    assert first.rows[-1].fields[0].before == "68号"


def test_a_page_costs_the_same_queries_for_three_versions_and_for_a_hundred(
    renamed: Unit, education: Unit, clerk: User, inspector: User, client: Client
) -> None:
    client.force_login(inspector)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(renamed)).status_code == 200
        counts.append(len(queries))
        with acting.by(clerk, reason="换主管部门"):
            for number in range(100):
                department = education if number % 2 else None
                Unit.objects.filter(pk=renamed.pk).update(competent_department=department)
    assert counts[1] <= counts[0] <= 15


@pytest.fixture
def rows(
    renamed: Unit, region: Region, clerk: User, director: User, committee: User, bureau: Unit, unit_clerk: User
) -> dict[str, Any]:
    """One row of every kind of record of the city."""
    actors = Actors(clerk, director, committee)
    kind, chief = QuotaType.objects.get(code="full_funded"), QuotaType.objects.get(code="leader_141")
    with acting.by(clerk, reason="内设"):
        division = InternalDivision.objects.create(unit=renamed, name="教务处", kind="business")
    stories.give_reserve(region, kind, 5, actors)
    stories.give_reserve(region, chief, 1, actors)
    paper = stories.allot(renamed, kind, 3, actors)
    stories.allot(renamed, chief, 1, actors)
    return {
        "region": region, "unit": renamed, "division": division, "quota_type": kind,
        "mandate": Mandate.objects.get(user=unit_clerk), "case": paper.case, "document": paper,
        "case_kind": CaseKind.objects.get(code="quota_allot"), **people(renamed, kind, chief, paper, actors),
        **limits(renamed, kind, paper, actors), **comings_and_goings(region, renamed),
    }  # fmt: skip


def people(unit: Unit, kind: QuotaType, chief: QuotaType, paper: Document, actors: Actors) -> dict[str, Any]:
    from staffing import enrolment, leadership
    from tests.people import new_person

    basis: dict[str, Any] = {
        "actor": actors.clerk, "started_on": stories.EFFECTIVE, "document": paper, "reason": "入编"
    }  # fmt: skip
    [posting] = enrolment.register(unit=unit, quota_type=kind, people=[new_person("张示例")], **basis)
    tenure = leadership.appoint(unit=unit, quota_type=chief, person=posting.person, **basis)
    return {"person": posting.person, "posting": posting, "tenure": tenure}


def comings_and_goings(region: Region, unit: Unit) -> dict[str, Any]:
    """Plan and slot, batch, move, release, secondment, change sheet, off-quota staff with their money, and a loan."""
    place = Place(region, unit)
    place.receive_posts(20)
    slot, batch, today = place.slot(), place.enrolled().enrolment_batch, timezone_today()
    posting = Posting.objects.get(slot__isnull=False)
    seconded = seconding.second(
        actor=place.actors.clerk, posting=posting, host=place.bureau, starts_on=today, reason="抽调",
        ends_on=today + dt.timedelta(days=90), document=posting.document,
    )  # fmt: skip
    move = {"posting": posting, "target_unit": place.bureau, "quota_type": place.kind, "moves_on": today}
    leave = {"leaves_on": today, "lines": [{"posting": posting, "exit_reason": "resigned"}]}
    [engaged] = stories.engage(unit, 1, place.actors, posting.document)
    return {
        "slot": slot, "plan": slot.case.hiring_plan, "batch": batch, "secondment": seconded,
        "move": stories.file("staff_move", unit, move, place.filer).staff_move,
        "release": stories.file("staff_release", unit, leave, place.filer).staff_release,
        "change_sheet": place.changed(posting), "engagement": engaged, "money": MoneyLine.objects.get(),
        **pool_and_papers(place),
    }  # fmt: skip


def pool_and_papers(place: Place) -> dict[str, Any]:
    """A loan with its pool and a recovery; a coordinating body and a certificate."""
    loan, clerk = place.lent(), place.actors.clerk
    owed = Recovery.objects.create(region=place.region, pool=loan.pool, unit=loan.unit, quota_type=loan.quota_type)
    return {
        "report": place.reported(),
        "loan": loan, "pool": loan.pool, "recovery": owed, "certificate": issued(clerk, place.school),
        "coordinating_body": set_up_body(clerk, place.region, place.school),
    }  # fmt: skip


def limits(unit: Unit, kind: QuotaType, paper: Document, actors: Actors) -> dict[str, Any]:
    from quotas.exceptions import allow_excess
    from quotas.models import FloatingQuota

    ends_on = timezone_today() + dt.timedelta(days=90)
    exception = allow_excess(
        actor=actors.director, unit=unit, quota_type=kind, people_count=1, authority="市委编委", document=paper,
        ends_on=ends_on, reason="军转",
    )  # fmt: skip
    floating = {"effective_on": stories.EFFECTIVE, "ends_on": ends_on}
    line = {"quota_type": kind, "applied_count": 1, "target_unit": unit}
    stories.decide("quota_floating", unit, {**floating, "lines": [line]}, actors)
    return {"exception": exception, "floating_quota": FloatingQuota.objects.get()}


def test_every_kind_of_record_has_its_page_and_nobody_writes_on_it(
    rows: dict[str, Any], inspector: User, client: Client
) -> None:
    assert set(rows) == set(RECORDS)
    client.force_login(inspector)
    for key, row in rows.items():
        answer = client.get(f"/history/{key}/{row.pk}/")
        assert answer.status_code == 200, key
        assert "没有历史" not in answer.content.decode(), key
        for method in (client.post, client.put, client.patch, client.delete):
            assert method(f"/history/{key}/{row.pk}/").status_code == 405
    page = client.get(address(rows["unit"])).content.decode()
    for key in ("division", "exception", "floating_quota", "tenure", "posting"):
        assert f"/history/{key}/{rows[key].pk}/" in page
    for key in ("plan", "batch", "move", "release"):
        assert f"/history/{key}/{rows[key].pk}/" in client.get(f"/history/case/{rows[key].pk}/").content.decode(), key
    whose = rows["secondment"].person_id
    page = client.get(f"/history/person/{whose}/").content.decode()
    for key in ("secondment", "posting"):
        assert f"/history/{key}/" in page
    number = rows["slot"].number
    assert client.get("/history/", {"q": number})["Location"] == f"/history/slot/{rows['slot'].pk}/"


def test_the_history_of_a_person_shows_no_id_number(rows: dict[str, Any], inspector: User, client: Client) -> None:
    client.force_login(inspector)
    page = client.get(f"/history/person/{rows['person'].pk}/").content.decode()
    assert rows["person"].masked_id_number in page
    assert "盲索引" not in page
    assert full_number(rows["person"]) not in page


@pytest.mark.parametrize("who", ["clerk", "head", "director", "committee", "inspector"])
def test_who_oversees_the_region_reads_all_of_it(
    who: str, rows: dict[str, Any], request: pytest.FixtureRequest, client: Client
) -> None:
    user = request.getfixturevalue(who)
    client.force_login(user)
    assert "历史核查" in [item.label for item in items_for(user)]
    assert {client.get(f"/history/{key}/{row.pk}/").status_code for key, row in rows.items()} == {200}
    assert client.get("/history/").status_code == 200


@pytest.mark.parametrize("who", ["department", "unit_clerk"])
def test_applicants_read_none_of_it_because_reasons_are_the_offices_words(
    who: str, rows: dict[str, Any], request: pytest.FixtureRequest, client: Client
) -> None:
    user = request.getfixturevalue(who)
    client.force_login(user)
    assert "历史核查" not in [item.label for item in items_for(user)]
    assert {client.get(f"/history/{key}/{row.pk}/").status_code for key, row in rows.items()} == {404}
    assert client.get("/history/").status_code == 404


def test_a_stranger_office_reads_only_what_all_regions_share(
    rows: dict[str, Any], outsider: User, client: Client
) -> None:
    client.force_login(outsider)
    open_ones = {key for key, row in rows.items() if client.get(f"/history/{key}/{row.pk}/").status_code == 200}
    assert open_ones == {"quota_type", "case_kind"}
    assert all(not with_number(outsider, rows[key].number) for key in ("unit", "case", "document"))


def test_a_mandate_elsewhere_does_not_open_the_offices_words_of_ones_own_unit(
    rows: dict[str, Any], stranger: Unit, client: Client
) -> None:
    """Clerk of another city and of this school: the school's case stays closed, although the user filed it."""
    user = make_user("both", "clerk", region=stranger.region)
    mandates.grant(user, role="unit", unit=rows["unit"], starts_on=FOUNDED, actor=acting.system_user())
    client.force_login(user)
    assert client.get(f"/history/case/{rows['case'].pk}/").status_code == 404
    assert client.get(address(rows["unit"])).status_code == 404


def test_what_does_not_exist_is_not_found(renamed: Unit, inspector: User, client: Client) -> None:
    client.force_login(inspector)
    for wrong in ("/history/unit/999999/", "/history/user/1/", "/history/unit/x/", f"/history/transfer/{renamed.pk}/"):
        assert client.get(wrong).status_code == 404
    assert client.get(f"/history/unit/{'9' * 30}/").status_code in (400, 404)
    client.logout()
    assert client.get(address(renamed)).status_code == 302


@pytest.mark.parametrize("key", ["unit", "case", "document"])
def test_a_number_leads_to_its_history(key: str, rows: dict[str, Any], inspector: User, client: Client) -> None:
    client.force_login(inspector)
    answer = client.get("/history/", {"q": rows[key].number})
    assert answer.status_code == 302
    assert answer["Location"] == f"/history/{key}/{rows[key].pk}/"


def test_several_hits_are_listed_and_none_is_said(
    renamed: Unit, clerk: User, region: Region, inspector: User, client: Client
) -> None:
    for issuer in ("甲", "乙"):
        documents.register_incoming(
            actor=clerk, region=region, number="省编〔2026〕7号", title=f"{issuer}文", issuer=issuer,
            issued_on=dt.date(2026, 1, 1),
        )  # fmt: skip
    client.force_login(inspector)
    page = client.get("/history/", {"q": "省编〔2026〕7号"}).content.decode()
    assert page.count("/history/document/") == 2
    assert "没有这个编号的记录" in client.get("/history/", {"q": "省编"}).content.decode()
    assert client.get("/history/", {"q": "长" * 61}).status_code == 200
    assert "没有这个编号的记录" not in client.get("/history/").content.decode()
