"""Deputies (代行职责): who may be appointed by whom, for how long, and what ends at once."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import User
from approvals import deputies, flow, policies, workdays
from approvals.models import Deputy
from tests.pages import rows, signed_in, words
from tests.refusals import forbidden, refused, untouched
from units.models import Region, Role

TODAY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workdays, "today", lambda: TODAY)


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def appoint(actor: User, principal: User, deputy: User, start: int = 0, end: int = 5, **more: Any) -> Deputy:
    return deputies.appoint(
        actor=actor, principal=principal, deputy=deputy, starts_on=days(start), ends_on=days(end), **more
    )


def test_a_principal_lets_a_colleague_act_for_a_time(director: User, head: User, region: Region) -> None:
    made = appoint(director, director, head, note="出差")
    assert (made.principal, made.deputy, made.ends_on, made.note) == (director, head, days(5), "出差")
    assert policies.principal_for(head, (Role.DIRECTOR,), region) == director
    history = made.history.get()  # type: ignore[attr-defined]
    assert (history.actor_name, history.history_change_reason) == (director.name, "出差")


def test_the_director_does_it_for_those_who_work_in_the_office(director: User, head: User, clerk: User) -> None:
    assert appoint(director, clerk, head).principal == clerk


def test_nobody_else_does_it_for_others(clerk: User, head: User, director: User, outsider: User) -> None:
    with forbidden():
        appoint(clerk, director, head)
    with forbidden():
        appoint(outsider, director, head)


def test_nobody_gives_themselves_or_others_what_the_committee_decides(
    director: User, committee: User, head: User
) -> None:
    with forbidden():
        appoint(director, committee, head)
    with forbidden():
        appoint(director, committee, director)
    assert committee not in deputies.principals_for(director)


def test_nobody_appoints_themselves_for_another(director: User, clerk: User) -> None:
    with refused(says="不能指定自己代行他人职责。"):
        appoint(director, clerk, director)


def test_a_department_has_no_deputies(department: User, unit_clerk: User) -> None:
    with forbidden():
        appoint(department, department, unit_clerk)
    page = signed_in(department).get("/deputies/")
    assert page.status_code == 403


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (-1, 5, "开始日期不能早于今天。"),
        (3, 2, "结束日期不能早于开始日期。"),
        (0, 367, "代行期限不超过一年。"),
    ],
)
def test_the_dates_make_sense(director: User, head: User, start: int, end: int, sentence: str) -> None:
    with refused(says=sentence):
        appoint(director, director, head, start, end)


def test_a_deputy_is_a_colleague_and_somebody_else(director: User, outsider: User, unit_clerk: User) -> None:
    with refused(says="代行人不能是委托人本人。"):
        appoint(director, director, director)
    for stranger in (outsider, unit_clerk):
        with refused(says=f"{stranger.name}不在{director.name}任职的编办，不能代行。"):
            appoint(director, director, stranger)


def test_the_same_authorisation_is_not_given_twice(director: User, head: User) -> None:
    appoint(director, director, head)
    with refused(says=f"{head.name}在此期间已获授权代行。"):
        appoint(director, director, head, 5, 9)
    assert appoint(director, director, head, 6, 9).pk


def test_what_is_sent_twice_is_done_once(director: User, head: User) -> None:
    once = flow.Once.of("k", "v")
    made = appoint(director, director, head, once=once)
    assert flow.receipt(director, once) == made.pk


def test_an_authorisation_ends_at_once_and_stays_on_record(director: User, head: User, region: Region) -> None:
    made = appoint(director, director, head)
    Deputy.objects.filter(pk=made.pk).update(starts_on=days(-3))
    deputies.end(made.pk, actor=director)
    made.refresh_from_db()
    assert made.ends_on == days(-1)
    assert policies.principal_for(head, (Role.DIRECTOR,), region) is None
    with refused(says="该项代行授权已经结束。"):
        deputies.end(made.pk, actor=director)


def test_an_authorisation_that_has_not_been_used_is_taken_away(director: User, head: User, region: Region) -> None:
    made = appoint(director, director, head)
    deputies.end(made.pk, actor=director)
    assert not Deputy.objects.exists()
    assert policies.principal_for(head, (Role.DIRECTOR,), region) is None
    assert made.history.filter(history_type="-").exists() or made.history.count() == 0  # type: ignore[attr-defined]


def test_others_do_not_end_it(director: User, head: User, clerk: User) -> None:
    made = appoint(director, director, head)
    with forbidden():
        deputies.end(made.pk, actor=clerk)


def test_the_page_appoints_lists_and_ends(director: User, head: User, clerk: User, outsider: User) -> None:
    chief, colleague, stranger = signed_in(director), signed_in(clerk), signed_in(outsider)
    sent = {
        "key": "one", "principal": director.pk, "deputy": head.pk, "starts_on": TODAY.isoformat(),
        "ends_on": days(9).isoformat(), "note": "学习",
    }  # fmt: skip
    for _ in range(2):
        assert chief.post("/deputies/", sent).status_code == 302
    made = Deputy.objects.get()
    assert rows(chief.get("/deputies/"))[1][:6] == [
        director.name, head.name, "2026-03-02", "2026-03-11", "学习", "代行中",
    ]  # fmt: skip
    assert "终止" in words(chief.get("/deputies/"))
    assert f"/deputies/{made.pk}/end/" not in colleague.get("/deputies/").content.decode()
    assert head.name not in words(stranger.get("/deputies/"))
    with untouched():
        assert stranger.post(f"/deputies/{made.pk}/end/").status_code == 404
        assert colleague.post(f"/deputies/{made.pk}/end/").status_code == 403
    assert chief.post(f"/deputies/{made.pk}/end/").status_code == 302
    assert not Deputy.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("ends_on", "2026-03-01", "结束日期不能早于开始日期。"),
        ("ends_on", "", "请输入日期"),
        ("deputy", "", "必填项"),
        ("deputy", "99999999999999999999", "选择一个有效的选项"),
        ("principal", "x", "选择一个有效的选项"),
        ("note", "长" * 121, "120"),
    ],
)
def test_a_refusal_stands_beside_its_field(director: User, head: User, field: str, value: str, sentence: str) -> None:
    chief = signed_in(director)
    sent = {
        "principal": director.pk, "deputy": head.pk, "starts_on": TODAY.isoformat(), "ends_on": days(9).isoformat(),
        "note": "学习", field: value,
    }  # fmt: skip
    with untouched():
        answer = chief.post("/deputies/", sent)
    assert answer.status_code == 422
    assert sentence in words(answer)
