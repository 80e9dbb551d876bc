"""The whole database as it stands, so that a refusal can be shown to have changed nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

OURS = ("accounts_", "units_", "approvals_", "quotas_", "staffing_", "talentpool_", "audits_")


def fingerprint() -> dict[str, tuple[int, int]]:
    """Number of rows and their digest, for every table of ours, histories included; one query."""
    tables = [name for name in connection.introspection.table_names() if name.startswith(OURS)]
    each = (f"select '{t}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from \"{t}\" t" for t in tables)
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(each))
        return {name: (rows, int(digest)) for name, rows, digest in cursor.fetchall()}


def changed(before: dict[str, tuple[int, int]]) -> set[str]:
    """The tables that are not as they were."""
    after = fingerprint()
    return {name for name in after if after[name] != before.get(name)}


@contextmanager
def unchanged() -> Iterator[None]:
    """What happens inside leaves no trace in any table."""
    before = fingerprint()
    yield
    assert changed(before) == set()


@contextmanager
def refused(
    error: type[ValidationError] | type[PermissionDenied] = ValidationError, *, code: str = "", says: str = ""
) -> Iterator[None]:
    """What happens inside is refused, with this code and exactly this sentence, and changes nothing."""
    with unchanged(), pytest.raises(error) as refusal:
        yield
    if code:
        assert code in codes(refusal.value)
    if says:
        assert says in sentences(refusal.value)


def codes(error: BaseException) -> set[str]:
    return {part.code for part in _parts(error)}


def sentences(error: BaseException) -> list[str]:
    return list(error.messages) if isinstance(error, ValidationError) else [str(error)]


def _parts(error: BaseException) -> list[ValidationError]:
    if not isinstance(error, ValidationError):
        return []
    if hasattr(error, "error_dict"):
        return [part for parts in error.error_dict.values() for part in parts]
    return list(error.error_list)
