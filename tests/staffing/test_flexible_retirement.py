"""Flexible retirement: the month a person chose is recorded on a document and moves forecast, reminder and check."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaType
from staffing import choosing, enrolment, forecasting, leaving, maintaining, reminding, renumbering, vacancies
from staffing.areas import area_of_unit
from staffing.facts import NewPerson
from staffing.models import Person, Posting
from staffing.quality.q01_past_retirement import past_retirement
from tests.api import done, refusal, sent
from tests.book import refusals
from tests.pages import signed_in, words
from tests.people import id_number
from tests.refusals import forbidden, refused
from units.models import Unit

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 15)
SOON, LATER = dt.date(2026, 9, 1), dt.date(2027, 2, 1)


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workdays, "today", lambda: TODAY)


@pytest.fixture
def people(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any]
) -> tuple[Posting, Posting]:
    """Two men: one retires in March 2027 and may go from September 2026; one should have gone in February 2026."""
    vacancies(school, post_type, 2)
    given = [NewPerson(name, id_number(n, born=born)) for n, (name, born) in enumerate(BORN, start=1) if n != 2]
    first, second = enrolment.register(unit=school, quota_type=post_type, people=given, **basis)
    return first, second


BORN = [("张示例", "19660915"), ("", ""), ("李示例", "19651115")]


@pytest.fixture
def person(people: tuple[Posting, Posting]) -> Person:
    return Person.objects.get(pk=people[0].person_id)


@pytest.fixture
def overdue(people: tuple[Posting, Posting]) -> Person:
    return Person.objects.get(pk=people[1].person_id)


def choose(person: Person, actor: User, paper: Document, month: dt.date = SOON, **given: Any) -> Person:
    facts = {"agreed_on": dt.date(2026, 3, 10), "document": paper, "reason": "本人书面告知", **given}
    return choosing.choose(person, actor=actor, month=month, **facts)


def test_an_early_month_moves_forecast_reminder_and_plan_and_taking_it_back_moves_them_again(
    person: Person, school: Unit, post_type: QuotaType, clerk: User, inspector: User, paper: Document
) -> None:
    def going() -> dict[str, int]:
        found = forecasting.forecast(area_of_unit(clerk, school), {post_type.pk})
        return {f"{month.first:%Y-%m}": month.retiring for month in found.months if month.retiring}

    def of(month: dt.date, **how: bool) -> list[str]:
        found = forecasting.retiring_people(area_of_unit(clerk, school), {post_type.pk}, month, **how)
        return [posting.person.name for posting in found]

    assert going() == {"2026-03": 1, "2027-03": 1}
    assert vacancies.leavers([school.pk], dt.date(2026, 12, 31)) == {(school.pk, post_type.pk): 1}
    choose(person, clerk, paper)
    assert going() == {"2026-03": 1, "2026-09": 1}
    assert (of(SOON), of(SOON, early=True), of(dt.date(2027, 3, 1))) == (["张示例"], ["张示例"], [])
    assert vacancies.leavers([school.pk], dt.date(2026, 12, 31)) == {(school.pk, post_type.pk): 2}
    assert reminding.retirements(dt.date(2026, 6, 1)).found == 2
    client = signed_in(clerk)
    page = words(client.get(f"/people/{person.pk}/"))
    assert "2026年9月（弹性提前，2026-03-10告知，" in page
    assert paper.number in page
    assert "2026-09" in words(client.get("/forecast/people/", {"month": "2026-09"}))
    version = Person.history.filter(id=person.pk).latest("history_id")
    assert (version.chosen_month, version.document_number, version.actor_name) == (SOON, paper.number, clerk.name)
    assert "弹性退休月" in words(signed_in(inspector).get(f"/history/person/{person.pk}/"))
    choosing.withdraw(person, actor=clerk, document=paper, reason="本人撤回")
    assert going() == {"2026-03": 1, "2027-03": 1}
    assert reminding.retirements(dt.date(2026, 6, 1)).found == 1


def test_who_stays_on_by_agreement_is_neither_overdue_nor_a_finding(
    overdue: Person, school: Unit, post_type: QuotaType, clerk: User, paper: Document
) -> None:
    choose(overdue, clerk, paper, LATER, agreed_on=dt.date(2026, 1, 20))
    found = forecasting.forecast(area_of_unit(clerk, school), {post_type.pk})
    assert (found.overdue, [f"{m.first:%Y-%m}" for m in found.months if m.retiring]) == (0, ["2027-02", "2027-03"])
    assert reminding.retirements(TODAY).found == 0
    assert "p.leaves_on < date '2026-03-01'" in str(past_retirement(TODAY))
    assert Person.objects.get(pk=overdue.pk).leaves_on == LATER
    assert "弹性延迟" in words(signed_in(clerk).get(f"/people/{overdue.pk}/"))


def test_refusals_change_nothing(
    person: Person, overdue: Person, clerk: User, unit_clerk: User, department: User, paper: Document
) -> None:
    for month, given, said in (
        (dt.date(2026, 8, 1), {}, "可选择2026年9月至2030年3月。"),
        (dt.date(2030, 4, 1), {}, "可选择2026年9月至2030年3月。"),
        (dt.date(2026, 9, 2), {}, "退休时间按月填写，请填当月1日。"),
        (dt.date(2027, 3, 1), {}, "与法定退休时间相同，无须登记。"),
        (SOON, {"agreed_on": dt.date(2026, 3, 16)}, "告知（约定）日期不能晚于今天。"),
        (SOON, {"reason": " "}, "弹性退休须有已印发的依据文件和事由。"),
        (SOON, {"document": Document(state=Document.State.DRAFT)}, "弹性退休须有已印发的依据文件和事由。"),
    ):
        with refused(says=said):
            choose(person, clerk, paper, month, **given)
    with refused(says="延迟退休须在法定退休时间2026年2月前至少1个月书面明确。"):
        choose(overdue, clerk, paper, LATER, agreed_on=dt.date(2026, 2, 1))
    for user in (unit_clerk, department):
        with forbidden():
            choose(person, user, paper)
    with refused(code="none"):
        choosing.withdraw(person, actor=clerk, document=paper, reason="本人撤回")


def test_an_early_month_is_stated_three_months_ahead(
    person: Person, clerk: User, paper: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workdays, "today", lambda: dt.date(2026, 7, 20))
    with refused(says="提前退休须至少提前3个月书面告知，2026-07-01告知的最早为2026年10月。"):
        choose(person, clerk, paper, agreed_on=dt.date(2026, 7, 1))
    assert choose(person, clerk, paper, agreed_on=dt.date(2026, 6, 30)).chosen_month == SOON


def test_who_leads_or_serves_stays_on_only_by_approval(person: Person, clerk: User, paper: Document) -> None:
    Person.objects.filter(pk=person.pk).update(is_civil_servant=True)
    late = dt.date(2028, 3, 1)
    with refused(says="公务员、领导人员到达法定退休年龄应当及时退休，经批准延迟的请勾选“经有权机关批准”。"):
        choose(person, clerk, paper, late)
    assert choose(person, clerk, paper, late, is_approved=True).chosen_month == late


def test_a_correction_does_not_leave_a_month_outside_the_law(
    person: Person, people: tuple[Posting, Posting], clerk: User, paper: Document
) -> None:
    choose(person, clerk, paper)
    given = {"actor": clerk, "document": paper, "reason": "更正"}
    with refused(code="chosen"):
        renumbering.correct_number(person, number=id_number(5, born="19751115"), **given)
    with refused(code="chosen"):
        maintaining.correct(person, posting=people[0], values={"retirement_category": ""}, **given)
    maintaining.correct(person, posting=people[0], values={"retirement_category": "male60"}, **given)
    assert Person.objects.get(pk=person.pk).chosen_month == SOON


def test_nothing_is_chosen_under_the_old_rule_or_off_a_post(
    person: Person, people: tuple[Posting, Posting], clerk: User, paper: Document, departure: dict[str, Any]
) -> None:
    Person.objects.filter(pk=person.pk).update(birth_date=dt.date(1964, 12, 15))
    assert refusals(lambda: choose(person, clerk, paper)) == ["法定退休时间为2024年12月，适用原规定，没有弹性退休。"]
    assert "没有弹性退休" in words(signed_in(clerk).get(f"/people/{person.pk}/retirement/"))
    Person.objects.filter(pk=person.pk).update(retirement_category="")
    assert refusals(lambda: choose(person, clerk, paper)) == ["未填退休类别，请先更正退休类别。"]
    assert signed_in(clerk).get(f"/people/{person.pk}/retirement/").status_code == 302
    leaving.release(posting=people[0], **departure | {"ended_on": TODAY})
    assert refusals(lambda: choose(person, clerk, paper)) == ["张示例不在编，不登记弹性退休。"]
    assert signed_in(clerk).get(f"/people/{person.pk}/retirement/").status_code == 404


def test_a_clerk_records_a_month_on_a_page_once_and_takes_it_back(
    person: Person, clerk: User, unit_clerk: User, outsider: User, paper: Document
) -> None:
    address = f"/people/{person.pk}/retirement/"
    assert [signed_in(user).get(address).status_code for user in (clerk, unit_clerk, outsider)] == [200, 403, 404]
    client = signed_in(clerk)
    assert address in client.get(f"/people/{person.pk}/").content.decode()
    assert address not in signed_in(unit_clerk).get(f"/people/{person.pk}/").content.decode()
    assert "2026年9月（提前6个月）" in words(client.get(address))
    typed = {"month": "2026-10-02", "agreed_on": "2026-03-10", "document": "没有此号", "reason": "告知", "key": "k1"}
    wrong = client.post(address, typed)
    assert (wrong.status_code, "请选择退休月份。" in words(wrong)) == (422, True)
    for _ in range(2):
        assert client.post(address, typed | {"month": "2026-10-01", "document": paper.number}).status_code == 302
    assert Person.history.filter(id=person.pk, history_type="~").count() == 1
    back = f"{address}withdraw/"
    assert client.get(back).status_code == 405
    assert client.post(back, {"document": "没有此号", "reason": "撤回"}).status_code == 422
    assert client.post(back, {"document": paper.number, "reason": "撤回", "key": "k2"}).status_code == 302
    assert Person.objects.get(pk=person.pk).chosen_month is None


def test_the_api_records_once_under_a_key(
    person: Person, clerk: User, unit_clerk: User, outsider: User, paper: Document
) -> None:
    address = f"people/{person.pk}/retirement/"
    body = {"month": "2026-09-01", "agreed_on": "2026-03-10", "document": paper.pk, "reason": "告知"}
    assert sent(unit_clerk, address, body).status_code in (400, 403)
    assert sent(outsider, address, body).status_code == 404
    assert refusal(sent(clerk, address, body | {"month": "2026-08-01"}))[2] == "month"
    first, again = (done(clerk, address, body, key="c1") for _ in range(2))
    assert first == again
    assert (first["chosen_month"], first["leaves_on"], first["retires_on"]) == (
        "2026-09-01",
        "2026-09-01",
        "2027-03-01",
    )
    back = done(clerk, f"{address}withdraw/", {"document": paper.pk, "reason": "撤回"})
    assert (back["chosen_month"], back["leaves_on"]) == (None, "2027-03-01")
