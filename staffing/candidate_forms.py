"""Forms about people on their way to a post: their facts, the filter of batches, an objection of the public."""

import datetime as dt
from typing import Any, NamedTuple

from django import forms
from django.db.models import Q, QuerySet

from accounts.queries import QueryForm
from approvals.forms.parts import Day, text
from approvals.models import State
from staffing.batch_forms import chosen
from staffing.facts import OF_PERSON, OF_POSTING, field_of
from staffing.models import Candidate, EnrolmentBatch
from units.models import Unit

# The day of enrolment and the channel are known from the batch and the slot.
FACTS = [name for name in (*OF_PERSON, *OF_POSTING) if name not in ("enrolled_on", "entry_way")]
STEP_STATES: dict[str, tuple[str, ...]] = {
    "draft": (State.DRAFT, State.RETURNED),
    "notice": (State.DRAFT, State.RETURNED),
    "filed": (State.FILED, State.RECEIVED),
    "checked": (State.CHECKED, State.ARGUED, State.DECIDED, State.ISSUED),
    "stored": (State.EXECUTED, State.CLOSED),
    "stopped": (State.REFUSED, State.WITHDRAWN),
}
STEPS = {key: Q(case__state__in=states) for key, states in STEP_STATES.items()} | {
    "draft": Q(case__state__in=STEP_STATES["draft"], published_on=None),
    "notice": Q(case__state__in=STEP_STATES["notice"], published_on__isnull=False),
}
LABELS = [("draft", "填报"), ("notice", "公示"), ("filed", "待审核"), ("checked", "待入库"), ("stored", "已入库"),
          ("stopped", "已终止")]  # fmt: skip


TONES = {"notice": "active", "filed": "warn", "checked": "active", "stored": "good"}


class StandsAt(NamedTuple):
    """Where a batch stands, in the words of the four steps, and what is to be known about it."""

    label: str
    tone: str
    note: str = ""


def stands_at(batch: EnrolmentBatch, open_objections: int, today: dt.date) -> StandsAt:
    """公示中, 待申报, 待审核, 待入库, 已入库…: the state of the case alone calls a batch on notice a draft."""
    state = batch.case.state
    note = f"异议{open_objections}件待答复" if open_objections else ""
    if state == State.RETURNED:
        return StandsAt("退回补正", "warn", note)
    if state == State.DRAFT and batch.notice_ends_on is not None:
        return StandsAt("公示中", "active", note) if today <= batch.notice_ends_on else StandsAt("待申报", "warn", note)
    for key, label in LABELS:
        if state in STEP_STATES[key]:
            return StandsAt(label, TONES.get(key, "plain"), note)
    return StandsAt(batch.case.get_state_display(), "plain", note)


class FactsForm(forms.Form):
    """Every fact of person and post that an enrolment may bring, each with the choices of its column."""

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FACTS:
            self.fields[name] = _field(name)
            self.initial[name] = candidate.facts.get(name, "")

    def facts(self) -> dict[str, Any]:
        return {name: _value(name, self.cleaned_data[name]) for name in FACTS}


def _field(name: str) -> forms.Field:
    column = field_of(name)
    label = str(column.verbose_name)
    kind = column.get_internal_type()
    if kind == "DateField":
        return Day(label=label, required=False)
    if kind == "BooleanField":
        return forms.ChoiceField(label=label, choices=[("", "未填写"), ("1", "是"), ("0", "否")], required=False)
    if column.choices:
        return forms.ChoiceField(label=label, choices=chosen(column.flatchoices), required=False)
    return forms.CharField(label=label, max_length=column.max_length, required=False)


def _value(name: str, typed: Any) -> Any:
    kind = field_of(name).get_internal_type()
    if kind == "BooleanField":
        return {"1": True, "0": False}.get(typed)
    if kind == "PositiveSmallIntegerField":
        return int(typed) if typed else None
    return typed


class BatchFilter(QueryForm):
    """The filters of the list of batches."""

    step = forms.ChoiceField(label="步骤", choices=[("", "全部"), *LABELS], required=False)
    unit = forms.CharField(label="用编单位", max_length=100, required=False)

    def narrow(self, batches: QuerySet[EnrolmentBatch]) -> QuerySet[EnrolmentBatch]:
        if step := self.cleaned_data["step"]:
            batches = batches.filter(STEPS[step])
        if name := self.cleaned_data["unit"].strip():
            own = Unit.objects.filter(Q(name__contains=name) | Q(short_name__contains=name) | Q(number=name))
            batches = batches.filter(unit__in=own.values("pk"))
        return batches


class ObjectionForm(forms.Form):
    """What somebody says against a batch; name and contact are voluntary."""

    about = forms.ChoiceField(label="所涉人员", required=False)
    text = text("异议内容", rows=5, max_length=1000)
    sender_name = forms.CharField(label="您的姓名（可不填）", max_length=50, required=False)
    sender_contact = forms.CharField(
        label="联系方式（可不填）", max_length=60, required=False, help_text="只用于核实情况，不会公开。"
    )

    def __init__(self, *args: Any, names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"] = forms.ChoiceField(label="所涉人员", choices=[("", "整批"), *names], required=False)
