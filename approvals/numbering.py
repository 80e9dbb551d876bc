"""Locked yearly numbers: ×编办〔2026〕n号 for documents, and the numbers of cases."""

from django.db import connection

from approvals.models import NumberCounter, NumberSeries
from units.models import Region

CASE, APPROVAL, DECISION_SHEET, MINUTES, USE_NOTICE, SLOT, ENTRY_SLIP, EXIT_SLIP = NumberSeries.Purpose
WORDS: dict[str, str] = {
    APPROVAL: "编办", DECISION_SHEET: "编审", MINUTES: "编纪", USE_NOTICE: "编控", ENTRY_SLIP: "编入",
    EXIT_SLIP: "编出",
}  # fmt: skip


def next_number(region: Region, purpose: str, year: int) -> str:
    """Take the next number of the series; the counter stays locked until the transaction ends.

    A rolled-back transaction gives its number back, so issued numbers have neither gaps nor repeats.
    """
    return next_numbers(region, purpose, 1, year)[0]


def next_numbers(region: Region, purpose: str, count: int, year: int) -> list[str]:
    """So many numbers of a series in a row, e.g. for the slips of a batch."""
    series = series_for(region, purpose)
    last = _advance(series, year, count)
    serials = range(last - count + 1, last + 1)
    if purpose == CASE:
        return [f"{series.prefix}-{year}-{serial:05d}" for serial in serials]
    return [f"{series.prefix}〔{year}〕{serial}号" for serial in serials]


def next_slot_numbers(region: Region, count: int, year: int) -> list[str]:
    """So many slot numbers (用编号) in a row: N, the year and five digits, each once in the office's year."""
    last = _advance(series_for(region, SLOT), year, count)
    return [f"N{year}{serial:05d}" for serial in range(last - count + 1, last + 1)]


def series_for(region: Region, purpose: str) -> NumberSeries:
    """The region's series for the purpose; made on first use with a word the office can change."""
    own = NumberSeries.objects.filter(region=region, purpose=purpose)
    return own.first() or _begin(region, purpose)


def _begin(region: Region, purpose: str) -> NumberSeries:
    """A new series; one begins at a time, so that two offices do not find the same word free."""
    with connection.cursor() as cursor:
        cursor.execute(f"lock table {NumberSeries._meta.db_table} in share row exclusive mode")
    plain: dict[str, str] = {CASE: region.code, SLOT: f"N-{region.code}"}
    prefix = plain.get(purpose) or f"{_free_word(region, purpose)}{WORDS[purpose]}"
    return NumberSeries.objects.get_or_create(region=region, purpose=purpose, defaults={"prefix": prefix})[0]


def _free_word(region: Region, purpose: str) -> str:
    """The shortest start of the region's name that no other region's series uses."""
    for length in range(1, len(region.name) + 1):
        word = region.name[:length]
        if not NumberSeries.objects.filter(prefix=f"{word}{WORDS[purpose]}").exists():
            return word
    return region.code


def _advance(series: NumberSeries, year: int, count: int = 1) -> int:
    table = NumberCounter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} as c (series_id, year, last) values (%s, %s, %s) "
            "on conflict (series_id, year) do update set last = c.last + excluded.last returning last",
            [series.pk, year, count],
        )
        return int(cursor.fetchone()[0])
