"""Taking and leaving office: who, which post, on what terms, on which paper; and the filters of the board."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.queries import QueryForm
from approvals import workdays
from approvals.forms.parts import Day, KeyedForm
from approvals.pickers import issued_document
from quotas.models import QuotaException, QuotaType
from staffing.appointing import Terms
from staffing.encryption import blind_index
from staffing.id_numbers import id_number
from staffing.models import Person
from staffing.models.levels import LEVELS
from units.models import Region, Unit

LIGHTS = [("", "全部灯号"), ("red", "红灯：超配或高配到期"), ("yellow", "黄灯：满配"), ("green", "绿灯：有空缺")]


class PaperField(forms.CharField):
    """An issued document that the user sees, by its number."""

    user: User | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> Any:
        number = super().clean(value).strip()
        if not number:
            return None
        assert self.user is not None, "The form says who asks."
        return issued_document(self.user, number)


class PersonField(forms.CharField):
    """A person in the user's scope by exact name or ID number; people of the unit come first."""

    user: User | None = None
    unit: Unit | None = None

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        assert self.user is not None, "The form says who asks."
        seen = Person.objects.visible_to(self.user)
        if any(char.isdigit() for char in text):
            found = list(seen.filter(id_number_index=blind_index(id_number(text).text)))
        else:
            found = list(seen.filter(name=text)[:100])
            here = [p for p in found if p.postings.filter(unit=self.unit, ended_on=None).exists()] if found[1:] else []
            found = here or found
        if not found:
            raise ValidationError("在您的管辖范围内没有这个人，须先在实名制中登记。", code="unknown_person")
        if len(found) > 1:
            raise ValidationError("有多人同名，请填写公民身份号码。", code="several_people")
        return found[0]


class AppointmentForm(KeyedForm):
    """Everything an appointment states."""

    person = PersonField(label="人员", max_length=50, help_text="姓名；同名的填公民身份号码。",
                         error_messages={"required": "请填写姓名或公民身份号码。"},
                         widget=forms.TextInput({"autocomplete": "off"}))  # fmt: skip
    quota_type = forms.ModelChoiceField(
        label="职数类型", queryset=QuotaType.objects.none(), empty_label="请选择",
        error_messages={"invalid_choice": "没有这个领导职数类型。"},
    )  # fmt: skip
    title = forms.CharField(label="职务", max_length=60, help_text="如：局长、党组成员、副局长。")
    level = forms.TypedChoiceField(
        label="任职层次", required=False, coerce=int, empty_value=None, choices=[("", "与职数层次相同"), *LEVELS],
        error_messages={"invalid_choice": "没有这个层次。"},
    )  # fmt: skip
    is_concurrent = forms.BooleanField(label="兼任", required=False)
    takes_post = forms.BooleanField(label="占职数", required=False, initial=True)
    above_rank_document = PaperField(
        label="高配批准文号", required=False, help_text="任职层次高于职务或机构规格时填写。"
    )
    above_rank_until = Day(label="高配截止日期", required=False)
    exception = forms.ModelChoiceField(
        label="超职数例外", queryset=QuotaException.objects.none(), required=False, empty_label="不使用",
        error_messages={"invalid_choice": "没有这项有效的超职数例外。"},
    )  # fmt: skip
    started_on = Day(label="任职日期")
    document = PaperField(label="任职依据文号")
    reason = forms.CharField(label="事由", max_length=150)

    def __init__(self, *args: Any, user: User, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("started_on", workdays.today())
        for field in self.fields.values():
            if isinstance(field, PaperField | PersonField):
                field.user = user
            if isinstance(field, PersonField):
                field.unit = unit
        kinds, exceptions = self.fields["quota_type"], self.fields["exception"]
        assert isinstance(kinds, forms.ModelChoiceField)
        assert isinstance(exceptions, forms.ModelChoiceField)
        leading = QuotaType.objects.filter(family=QuotaType.Family.LEADERSHIP, is_group=False, is_active=True)
        kinds.queryset = leading.order_by("position", "code")
        exceptions.queryset = QuotaException.objects.filter(
            unit=unit, quota_type__family=QuotaType.Family.LEADERSHIP, ends_on__gte=workdays.today()
        ).select_related("quota_type", "unit")

    def clean(self) -> None:
        kind, exception = self.cleaned_data.get("quota_type"), self.cleaned_data.get("exception")
        if exception is not None and kind is not None and exception.quota_type_id != kind.pk:
            self.add_error("exception", f"该例外是“{exception.quota_type}”的，不能用于“{kind}”。")

    @property
    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in Terms.__dataclass_fields__})


class RelievingForm(KeyedForm):
    """The day, the paper and the reason with which somebody leaves office."""

    ended_on = Day(label="免职日期")
    document = PaperField(label="免职依据文号")
    reason = forms.CharField(label="事由", max_length=150)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ended_on", workdays.today())
        paper = self.fields["document"]
        assert isinstance(paper, PaperField)
        paper.user = user


class BoardQuery(QueryForm):
    """Which region and which lights."""

    region = forms.ChoiceField(label="地区", required=False, error_messages={"invalid_choice": "没有这个地区。"})
    light = forms.ChoiceField(
        label="灯号", required=False, choices=LIGHTS, error_messages={"invalid_choice": "没有这种灯号。"}
    )

    def __init__(self, query: Mapping[str, Any], *, regions: Sequence[Region]) -> None:
        super().__init__(query)
        self.regions = regions
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部地区"), *((region.code, region.name) for region in regions)]

    @property
    def chosen_region(self) -> Region | None:
        code = self.cleaned_data.get("region")
        return next((region for region in self.regions if region.code == code), None)
