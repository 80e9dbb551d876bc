"""What an office sets for itself: deputies; and what everybody may read: the rule book and the catalogue of kinds."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from approvals import deputies, rulebook, workdays
from approvals.faces import title_of
from approvals.forms.office import DeputyForm
from approvals.forms.parts import refuse
from approvals.models import CaseKind, Deputy, RuleParameter
from approvals.parameters import Parameter
from approvals.views import sending
from units.mandates import scope_of
from units.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
def deputy_list(request: HttpRequest) -> HttpResponse:
    """Who acts for whom in the user's office, and the form to appoint a deputy."""
    user = sending.actor_of(request)
    if not deputies.regions_of(user):
        raise PermissionDenied("只有编办和编委的人员可以指定代行人。")
    form = _form(user, request.POST or None)
    if form.is_bound and form.is_valid() and _appointed(request, user, form):
        return redirect("approvals:deputies")
    today = workdays.today()
    rows = [(deputy, _standing(deputy, today), deputies.may_appoint(user, deputy.principal)) for deputy in _seen(user)]
    context = {"form": form, "rows": rows}
    return render(request, "approvals/deputies.html", context, status=422 if form.errors else 200)


def _form(user: User, data: Any) -> DeputyForm:
    principals = deputies.principals_for(user)
    people = deputies.colleagues(deputies.regions_of(user))
    initial = {"principal": user.pk, "starts_on": workdays.today()}
    return DeputyForm(data, principals=principals, colleagues=people, initial=initial)


def _appointed(request: HttpRequest, user: User, form: DeputyForm) -> bool:
    key = sending.key_of(request)
    given = {name: value for name, value in form.cleaned_data.items() if name != "key"}
    try:
        made = sending.once(
            lambda: deputies.appoint(actor=user, once=key, **given),
            found=lambda: sending.made_under(user, key, Deputy.objects.select_related("principal", "deputy")),
        )
    except ValidationError as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, f"{made.deputy.name}自{made.starts_on}至{made.ends_on}代{made.principal.name}行使职责。")
    return True


def _seen(user: User) -> list[Deputy]:
    return list(deputies.in_scope(user).select_related("principal", "deputy")[:200])


def _standing(deputy: Deputy, today: Any) -> tuple[str, str]:
    """In words, and as a tone: to come, in force, or over."""
    if deputy.ends_on < today:
        return "已结束", "plain"
    return ("代行中", "good") if deputy.starts_on <= today else ("未开始", "warn")


@require_POST
def end_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """End an authorisation at once."""
    user = sending.actor_of(request)
    found = get_object_or_404(deputies.in_scope(user), pk=pk)
    try:
        deputies.end(found.pk, actor=user)
        messages.success(request, "代行授权已终止。")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    return redirect("approvals:deputies")


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The rule book: every rule with its basis, what it does to a case, and the parameters in force here."""
    set_here = _parameters_set(sending.actor_of(request))
    rows = [
        {
            "rule": rule,
            "parameters": [(each, _in_words(each, set_here[rule.code, each.name])) for each in rule.parameters],
            "kinds": [title_of(subject) for subject in sorted(rule.subjects)],
        }
        for rule in rulebook.rules()
    ]
    return render(request, "approvals/rules.html", {"rows": rows})


def _in_words(declared: Parameter, values: list[RuleParameter]) -> list[tuple[str, RuleParameter]]:
    return [(declared.shown(value.value), value) for value in values]


def _parameters_set(user: User) -> dict[tuple[str, str], list[RuleParameter]]:
    """By rule and name, what is in force today for everybody, above the user's regions, in them and below: one each."""
    condition = Q(region__isnull=True)
    for prefix in scope_of(user).region_prefixes:
        above = [prefix[:length] for length in (2, 4, 6, 9) if length <= len(prefix)]
        condition |= Q(region__prefix__startswith=prefix) | Q(region__prefix__in=above)
    today = workdays.today()
    current = RuleParameter.objects.filter(condition, starts_on__lte=today).exclude(ends_on__lt=today)
    newest: dict[tuple[str, str, int | None], RuleParameter] = {}
    for value in current.select_related("region").order_by("region__prefix", "starts_on"):
        newest[value.rule, value.name, value.region_id] = value
    found: dict[tuple[str, str], list[RuleParameter]] = defaultdict(list)
    for value in newest.values():
        found[value.rule, value.name].append(value)
    return found


@require_GET
def kinds(request: HttpRequest) -> HttpResponse:
    """The catalogue of kinds: who files, with what, how long, and who decides."""
    rows = [(kind, [Role(role).label for role in kind.filed_by_roles]) for kind in CaseKind.objects.all()]
    return render(request, "approvals/kinds.html", {"rows": rows, "nav_key": "cases"})
