"""The forms of coordinating bodies and of establishment certificates: filters of their lists, and what is kept."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.queries import EARLIEST, NO_DATE, PastDateField, QueryForm
from units.models import Unit
from units.models.certificate import CertificateQuerySet, IssueReason, ReviewResult
from units.models.coordinating import BodyForm, CoordinatingBodyQuerySet, ExitReason, ReviewKind, SetUpGround, Verdict

LATEST = dt.date(2199, 12, 31)
REQUIRED = {"required": "请填写这一项。"}
CHOOSE = {"required": "请选择。", "invalid_choice": "请从列出的选项中选择。"}


class DayField(forms.DateField):
    """A day an office can mean, past or to come."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        words = {"invalid": NO_DATE, "required": NO_DATE}
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], error_messages=words, **kwargs)

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            raise ValidationError(f"日期须在{EARLIEST:%Y年}至{LATEST:%Y年}之间。", code="out_of_time")


def _words(label: str, max_length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=max_length, error_messages=REQUIRED, **kwargs)


def _text(label: str, max_length: int = 1000) -> forms.CharField:
    return _words(label, max_length, widget=forms.Textarea({"rows": 3, "class": "is-free"}))


def _choice(label: str, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "请选择"), *choices], error_messages=CHOOSE, **kwargs)


def _year() -> forms.IntegerField:
    """A year, this one unless another is meant."""
    words = {"required": "请填写年度。", "invalid": "请填写四位年份。"}
    return forms.IntegerField(label="年度", min_value=1949, max_value=2199, error_messages=words)


class AsOfForm(QueryForm):
    """A list that is read as of a day, today when none is given."""

    q = forms.CharField(
        label="名称", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": "最多输入100个字。"},
    )  # fmt: skip
    due = forms.ChoiceField(
        label="年度评估", required=False, error_messages=CHOOSE,
        choices=[("", "全部"), ("late", "逾期未办"), ("open", "本年度未办"), ("done", "本年度已办")],
    )  # fmt: skip
    as_of = PastDateField(label="截至日期", required=False)

    @property
    def on(self) -> dt.date:
        """The day as of which the list is read."""
        found: dt.date | None = getattr(self, "cleaned_data", {}).get("as_of")
        return found or timezone.localdate()

    def of_reviews(self) -> Q:
        """The rows whose review of the year is late, still open, or done, by `reviewed_year`."""
        year = self.on.year
        conditions = {
            "late": Q(reviewed_year__lt=year - 1), "open": Q(reviewed_year__lt=year), "done": Q(reviewed_year__gte=year)
        }  # fmt: skip
        return conditions.get(self.cleaned_data["due"], Q())


class BodyQuery(AsOfForm):
    """The filters of the list of coordinating bodies."""

    form = forms.ChoiceField(
        label="组织形式", required=False, choices=[("", "全部"), *BodyForm.choices], error_messages=CHOOSE
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "运行中"), ("exited", "已退出"), ("all", "全部")],
        error_messages=CHOOSE,
    )  # fmt: skip
    field_order = ["q", "form", "state", "due", "as_of"]

    def narrow(self, bodies: CoordinatingBodyQuerySet) -> CoordinatingBodyQuerySet:
        """The bodies that meet the filters on the day asked for; none when a filter is wrong."""
        if not self.is_valid():
            return bodies.none()
        given = self.cleaned_data
        found = bodies.with_reviews(self.on).filter(founded_on__lte=self.on)
        if given["state"] == "exited":
            found = found.filter(exited_on__lte=self.on)
        elif not given["state"]:
            found = found.filter(Q(exited_on=None) | Q(exited_on__gt=self.on))
        if given["q"]:
            found = found.filter(Q(name__contains=given["q"]) | Q(lead_unit__name__contains=given["q"]))
        if given["form"]:
            found = found.filter(form=given["form"])
        return found.filter(self.of_reviews())


class CertificateQuery(AsOfForm):
    """The filters of the register of certificates."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "在用"), ("ended", "已失效"), ("all", "全部")],
        error_messages=CHOOSE,
    )  # fmt: skip
    field_order = ["q", "state", "due", "as_of"]

    def narrow(self, certificates: CertificateQuerySet) -> CertificateQuerySet:
        """The certificates that meet the filters on the day asked for; none when a filter is wrong."""
        if not self.is_valid():
            return certificates.none()
        given = self.cleaned_data
        found = certificates.with_reviews(self.on).filter(issued_on__lte=self.on)
        if given["state"] == "ended":
            found = found.filter(ended_on__lte=self.on)
        elif not given["state"]:
            found = found.filter(Q(ended_on=None) | Q(ended_on__gt=self.on))
        if given["q"]:
            found = found.filter(Q(unit__name__contains=given["q"]) | Q(number__startswith=given["q"]))
        return found.filter(self.of_reviews())


class BodyChangeForm(forms.Form):
    """What a document says of a coordinating body."""

    name = _words("名称", 100)
    form = _choice("组织形式", BodyForm.choices)
    lead_unit = _words("日常工作承担单位", 140, help_text="机构名称或编码；议事协调机构不单设办事机构，不核编制。")
    leader = _words("负责人", 100, help_text="如市委副书记、市长（职务），不必写姓名。")
    duties = _text("职责任务")
    work_rules = _words("工作规则", 100, required=False, help_text="印发工作规则的文号。")
    is_temporary = forms.BooleanField(label="临时机构", required=False, help_text="为一定时期内的特定工作设立。")
    ends_on = DayField(label="撤销期限", required=False)
    end_condition = _words("撤销条件", 200, required=False, help_text="临时机构须明确撤销的条件和期限。")
    document = _words("批准文号", 100)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_lead_unit(self) -> Unit:
        """A unit that the office sees, by its number or exact name."""
        text = self.cleaned_data["lead_unit"].strip()
        seen = Unit.objects.visible_to(self.user).active().select_related("region")
        found = list(seen.filter(Q(number=text.split(maxsplit=1)[0]) | Q(name=text) | Q(short_name=text))[:2])
        if len(found) != 1:
            raise ValidationError("没有找到这个机构，请输入机构编码或全称。", code="unknown_unit")
        return found[0]

    def given(self) -> dict[str, Any]:
        """What the use case takes."""
        fields = {name: value for name, value in self.cleaned_data.items() if name != "document"}
        return {"fields": fields, "document": self.cleaned_data["document"]}


class BodySetUpForm(BodyChangeForm):
    """A new coordinating body."""

    ground = _choice("设立情形", SetUpGround.choices)
    founded_on = PastDateField(label="设立日期", initial=timezone.localdate)
    field_order = ["name", "form", "ground", "founded_on", "lead_unit", "leader"]


class BodyReviewForm(forms.Form):
    """What a review found of a body."""

    kind = _choice("类别", ReviewKind.choices, initial=ReviewKind.YEARLY)
    year = _year()
    reviewed_on = PastDateField(label="评估日期", initial=timezone.localdate)
    verdict = _choice("结论", Verdict.choices)
    opinion = _text("意见")


class BodyExitForm(forms.Form):
    """How a body ends."""

    on = PastDateField(label="退出日期", initial=timezone.localdate)
    exit_reason = _choice("退出情形", ExitReason.choices)
    document = _words("批准文号", 100)


class IssueForm(forms.Form):
    """A certificate to be issued."""

    number = _words("证号", 40, help_text="证书上的编号，全系统不重复。")
    issue_reason = _choice("发证事由", IssueReason.choices)
    issued_on = PastDateField(label="发证日期", initial=timezone.localdate, help_text="以前发出的证，填写证上的日期。")


class CertificateReviewForm(forms.Form):
    """What the yearly review of a certificate found."""

    year = _year()
    reviewed_on = PastDateField(label="核验日期", initial=timezone.localdate)
    result = _choice("核验结果", ReviewResult.choices)
    correct_by = DayField(label="整改期限", required=False, help_text="不合格的填写。")
    opinion = _text("核验意见")


class TakeBackForm(forms.Form):
    """The certificate of an abolished unit comes back."""

    on = PastDateField(label="缴回日期", initial=timezone.localdate)
    reason = _words("说明", 120, initial="机构撤销，缴回管理证。")


def this_year() -> dict[str, Any]:
    """What a review form begins with."""
    return {"year": timezone.localdate().year, "kind": ReviewKind.YEARLY}
