"""The filters of the lists; they live in the address, and a wrong one narrows nothing."""

import datetime as dt
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, Q, QuerySet

from accounts.models import User
from approvals import queue
from approvals.models import OPEN_STATES, Case, CaseKind, Document, State
from units.mandates import scope_of
from units.models import Region, Unit

T = TypeVar("T", bound=Model)

OPEN = "open"
LIGHTS = [("", "全部"), ("red", "已超期"), ("yellow", "即将到期"), ("green", "期限内")]
MINE = [("", "全部"), ("waiting", "待我办理"), ("filed", "我申报的"), ("handled", "我经办的")]


class Filter(forms.Form):
    """A filter form that is never refused: what cannot be read is left out and marked."""

    def given(self) -> dict[str, Any]:
        """The filters that were given and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


def _search(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=100, widget=forms.TextInput({"type": "search"}))


class CaseFilter(Filter):
    """Which cases to list."""

    q = _search("办件号、标题、申报单位")
    mine = forms.ChoiceField(label="与我有关", choices=MINE, required=False)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), (OPEN, "在办"), *State.choices], required=False)
    kind = forms.ChoiceField(label="事项", required=False)
    light = forms.ChoiceField(label="时限", choices=LIGHTS, required=False)
    region = forms.ChoiceField(label="地区", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        kinds = CaseKind.objects.values_list("code", "name")
        self.fields["kind"] = forms.ChoiceField(label="事项", choices=[("", "全部"), *kinds], required=False)
        regions = _regions(user)
        if len(regions) > 1:
            self.fields["region"] = forms.ChoiceField(label="地区", choices=[("", "全部"), *regions], required=False)
        else:
            del self.fields["region"]

    def narrow(self, cases: QuerySet[Case], on: dt.date) -> QuerySet[Case]:
        """The cases that meet the given filters."""
        given = self.given()
        if state := given.get("state"):
            cases = cases.filter(state__in=OPEN_STATES) if state == OPEN else cases.filter(state=state)
        if kind := given.get("kind"):
            cases = cases.filter(kind__code=kind)
        if light := given.get("light"):
            cases = cases.filter(queue.with_light(light, on))
        if region := given.get("region"):
            cases = cases.filter(region__prefix__startswith=region)
        if words := given.get("q"):
            named = Unit.objects.filter(Q(name__contains=words) | Q(short_name__contains=words))
            cases = cases.filter(
                Q(number__startswith=words) | Q(title__contains=words) | Q(applicant__in=named.values("pk"))
            )
        return self._of_mine(cases, given.get("mine", ""))

    def _of_mine(self, cases: QuerySet[Case], mine: str) -> QuerySet[Case]:
        if mine == "waiting":
            return cases.filter(pk__in=queue.waiting_for(self.user).order_by().values("pk"))
        if mine == "filed":
            return cases.filter(filed_by=self.user)
        if mine == "handled":
            return cases.filter(Q(checked_by=self.user) | Q(decided_by=self.user))
        return cases


def _regions(user: User) -> list[tuple[str, str]]:
    """The regions with an office that the user oversees."""
    condition = Q(pk__in=[])
    for prefix in scope_of(user).region_prefixes:
        condition |= Q(prefix__startswith=prefix)
    return list(Region.objects.filter(condition, has_office=True).order_by("prefix").values_list("prefix", "name"))


class DocumentFilter(Filter):
    """Which documents to list."""

    q = _search("文号、标题、发文机关")
    kind = forms.ChoiceField(label="文种", choices=[("", "全部"), *Document.Kind.choices], required=False)
    year = forms.IntegerField(label="年度", min_value=1949, max_value=2199, required=False)

    def narrow(self, documents: QuerySet[Document]) -> QuerySet[Document]:
        """The documents that meet the given filters."""
        given = self.given()
        if kind := given.get("kind"):
            documents = documents.filter(kind=kind)
        if year := given.get("year"):
            documents = documents.filter(issued_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
        if words := given.get("q"):
            documents = documents.filter(
                Q(number__contains=words) | Q(title__contains=words) | Q(issuer__contains=words)
            )
        return documents
