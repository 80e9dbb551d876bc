"""Pages of the seal chain: who reads them, what they say, what is taken away, and bad questions."""

import datetime as dt
import json

import pytest
from django.test import Client

from accounts import acting
from accounts.models import User
from approvals import scheduled, workdays
from audits import sealing, verify_offline
from audits.models import SealBlock
from quotas.models import QuotaType, Transfer
from tests import stories
from tests.book import by_the_owner
from tests.pages import queries_of, signed_in, words
from tests.stories import Actors
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def block(school: Unit, director: User, inspector: User) -> SealBlock:
    return sealing.seal_all(actor=acting.system_user())[-1]


def test_an_inspector_sees_how_far_the_chain_reaches_and_what_was_proved(block: SealBlock, inspector: User) -> None:
    client = signed_in(inspector)
    assert "尚未核验" in words(client.get("/seals/"))
    scheduled.run("verify_seals")
    page = words(client.get("/seals/"))
    assert "全部相符" in page
    assert block.digest in page


def test_an_empty_chain_says_so(inspector: User) -> None:
    assert "尚无封存块" in words(signed_in(inspector).get("/seals/"))


def test_what_is_wrong_stands_on_the_page(block: SealBlock, school: Unit, inspector: User) -> None:
    with by_the_owner() as execute:
        execute(f"update units_unit set name = '冒名学校' where id = {school.pk}")
    scheduled.run("verify_seals")
    page = words(signed_in(inspector).get("/seals/"))
    assert "有不符" in page
    assert f"机构{school.pk}（units_unit）的现值与其最后一条变更历史不符。" in page


def test_the_report_of_a_day_prints_its_head(block: SealBlock, inspector: User) -> None:
    client, today = signed_in(inspector), workdays.today()
    assert block.digest in words(client.get("/seals/report/", {"on": today.isoformat()}))
    before = words(client.get("/seals/report/", {"on": (today - dt.timedelta(days=1)).isoformat()}))
    assert "截至当日尚无封存块" in before
    for bad in ("", "2026-02-30", "昨天", (today + dt.timedelta(days=1)).isoformat()):
        answer = client.get("/seals/report/", {"on": bad}, follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain == [("/seals/", 302)]


def test_the_proof_of_a_version_is_taken_from_its_history(
    block: SealBlock, school: Unit, stranger: Unit, inspector: User
) -> None:
    client, version = signed_in(inspector), school.history.latest("history_id").history_id
    url = f"/history/unit/{school.pk}/proof/{version}/"
    assert url in client.get(f"/history/unit/{school.pk}/").content.decode()
    answer = client.get(url)
    assert answer["Content-Disposition"] == f'attachment; filename="proof-units_historicalunit-{version}.json"'
    assert verify_offline.check_proof(json.loads(answer.content)) == ([], [block.digest])
    theirs = stranger.history.latest("history_id").history_id
    assert client.get(f"/history/unit/{stranger.pk}/proof/{theirs}/").status_code == 404
    assert client.get(f"/history/unit/{school.pk}/proof/{theirs}/").status_code == 404
    assert client.get(f"/history/nothing/{school.pk}/proof/{version}/").status_code == 404


def test_what_is_not_sealed_yet_has_no_proof(school: Unit, inspector: User) -> None:
    version = school.history.latest("history_id").history_id
    page = signed_in(inspector).get(f"/history/unit/{school.pk}/proof/{version}/", follow=True)
    assert "该记录尚未封存" in words(page)


def test_the_proof_of_a_move_is_for_those_who_may_see_it(
    school: Unit, clerk: User, director: User, committee: User, inspector: User, outsider: User
) -> None:
    actors = Actors(clerk, director, committee)
    stories.give_reserve(school.region, QuotaType.objects.get(code="full_funded"), 5, actors)
    sealing.seal_all(actor=acting.system_user())
    move = Transfer.objects.latest("id").pk
    answer = signed_in(inspector).get("/seals/proof/", {"transfer": move})
    assert verify_offline.check_proof(json.loads(answer.content))[0] == []
    for user, asked in ((outsider, move), (inspector, move + 10_000), (inspector, "甲"), (inspector, 2**70)):
        refused = signed_in(user).get("/seals/proof/", {"transfer": asked}, follow=True)
        assert refused.redirect_chain in ([("/seals/", 302)], [])
        assert "attachment" not in refused.get("Content-Disposition", "")


def test_only_those_who_oversee_a_region_find_the_chain(block: SealBlock, unit_clerk: User, inspector: User) -> None:
    for url in ("/seals/", "/seals/report/?on=2026-01-01", "/seals/proof/?transfer=1", "/seals/verify_offline.py"):
        assert signed_in(unit_clerk).get(url).status_code == 404
    answer = signed_in(inspector).get("/seals/verify_offline.py")
    assert b"slow_sm3" in answer.content
    assert Client().get("/seals/").status_code == 302


def test_a_long_chain_is_read_page_by_page_at_the_same_cost(school: Unit, clerk: User, inspector: User) -> None:
    system = acting.system_user()
    while sealing.seal_next(actor=system, limit=1000):
        pass
    client = signed_in(inspector)
    once = queries_of(client, ["/seals/"])
    with acting.by(clerk, reason="改地址"):
        for number in range(60):
            Unit.objects.filter(pk=school.pk).update(address=f"{number}号")
    while sealing.seal_next(actor=system, limit=1):
        pass
    assert queries_of(client, ["/seals/"]) == once
    last = SealBlock.objects.latest("number").number
    assert f"after={last - 49}" in client.get("/seals/").content.decode()
    assert f"before={last - 50}" in client.get("/seals/", {"after": last - 49}).content.decode()
