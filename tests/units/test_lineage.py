from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import acting
from accounts.models import User
from tests.cast import FOUNDED, make_unit
from units import lineage
from units.models import InternalDivision, LineageEvent, Region, Unit

DOCUMENT = "澜编〔2026〕8号"
ON = date(2026, 3, 1)


def set_up(region: Region, actor: User, **more: Any) -> Unit:
    given = {"region": region, "fields": {"name": "澜川市数据局", "category": "organ"}, "on": ON, "actor": actor}
    with acting.by(actor):
        return lineage.set_up(**{**given, "document_number": DOCUMENT, **more})


def rename(unit: Unit, actor: User, name: str = "澜川市教育体育局", on: date = ON, document: str = DOCUMENT) -> Unit:
    with acting.by(actor):
        return lineage.rename(unit, name=name, on=on, document_number=document, actor=actor)


def abolish(unit: Unit, actor: User, on: date = ON, document: str = DOCUMENT) -> Unit:
    with acting.by(actor):
        return lineage.abolish(unit, on=on, document_number=document, actor=actor)


def refused(code: str, call: Any, *args: Any, **kwargs: Any) -> None:
    before = list(Unit.objects.order_by("pk").values()), LineageEvent.objects.count()
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    errors = refusal.value.error_list if not hasattr(refusal.value, "error_dict") else _all(refusal.value)
    assert code in {error.code for error in errors}
    assert (list(Unit.objects.order_by("pk").values()), LineageEvent.objects.count()) == before


def _all(refusal: ValidationError) -> list[ValidationError]:
    return [error for errors in refusal.error_dict.values() for error in errors]


def test_a_unit_is_set_up_with_number_document_and_date(region: Region, director: User) -> None:
    unit = set_up(region, director)
    assert (unit.number, unit.set_up_on, unit.set_up_document) == ("990100-00001", ON, DOCUMENT)
    event = unit.lineage_events.get()
    assert (event.kind, event.on, event.before, event.after) == ("set_up", ON, "", "澜川市数据局")
    assert (event.document_number, event.actor_name) == (DOCUMENT, "director同志")
    assert unit.history.get().actor_name == "director同志"


def test_numbers_run_on_and_are_never_given_again(region: Region, director: User) -> None:
    first = set_up(region, director)
    make_unit(region, "外来机构", number="990100-X")
    abolish(first, director)
    second = set_up(region, director)
    assert (first.number, second.number) == ("990100-00001", "990100-00002")


def test_a_number_of_its_own_is_kept(region: Region, director: User) -> None:
    assert set_up(region, director, fields={"name": "甲", "category": "mass", "number": "M-1"}).number == "M-1"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"document_number": " "}, "required"),
        ({"fields": {"name": "", "category": "organ"}}, "blank"),
        ({"fields": {"name": "甲", "category": "ship"}}, "invalid_choice"),
        ({"fields": {"name": "甲" * 101, "category": "organ"}}, "max_length"),
        ({"fields": {"name": "甲", "category": "organ", "colour": "red"}}, "unknown_field"),
        ({"fields": {"name": "甲", "category": "organ", "abolished_on": ON}}, "unknown_field"),
        ({"fields": {"name": "甲", "category": "organ", "uscc": "123"}}, "invalid"),
        ({"fields": {"name": "澜川市教育局", "category": "organ"}}, None),
    ],
)
def test_a_refused_set_up_leaves_nothing(
    region: Region, education: Unit, director: User, more: dict[str, Any], code: str
) -> None:
    refused(code, set_up, region, director, **more)


def test_a_rename_keeps_the_row_and_records_both_names(education: Unit, school: Unit, director: User) -> None:
    renamed = rename(education, director)
    assert (renamed.pk, renamed.name) == (education.pk, "澜川市教育体育局")
    assert Unit.objects.get(pk=school.pk).competent_department == renamed
    event = renamed.lineage_events.get(kind="rename")
    assert (event.before, event.after, event.document_number) == ("澜川市教育局", "澜川市教育体育局", DOCUMENT)


def test_a_refused_rename_changes_nothing(education: Unit, school: Unit, director: User) -> None:
    refused("unchanged", rename, education, director, education.name)
    refused("blank", rename, education, director, "")
    refused("required", rename, education, director, document="")
    refused("before_set_up", rename, education, director, on=FOUNDED - timedelta(days=1))
    refused("future", rename, education, director, on=timezone.localdate() + timedelta(days=1))
    refused("max_length", rename, education, director, "长" * 101)


def test_an_abolished_unit_stays_readable_and_is_not_changed_any_more(school: Unit, director: User) -> None:
    division = InternalDivision.objects.create(unit=school, name="教务处", kind="business")
    gone = abolish(school, director)
    assert (gone.abolished_on, gone.is_active) == (ON, False)
    assert gone not in Unit.objects.active()
    assert gone in Unit.objects.active(ON - timedelta(days=1))
    assert gone in Unit.objects.abolished()
    assert gone in Unit.objects.visible_to(director)
    division.refresh_from_db()
    assert division.abolished_on == ON
    assert gone.lineage_events.get(kind="abolish").before == "澜川市第一中学"
    refused("abolished", rename, gone, director, "新名")
    refused("abolished", abolish, gone, director)


def test_a_unit_may_be_abolished_from_a_later_day_on(school: Unit, director: User) -> None:
    later = timezone.localdate() + timedelta(days=10)
    gone = abolish(school, director, on=later)
    assert gone.is_active
    assert gone in Unit.objects.active()
    assert gone not in Unit.objects.active(later)
    assert gone not in Unit.objects.abolished()


def test_a_department_with_units_below_it_is_not_abolished(education: Unit, school: Unit, director: User) -> None:
    refused("has_subordinates", abolish, education, director)
    refused("before_set_up", abolish, school, director, on=FOUNDED - timedelta(days=1))
    refused("required", abolish, school, director, document="")
    abolish(school, director)
    assert not abolish(education, director).is_active


def test_lineage_decides_on_the_row_as_it_is_now(school: Unit, director: User) -> None:
    stale = Unit.objects.get(pk=school.pk)
    abolish(school, director)
    refused("abolished", rename, stale, director, "新名")
