"""Reading history: who changed what from what to what, when, why and on what paper."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

KINDS = {"+": "新建", "~": "修改", "-": "删除"}


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One recorded change of one row."""

    at: dt.datetime
    kind: str
    what: str
    actor_name: str
    reason: str
    case_number: str
    document_number: str
    fields: list[FieldChange]


def changes_of(model: type[models.Model], limit: int, **rows: Any) -> list[Change]:
    """The last changes of the rows of a tracked model that fit the condition, newest first; a few queries in all."""
    history: Any = model.history.model  # type: ignore[attr-defined]
    if set(rows) == {"id"}:
        # Of one row, what was before is the next one down.
        found = list(history.objects.filter(**rows).order_by("-history_id")[: limit + 1])
        return _changes(history, list(zip(found[:limit], [*found[1:], None], strict=False)))
    earlier = history.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    found = list(
        history.objects.filter(**rows)
        .annotate(before_id=Subquery(earlier.order_by("-history_id").values("history_id")[:1]))
        .order_by("-history_id")[:limit]
    )
    before = history.objects.in_bulk([row.before_id for row in found if row.before_id is not None])
    return _changes(history, [(row, before.get(row.before_id)) for row in found])


def _changes(history: Any, pairs: list[tuple[Any, Any]]) -> list[Change]:
    return [_change(row, fields) for (row, _), fields in zip(pairs, differences(history, pairs), strict=True)]


def differences(history: Any, pairs: list[tuple[Any, Any]]) -> list[list[FieldChange]]:
    """The fields in which each row of a history table differs from the row beside it, none where there is none.

    A field may say by `told(row)` what history shows of it, and by `untold` that it is no fact of its own.
    """
    fields = [f for f in history.tracked_fields if not f.primary_key and not getattr(f, "untold", False)]
    names = _names(pairs, fields)
    return [
        [
            FieldChange(str(field.verbose_name), _words(old, field, names), _words(row, field, names))
            for field in fields
            if old is not None and _value(row, field) != _value(old, field)
        ]
        for row, old in pairs
    ]


Names = dict[tuple[str, Any], str]


def _names(pairs: Iterable[tuple[Any, Any]], fields: list[Any]) -> Names:
    """What the other rows are called to which changed fields point; one query for each field that changed."""
    wanted: dict[str, set[Any]] = {}
    for row, old in pairs:
        for field in fields:
            if field.is_relation and old is not None and _value(row, field) != _value(old, field):
                wanted.setdefault(field.name, set()).update({_value(row, field), _value(old, field)} - {None})
    found: Names = {}
    for field in fields:
        related = field.related_model._default_manager.in_bulk(wanted[field.name]) if wanted.get(field.name) else {}
        found |= {(field.name, pk): str(other) for pk, other in related.items()}
    return found


def _change(row: Any, fields: list[FieldChange]) -> Change:
    return Change(
        at=row.history_date, kind=KINDS[row.history_type], what=str(row.history_object), actor_name=row.actor_name,
        reason=row.history_change_reason or "", case_number=row.case_number, document_number=row.document_number,
        fields=fields,
    )  # fmt: skip


def _value(row: Any, field: Any) -> Any:
    return getattr(row, field.attname)


def _words(row: Any, field: Any, names: Names) -> str:
    value = _value(row, field)
    if value is None or value == "" or value == []:
        return "—"
    if (told := getattr(field, "told", None)) is not None:
        return str(told(row))
    if field.is_relation:
        return names.get((field.name, value), str(value))
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(" ".join(map(str, each)) if isinstance(each, list) else str(each) for each in value)
    return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)
