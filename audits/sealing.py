"""Sealing (封存): rows that only grow are put into blocks, each chained to the one before (docs/adr/sealing.md)."""

import datetime as dt
import json
from collections import defaultdict
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from accounts.acting import use_case
from accounts.models import User
from audits import entries, merkle
from audits.merkle import HASHES
from audits.models import SealBlock, SealPart

BATCH = 10_000
# The first block follows nothing.
NOTHING = "0" * 64
# One worker seals at a time, or two blocks would follow the same one.
LOCK = 0x5EA1


class _Waiting(NamedTuple):
    """The table of rows that wait, their texts by key, and the places they wait in."""

    table: entries.Table
    found: dict[int, bytes]
    places: list[int]


def seal_all(*, actor: User) -> list[SealBlock]:
    """Seal everything that waits, block by block, each in a transaction of its own."""
    blocks = []
    while block := seal_next(actor=actor):
        blocks.append(block)
    return blocks


@use_case
def seal_next(*, actor: User, limit: int = BATCH) -> SealBlock | None:
    """Seal up to so many rows in one block; None when nothing waits.

    A row that vanished while it waited stays in the list of what waits, where verification finds it.
    """
    _lock()
    waiting = [each for each in _take(limit) if each.found]
    if not waiting:
        return None
    algorithm = merkle.preferred()
    parts = [_part(each, algorithm) for each in waiting]
    block = _block(parts, algorithm)
    block.save(force_insert=True)
    SealPart.objects.bulk_create(parts)
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from audits_unsealed where id = any(%s)", [[place for each in waiting for place in each.places]]
        )
    return block


def _lock() -> None:
    """To the end of the transaction nobody else seals."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def _take(limit: int) -> list[_Waiting]:
    """What waits longest, by table, with the text of each row that is there."""
    with connection.cursor() as cursor:
        cursor.execute("select id, table_name, row_id from audits_unsealed order by id limit %s", [limit])
        rows = cursor.fetchall()
    by_table: dict[str, dict[int, int]] = defaultdict(dict)
    for place, table, row_id in rows:
        by_table[table][row_id] = place
    entries.settle()
    known, found = entries.tables(), []
    for name, places in sorted(by_table.items()):
        table = known[name]
        read = entries.texts(name, table.key, table.columns, places)
        found.append(_Waiting(table, read, [places[pk] for pk in read]))
    return found


def _part(waiting: _Waiting, algorithm: str) -> SealPart:
    ids = sorted(waiting.found)
    leaves = [merkle.leaf(waiting.found[pk], HASHES[algorithm]) for pk in ids]
    return SealPart(
        table_name=waiting.table.name, columns=waiting.table.columns, row_ids=ids, leaves=b"".join(leaves),
        first_id=ids[0], last_id=ids[-1],
    )  # fmt: skip


def _block(parts: list[SealPart], algorithm: str) -> SealBlock:
    last = SealBlock.objects.order_by("-number").first()
    block = SealBlock(
        number=last.number + 1 if last else 1, algorithm=algorithm, sealed_at=timezone.now(),
        row_count=sum(len(part.row_ids) for part in parts), root=root_of(parts, algorithm),
        previous=last.digest if last else NOTHING,
    )  # fmt: skip
    block.digest = digest_of(block)
    for part in parts:
        part.block = block
    return block


def leaves_of(parts: list[SealPart]) -> list[bytes]:
    """The digests of all rows of a block, table by table in the order of their names."""
    ordered = sorted(parts, key=lambda part: part.table_name)
    return [leaf for part in ordered for leaf in merkle.split(bytes(part.leaves))]


def root_of(parts: list[SealPart], algorithm: str) -> str:
    return merkle.root(leaves_of(parts), HASHES[algorithm]).hex()


def header_of(block: SealBlock) -> str:
    """What the digest of a block is taken of."""
    header = {
        "number": block.number, "algorithm": block.algorithm, "rows": block.row_count, "root": block.root,
        "sealed_at": block.sealed_at.astimezone(dt.UTC).isoformat(timespec="microseconds"), "previous": block.previous,
    }  # fmt: skip
    return json.dumps(header, sort_keys=True, separators=(",", ":"))


def digest_of(block: SealBlock) -> str:
    return HASHES[block.algorithm](header_of(block).encode()).hex()
