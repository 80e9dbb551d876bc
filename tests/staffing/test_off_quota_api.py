"""Off-quota staff by API: what is done is done once under a key, and every refusal says code and field."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaType
from staffing import money
from staffing.models import Engagement, MoneyLine, ServiceContract
from tests.api import done, refusal, sent
from tests.pages import signed_in, words
from tests.people import id_number
from tests.refusals import untouched
from tests.staffing.conftest import Balances
from tests.stories import kind
from units.models import Unit

TODAY = dt.date(2026, 3, 15)


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workdays, "today", lambda: TODAY)


@pytest.fixture
def control(school: Unit, vacancies: Callable[..., None], clerk: User, paper: Document) -> QuotaType:
    """The school has two heads and the money of two."""
    found = kind("off_quota_control")
    vacancies(school, found, 2)
    money.set_money(actor=clerk, unit=school, year=2026, amount=Decimal(120_000), document=paper, reason="核定")
    return found


@pytest.fixture
def body(school: Unit, control: QuotaType, paper: Document) -> dict[str, Any]:
    """A guard for ten months."""
    return {
        "unit": school.number, "name": "赵示例", "id_number": id_number(901), "title": "保安", "kind": "direct",
        "started_on": "2026-03-10", "ends_on": "2026-12-31", "yearly_cost": "60000.00", "document": paper.pk,
        "reason": "校园安保",
    }  # fmt: skip


def test_somebody_is_engaged_once_under_a_key(
    body: dict[str, Any], school: Unit, control: QuotaType, clerk: User, balances: Balances
) -> None:
    first, again = (sent(clerk, "off-quota/", body, key="e1") for _ in range(2))
    assert (first.status_code, again.status_code, again.headers["Idempotent-Replayed"]) == (201, 201, "true")
    assert first.json() == again.json()
    assert (first.json()["unit"], first.json()["id_number"][2:16]) == (school.number, "*" * 14)
    assert balances(school, control) == {"vacant": 1, "occupied": 1}
    with untouched():
        other = sent(clerk, "off-quota/", body | {"title": "保洁"}, key="e1")
    assert refusal(other)[:2] == (422, "key_reused")


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"id_number": "1"}, "person", "people"),
        ({"kind": "purchase"}, "invalid_choice", "kind"),
        ({"kind": "dispatch"}, "invalid", "employer"),
        ({"title": " "}, "invalid", "title"),
        ({"ends_on": "2026-01-01"}, "invalid", "ends_on"),
        ({"started_on": "2026-03-16"}, "future", "started_on"),
        ({"yearly_cost": "-1"}, "invalid", "yearly_cost"),
        ({"yearly_cost": "viel"}, "invalid", "yearly_cost"),
        ({"yearly_cost": "900000"}, "double_control", ""),
        ({"unit": "无此单位"}, "does_not_exist", "unit"),
        ({"quota_type": "full_funded"}, "quota_type", "quota_type"),
        ({"document": 0}, "does_not_exist", "document"),
        ({"reason": ""}, "invalid", "reason"),
    ],
)
def test_a_refusal_says_code_and_field_and_changes_nothing(
    given: dict[str, Any], code: str, field: str, body: dict[str, Any], clerk: User
) -> None:
    with untouched():
        assert refusal(sent(clerk, "off-quota/", body | given)) == (400, code, field)


def test_others_do_nothing_of_it(
    body: dict[str, Any], school: Unit, clerk: User, department: User, unit_clerk: User, inspector: User,
    outsider: User, paper: Document,
) -> None:  # fmt: skip
    one = done(clerk, "off-quota/", body)["id"]
    cite = {"document": paper.pk, "reason": "需要"}
    acts = {
        f"off-quota/{one}/renew/": {"ends_on": "2026-12-01", "yearly_cost": "1", **cite},
        f"off-quota/{one}/end/": {"ended_on": "2026-03-12", "end_reason": "expired", **cite},
        "off-quota/money/": {"unit": school.number, "year": 2026, "amount": "1", **cite},
        "off-quota/services/": {
            "engagements": [one], "title": "安保", "provider": "示例物业", "yearly_amount": "1", "on": "2026-03-12",
            "ends_on": "2027-03-12", **cite,
        },
        "off-quota/": body | {"id_number": id_number(903)},
    }  # fmt: skip
    for address, given in acts.items():
        for user in (department, unit_clerk, inspector):
            with untouched():
                # Who does not see the paper cannot cite it; who sees it may not act.
                assert sent(user, address, given).status_code in (400, 403), (user.name, address)
        with untouched():
            assert sent(outsider, address, given).status_code in (400, 404), address


def test_a_contract_is_renewed_and_ended(body: dict[str, Any], clerk: User, paper: Document) -> None:
    one, cite = done(clerk, "off-quota/", body)["id"], {"document": paper.pk, "reason": "需要"}
    dear = sent(clerk, f"off-quota/{one}/renew/", {"ends_on": "2026-12-31", "yearly_cost": "900000", **cite})
    assert refusal(dear)[:2] == (400, "money")
    longer = {"ends_on": "2026-11-30", "yearly_cost": "66000.00", **cite}
    assert done(clerk, f"off-quota/{one}/renew/", longer, key="r1")["yearly_cost"] == "66000.00"
    assert done(clerk, f"off-quota/{one}/renew/", longer, key="r1")["ends_on"] == "2026-11-30"
    over = {"ended_on": "2026-03-12", "end_reason": "resigned", **cite}
    assert done(clerk, f"off-quota/{one}/end/", over, key="x1")["ended_on"] == "2026-03-12"
    assert done(clerk, f"off-quota/{one}/end/", over, key="x1")["end_reason"] == "resigned"
    assert refusal(sent(clerk, f"off-quota/{one}/end/", over))[:2] == (400, "ended")
    assert Engagement.history.filter(id=one, history_type="~").count() == 2


def test_money_is_set_and_never_below_what_contracts_take(
    body: dict[str, Any], school: Unit, clerk: User, paper: Document
) -> None:
    done(clerk, "off-quota/", body)
    given = {"unit": school.number, "year": 2026, "amount": "100000.00", "document": paper.pk, "reason": "控减"}
    assert refusal(sent(clerk, "off-quota/money/", given | {"amount": "1"})) == (400, "below_committed", "amount")
    for _ in range(2):
        assert done(clerk, "off-quota/money/", given, key="m1")["amount"] == "100000.00"
    assert MoneyLine.objects.get().amount == Decimal(100_000)


def test_a_service_instead_of_people_cuts_the_control_number(
    body: dict[str, Any], school: Unit, control: QuotaType, clerk: User, paper: Document, balances: Balances
) -> None:
    one = done(clerk, "off-quota/", body)["id"]
    bought = {
        "engagements": [one], "title": "校园安保", "provider": "示例物业", "yearly_amount": "50000.00",
        "on": "2026-03-12", "ends_on": "2028-03-11", "document": paper.pk, "reason": "转为购买服务",
    }  # fmt: skip
    assert refusal(sent(clerk, "off-quota/services/", bought | {"engagements": []}))[2] == "engagements"
    assert refusal(sent(clerk, "off-quota/services/", bought | {"engagements": [0]}))[1] == "does_not_exist"
    first, again = (done(clerk, "off-quota/services/", bought, key="c1") for _ in range(2))
    assert first == again
    assert first["replaced_count"] == 1
    assert balances(school, control) == {"vacant": 1}
    assert ServiceContract.objects.count() == 1


def test_a_page_that_is_sent_twice_engages_once(body: dict[str, Any], control: QuotaType, clerk: User) -> None:
    paper = Document.objects.get(pk=body["document"])
    typed = body | {"document": paper.number, "quota_type": control.pk, "pay_source": "budget", "key": "p1"}
    client = signed_in(clerk)
    for _ in range(2):
        assert client.post("/off-quota/engage/", typed).status_code == 302
    assert "这一页已经办理过。" in words(client.get("/off-quota/"))
    assert Engagement.objects.count() == 1
