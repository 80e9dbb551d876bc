"""The catalogue of case kinds as data: what is missing is added, what an office changed is left alone."""

from collections.abc import Iterable
from typing import Any

from approvals.models import CaseKind


def add_missing(kinds: Iterable[dict[str, Any]]) -> int:
    """Add the kinds that the database does not have yet; returns how many."""
    known = set(CaseKind.objects.values_list("code", flat=True))
    new = [CaseKind(**kind) for kind in kinds if kind["code"] not in known]
    return len(CaseKind.objects.bulk_create(new))
