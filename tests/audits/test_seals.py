"""The seal chain: nothing that was written is changed, removed or slipped in without being named."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts import acting
from accounts.models import User
from approvals import scheduled
from approvals.models import Notification
from audits import entries, merkle, proofs, seal_checks, sealing, verify_offline
from audits.models import SealBlock, SealPart, Unsealed
from tests.book import by_the_owner, commit
from units.models import Mandate, Region, Unit

pytestmark = pytest.mark.django_db
OFFLINE = Path(verify_offline.__file__)
HISTORY = "units_historicalunit"


@pytest.fixture
def system(db: None) -> User:
    return acting.system_user()


@pytest.fixture
def sealed(school: Unit, clerk: User, system: User) -> list[SealBlock]:
    """A school that moved twice, sealed in small blocks."""
    for address in ("湖滨路1号", "湖滨路2号"):
        with acting.by(clerk, reason="搬迁"):
            Unit.objects.filter(pk=school.pk).update(address=address)
    blocks = []
    while block := sealing.seal_next(actor=system, limit=7):
        blocks.append(block)
    return blocks


def wrong(**options: str) -> list[str]:
    return [f"{each.kind}: {each.sentence}" for each in seal_checks.verify(**options)]  # type: ignore[arg-type]


def last_history_of(unit: Unit) -> int:
    return int(Unit.history.filter(id=unit.pk).latest("history_id").history_id)


def test_every_table_that_refuses_change_is_sealed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'refuse_change' "
            "and c.relname not in ('audits_sealblock', 'audits_sealpart') order by 1"
        )
        grows = [name for (name,) in cursor.fetchall()]
    assert list(entries.tables()) == grows
    assert len(grows) > 50
    assert {"quotas_transfer", HISTORY, "accounts_personaldatareading", "audits_reportline"} <= set(grows)


def test_what_was_written_is_sealed_in_a_chain_that_holds(sealed: list[SealBlock], system: User) -> None:
    assert [block.number for block in sealed] == list(range(1, len(sealed) + 1))
    assert len(sealed) > 2
    assert [block.previous for block in sealed] == [sealing.NOTHING, *(block.digest for block in sealed[:-1])]
    assert not Unsealed.objects.exists()
    assert sealing.seal_next(actor=system) is None
    assert sum(block.row_count for block in sealed) == sum(len(part.row_ids) for part in SealPart.objects.all())
    assert wrong() == []


def test_the_algorithm_is_named_in_the_block(sealed: list[SealBlock]) -> None:
    assert {block.algorithm for block in sealed} == {merkle.preferred()}
    assert json.loads(sealing.header_of(sealed[0]))["algorithm"] == merkle.preferred()


def test_a_changed_row_is_named(sealed: list[SealBlock], school: Unit) -> None:
    row = last_history_of(school)
    with by_the_owner() as execute:
        execute(f"update {HISTORY} set history_change_reason = '另有原因' where history_id = {row}")
    [sentence] = wrong()
    assert sentence.startswith(f"changed: 机构变更历史第{row}号（{HISTORY}）封存后被修改，原封存于第")


def test_a_removed_row_is_named_even_when_it_was_the_last(sealed: list[SealBlock], school: Unit) -> None:
    row = last_history_of(school)
    with by_the_owner() as execute:
        execute(f"delete from {HISTORY} where history_id = {row}")
    removed, live = wrong()
    assert removed.startswith(f"removed: 机构变更历史第{row}号（{HISTORY}）已被删除，原封存于第")
    assert live == f"live: 机构{school.pk}（units_unit）的现值与其最后一条变更历史不符。"


def test_an_inserted_row_is_named(sealed: list[SealBlock], school: Unit) -> None:
    row = last_history_of(school)
    with by_the_owner() as execute:
        execute(
            f"create temporary table forged on commit drop as select * from {HISTORY} where history_id = {row}; "
            f"update forged set history_id = {row + 100}, actor_name = '某人'; "
            f"insert into {HISTORY} select * from forged"
        )
    assert wrong() == [f"inserted: 机构变更历史第{row + 100}号（{HISTORY}）未经登记插入：既未封存，也不在待封存之列。"]


def test_a_row_that_vanishes_while_it_waits_is_named_and_stops_nobody(
    sealed: list[SealBlock], school: Unit, clerk: User, system: User
) -> None:
    with acting.by(clerk, reason="搬迁"):
        Unit.objects.filter(pk=school.pk).update(address="湖滨路3号")
    gone = last_history_of(school)
    with acting.by(clerk, reason="搬回"):
        Unit.objects.filter(pk=school.pk).update(address="湖滨路2号")
    with by_the_owner() as execute:
        execute(f"delete from {HISTORY} where history_id = {gone}")
    block = sealing.seal_next(actor=system)
    assert block is not None
    assert block.row_count == 1
    assert sealing.seal_next(actor=system) is None
    assert wrong() == [f"removed: 机构变更历史第{gone}号（{HISTORY}）在待封存时被删除。"]


def test_a_live_row_that_differs_from_its_history_is_named(sealed: list[SealBlock], school: Unit) -> None:
    with by_the_owner() as execute:
        execute(f"update units_unit set name = '冒名学校' where id = {school.pk}")
    assert wrong() == [f"live: 机构{school.pk}（units_unit）的现值与其最后一条变更历史不符。"]


def test_a_live_row_that_vanished_is_named(sealed: list[SealBlock], clerk: User) -> None:
    mandate = Mandate.objects.get(user=clerk)
    with by_the_owner() as execute:
        execute(f"delete from units_mandate where id = {mandate.pk}")
    label = Mandate._meta.verbose_name
    assert wrong() == [f"live: {label}{mandate.pk}（units_mandate）已不存在，变更历史中却没有删除记录。"]


def test_what_history_leaves_out_is_no_difference(sealed: list[SealBlock], clerk: User, system: User) -> None:
    """The hour of the last sign-in makes no history row."""
    with by_the_owner() as execute:
        execute(f"update accounts_user set last_login = now(), password = 'x' where id = {clerk.pk}")
    assert wrong() == []


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        ("update audits_sealblock set row_count = row_count + 1 where number = 2", "第2块被修改：摘要与块内容不符。"),
        (
            "update audits_sealblock set root = repeat('0', 64) where number = 2",
            "第2块被修改：封存明细与梅克尔根不符。",
        ),
        (
            "update audits_sealblock set previous = repeat('1', 64) where number = 2",
            "封存链断裂：第2块所记上一块摘要与第1块不符。",
        ),
        (
            "delete from audits_sealpart where block_id = 2; delete from audits_sealblock where number = 2",
            "封存链断裂：第2块缺失，其后为第3块。",
        ),
        (
            "update audits_sealpart set leaves = substr(leaves, 33) || substr(leaves, 1, 32) where block_id = "
            "(select block_id from audits_sealpart where cardinality(row_ids) > 1 limit 1)",
            "封存明细与梅克尔根不符。",
        ),
        ("delete from audits_sealpart where block_id = 2", "第2块被修改：封存明细与梅克尔根不符。"),
    ],
)
def test_a_broken_chain_is_named(sealed: list[SealBlock], attack: str, said: str) -> None:
    with by_the_owner() as execute:
        execute(attack)
    assert any(said in sentence for sentence in wrong())


def test_a_chain_that_was_cut_lacks_the_head_that_was_printed(sealed: list[SealBlock]) -> None:
    """A restored backup that lacks the last hour holds in itself; the printed head betrays it."""
    head = sealed[-1].digest
    rows = [(part.table_name, pk) for part in sealed[-1].parts.all() for pk in part.row_ids]
    with by_the_owner() as execute:
        execute(f"delete from audits_sealpart where block_id = {sealed[-1].pk}")
        execute(f"delete from audits_sealblock where number = {sealed[-1].pk}")
        for table, pk in rows:
            execute(f"insert into audits_unsealed (table_name, row_id) values ('{table}', {pk})")
    assert wrong() == []
    assert wrong(head=head) == [f"head: 封存链中没有摘要{head}：数据库曾被恢复到较早的备份，或链尾被删。"]


@pytest.mark.parametrize(
    "action",
    [
        "update audits_sealblock set row_count = 1",
        "delete from audits_sealblock",
        "update audits_sealpart set last_id = last_id",
        "delete from audits_sealpart",
        "truncate audits_sealblock cascade",
        "truncate audits_sealpart",
    ],
)
def test_nobody_but_the_owner_touches_a_block(sealed: list[SealBlock], action: str) -> None:
    commit()
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(action)
    assert wrong() == []


BLOCK = "insert into audits_sealblock (number, algorithm, sealed_at, row_count, root, previous, digest) values "
PART = "insert into audits_sealpart (block_id, table_name, columns, row_ids, leaves, first_id, last_id) values "


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (f"{BLOCK} (0, 'sm3', now(), 1, 'r', 'p', 'd')", "blocks_count_from_one"),
        (f"{BLOCK} (99, 'sm3', now(), 0, 'r', 'p', 'd')", "a_block_seals_something"),
        (f"{BLOCK} (99, 'sm3', now(), 1, 'r', repeat('0', 64), 'd')", "audits_sealblock_previous_key"),
        (
            f"{PART} (1, (select table_name from audits_sealpart where block_id = 1 limit 1), "
            "'{{}}', '{{1}}', '', 1, 1)",
            "a_block_has_one_part_of_a_table",
        ),
        (f"{PART} (1, 'elsewhere', '{{}}', '{{2,1}}', '', 2, 1)", "rows_of_a_part_are_in_order"),
    ],
)
def test_the_tables_of_the_chain_hold_no_nonsense(sealed: list[SealBlock], statement: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.replace("{{", "{").replace("}}", "}"))


def test_the_check_seals_and_the_other_tells_what_is_wrong(
    school: Unit, region: Region, system: User, director: User
) -> None:
    assert scheduled.run("seal").found > 0
    assert scheduled.run("seal").found == 0
    last = SealBlock.objects.latest("number")
    proved = scheduled.run("verify_seals")
    # What a check leaves behind waits for the next seal, and is no fault.
    assert (proved.found, proved.note) == (0, f"核验至第{last.number}块，摘要{last.digest}")
    with by_the_owner() as execute:
        execute(f"update units_unit set name = '冒名学校' where id = {school.pk}")
    failed = scheduled.run("verify_seals")
    assert failed.found == 1
    assert "机构" in failed.note.splitlines()[1]
    told = Notification.objects.get(key__startswith="seals:", region=region)
    assert "封存核验发现1处不符" in told.text


def test_the_command_proves_or_names(sealed: list[SealBlock], school: Unit, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_seals", head=sealed[0].digest.upper())
    assert capsys.readouterr().out == f"封存核验通过：至第{len(sealed)}块，链头{sealed[-1].digest}。\n"
    with by_the_owner() as execute:
        execute(f"update units_unit set name = '冒名学校' where id = {school.pk}")
    with pytest.raises(CommandError, match="封存核验发现1处不符"):
        call_command("verify_seals")
    assert "[live] 机构" in capsys.readouterr().err


def run_offline(*arguments: object) -> tuple[int, str]:
    """The verifier on its own, without the product."""
    command = [sys.executable, "-I", "-S", str(OFFLINE), *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


def test_a_bundle_is_checked_on_another_machine(sealed: list[SealBlock], tmp_path: Path) -> None:
    file = tmp_path / "bundle.jsonl"
    call_command("export_seals", str(file), verbosity=0)
    code, said = run_offline(file, sealed[-1].digest)
    assert (code, said) == (0, f"all holds: {len(sealed)} blocks up to {sealed[-1].digest}\n")
    assert run_offline(file, "ab" * 32) == (1, f"the chain does not reach {'ab' * 32}\n")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("湖滨路1号", "湖滨路9号"), encoding="utf-8")
    code, said = run_offline(file)
    assert code == 1
    assert "its entries are not those that were sealed" in said
    lines = text.splitlines(keepends=True)
    file.write_text("".join([*lines[:2], *lines[3:]]), encoding="utf-8")
    assert run_offline(file)[1].startswith("block 2: missing\nblock 3: does not follow the block before it")


def test_a_bundle_names_what_is_gone(sealed: list[SealBlock], school: Unit, tmp_path: Path) -> None:
    row, file = last_history_of(school), tmp_path / "bundle.jsonl"
    with by_the_owner() as execute:
        execute(f"delete from {HISTORY} where history_id = {row}")
    call_command("export_seals", str(file), verbosity=0)
    assert f"{HISTORY} {row}: removed since it was sealed" in run_offline(file)[1]


def test_a_bundle_is_not_written_over_another_file(sealed: list[SealBlock], tmp_path: Path) -> None:
    file = tmp_path / "bundle.jsonl"
    file.write_text("older", encoding="utf-8")
    with pytest.raises(CommandError, match="不能写入"):
        call_command("export_seals", str(file))
    assert file.read_text(encoding="utf-8") == "older"


def test_the_proof_of_one_entry_is_checked_on_another_machine(
    sealed: list[SealBlock], school: Unit, tmp_path: Path
) -> None:
    file = tmp_path / "proof.json"
    for row in Unit.history.filter(id=school.pk).values_list("history_id", flat=True):
        proof = proofs.of_entry(HISTORY, row)
        file.write_text(json.dumps(proof), encoding="utf-8")
        assert run_offline(file, sealed[-1].digest)[0] == 0
        file.write_text(
            json.dumps({**proof, "entry": proof["entry"].replace("第一中学", "第二中学")}), encoding="utf-8"
        )
        assert run_offline(file) == (1, "the entry is not what was sealed\n")


def test_there_is_no_proof_of_what_is_not_sealed_or_was_changed(
    sealed: list[SealBlock], school: Unit, clerk: User
) -> None:
    row = last_history_of(school)
    with acting.by(clerk, reason="搬迁"):
        Unit.objects.filter(pk=school.pk).update(address="湖滨路3号")
    with pytest.raises(ValidationError, match="尚未封存"):
        proofs.of_entry(HISTORY, last_history_of(school))
    with by_the_owner() as execute:
        execute(f"update {HISTORY} set actor_name = '某人' where history_id = {row}")
    with pytest.raises(ValidationError, match="与封存时不一致"):
        proofs.of_entry(HISTORY, row)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "other"}', '{"format": "bianheng-proof-1"}', "\x00"])
def test_the_offline_verifier_refuses_what_is_not_ours(tmp_path: Path, content: str) -> None:
    file = tmp_path / "other"
    file.write_text(content, encoding="utf-8")
    assert run_offline(file)[0] == 2
    assert run_offline(tmp_path / "none")[0] == 2
    assert run_offline()[0] == 2
