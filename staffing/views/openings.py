"""The page on which a director declares the register of the office complete (建账完成)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from approvals.forms.parts import refuse, text
from approvals.views.sending import actor_of
from staffing import opening, policies
from staffing.models import Opening
from units.mandates import scope_of
from units.models import Region, Role


class OpeningForm(forms.Form):
    """Which office, and what was checked."""

    region = forms.ModelChoiceField(label="地区", queryset=Region.objects.none(), empty_label=None)
    reason = text("核对情况", rows=2, max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = scope_of(user).held
        own = {each.region_id for each in held if each.role == Role.DIRECTOR and each.region_id is not None}
        open_still = Region.objects.filter(pk__in=own, register_opening=None).order_by("prefix")
        self.fields["region"] = forms.ModelChoiceField(label="地区", queryset=open_still, empty_label=None)
        self.fields["reason"].help_text = "如：编制台账、实有人员、工资发放三方核对一致。"
        self.order_fields(["region", "reason"])

    @property
    def offers(self) -> bool:
        """Whether there is an office left to declare complete."""
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField), "The constructor puts it there."
        return bool(field.queryset is not None and field.queryset.exists())


@require_GET
def opening_list(request: HttpRequest) -> HttpResponse:
    """The offices whose register is complete, since when, and the form for directors."""
    return _page(request, OpeningForm(user=actor_of(request)))


@require_POST
def complete(request: HttpRequest) -> HttpResponse:
    """Declare a register complete; a refusal stands beside the field it is about."""
    user = actor_of(request)
    if not policies.may_complete_some_opening(user):
        raise PermissionDenied("只有编办主任可以确认建账完成。")
    form = OpeningForm(request.POST, user=user)
    if form.is_valid():
        try:
            done = opening.complete(actor=user, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{done.region.name}已确认建账完成，此后入编须凭用编号。")
            return redirect("staffing:openings")
    return _page(request, form, status=422)


def _page(request: HttpRequest, form: OpeningForm, status: int = 200) -> HttpResponse:
    user = actor_of(request)
    seen = Opening.objects.filter(region__in=Region.objects.visible_to(user)).select_related("region", "completed_by")
    shown = form if policies.may_complete_some_opening(user) and (form.is_bound or form.offers) else None
    context = {"rows": seen.order_by("region__prefix"), "form": shown, "nav_key": "openings"}
    return render(request, "staffing/openings.html", context, status=status)
