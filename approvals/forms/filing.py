"""The filing form: who asks, what for and why, and the five answers; the subject adds its own part."""

from typing import Any

from django import forms

from accounts.models import User
from approvals import policies
from approvals.filing import SUFFIXES
from approvals.models import Case, CaseKind, Deliberation
from approvals.offices import offices_in
from approvals.pickers import UnitField
from units.mandates import scope_of
from units.models import Region, Unit

from .parts import KeyedForm, text

OTHER_PAPER = "其他材料"


class CaseForm(KeyedForm):
    """Applicant, title and reason of a case."""

    applicant = UnitField(label="申报单位")
    title = forms.CharField(label="标题", max_length=200)
    reason = text("申请理由", rows=5, required=False, help_text="职责依据、现有力量、工作量和拟解决的问题。")
    fast_lane = forms.BooleanField(
        label="走绿色通道", required=False, help_text="急需事项：时限为三分之一，审核后直接决定。"
    )

    def __init__(self, *args: Any, user: User, kind: CaseKind, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case is not None:
            del self.fields["applicant"]
            self.initial.update(title=case.title, reason=case.reason, fast_lane=case.fast_lane)
        else:
            field = self.fields["applicant"] = UnitField(
                label="申报单位", units=policies.applicants_for(user, kind), kind=kind.code
            )
            field.initial = likely_applicant(user, kind)
        if not kind.fast_lane:
            del self.fields["fast_lane"]


def likely_applicant(user: User, kind: CaseKind) -> Unit | None:
    """The unit for which the user most likely files: their own, or the office in which they work."""
    for held in scope_of(user).held:
        if held.role not in kind.filed_by_roles:
            continue
        if held.unit_id is not None:
            return Unit.objects.active().filter(pk=held.unit_id).first()
        return offices_in(Region(pk=held.region_id)).first()
    return None


class AnswersForm(forms.Form):
    """The five answers of a proposal (条例第十六条); they may be left open in a draft."""

    party_leadership = text(str(Deliberation._meta.get_field("party_leadership").verbose_name), rows=2, required=False)
    legality = text(str(Deliberation._meta.get_field("legality").verbose_name), rows=2, required=False)
    fiscal_capacity = text(str(Deliberation._meta.get_field("fiscal_capacity").verbose_name), rows=2, required=False)
    alternatives = text(str(Deliberation._meta.get_field("alternatives").verbose_name), rows=2, required=False)
    foreseen = text(str(Deliberation._meta.get_field("foreseen").verbose_name), rows=2, required=False)

    def __init__(self, *args: Any, case: Case | None = None, **kwargs: Any) -> None:
        given = Deliberation.objects.filter(case=case).first() if case is not None else None
        initial = {name: getattr(given, name, "") for name in Deliberation.QUESTIONS}
        super().__init__(*args, **kwargs)
        self.initial.update(initial)


class PaperForm(KeyedForm):
    """One paper to be handed in."""

    paper = forms.ChoiceField(label="要件")
    upload = forms.FileField(label="文件", max_length=200, help_text=f"不超过20MB；{'、'.join(SUFFIXES)}。")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = [*case.kind.required_papers, OTHER_PAPER]
        self.fields["paper"] = forms.ChoiceField(label="要件", choices=[(paper, paper) for paper in papers])
        self.fields["upload"].widget.attrs["accept"] = ",".join(f".{suffix}" for suffix in SUFFIXES)
