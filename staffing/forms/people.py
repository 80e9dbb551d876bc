"""Filters of the roster (人员名册), the search by ID number, and the purpose of reading one in full."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.queries import QueryForm
from accounts.reading import LONGEST
from approvals.forms.parts import KeyedForm
from approvals.pickers import UnitField
from quotas.forms import type_choices
from quotas.models import QuotaType
from staffing.id_numbers import IdNumber, id_number
from staffing.models import Channel, PostCategory, RetirementCategory, StaffClass
from staffing.models.photo import LONGEST as FARTHEST
from staffing.models.photo import MAX_SIZE, SHORTEST
from units.models import Region, Unit

EDUCATION_LEVELS = [
    ("", "全部学历"), ("1", "研究生"), ("2", "大学本科"), ("3", "大学专科"), ("4", "中等职业教育"), ("6", "高中"),
    ("7", "初中"), ("8", "小学"), ("9", "其他"),
]  # fmt: skip
STATES = [("", "在编"), ("left", "已出编")]
NO_CHOICE = {"invalid_choice": "没有这个选项。"}


def _choice(label: str, everything: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", everything), *choices], error_messages=NO_CHOICE
    )


class PeopleQuery(QueryForm):
    """Who is wanted: by name or its initials, place, type and what is known of person and post."""

    q = forms.CharField(
        label="姓名或拼音首字母", required=False, max_length=20,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": "最多输入20个字。"},
    )  # fmt: skip
    region = _choice("地区", "全部地区", [])
    unit = UnitField(label="单位", required=False)
    type = _choice("编制类型", "全部类型", [])
    state = forms.ChoiceField(label="状态", required=False, choices=STATES, error_messages=NO_CHOICE)
    entry_way = _choice("进入方式", "全部方式", Channel.choices)
    staff_class = _choice("人员分类", "全部分类", StaffClass.choices)
    post_category = _choice("岗位类别", "全部岗位", PostCategory.choices)
    education = forms.ChoiceField(label="学历", required=False, choices=EDUCATION_LEVELS, error_messages=NO_CHOICE)
    retirement_category = _choice("退休类别", "全部类别", RetirementCategory.choices)

    def __init__(
        self, query: Mapping[str, Any], *, user: User, regions: Sequence[Region], types: Sequence[QuotaType]
    ) -> None:
        super().__init__(query)
        self.regions, self.types = regions, types
        unit, region, kind = self.fields["unit"], self.fields["region"], self.fields["type"]
        assert isinstance(unit, UnitField)
        assert isinstance(region, forms.ChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        unit.units = Unit.objects.visible_to(user).select_related("region")
        region.choices = [("", "全部地区"), *_indented(regions)]
        kind.choices = type_choices(types)
        if len(regions) < 2:
            region.widget = forms.HiddenInput()

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"]).strip()
        if re.search(r"[0-9]{4}", text):
            raise ValidationError("按公民身份号码查找，请用下面的输入框，号码不会留在网址里。", code="digits")
        return text

    @property
    def chosen_region(self) -> Region | None:
        code = self.cleaned_data.get("region")
        return next((region for region in self.regions if region.code == code), None)

    @property
    def chosen_types(self) -> list[int]:
        """The type, and those below it where it is a group."""
        code = self.cleaned_data.get("type")
        chosen = {kind.pk for kind in self.types if code and kind.code == code}
        for kind in self.types:
            if kind.parent_id in chosen:
                chosen.add(kind.pk)
        return sorted(chosen)

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


def _indented(regions: Sequence[Region]) -> Iterator[tuple[str, str]]:
    """Code and name of each region, those below others further in; they come in the order of their prefixes."""
    above: list[str] = []
    for region in regions:
        while above and not region.prefix.startswith(above[-1]):
            above.pop()
        yield region.code, "　" * len(above) + region.name
        above.append(region.prefix)


class NumberSearchForm(forms.Form):
    """Exactly this ID number; sent by POST, so that it stands in no address and no log."""

    id_number = forms.CharField(
        label="公民身份号码", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
        error_messages={"required": "请输入18位公民身份号码。", "max_length": "公民身份号码应为18位。"},
    )  # fmt: skip

    def clean_id_number(self) -> IdNumber:
        return id_number(str(self.cleaned_data["id_number"]))


class PurposeForm(forms.Form):
    """What an ID number is read in full for."""

    purpose = forms.CharField(
        label="查阅用途", max_length=LONGEST, error_messages={"required": "请填写查阅用途。"},
        help_text="查阅人、时间和用途会记入个人信息查阅记录，不能删除。",
    )  # fmt: skip


class PhotoPurposeForm(forms.Form):
    """What a photo is looked at for."""

    purpose = forms.CharField(
        label="查看用途", max_length=LONGEST, error_messages={"required": "请填写查看用途。"},
        help_text="查看人、时间和用途会记入个人信息查阅记录。",
    )  # fmt: skip


class PhotoForm(KeyedForm):
    """A photo to put up."""

    upload = forms.FileField(
        label="照片文件", max_length=200, widget=forms.FileInput({"accept": ".jpg,.jpeg,.png"}),
        help_text=f"JPEG或PNG，不超过{MAX_SIZE // 1024}KB，宽高{SHORTEST}至{FARTHEST}像素；拍摄地点等附带信息会去掉。",
        error_messages={"required": "请选择照片文件。", "empty": "文件是空的。", "max_length": "文件名过长。"},
    )  # fmt: skip
