"""What leaves the house to be checked elsewhere: the proof of one entry, and bundles of whole blocks.

Both are plain JSON that audits/verify_offline.py reads on a machine without this product.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from audits import entries, merkle, sealing
from audits.merkle import HASHES
from audits.models import SealBlock, SealPart

PROOF, BUNDLE = "bianheng-proof-1", "bianheng-bundle-1"


@transaction.atomic
def of_entry(table_name: str, row_id: int) -> dict[str, Any]:
    """The entry, its path to the root of its block, and the headers from that block to the head of the chain.

    ValidationError for a row that no block holds yet, or that is no longer what was sealed.
    """
    part = _part_with(table_name, row_id)
    if part is None:
        raise ValidationError("该记录尚未封存，请待下次封存后再取证明。", code="unsealed")
    entries.settle()
    table = entries.tables()[table_name]
    text = entries.texts(table_name, table.key, part.columns, [row_id]).get(row_id)
    parts, block = list(part.block.parts.all()), part.block
    hashed = HASHES[block.algorithm]
    leaves, index = sealing.leaves_of(parts), _index(parts, part, row_id)
    if text is None or merkle.leaf(text, hashed) != leaves[index]:
        raise ValidationError("该记录与封存时不一致，不能出具证明。", code="changed")
    later = SealBlock.objects.filter(number__gte=block.number).order_by("number")
    return {
        "format": PROOF, "entry": text.decode(),
        "path": [[side, digest.hex()] for side, digest in merkle.path(leaves, index, hashed)],
        "headers": [{"header": sealing.header_of(each), "digest": each.digest} for each in later],
    }  # fmt: skip


def _part_with(table_name: str, row_id: int) -> SealPart | None:
    near = SealPart.objects.filter(table_name=table_name, first_id__lte=row_id, last_id__gte=row_id)
    return near.filter(row_ids__contains=[row_id]).select_related("block").first()


def _index(parts: list[SealPart], part: SealPart, row_id: int) -> int:
    before = [other for other in parts if other.table_name < part.table_name]
    return sum(len(other.row_ids) for other in before) + part.row_ids.index(row_id)


def bundle(first: int, last: int) -> Iterator[str]:
    """Blocks `first` to `last` as lines of JSON: what it is, then for each block its header and its entries.

    Entries hold what the rows hold: whoever is given a bundle reads all that these blocks seal.
    """
    yield json.dumps({"format": BUNDLE, "first": first, "last": last})
    for block in SealBlock.objects.filter(number__range=(first, last)).order_by("number").iterator(chunk_size=100):
        with transaction.atomic():
            yield json.dumps(_block(block), ensure_ascii=False)


def _block(block: SealBlock) -> dict[str, Any]:
    entries.settle()
    known, found = entries.tables(), []
    for part in sorted(block.parts.all(), key=lambda part: part.table_name):
        texts = entries.texts(part.table_name, known[part.table_name].key, part.columns, part.row_ids)
        found += [[f"{part.table_name} {pk}", texts[pk].decode() if pk in texts else None] for pk in part.row_ids]
    return {"header": sealing.header_of(block), "digest": block.digest, "entries": found}
