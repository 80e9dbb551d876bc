"""Forms of the back office: what an office sets as data, in words and within bounds the program can work with."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from approvals import rulebook
from approvals.models import Case, CaseKind, Document, NumberSeries, RuleParameter
from approvals.models.kind import FILERS
from units.models import Role

from .parts import Day

if TYPE_CHECKING:
    KindModelForm = forms.ModelForm[CaseKind]
    ParameterModelForm = forms.ModelForm[RuleParameter]
    SeriesModelForm = forms.ModelForm[NumberSeries]
else:
    KindModelForm = ParameterModelForm = SeriesModelForm = forms.ModelForm


class KindForm(KindModelForm):
    """How an office handles a kind of case: who files, with which papers, how long, who decides."""

    filed_by_roles = forms.MultipleChoiceField(
        label="申报主体", choices=[(role, Role(role).label) for role in FILERS], widget=forms.CheckboxSelectMultiple
    )
    required_papers = forms.CharField(
        label="申报形式要件", required=False, widget=forms.Textarea({"rows": 4}), help_text="每行一项，每项不超过60字。"
    )

    class Meta:
        model = CaseKind
        fields = (
            "name", "filed_by_roles", "required_papers", "working_days", "authority", "needs_argument",
            "needs_five_questions", "fast_lane", "guidance", "position", "is_active",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["required_papers"] = "\n".join(self.initial.get("required_papers") or [])

    def clean_required_papers(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["required_papers"].splitlines()]
        papers = list(dict.fromkeys(line for line in lines if line))
        if too_long := [paper for paper in papers if len(paper) > 60]:
            raise ValidationError(f"“{too_long[0][:20]}…”超过60字。", code="too_long")
        return papers


class ParameterForm(ParameterModelForm):
    """A value of a rule for a region from a day on; its bounds are those that the rule declares."""

    about = forms.ChoiceField(label="参数")
    value = forms.CharField(label="取值", max_length=200)
    starts_on = Day(label="生效日期")
    ends_on = Day(label="失效日期", required=False)

    class Meta:
        model = RuleParameter
        fields = ("about", "value", "region", "starts_on", "ends_on", "document_number", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declared = {f"{rule.code}.{each.name}": each for rule in rulebook.rules() for each in rule.parameters}
        words = [(key, f"{key.split('.')[0]} {each.label}") for key, each in self.declared.items()]
        about = forms.ChoiceField(label="参数", choices=[("", "请选择"), *words])
        about.help_text = "；".join(f"{each.label}：{each.values.help}" for each in self.declared.values()) + "。"
        self.fields["about"] = about
        if self.instance.pk is not None:
            self.initial["about"] = key = f"{self.instance.rule}.{self.instance.name}"
            if key in self.declared:
                self.initial["value"] = self.declared[key].shown(self.instance.value)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "about" in given and "value" in given:
            self.instance.rule, self.instance.name = given["about"].split(".", 1)
            try:
                given["value"] = self.declared[given["about"]].values.read(given["value"])
            except ValidationError as refusal:
                self.add_error("value", refusal)
        if not self.errors and self._is_set_already(given):
            self.add_error("starts_on", "该地区此参数在同一生效日期已有取值。")
        return given

    def _is_set_already(self, given: dict[str, Any]) -> bool:
        """Rule and name are no fields of the form, so that Django leaves their constraint to us."""
        same = RuleParameter.objects.filter(rule=self.instance.rule, name=self.instance.name, region=given["region"])
        return same.filter(starts_on=given["starts_on"]).exclude(pk=self.instance.pk).exists()


class SeriesForm(SeriesModelForm):
    """The word before an office's numbers; one that stands on numbers of another series would repeat them."""

    class Meta:
        model = NumberSeries
        fields = ("region", "purpose", "prefix")

    def clean_prefix(self) -> str:
        word: str = self.cleaned_data["prefix"]
        used = (
            Document.objects.filter(number__startswith=f"{word}〔").exists()
            or Case.objects.filter(number__startswith=f"{word}-").exists()
        )
        if used and word != self.initial.get("prefix"):
            raise ValidationError(f"“{word}”已用于编号，不能再作别的序列的发文字。", code="used")
        return word
