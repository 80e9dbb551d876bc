"""Doors of the internal divisions (内设机构): set up, change, abolish, for the office of the unit's own level."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from units import divisions
from units.forms import AbolitionForm, DivisionForm
from units.models import InternalDivision, Unit
from units.views.refusing import carried_out
from units.views.units import viewer

# Where a rule of the table is said: at the field that the clerk would correct.
FIELD_OF = {"name_is_taken": "name", "beyond_posts": "post_count"}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """The form of a new division, and its sending."""
    user, unit = viewer(request), _unit(request, number)
    form = DivisionForm(request.POST or None)
    if made := carried_out(form, lambda: divisions.set_up_division(actor=user, unit=unit, **form.given()), FIELD_OF):
        return _back(request, unit, f"已设立{made.name}，编制{made.post_count}名。")
    return _page(request, unit, {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The form of a division as it is, and its sending."""
    user, unit = viewer(request), _unit(request, number)
    division = _division(unit, pk)
    form = DivisionForm(request.POST or None, initial=_as_it_is(division))
    if carried_out(form, lambda: divisions.change_division(division, actor=user, **form.given()), FIELD_OF):
        return _back(request, unit, f"已调整{form.cleaned_data['name']}。")
    return _page(request, unit, {"form": form, "division": division, "abolition": AbolitionForm(auto_id="end_%s")})


@require_POST
def abolish(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """End a division; refused, its page says why."""
    user, unit = viewer(request), _unit(request, number)
    division = _division(unit, pk)
    form = AbolitionForm(request.POST, auto_id="end_%s")
    if carried_out(form, lambda: divisions.abolish_division(division, actor=user, **form.cleaned_data), FIELD_OF):
        return _back(request, unit, f"已撤销{division.name}。")
    kept = DivisionForm(initial=_as_it_is(division))
    return _page(request, unit, {"form": kept, "division": division, "abolition": form})


def _unit(request: HttpRequest, number: str) -> Unit:
    """The unit in scope (else 404), for those who keep its divisions (else 403)."""
    user: User = viewer(request)
    unit = get_object_or_404(Unit.objects.visible_to(user).select_related("region"), number=number)
    if not divisions.may_keep_divisions(user, unit):
        raise PermissionDenied(divisions.not_theirs(unit))
    return unit


def _division(unit: Unit, pk: int) -> InternalDivision:
    return get_object_or_404(InternalDivision, pk=pk, unit=unit, abolished_on=None)


def _as_it_is(division: InternalDivision) -> dict[str, Any]:
    return {name: getattr(division, name) for name in divisions.FIELDS}


def _back(request: HttpRequest, unit: Unit, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(f"{reverse('units:unit', args=[unit.number])}?tab=divisions")


def _page(request: HttpRequest, unit: Unit, shown: dict[str, Any]) -> HttpResponse:
    refused = any(form.errors for name, form in shown.items() if name != "division")
    context = {"unit": unit, "nav_key": "units", **shown}
    return render(request, "units/division_form.html", context, status=422 if refused else 200)
