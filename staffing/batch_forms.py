"""The batch of an enrolment as a form: for which unit, and its people row by row, each on a free slot."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import User
from approvals.forms.parts import Day
from approvals.forms.rows import rows_of
from approvals.models import Case, CaseKind
from approvals.policies import applicants_for
from staffing.drafts import MOST
from staffing.facts import field_of
from staffing.models import EDUCATIONS, ETHNICITIES, Candidate, EnrolmentBatch, PoliticalStatus, PostCategory, Slot
from staffing.models import RetirementCategory as Category
from units.models import InternalDivision, Unit

BLANK_LINES = 3
# The facts that stand in the row; the others are filled in person by person.
IN_ROW = ("ethnicity", "political_status", "education", "post_category", "retirement_category")


def chosen(choices: Any) -> list[tuple[str, str]]:
    return [("", "请选择"), *choices]


class BatchHead(forms.Form):
    """The unit whose slots are used, and from when its people count."""

    unit = forms.ChoiceField(label="用编单位", help_text="改选单位后，先点“更换单位”再选用编号。")
    starts_on = Day(label="入编日期", required=False, help_text="留空为入库当日。")

    def __init__(self, *args: Any, units: Mapping[str, Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        names = [(number, unit.name) for number, unit in units.items()]
        self.fields["unit"] = forms.ChoiceField(label="用编单位", choices=chosen(names))


class CandidateForm(forms.Form):
    """One person on one slot."""

    slot = forms.ChoiceField(label="用编号")
    name = forms.CharField(label="姓名", max_length=50)
    id_number = forms.CharField(label="公民身份号码", max_length=18)
    title = forms.CharField(label="职务（岗位）", max_length=60, required=False)
    division = forms.ChoiceField(label="内设机构", required=False)
    ethnicity = forms.ChoiceField(label="民族", choices=chosen(ETHNICITIES), required=False)
    political_status = forms.ChoiceField(label="政治面貌", choices=chosen(PoliticalStatus.choices), required=False)
    education = forms.ChoiceField(label="学历", choices=chosen(EDUCATIONS), required=False)
    post_category = forms.ChoiceField(label="岗位类别", choices=chosen(PostCategory.choices), required=False)
    retirement_category = forms.ChoiceField(
        label="退休类别", choices=[("", "男职工不选"), *Category.choices], required=False
    )

    def __init__(self, *args: Any, choices: "Choices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        offered = [(str(slot.pk), f"{slot.number}　{slot.quota_type.short_name}") for slot in choices.slots]
        self.fields["slot"] = forms.ChoiceField(label="用编号", choices=chosen(offered))
        divisions = [("", "未指定"), *((str(one.pk), one.name) for one in choices.divisions)]
        self.fields["division"] = forms.ChoiceField(label="内设机构", choices=divisions, required=False)
        self.order_fields(list(CandidateForm.base_fields))

    def has_changed(self) -> bool:
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields)

    def values(self) -> dict[str, Any]:
        """The row as the subject takes it."""
        typed = self.cleaned_data
        return {
            "slot": next(slot for slot in self.choices.slots if str(slot.pk) == typed["slot"]),
            "division": next((one for one in self.choices.divisions if str(one.pk) == typed["division"]), None),
            **{name: typed[name] for name in ("name", "id_number", "title")},
            "facts": {name: typed[name] for name in IN_ROW},
        }


class Choices:
    """The unit's slots that are free or used in this batch already, and its divisions; read once for all rows."""

    def __init__(self, unit: Unit | None, case: Case | None) -> None:
        own = Slot.objects.none()
        if unit is not None:
            here = Q(candidates__batch=case.pk) if case is not None else Q(pk__in=[])
            free = Slot.objects.free().filter(unit=unit).values("pk")
            own = Slot.objects.filter(Q(pk__in=free) | Q(unit=unit) & here).select_related("quota_type")
        self.slots = list(own.distinct().order_by("id"))
        divisions = InternalDivision.objects.filter(unit=unit, abolished_on=None) if unit else None
        self.divisions = list(divisions.order_by("position", "id")) if divisions is not None else []


Rows = rows_of(CandidateForm, MOST)


def units_for(user: User, kind: CaseKind, case: Case | None) -> dict[str, Unit]:
    """The units whose people may stand in the batch, by number."""
    if case is None:
        own = applicants_for(user, kind)
    else:
        mine = Q(pk=case.applicant_id) | Q(competent_department=case.applicant_id)
        own = Unit.objects.filter(mine, abolished_on=None)
    return {unit.number: unit for unit in own.select_related("region").order_by("position", "number")}


def recorded_rows(people: list[Candidate]) -> list[dict[str, Any]]:
    """The people of a batch as rows; of an ID number no more than its mask leaves the house."""
    return [
        {
            "slot": str(one.slot_id), "name": one.name, "id_number": one.masked_id_number, "title": one.title,
            "division": str(one.division_id or ""), **{name: one.facts.get(name, "") for name in IN_ROW},
        }
        for one in people
    ]  # fmt: skip


def facts_of(one: Candidate) -> list[tuple[str, str]]:
    """Label and words of every fact that is known, in the order of the register."""
    found = []
    for name, value in one.facts.items():
        field = field_of(name)
        words = dict(field.flatchoices).get(value, value) if field.choices else value
        found.append((str(field.verbose_name), {True: "是", False: "否"}.get(words, str(words))))
    return found


def recorded_head(batch: EnrolmentBatch) -> dict[str, Any]:
    return {"unit": batch.unit.number, "starts_on": batch.starts_on}
