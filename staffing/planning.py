"""Hiring plans (用编进人计划) and applications (用编申请): the subject whose decision becomes numbered slots."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from accounts.acting import use_case
from accounts.models import User
from approvals import flow, proposing, workdays
from approvals.models import Case, Document
from approvals.offices import NAME_OF_AN_OFFICE, office_of
from approvals.rulebook import Figure
from quotas import figures, holding, ledger
from quotas.models import Bucket, QuotaType
from staffing import slots
from staffing.models import MOST_HEADS, Channel, HiringPlan, HiringPlanLine
from units.models import Unit

MAX_LINES = 200
OF_PLAN = (
    "year", "expires_on", "letter_number", "letter_title", "letter_on", "department_opinion", "contact", "phone",
)  # fmt: skip
OF_LINE = (
    "unit", "quota_type", "channel", "planned_count", "one_out_one_in", "for_grass_roots", "post", "qualification",
    "purpose",
)  # fmt: skip


class HiringPlanSubject:
    """So many heads by unit, type and channel; decided, they are posts out of reach; issued, they are slots."""

    key = "hiring_plan"
    paper = Document.Kind.USE_NOTICE
    detail_template = "staffing/plan_detail.html"
    form_template = "staffing/plan_form.html"
    api_serializer = "staffing.serializers.HiringPlanSerializer"

    def record(self, case: Case) -> HiringPlan:
        return HiringPlan.objects.get(case=case)

    def lines(self, case: Case) -> list[HiringPlanLine]:
        """The lines with their units and types, in the order in which they were written."""
        related = ("quota_type", "unit__region", "unit__competent_department")
        return list(HiringPlanLine.objects.filter(plan__case=case).select_related(*related))

    def save(self, case: Case, data: Mapping[str, Any], *, actor: User) -> None:
        """Replace the plan's content; `lines` is a sequence of mappings with the fields of a line."""
        lines = [_checked(line, number) for number, line in enumerate(_few(data.get("lines") or ()), start=1)]
        given = {name: data[name] for name in OF_PLAN if data.get(name) is not None}
        _ensure_sound(given)
        cleared = {name: HiringPlan._meta.get_field(name).get_default() for name in OF_PLAN}  # type: ignore[union-attr]
        plan, _ = HiringPlan.objects.update_or_create(case=case, defaults={**cleared, **given})
        plan.lines.all().delete()
        HiringPlanLine.objects.bulk_create(HiringPlanLine(plan=plan, **line) for line in lines)

    def gaps(self, case: Case) -> dict[str, str]:
        lines, plan = self.lines(case), self.record(case)
        found = {} if lines else {"lines": "请至少填写一行用编明细。"}
        if plan.expires_on < workdays.today():
            found["expires_on"] = f"有效期至{plan.expires_on}，已过期。"
        for number, line in enumerate(lines, start=1):
            if sentence := _out_of_reach(line, case):
                found[f"line_{number}"] = f"第{number}行：{sentence}"
        return found

    def units(self, case: Case) -> Sequence[Unit]:
        return list(dict.fromkeys(line.unit for line in self.lines(case)))

    def figures(self, case: Case) -> tuple[Figure, ...]:
        return figures.of_pairs(dict.fromkeys((line.unit, line.quota_type) for line in self.lines(case)))

    def effective_on(self, case: Case) -> dt.date:
        """A decision about hiring takes effect on the day it is made."""
        return case.decided_on or workdays.today()

    def hold(self, case: Case, *, document: Document, actor: User) -> None:
        """Lock a vacant post for each head, except those who wait for somebody to leave (出一进一)."""
        _ensure_in_force(self.record(case))
        wanted: dict[tuple[Unit, QuotaType], int] = defaultdict(int)
        for line in self.lines(case):
            if not line.one_out_one_in:
                wanted[line.unit, line.quota_type] += line.count
        promises = [
            holding.Promise(ledger.account(unit, kind, Bucket.VACANT), None, heads)
            for (unit, kind), heads in wanted.items()
            if heads
        ]
        on = self.effective_on(case)
        holding.hold(case, promises, effective_on=on, document=document, actor=actor, reason=case.title)

    def apply(self, case: Case, *, document: Document, actor: User) -> None:
        """Hand what is held over to the slots: one for each head, on the notice."""
        plan = self.record(case)
        _ensure_in_force(plan)
        holding.post(case, document=document, actor=actor, reason=case.title)
        given = [
            slots.Promise(
                line.unit,
                line.quota_type,
                line.channel,
                line.purpose or line.post,
                line.count,
                line.one_out_one_in,
                line,
            )
            for line in self.lines(case)
        ]
        slots.give(given, case=case, notice=document, expires_on=plan.expires_on)

    def release(self, case: Case, *, document: Document, actor: User) -> None:
        holding.release(case, document=document, actor=actor, reason=case.title)


HIRING_PLAN = HiringPlanSubject()


def _few(lines: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    if len(lines) > MAX_LINES:
        raise ValidationError({"lines": f"用编明细不超过{MAX_LINES}行。"}, code="lines")
    return lines


def _checked(line: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The fields of a line; ValidationError says what is wrong in which line."""
    kind, count = line.get("quota_type"), line.get("planned_count")
    sentence = ""
    if line.get("unit") is None:
        sentence = "请选择用编单位。"
    elif kind is None or kind.is_group or kind.family != QuotaType.Family.POST or not kind.is_active:
        sentence = "请选择编制类型。"
    elif line.get("channel") not in Channel.values:
        sentence = "请选择进入方式。"
    elif not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST_HEADS:
        sentence = f"计划数须为1至{MOST_HEADS}的整数。"
    if sentence:
        raise ValidationError({f"line_{number}": f"第{number}行：{sentence}"}, code="line")
    given = {name: line[name] for name in OF_LINE if line.get(name) is not None}
    if wrong := too_long(HiringPlanLine, given):
        raise ValidationError({f"line_{number}": f"第{number}行：{''.join(wrong.values())}"}, code="length")
    return given


def too_long(model: type[models.Model], given: Mapping[str, Any]) -> dict[str, str]:
    """Field → sentence for every text that does not fit its column."""
    texts = [model._meta.get_field(name) for name, value in given.items() if isinstance(value, str)]
    return {
        field.name: f"{field.verbose_name}不超过{field.max_length}字。"
        for field in texts
        if isinstance(field, models.CharField) and len(given[field.name]) > (field.max_length or 0)
    }


def _ensure_sound(given: Mapping[str, Any]) -> None:
    """Year and expiry are given and fit each other, and no text is longer than its column."""
    wrong = too_long(HiringPlan, given)
    year, expires_on = given.get("year"), given.get("expires_on")
    if year is None or not 2000 <= year <= 2100:
        wrong["year"] = "年度须在2000至2100之间。"
    elif expires_on is None:
        wrong["expires_on"] = "请填写有效期。"
    elif expires_on.year < year:
        wrong["expires_on"] = f"有效期不能早于{year}年度。"
    if wrong:
        raise ValidationError(wrong)


def _ensure_in_force(plan: HiringPlan) -> None:
    if plan.expires_on < workdays.today():
        raise ValidationError(f"计划有效期至{plan.expires_on}，已过期，不能再核准用编。", code="expired")


def _out_of_reach(line: HiringPlanLine, case: Case) -> str:
    """Why the case's office cannot give this unit posts at this applicant's wish; empty when it can."""
    unit, applicant = line.unit, case.applicant
    if not unit.is_active:
        return f"{unit.name}已撤销，不能用编。"
    if office_of(unit.region) != case.region:
        return f"{unit.name}不由{case.region.name}编办管理。"
    if applicant.pk not in (unit.pk, unit.competent_department_id) and not _is_office(applicant):
        return f"{unit.name}不是{applicant.name}或其下属单位。"
    return ""


def _is_office(unit: Unit) -> bool:
    """The bureau itself may file a plan for every unit in its charge."""
    return unit.name.endswith(NAME_OF_AN_OFFICE)


@use_case
def propose_heads(case_id: int, *, actor: User, counts: Mapping[int, int], once: flow.Once | None = None) -> Case:
    """The office proposes how many of the planned heads (拟核数), line by line, while it checks the case."""
    lines = HiringPlanLine.objects.filter(plan__case=case_id)
    return proposing.propose(case_id, lines, "planned_count", actor=actor, counts=counts, once=once)
