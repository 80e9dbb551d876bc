"""Columns of the tables about quota: what each family calls its numbers, and where each number leads."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from accounts.addresses import address
from approvals import workdays
from quotas.models import QuotaType
from quotas.reports import Balance
from units.models import Region, Unit

Family = QuotaType.Family
Columns = tuple[tuple[str, str], ...]

OF_UNITS: dict[str, Columns] = {
    Family.POST: (
        ("approved", "核定"), ("locked", "锁定"), ("occupied", "实有"), ("vacant", "空编"), ("over", "超编"),
    ),
    Family.LEADERSHIP: (
        ("approved", "核定"), ("locked", "锁定"), ("occupied", "实配"), ("vacant", "空缺"), ("over", "超配"),
    ),
    Family.BODY: (("occupied", "现有机构"),),
    Family.CONTRACT: (
        ("approved", "核定"), ("locked", "锁定"), ("occupied", "实有"), ("vacant", "空余"), ("over", "超出"),
    ),
}  # fmt: skip
OF_REGIONS: dict[str, Columns] = {
    Family.POST: (("total", "总量（下达）"), ("reserved", "储备"), ("pooled", "周转池")),
    Family.LEADERSHIP: (("total", "总数（下达）"), ("reserved", "储备")),
    Family.BODY: (("total", "限额"), ("reserved", "空余限额")),
    Family.CONTRACT: (("total", "总量（下达）"), ("reserved", "储备")),
}
HELD_OF_RESERVE = "锁定"
LENT_OF_POOL = "借出"


class Cell(NamedTuple):
    """One number of a table with the page that explains it, and a small note below."""

    value: int
    url: str = ""
    tone: str = ""
    note: str = ""


def columns_for(family: str, *, of_region: bool) -> Columns:
    return (OF_REGIONS[family] if of_region else ()) + OF_UNITS[family]


def cells(balance: Balance, columns: Columns, link: Callable[[str], str]) -> list[Cell]:
    """The numbers of a row; nothing is linked where there is nothing to explain."""
    return [_cell(key, getattr(balance, key), balance, link) for key, _ in columns]


def _cell(key: str, value: int, balance: Balance, link: Callable[[str], str]) -> Cell:
    if not value:
        return Cell(0, tone="is-zero")
    note = ""
    if key == "reserved" and balance.reserve_locked:
        note = f"{HELD_OF_RESERVE} {balance.reserve_locked:,}"
    elif key == "pooled" and balance.borrowed:
        note = f"{LENT_OF_POOL} {balance.borrowed:,}"
    return Cell(value, link(key), "over" if key == "over" else "", note)


def with_query(url: str, **values: str | None) -> str:
    """The address with the values that are given."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{url}?{query}" if query else url


def day(as_of: dt.date | None) -> str | None:
    """A day for an address: nothing for today, which every page takes by itself."""
    return None if as_of is None or as_of >= workdays.today() else as_of.isoformat()


@dataclass(frozen=True)
class Trail:
    """Where the numbers of one type lead, as of a day."""

    kind: str
    family: str
    as_of: dt.date | None = None

    def of_unit(self, unit: Unit) -> Callable[[str], str]:
        """Every number of a unit is explained by its statement."""
        url = with_query(address("quotas:unit_statement", unit.number), type=self.kind, to=day(self.as_of))
        return lambda key: url

    def of_region(self, region: Region, *, own_level: bool) -> Callable[[str], str]:
        """A region's total, reserve and pool by its statement; what its units have, by the list of its units."""
        asked = {"type": self.kind, "to": day(self.as_of)}
        url = address("quotas:region_statement", region.code)
        statement = with_query(url, **asked)
        total = with_query(url, **asked, of="own" if own_level else "total")
        units = with_query(
            address("quotas:region_units", region.code), family=self.family, type=self.kind, as_of=day(self.as_of),
            level="own" if own_level else None,
        )  # fmt: skip
        to = {"total": total, "reserved": statement, "pooled": statement, "approved": units}
        return lambda key: to.get(key) or f"{units}&sort={key}"
