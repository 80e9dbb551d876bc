"""Scheduled work of inspection: sealing what was written, and proving what was sealed."""

import datetime as dt

from django.urls import reverse

from accounts.acting import system_user
from approvals.scheduled import Check, Outcome
from audits import seal_checks, sealing
from audits.models import SealBlock
from quotas import watching


def seal(on: dt.date) -> Outcome:
    """Seal new history and ledger rows in blocks (封存)."""
    blocks = sealing.seal_all(actor=system_user())
    rows = sum(block.row_count for block in blocks)
    return Outcome(rows, rows, f"已封存至第{blocks[-1].number}块，摘要{blocks[-1].digest}" if blocks else "")


def verify(on: dt.date) -> Outcome:
    """Prove the seal chain and every sealed row, and tell the offices when something is wrong (封存核验)."""
    found, told = seal_checks.verify(), 0
    if found:
        told = watching.warn(
            "seals", f"封存核验发现{len(found)}处不符，请到封存核验页查看。", reverse("audits:seals"), on
        )
    last = SealBlock.objects.order_by("-number").first()
    upto = f"核验至第{last.number}块，摘要{last.digest}" if last else "尚无封存块"
    return Outcome(len(found), told, "\n".join([upto, *(each.sentence for each in found[: watching.NAMED])]))


SEAL = Check(
    "seal", "封存", dt.timedelta(minutes=5), seal, "把新产生的历史和台账记录按块封存，记下摘要。", turn=55
)  # fmt: skip
VERIFY = Check(
    "verify_seals", "封存核验", dt.timedelta(days=1), verify,
    "核验封存链和每条已封存的记录，有改动、删除、插入的，提醒编办。", turn=60,
)  # fmt: skip
