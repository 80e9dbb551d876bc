"""Refusals that change nothing: the whole database before and after, by a digest of every table."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

OURS = ("accounts_", "units_", "approvals_", "quotas_", "staffing_", "talentpool_", "audits_")


def digests() -> dict[str, tuple[int, int]]:
    """Number of rows and their digest, for every table of ours, histories included; one query."""
    tables = [name for name in connection.introspection.table_names() if name.startswith(OURS)]
    each = (f"select '{t}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from \"{t}\" t" for t in tables)
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(each))
        return {name: (rows, int(digest)) for name, rows, digest in cursor.fetchall()}


@contextmanager
def untouched() -> Iterator[None]:
    """What happens inside leaves no trace in any table."""
    before = digests()
    yield
    after = digests()
    assert {name for name in after if after[name] != before.get(name)} == set()


@contextmanager
def refused(
    error: type[ValidationError] | type[PermissionDenied] = ValidationError, *, code: str = "", says: str = ""
) -> Iterator[None]:
    """What happens inside is refused, with this code and exactly this sentence, and changes nothing."""
    with untouched(), pytest.raises(error) as refusal:
        yield
    if code:
        # Django keeps the code of ValidationError({field: …}, code=…) in its args only.
        assert code in {part.code or refusal.value.args[1] for part in _parts(refusal.value)}
    if says:
        sentences = list(getattr(refusal.value, "messages", [str(refusal.value)]))
        assert says in sentences


def forbidden(says: str = "") -> AbstractContextManager[None]:
    """What happens inside is not for this person, and changes nothing."""
    return refused(PermissionDenied, says=says)


def _parts(error: BaseException) -> list[ValidationError]:
    if not isinstance(error, ValidationError):
        return []
    if hasattr(error, "error_dict"):
        return [part for parts in error.error_dict.values() for part in parts]
    return list(error.error_list)
