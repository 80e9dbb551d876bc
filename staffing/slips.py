"""Issuing slips (入编通知单、出编通知单), and what anybody may learn by a check code."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from accounts.models import User
from approvals import numbering, workdays
from staffing.models import Posting, Slip
from units.models import Region, Secrecy

SERIES = {Slip.Kind.ENTRY: numbering.ENTRY_SLIP, Slip.Kind.EXIT: numbering.EXIT_SLIP}
# Without letters and digits that are taken for each other; 20 of them are 100 bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 20


def issue(postings: Sequence[Posting], *, kind: Slip.Kind, region: Region, actor: User) -> list[Slip]:
    """Building block: one numbered slip per posting, in their order, each with its own check code."""
    today = workdays.today()
    numbers = numbering.next_numbers(region, SERIES[kind], len(postings), today.year)
    return Slip.objects.bulk_create(
        Slip(
            region=region, kind=kind, number=number, posting=posting, code=new_code(), issued_on=today,
            issued_by=actor,
        )
        for number, posting in zip(numbers, postings, strict=True)
    )  # fmt: skip


def new_code() -> str:
    """A check code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spoken(code: str) -> str:
    """The code in groups of five, as it is printed."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


class Verified(NamedTuple):
    """What anybody with the code learns: no more than the paper in their hand says, and whether it still holds."""

    kind: str
    number: str
    unit: str
    name: str
    issuer: str
    issued_on: str
    state: str
    holds: bool


def find(code: str) -> Slip | None:
    """The slip with this check code, however it was typed."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    if len(plain) != LENGTH:
        return None
    related = ("posting__unit", "posting__person", "region")
    return Slip.objects.select_related(*related).filter(code=plain).first()


def verify(slip: Slip) -> Verified:
    """What the public page tells of a slip; the unit of a secret one is not named."""
    unit = slip.posting.unit
    return Verified(
        kind=slip.get_kind_display(),
        number=slip.number,
        unit="（不予公开）" if unit.secrecy == Secrecy.SECRET else unit.name,
        name=masked_name(slip.posting.person.name),
        issuer=f"中共{slip.region.name}委机构编制委员会办公室",
        issued_on=slip.issued_on.isoformat(),
        state=_state(slip),
        holds=slip.ended_on is None,
    )


def _state(slip: Slip) -> str:
    if slip.kind == Slip.Kind.EXIT:
        return "有效"
    return "有效：该人员在编" if slip.ended_on is None else f"已失效：该人员已于{slip.ended_on}出编"


def masked_name(name: str) -> str:
    """The family name, and a star for each character after it."""
    return name[:1] + "*" * max(len(name) - 1, 1)
