"""`manage.py verify_ledger` names whatever somebody who owns the database has changed behind the triggers."""

import re
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import acting
from accounts.models import User
from approvals import documents
from quotas import bodies, holding, ledger, periods, verification
from quotas.models import QuotaAccount, QuotaType
from tests.book import Desk, commit, day, undone
from tests.quotas.conftest import Open
from tests.stories import file
from units import lineage
from units.models import Region, Unit

SCHOOL = "澜川市第一中学的“事业编制（经费自理）”"
CITY = "澜川市的“事业编制（经费自理）”"


class Tampering(NamedTuple):
    """What is changed with the triggers off, and what the proof must say."""

    sql: str
    said: list[tuple[str, str]]


TAMPERINGS = [
    Tampering(
        "update quotas_quotaaccount set balance = balance + 1 where id = {reserve}",
        [
            ("sum", "“事业编制（经费自理）”各账户余额合计为1，应为0。"),
            ("balance", CITY + "储备账户余额66，按变动重算为65。"),
        ],
    ),
    Tampering(
        "update quotas_quotaaccount set balance = balance + case id when {reserve} then 1 else -1 end "
        "where id in ({reserve}, {vacant})",
        [
            ("balance", CITY + "储备账户余额66，按变动重算为65。"),
            ("balance", SCHOOL + "空编账户余额30，按变动重算为31。"),
        ],
    ),
    Tampering(
        "alter table quotas_quotaaccount drop constraint balance_has_the_sign_of_its_bucket; "
        "update quotas_quotaaccount set balance = -1 where id = {empty}",
        [
            ("sum", "“事业编制（经费自理）”各账户余额合计为-1，应为0。"),
            ("balance", "澜川市教育局的“事业编制（经费自理）”空编账户余额-1，按变动重算为0。"),
            ("sign", "澜川市教育局的“事业编制（经费自理）”空编账户余额-1，符号不符。"),
        ],
    ),
    Tampering(
        "update quotas_transfer set effective_on = {early} where id = {allotment}",
        [
            ("day", CITY + "储备账户在{early_day}为-30，符号不符。"),
        ],
    ),
    Tampering(
        "delete from quotas_transfer where id = {allotment}",
        [
            ("balance", CITY + "储备账户余额65，按变动重算为95。"),
            ("balance", SCHOOL + "空编账户余额31，按变动重算为1。"),
            ("checkpoint", "{closed}期末" + CITY + "储备记为70，按变动重算为100。"),
            ("checkpoint", "{closed}期末" + SCHOOL + "空编记为30，按变动重算为0。"),
        ],
    ),
    Tampering(
        "update quotas_hold set state = 'released'",
        [("lock", SCHOOL + "锁定账户锁定4，有主的锁定合计0。")],
    ),
    Tampering(
        "update units_unit set within_cap = true where id = {school}",
        [("body", "澜川市第一中学占用机构限额0个，应占用1个。")],
    ),
    Tampering(
        "update units_unit set abolished_on = quotas_today() where id = {body}",
        [("body", "澜川市档案局占用机构限额1个，应占用0个。")],
    ),
    Tampering(
        "update quotas_transfer set document_id = {draft} where id = {allotment}",
        [("document", "第{allotment}笔变动没有已印发的文件依据。")],
    ),
    Tampering(
        "update quotas_transfer set target_id = {other} where id = {late}; "
        "update quotas_quotaaccount set balance = balance + case id when {other} then 5 else -5 end "
        "where id in ({other}, {vacant})",
        [
            ("sum", "“事业编制（全额拨款）”各账户余额合计为5，应为0。"),
            ("sum", "“事业编制（经费自理）”各账户余额合计为-5，应为0。"),
            ("transfer", "第{late}笔变动两端编制类型不同。"),
        ],
    ),
    Tampering(
        "update quotas_transfer set reverses_id = {allotment} where id = {grant}",
        [("transfer", "第{grant}笔变动与所冲正的第{allotment}笔变动不相对应。")],
    ),
    Tampering(
        "update quotas_transfer set recorded_at = clock_timestamp() where id = {allotment}",
        [("transfer", "第{allotment}笔变动在{closed}结账后记入已结账期间。")],
    ),
    Tampering(
        "update quotas_periodbalance set balance = balance + 1 where account_id = {reserve}",
        [("checkpoint", "{closed}期末" + CITY + "储备记为71，按变动重算为70。")],
    ),
    Tampering(
        "delete from quotas_periodbalance where account_id = {vacant}",
        [("checkpoint", "{closed}期末" + SCHOOL + "空编记为0，按变动重算为30。")],
    ),
]  # fmt: skip


@pytest.fixture
def names(
    region: Region, bureau: Unit, school: Unit, education: Unit, granted: QuotaAccount, reserve: QuotaAccount,
    vacant: QuotaAccount, account: Open, kind: QuotaType, desk: Desk, clerk: User, director: User,
) -> dict[str, Any]:  # fmt: skip
    """A small book with an allotment, a closed period, a lock and a body; the ids that tampering names."""
    empty = account(education, "vacant")
    other = account(school, "vacant", QuotaType.objects.get(code="full_funded"))
    [allotment] = desk.post((reserve, vacant, 30), ago=100)
    periods.close_period(actor=director, region=region, ends_on=day(90))
    [late] = desk.post((reserve, vacant, 5))
    body = _body(region, account, desk)
    line = {"quota_type": kind, "applied_count": 4, "source_unit": school}
    case = file("quota_cut", school, {"effective_on": day(0), "lines": [line]}, clerk)
    with acting.by(director, reason="锁定"):
        promise = [holding.Promise(vacant, reserve, 4)]
        holding.hold(case, promise, effective_on=day(0), document=desk.paper, actor=director, reason="减编")
        draft = documents.draft_sheet(case, actor=director)
    commit()
    return {
        "reserve": reserve.pk, "vacant": vacant.pk, "empty": empty.pk, "other": other.pk, "school": school.pk,
        "body": body.pk, "draft": draft.pk, "allotment": allotment.pk, "late": late.pk, "closed": day(90),
        "grant": granted.outgoing.get().pk, "early": "quotas_today() - 400", "early_day": day(400),
    }  # fmt: skip


def _body(region: Region, account: Open, desk: Desk) -> Unit:
    kind = bodies.body_type()
    cap = account(region, "reserve", kind)
    desk.post((account(region, "granted", kind), cap, 3), ago=50)
    fields = {"name": "澜川市档案局", "category": "organ", "within_cap": True}
    with acting.by(desk.actor, reason="设立"):
        body = lineage.set_up(region=region, fields=fields, on=day(0), document_number="文", actor=desk.actor)
        place = ledger.Posting(cap, ledger.open_account(body, kind, "occupied"), 1, "body")
        ledger.post([place], document=desk.paper, actor=desk.actor, effective_on=day(0), reason="设立")
    return body


def test_what_is_changed_behind_the_triggers_is_named(names: dict[str, Any], subtests: pytest.Subtests) -> None:
    assert verification.verify() == []
    for tampering in TAMPERINGS:
        with subtests.test(tampering.sql), undone():
            tamper(tampering.sql.format(**names))
            said = [(kind, sentence.format(**names)) for kind, sentence in tampering.said]
            assert [(found.kind, found.sentence) for found in verification.verify()] == said
    assert verification.verify() == []


def tamper(sql: str) -> None:
    """What the owner of the database can do: every trigger and foreign key rests until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local session_replication_role = replica; {sql}")
        cursor.execute("set local session_replication_role = origin")


def test_the_command_says_what_is_wrong_and_exits_with_1(reserve: QuotaAccount) -> None:
    proof, complaint = StringIO(), StringIO()
    call_command("verify_ledger", stdout=proof, stderr=complaint)
    assert (proof.getvalue(), complaint.getvalue()) == ("台账核验通过：各类型余额合计为零，余额等于变动合计。\n", "")
    tamper(f"update quotas_quotaaccount set balance = 99 where id = {reserve.pk}")
    with pytest.raises(CommandError, match="台账核验发现2处不符。") as refusal:
        call_command("verify_ledger", stdout=proof, stderr=complaint)
    assert refusal.value.returncode == 1
    assert complaint.getvalue().splitlines() == [
        "[sum] “事业编制（经费自理）”各账户余额合计为-1，应为0。",
        f"[balance] {CITY}储备账户余额99，按变动重算为100。",
    ]


def test_every_probe_has_something_that_it_finds() -> None:
    kinds = re.findall(r'Discrepancy\("(\w+)"', Path(verification.__file__).read_text())
    assert {kind for tampering in TAMPERINGS for kind, _ in tampering.said} == set(kinds)
