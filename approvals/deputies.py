"""Deputies (代行职责): somebody lets a colleague of the same office act for a time; the director may do it for them."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, policies, workdays
from approvals.models import Deputy
from units.mandates import acts_as, scope_of
from units.models import Mandate, Region, Role

LONGEST = dt.timedelta(days=366)
ROLES = (*policies.OFFICE, Role.COMMITTEE)


def regions_of(user: User) -> list[int]:
    """The regions in whose office the user has a part that a deputy could take."""
    return scope_of(user).regions_as(*ROLES)


def may_appoint(user: User, principal: User) -> bool:
    """Oneself, or the director for those who work in the office; nobody gives away what the committee decides."""
    if user.pk == principal.pk:
        return bool(regions_of(user))
    if Role.COMMITTEE in scope_of(principal).roles:
        return False
    return any(acts_as(user, Role.DIRECTOR, region=Region(pk=region)) for region in regions_of(principal))


def colleagues(regions: list[int]) -> QuerySet[User]:
    """Everybody who acts in the offices of these regions today."""
    held = Mandate.objects.in_force().filter(region__in=regions, role__in=ROLES)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")


def principals_for(user: User) -> QuerySet[User]:
    """The people for whom the user may appoint a deputy."""
    directed = scope_of(user).regions_as(Role.DIRECTOR)
    own = Q(pk=user.pk) if regions_of(user) else Q(pk__in=[])
    sovereign = Mandate.objects.in_force().filter(role=Role.COMMITTEE).values("user")
    directed_people = Q(pk__in=colleagues(directed).exclude(pk__in=sovereign).values("pk"))
    return User.objects.filter(own | directed_people).order_by("name", "pk")


def in_scope(user: User) -> QuerySet[Deputy]:
    """The authorisations of the offices in which the user has a part, the newest first."""
    people = colleagues(regions_of(user)).values("pk")
    return Deputy.objects.filter(Q(principal__in=people) | Q(deputy__in=people)).order_by("-ends_on", "-id")


@use_case
def appoint(
    *, actor: User, principal: User, deputy: User, starts_on: dt.date, ends_on: dt.date, note: str = "",
    once: flow.Once | None = None,
) -> Deputy:  # fmt: skip
    """Let a colleague act for the principal between two dates; both names stand on what the deputy does."""
    if not may_appoint(actor, principal):
        raise PermissionDenied(f"您不能为{principal.name}指定代行人。")
    User.objects.select_for_update(no_key=True).get(pk=principal.pk)
    acting.cite(reason=note.strip() or "指定代行人")
    wrong = _wrong(principal, deputy, starts_on, ends_on)
    if deputy.pk == actor.pk and deputy.pk != principal.pk:
        wrong["deputy"] = "不能指定自己代行他人职责。"
    if wrong:
        raise ValidationError(wrong)
    fields = {"starts_on": starts_on, "ends_on": ends_on, "note": note.strip()[:120]}
    made = Deputy.objects.create(principal=principal, deputy=deputy, **fields)
    flow.keep_receipt(actor, once, made)
    return made


def _wrong(principal: User, deputy: User, starts_on: dt.date, ends_on: dt.date) -> dict[str, str]:
    today, wrong = workdays.today(), {}
    if deputy.pk == principal.pk:
        wrong["deputy"] = "代行人不能是委托人本人。"
    elif not colleagues(regions_of(principal)).filter(pk=deputy.pk).exists():
        wrong["deputy"] = f"{deputy.name}不在{principal.name}任职的编办，不能代行。"
    if starts_on < today:
        wrong["starts_on"] = "开始日期不能早于今天。"
    if ends_on < starts_on:
        wrong["ends_on"] = "结束日期不能早于开始日期。"
    elif ends_on - starts_on > LONGEST:
        wrong["ends_on"] = "代行期限不超过一年。"
    same = Deputy.objects.filter(principal=principal, deputy=deputy, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if not wrong and same.exists():
        wrong["starts_on"] = f"{deputy.name}在此期间已获授权代行。"
    return wrong


@use_case
def end(deputy_id: int, *, actor: User) -> None:
    """End an authorisation at once: from this moment the deputy acts for nobody under it. Its history stays."""
    found = Deputy.objects.select_for_update(of=("self",)).select_related("principal").get(pk=deputy_id)
    if not may_appoint(actor, found.principal):
        raise PermissionDenied("您不能终止此项代行授权。")
    today = workdays.today()
    if found.ends_on < today:
        raise ValidationError("该项代行授权已经结束。", code="ended")
    acting.cite(reason="终止代行")
    if found.starts_on >= today:
        found.delete()
        return
    found.ends_on = today - dt.timedelta(days=1)
    found.save(update_fields=["ends_on"])
