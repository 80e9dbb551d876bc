"""The page on which the office records a person's flexible retirement (弹性退休), or takes it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from approvals import flow
from approvals.forms.parts import refuse
from approvals.views import sending
from approvals.views.sending import actor_of
from staffing import choosing, dossiers, policies
from staffing.forms.retirement import ChoiceForm, OnPaperForm
from staffing.models import Person, Posting

# Two forms stand on the page, each with a paper and a reason.
BACK = "back_%s"


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """The months that the person may choose, and the sending of one."""
    posting, user = _posting(request, pk), actor_of(request)
    if not posting.person.retirement_category:
        messages.error(request, "未填退休类别，请先更正退休类别。")
        return redirect("staffing:person", pk)
    form = ChoiceForm(request.POST or None, user=user, person=posting.person)
    if form.is_bound and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        if _done(request, form, lambda once: choosing.choose(posting.person, actor=user, once=once, **given)):
            messages.success(request, f"已登记{posting.person}的弹性退休，预测和提醒随之调整。")
            return redirect("staffing:person", pk)
    return _page(request, posting, form, OnPaperForm(user=user, auto_id=BACK))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the choice back, on a paper."""
    posting, user = _posting(request, pk), actor_of(request)
    form = OnPaperForm(request.POST, user=user, auto_id=BACK)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("document", "reason")}
        if _done(request, form, lambda once: choosing.withdraw(posting.person, actor=user, once=once, **given)):
            messages.success(request, f"已撤销{posting.person}的弹性退休，恢复法定退休时间。")
            return redirect("staffing:person", pk)
    if not posting.person.retirement_category:
        raise Http404
    return _page(request, posting, ChoiceForm(user=user, person=posting.person), form)


def _done(request: HttpRequest, form: OnPaperForm, act: Callable[[flow.Once | None], Person]) -> bool:
    """Do it once; a refusal stands beside the field it is about."""
    user, key = actor_of(request), sending.key_of(request)
    try:
        sending.once(lambda: act(key), found=lambda: sending.made_under(user, key, Person.objects.all()))
    except ValidationError as refusal:
        refuse(form, refusal)
        return False
    return True


def _posting(request: HttpRequest, pk: int) -> Posting:
    """The active posting of a person in scope (else 404), for the office in charge (else 403)."""
    user = actor_of(request)
    person = get_object_or_404(Person.objects.visible_to(user), pk=pk)
    own = Posting.objects.visible_to(user).active().filter(person=person)
    found = own.select_related("person__chosen_document", "unit__region").first()
    if found is None:
        raise Http404
    if not policies.may_keep_register(user, found.unit):
        raise PermissionDenied(f"只有主管{found.unit.name}的编办可以登记弹性退休。")
    return found


def _page(request: HttpRequest, posting: Posting, form: ChoiceForm, back: OnPaperForm) -> HttpResponse:
    person = posting.person
    context: dict[str, Any] = {
        "person": person, "posting": posting, "form": form, "nav_key": "people",
        "facts": list(dossiers.retirement_facts(person)), "back": back if person.chosen_month else None,
    }  # fmt: skip
    wrong = form.errors or back.errors
    return render(request, "staffing/person_retirement.html", context, status=422 if wrong else 200)
