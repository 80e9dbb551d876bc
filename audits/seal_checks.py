"""Proof of the seals: the chain, every sealed row, every row that no block holds, every live row; each named."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from psycopg2.sql import SQL, Composable, Identifier

from audits import entries, merkle, sealing
from audits.entries import Table
from audits.merkle import HASHES
from audits.models import SealBlock, SealPart
from quotas.verification import Discrepancy

Progress = Callable[[int], None]


@transaction.atomic
def verify(*, head: str = "", since: int = 1, progress: Progress = lambda done: None) -> list[Discrepancy]:
    """Everything that is wrong; `head` is a digest known from elsewhere, which the chain must still hold.

    From block `since` on, the rows of earlier blocks are not read again. `progress` is told each block's number.
    """
    entries.settle()
    known = entries.tables()
    found = [*_chain(head), *_unread(known)]
    for block in SealBlock.objects.filter(number__gte=since).order_by("number").iterator(chunk_size=100):
        found.extend(_block(block, known))
        progress(block.number)
    found.extend(each for table in known.values() for each in _outside(table))
    for model in apps.get_models():
        if table := known.get(_history_table(model)):
            found.extend(_live(model, table))
    return found


def _chain(head: str) -> Iterator[Discrepancy]:
    """Each block follows the one before and has the digest of its own words."""
    expected, previous = 1, sealing.NOTHING
    for block in SealBlock.objects.order_by("number").iterator():
        if block.number != expected:
            yield Discrepancy("chain", f"封存链断裂：第{expected}块缺失，其后为第{block.number}块。")
        elif block.previous != previous:
            yield Discrepancy("chain", f"封存链断裂：第{block.number}块所记上一块摘要与第{block.number - 1}块不符。")
        if sealing.digest_of(block) != block.digest:
            yield Discrepancy("block", f"第{block.number}块被修改：摘要与块内容不符。")
        expected, previous = block.number + 1, block.digest
    if head and not SealBlock.objects.filter(digest=head).exists():
        yield Discrepancy("head", f"封存链中没有摘要{head}：数据库曾被恢复到较早的备份，或链尾被删。")


def _unread(known: dict[str, Table]) -> Iterator[Discrepancy]:
    """What was sealed of a table that is no more, or is sealed no longer."""
    for name in (
        SealPart.objects.exclude(table_name__in=known).order_by().values_list("table_name", flat=True).distinct()
    ):
        yield Discrepancy("table", f"数据表{name}已封存，但现在没有封存触发器或已不存在。")


def _block(block: SealBlock, known: dict[str, Table]) -> Iterator[Discrepancy]:
    """The root of the block, and each of its rows."""
    parts = list(block.parts.all())
    if not parts or sealing.root_of(parts, block.algorithm) != block.root:
        yield Discrepancy("block", f"第{block.number}块被修改：封存明细与梅克尔根不符。")
    for part in parts:
        if part.table_name in known:
            yield from _rows(block, part, known[part.table_name])


def _rows(block: SealBlock, part: SealPart, table: Table) -> Iterator[Discrepancy]:
    if gone := set(part.columns) - set(table.columns):
        yield Discrepancy("table", f"数据表{table.name}缺少已封存的列：{'、'.join(sorted(gone))}。")
        return
    found, hashed = entries.texts(table.name, table.key, part.columns, part.row_ids), HASHES[block.algorithm]
    for pk, leaf in zip(part.row_ids, merkle.split(bytes(part.leaves)), strict=False):
        text = found.get(pk)
        if text is None:
            yield Discrepancy("removed", f"{table.called(pk)}已被删除，原封存于第{block.number}块。")
        elif merkle.leaf(text, hashed) != leaf:
            yield Discrepancy("changed", f"{table.called(pk)}封存后被修改，原封存于第{block.number}块。")


def _outside(table: Table) -> Iterator[Discrepancy]:
    """Rows that no block holds and that do not wait for one, and rows that vanished while they waited."""
    statement = SQL(
        """with held as (select unnest(row_ids) as id from audits_sealpart where table_name = %s),
                waiting as (select row_id as id from audits_unsealed where table_name = %s)
           select r.{key}, true from {table} r
            where not exists (select from held where held.id = r.{key})
              and not exists (select from waiting where waiting.id = r.{key})
           union all select w.id, false from waiting w where not exists (select from {table} r where r.{key} = w.id)
           order by 1"""
    ).format(key=Identifier(table.key), table=Identifier(table.name))
    for pk, is_there in _found(statement, [table.name, table.name]):
        if is_there:
            yield Discrepancy("inserted", f"{table.called(pk)}未经登记插入：既未封存，也不在待封存之列。")
        else:
            yield Discrepancy("removed", f"{table.called(pk)}在待封存时被删除。")


def _live(model: type[Model], history: Table) -> Iterator[Discrepancy]:
    """Live rows that are not what their last history says, and rows that vanished without a word of it."""
    own = model._meta.db_table
    ignored = _ignored(own)
    kept = [field.column for field in history.model.tracked_fields]  # type: ignore[attr-defined]
    columns = [name for name in kept if name not in ignored]
    names = {"live": Identifier(own), "history": Identifier(history.name), "key": Identifier(_key(model))}
    of_live, of_last = (SQL(", ").join(SQL("{}.{}").format(SQL(a), Identifier(c)) for c in columns) for a in ("l", "h"))
    changed = SQL(
        """select l.{key} from {live} l left join lateral (
             select * from {history} h where h.{key} = l.{key} order by h.history_id desc limit 1) h on true
            where h.history_id is null or h.history_type = '-' or ({of_live}) is distinct from ({of_last}) order by 1"""
    ).format(of_live=of_live, of_last=of_last, **names)
    gone = SQL(
        """select h.{key} from (select distinct on ({key}) {key}, history_type from {history}
                                 order by {key}, history_id desc) h
            where h.history_type <> '-' and not exists (select from {live} l where l.{key} = h.{key}) order by 1"""
    ).format(**names)
    label = str(model._meta.verbose_name)
    for (pk,) in _found(changed, []):
        yield Discrepancy("live", f"{label}{pk}（{own}）的现值与其最后一条变更历史不符。")
    for (pk,) in _found(gone, []):
        yield Discrepancy("live", f"{label}{pk}（{own}）已不存在，变更历史中却没有删除记录。")


def _history_table(model: type[Model]) -> str:
    manager = getattr(model, "history", None)
    return manager.model._meta.db_table if manager is not None else ""


def _key(model: type[Model]) -> str:
    key = model._meta.pk
    assert key is not None
    return str(key.column)


def _ignored(table: str) -> frozenset[str]:
    """The columns whose change alone makes no history (accounts.history.TrackHistory)."""
    sql = "select tgargs from pg_trigger where tgrelid = %s::regclass and tgname = 'record_history'"
    [(arguments,)] = _found(SQL(sql), [table])
    return frozenset(bytes(arguments).decode().split("\0")[1:])


def _found(statement: Composable, parameters: list[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
