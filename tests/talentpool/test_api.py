"""The API of the pools: stocks, the special ledger as of a day, arrival, return, and deciding recoveries once."""

import datetime as dt
from collections.abc import Callable

import pytest

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import Pool, QuotaType
from talentpool import proposing
from talentpool.models import Loan, Recovery
from tests import stories
from tests.api import api_of, done, got, refusal, sent
from tests.book import unchanged
from tests.people import new_person
from tests.stories import Actors
from tests.talentpool.conftest import Lend, held
from tests.talentpool.test_lending import put_off
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(lend: Lend, arrive: Callable[..., Loan], sister: Unit) -> list[Loan]:
    """One loan overdue since yesterday, one promised."""
    first, second = lend("张示例", "李示例")
    put_off(arrive(first), 1)
    return [first, second]


@pytest.fixture
def proposed(late: list[Loan]) -> Recovery:
    proposing.propose_due(workdays.today())
    return Recovery.objects.get()


def test_pools_tell_their_overseers_everything_and_borrowers_what_is_free(
    late: list[Loan], pool: Pool, inspector: User, department: User, outsider: User
) -> None:
    [shown] = got(inspector, "pools/")
    assert (shown["id"], shown["region"]["name"]) == (pool.pk, "澜川市")
    assert shown["stocks"] == [
        {"quota_type": "full_funded", "total": 10, "lent": 2, "used": 1, "promised": 1, "free": 8, "due": 0,
         "overdue": 1}
    ]  # fmt: skip
    [lending] = got(department, "pools/lending/")
    assert (lending["id"], lending["free"]) == (pool.pk, [{"quota_type": "full_funded", "free": 8}])
    assert got(department, "pools/") == got(outsider, "pools/") == got(outsider, "pools/lending/") == []


def test_an_office_sets_up_a_pool_once_under_a_key(
    pool: Pool, region: Region, district: Region, clerk: User, inspector: User, department: User, outsider: User
) -> None:
    body = {"name": "教育系统周转池", "kind": "sector"}
    with unchanged():
        assert [sent(user, "pools/", body).status_code for user in (inspector, department)] == [403] * 2
        assert sent(outsider, "pools/", {**body, "region": region.code}).status_code == 400
        assert sent(clerk, "pools/", {**body, "region": district.code}).status_code == 403
        for wrong, field in (
            ({"name": "池"}, "kind"), ({**body, "kind": "gift"}, "kind"), ({**body, "name": " "}, "name"),
            ({**body, "name": "长" * 61}, "name"), ({**body, "name": pool.name}, "name"),
            ({**body, "region": "110000"}, "region"),
        ):  # fmt: skip
            assert refusal(sent(clerk, "pools/", wrong))[0::2] == (400, field)
    answer = sent(clerk, "pools/", body, key="p")
    assert (answer.status_code, answer.json()["stocks"]) == (201, [])
    made = Pool.objects.get(name="教育系统周转池")
    assert (made.region, made.kind, made.pk) == (region, "sector", answer.json()["id"])
    with unchanged():
        again = sent(clerk, "pools/", body, key="p")
        assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
        assert refusal(sent(clerk, "pools/", {**body, "kind": "talent"}, key="p"))[:2] == (422, "key_reused")


def test_the_special_ledger_tells_how_it_stood_on_a_day(
    late: list[Loan], full_school: Unit, inspector: User, outsider: User
) -> None:
    first, second = late
    rows = got(inspector, "loans/")["results"]
    assert [(row["id"], row["state"], row["light"]) for row in rows] == [
        (second.pk, "promised", None), (first.pk, "on_loan", "red"),
    ]  # fmt: skip
    assert rows[0]["unit"] == {"number": full_school.number, "name": full_school.name}
    assert got(inspector, "loans/", state="promised", unit=full_school.number)["results"] == rows[:1]
    yesterday = workdays.today() - dt.timedelta(days=1)
    assert got(inspector, "loans/", as_of=yesterday)["results"] == []
    assert got(outsider, "loans/")["results"] == []
    for query, field in (({"as_of": "昨天"}, "as_of"), ({"state": "gone"}, "state"), ({"pool": "x"}, "pool")):
        answer = api_of(inspector).get("/api/v1/loans/", query)
        assert (refusal(answer)[0], refusal(answer)[2]) == (400, field)


def test_a_loan_tells_its_life(late: list[Loan], unit_clerk: User, outsider: User) -> None:
    shown = got(unit_clerk, f"loans/{late[0].pk}/")
    # The fixture let the loan begin two years before it was granted.
    assert [step["action"] for step in shown["life"]] == ["到岗", "批准借用", "应归还"]
    assert shown["life"][1]["documents"] == [late[0].document.number]
    assert api_of(outsider).get(f"/api/v1/loans/{late[0].pk}/").status_code == 404


def test_a_talent_arrives_once_under_a_key(late: list[Loan], clerk: User, unit_clerk: User) -> None:
    address, person = f"loans/{late[1].pk}/arrival/", new_person()
    body = {"id_number": person.id_number, "title": "教师", "started_on": str(workdays.today())}
    with unchanged():
        assert refusal(sent(clerk, address, {**body, "id_number": "1"}))[0] == 400
        assert sent(unit_clerk, address, body).status_code == 403
    shown = done(clerk, address, body, key="a")
    assert (shown["state"], shown["started_on"]) == ("on_loan", str(workdays.today()))
    with unchanged():
        again = sent(clerk, address, body, key="a")
        assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
        assert refusal(sent(clerk, address, {**body, "title": "校长"}, key="a"))[:2] == (422, "key_reused")
        assert refusal(sent(clerk, address, body))[:2] == (409, "state")


def test_a_post_is_returned_by_decision_once_under_a_key(
    late: list[Loan], full_school: Unit, post_type: QuotaType, filled: Document, clerk: User, unit_clerk: User,
    actors: Actors, region: Region,
) -> None:  # fmt: skip
    address, body = f"loans/{late[0].pk}/return/", {"document": filled.pk, "reason": "已有空编"}
    with unchanged():
        assert refusal(sent(clerk, address, body))[0] == 400
        assert sent(unit_clerk, address, body).status_code in (400, 403)
    stories.endow(full_school, post_type, 1, actors, filled)
    shown = done(clerk, address, body, key="r")
    assert (shown["state"], shown["ended_on"]) == ("returned", str(workdays.today()))
    with unchanged():
        assert sent(clerk, address, body, key="r").headers["Idempotent-Replayed"] == "true"
    assert held(region)["pool"] == 9


def test_the_office_confirms_a_recovery_once_under_a_key(
    proposed: Recovery, sister: Unit, clerk: User, inspector: User, outsider: User
) -> None:
    [shown] = got(inspector, "recoveries/", state="proposed")["results"]
    assert shown["lines"][0]["sister"]["name"] == sister.name
    address = f"recoveries/{proposed.pk}/confirm/"
    with unchanged():
        assert sent(inspector, address).status_code == 403
        assert sent(outsider, address).status_code == 404
        wrong = sent(clerk, address, {"sisters": [{"line": shown["lines"][0]["id"] + 1, "sister": sister.number}]})
        assert refusal(wrong)[0] == 400
        left = {"sisters": [{"line": shown["lines"][0]["id"], "sister": None}]}
        assert refusal(sent(clerk, address, left))[:2] == (400, "sister")
    told = done(clerk, address, {}, key="c")
    assert (told["state"], told["opinion"], bool(told["document"])) == ("done", "同意。", True)
    with unchanged():
        assert sent(clerk, address, {}, key="c").headers["Idempotent-Replayed"] == "true"
        assert refusal(sent(clerk, address))[:2] == (409, "state")
    assert held(sister) == {"vacant": 2}


def test_the_office_adjusts_a_recovery(
    proposed: Recovery, education: Unit, sister: Unit, clerk: User, actors: Actors, post_type: QuotaType,
    filled: Document, stranger: Unit,
) -> None:  # fmt: skip
    from tests.cast import make_unit

    third = make_unit(education.region, "澜川市第三中学", category="institution", competent_department=education)
    stories.endow(third, post_type, 1, actors, filled)
    address, line = f"recoveries/{proposed.pk}/confirm/", proposed.lines.get().pk
    with unchanged():
        assert sent(clerk, address, {"sisters": [{"line": line, "sister": stranger.number}]}).status_code == 400
    told = done(clerk, address, {"sisters": [{"line": line, "sister": third.number}]})
    assert told["lines"][0]["sister"]["name"] == third.name
    assert (held(third), held(sister)) == ({}, {"vacant": 3})


def test_the_office_refuses_a_recovery_with_a_reason(proposed: Recovery, sister: Unit, clerk: User) -> None:
    address = f"recoveries/{proposed.pk}/refuse/"
    with unchanged():
        assert refusal(sent(clerk, address, {"opinion": " "}))[2] == "opinion"
    assert done(clerk, address, {"opinion": "另行研究。"}, key="n")["state"] == "refused"
    assert got(clerk, f"recoveries/{proposed.pk}/")["opinion"] == "另行研究。"
    assert held(sister) == {"vacant": 3}
