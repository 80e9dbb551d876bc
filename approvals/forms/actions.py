"""One small form for each thing that may be done to a case; its fields are named as the use case's arguments."""

from typing import Any

from django import forms

from accounts.models import User
from approvals import drafting, policies, workdays
from approvals.models import Argument, Case, JointReview
from approvals.offices import divisions_in

from .parts import Day, KeyedForm, text


class ActionForm(KeyedForm):
    """What an action asks of the person who does it."""

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.user = case, user


class BareForm(ActionForm):
    """Nothing but a button."""


class OpinionForm(ActionForm):
    """Words that the action must carry."""

    opinion = text("意见")


class NoteForm(ActionForm):
    """Words that may go with the action."""

    opinion = text("说明", rows=2, required=False)


class ReceiveForm(ActionForm):
    """The division that leads, and a word."""

    opinion = text("受理意见", rows=2, required=False)

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, case=case, user=user, **kwargs)
        self.fields["lead_division"] = forms.ModelChoiceField(
            divisions_in(case.region), label="牵头科室", required=False, empty_label="未指定"
        )
        self.order_fields(["lead_division", "opinion"])


class AskJointForm(ActionForm):
    """Which divisions are asked for a joint opinion."""

    opinion = text("会签事项", rows=2, required=False)

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, case=case, user=user, **kwargs)
        asked = case.joint_reviews.values("division")
        others = divisions_in(case.region).exclude(pk__in=asked).exclude(led_cases=case)
        self.fields["divisions"] = forms.ModelMultipleChoiceField(
            others, label="会签科室", widget=forms.CheckboxSelectMultiple
        )
        self.order_fields(["divisions", "opinion"])


class JointForm(ActionForm):
    """A division's joint opinion."""

    verdict = forms.ChoiceField(label="会签意见", choices=JointReview.Verdict.choices, widget=forms.RadioSelect)
    opinion = text("说明", rows=3, required=False, help_text="不同意的，须写明理由。")

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, case=case, user=user, **kwargs)
        waiting = policies.reviews_for(user, case).select_related("division")
        choices = [(review.pk, review.division.name) for review in waiting]
        self.fields["review_id"] = forms.TypedChoiceField(label="会签科室", choices=choices, coerce=int)
        self.order_fields(["review_id", "verdict", "opinion"])


class ArgueForm(ActionForm):
    """How the need was argued, and what came out (R21: 纵向、横向比较)."""

    form = forms.ChoiceField(label="论证形式", choices=Argument.Form.choices)
    held_on = Day(label="论证日期", initial=workdays.today)
    participants = forms.CharField(label="参加人员", max_length=300, required=False)
    conclusion = forms.ChoiceField(label="论证结论", choices=Argument.Conclusion.choices)
    vertical = text("纵向比较（上级、历年）", rows=3, required=False)
    horizontal = text("横向比较（同类单位）", rows=3, required=False)
    opinion = text("论证意见", rows=3)


class ApproveForm(ActionForm):
    """Agreement, and today's base when it has moved since the case was filed."""

    opinion = text("审批意见", rows=3, initial="同意。")
    confirmed_base = forms.CharField(required=False, max_length=40, label="已核对账面数变化")


class IssueForm(ActionForm):
    """Title and text of the document, drafted from the decision."""

    title = forms.CharField(label="文件标题", max_length=200)
    body = text(
        "正文", rows=14, max_length=30_000, help_text="一行一段；文号、主送、落款和日期由系统加上。", required=False
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, case=case, user=user, **kwargs)
        if not self.is_bound:
            self.initial.update(title=drafting.title_of(case), body=drafting.body_of(case))
