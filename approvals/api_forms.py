"""The shape of what the API takes: filters, a case with its typed record, and what each action needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError as Refusal
from django.db.models import Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals import deciding, filing, issuing, policies, reviewing, subjects
from approvals.api_doors import DayField
from approvals.meetings import Result
from approvals.models import (
    Action,
    AgendaItem,
    Argument,
    Case,
    CaseKind,
    Document,
    JointReview,
    Meeting,
    State,
)
from approvals.models.case import CaseQuerySet
from approvals.models.document import DocumentQuerySet
from approvals.offices import divisions_in
from approvals.serializers import SUBJECT, DeliberationSerializer, serializer_of
from units.codes import division_code
from units.models import InternalDivision, Region, Unit

LONGEST = 5000
MOST_ID = 2**63 - 1


class Text(serializers.CharField):
    """Words of the user; blank ones come to the use case, which says in its own sentence what is missing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_blank": True, "max_length": LONGEST, **kwargs})


class UnitField(serializers.SlugRelatedField[Unit]):
    """A unit of the caller's scope, by its number."""

    default_error_messages = {"does_not_exist": "没有找到机构{value}，或不在您的管辖范围内。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="number", queryset=Unit.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        return Unit.objects.visible_to(self.context["request"].user).select_related("region", "competent_department")


class NameableUnitField(UnitField):
    """A unit the caller may name in a request: those of the office in charge, secret ones only in scope."""

    default_error_messages = {"does_not_exist": "没有找到机构{value}，或您不能选择它。"}

    def get_queryset(self) -> Any:
        return policies.nameable_units(self.context["request"].user).select_related("region")


class RegionField(serializers.SlugRelatedField[Region]):
    """A region of the caller's scope, by its code."""

    default_error_messages = {"does_not_exist": "没有找到区划{value}，或不在您的管辖范围内。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="code", queryset=Region.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        return Region.objects.visible_to(self.context["request"].user)


class PrefixField(serializers.CharField):
    """A region code as a filter: it means the region with everything below it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 9, "help_text": "区划代码，含下级", **kwargs})

    def to_internal_value(self, data: Any) -> str:
        try:
            return division_code(super().to_internal_value(data)).prefix
        except Refusal as error:
            raise serializers.ValidationError(error.messages, code="region_code") from error


class IdField(serializers.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MOST_ID, **kwargs)


@extend_schema_field(SUBJECT)
class SubjectField(serializers.DictField):
    """The typed record of the case; which one is the subject of its kind."""


class CaseQuery(serializers.Serializer[Any]):
    """The filters of the list of cases."""

    state = serializers.ChoiceField(State.choices, required=False)
    kind = serializers.SlugField(max_length=40, required=False, help_text="办件类型代码")
    applicant = serializers.CharField(max_length=30, required=False, help_text="申报单位的机构编码")
    region = PrefixField(required=False, help_text="受理地区的区划代码，含下级")
    q = serializers.CharField(max_length=100, required=False, help_text="标题包含，或办件编号开头")

    FILTERS = {
        "state": "state",
        "kind": "kind__code",
        "applicant": "applicant__number",
        "region": "region__prefix__startswith",
    }

    def narrow(self, cases: CaseQuerySet) -> CaseQuerySet:
        """The cases that meet the validated filters."""
        given = dict(self.validated_data)
        words = given.pop("q", "")
        cases = cases.filter(**{self.FILTERS[name]: value for name, value in given.items()})
        return cases.filter(Q(title__contains=words) | Q(number__startswith=words)) if words else cases


class CaseInput(serializers.Serializer[Any]):
    """A case as its applicant writes it; corrected the same way while it is a draft or returned."""

    title = Text(max_length=200)
    reason = Text(default="")
    fast_lane = serializers.BooleanField(default=False, help_text="走绿色通道")
    answers = DeliberationSerializer(required=False, help_text="五项审议内容的答复")
    subject = SubjectField(help_text="申请内容，格式依办件类型的办理对象而定")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """The record is read by the serializer of the app that owns the subject."""
        kind: CaseKind = given["kind"] if "kind" in given else self.context["case"].kind
        form = serializer_of(subjects.of_kind(kind))(data=given.pop("subject"), context=self.context)
        if not form.is_valid():
            raise serializers.ValidationError({"subject": form.errors})
        return {**given, "data": form.validated_data}


class CaseCreate(CaseInput):
    kind = serializers.SlugRelatedField(slug_field="code", queryset=CaseKind.objects.all(), help_text="办件类型代码")
    applicant = UnitField(help_text="申报单位的机构编码")
    file = serializers.BooleanField(default=False, help_text="起草后立即申报；不能申报则不留草稿")


class NothingInput(serializers.Serializer[Any]):
    """The action needs no words."""


class RemarkInput(serializers.Serializer[Any]):
    opinion = Text(default="", help_text="说明")


class OpinionInput(serializers.Serializer[Any]):
    opinion = Text(help_text="意见")


class ReceiveInput(RemarkInput):
    lead_division = IdField(required=False, allow_null=True, help_text="牵头科室的id（见机构详情的内设机构）")

    def validate_lead_division(self, division: int | None) -> InternalDivision | None:
        return None if division is None else _divisions(self.context["case"], [division])[0]


class AskJointInput(RemarkInput):
    divisions = serializers.ListField(child=IdField(), max_length=50, help_text="会签科室的id")

    def validate_divisions(self, divisions: list[int]) -> list[InternalDivision]:
        return _divisions(self.context["case"], divisions)


def _divisions(case: Case, ids: list[int]) -> list[InternalDivision]:
    found = divisions_in(case.region).in_bulk(ids)
    if absent := [str(number) for number in ids if number not in found]:
        raise serializers.ValidationError(f"编办没有内设机构{'、'.join(absent)}。", code="does_not_exist")
    return list(found.values())


class JointInput(RemarkInput):
    review_id = IdField(help_text="会签的id（见办件详情）")
    verdict = serializers.ChoiceField(JointReview.Verdict.choices)


class ArgueInput(OpinionInput):
    form = serializers.ChoiceField(Argument.Form.choices)
    held_on = DayField()
    conclusion = serializers.ChoiceField(Argument.Conclusion.choices)
    participants = Text(default="", max_length=300)
    vertical = Text(default="", help_text="纵向比较")
    horizontal = Text(default="", help_text="横向比较")


class ApproveInput(OpinionInput):
    confirmed_base = serializers.CharField(
        max_length=64, default="", allow_blank=True, help_text="账面数有变化时，预演给出的base_token"
    )


class IssueInput(serializers.Serializer[Any]):
    title = Text(max_length=200, help_text="文件标题")
    body = Text(default="", max_length=20_000, help_text="正文")


@dataclass(frozen=True)
class Door:
    """The use case behind an action and the shape of what it takes, under the same names."""

    act: Callable[..., Any]
    form: type[serializers.Serializer[Any]]


DOORS: dict[Action, Door] = {
    Action.FILE: Door(filing.file, NothingInput),
    Action.WITHDRAW: Door(filing.withdraw, RemarkInput),
    Action.RECEIVE: Door(reviewing.receive, ReceiveInput),
    Action.RETURN: Door(reviewing.send_back, OpinionInput),
    Action.ASK_JOINT: Door(reviewing.ask_joint, AskJointInput),
    Action.JOINT: Door(reviewing.answer_joint, JointInput),
    Action.CHECK: Door(reviewing.check, OpinionInput),
    Action.ARGUE: Door(reviewing.argue, ArgueInput),
    Action.APPROVE: Door(deciding.approve, ApproveInput),
    Action.REFUSE: Door(deciding.refuse, OpinionInput),
    Action.REVOKE: Door(deciding.revoke, OpinionInput),
    Action.ISSUE: Door(issuing.issue, IssueInput),
    Action.CLOSE: Door(issuing.close, RemarkInput),
}


class AttachInput(serializers.Serializer[Any]):
    paper = serializers.CharField(max_length=60, help_text="要件名称，如“申请报告”")
    upload = serializers.FileField(max_length=200, allow_empty_file=True)


class DocumentQuery(serializers.Serializer[Any]):
    """The filters of the list of documents."""

    kind = serializers.ChoiceField(Document.Kind.choices, required=False)
    region = PrefixField(required=False)
    case = serializers.CharField(max_length=40, required=False, help_text="办件编号")
    q = serializers.CharField(max_length=100, required=False, help_text="标题或文号包含")

    FILTERS = {"kind": "kind", "region": "region__prefix__startswith", "case": "case__number"}

    def narrow(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        """The documents that meet the validated filters."""
        given = dict(self.validated_data)
        words = given.pop("q", "")
        documents = documents.filter(**{self.FILTERS[name]: value for name, value in given.items()})
        return documents.filter(Q(title__contains=words) | Q(number__contains=words)) if words else documents


class IncomingInput(serializers.Serializer[Any]):
    """A paper of another body (来文): title, issuing body, number, date."""

    region = RegionField(help_text="登记地区的区划代码")
    number = Text(max_length=60)
    title = Text(max_length=200)
    issuer = Text(max_length=120, help_text="发文机关")
    issued_on = DayField()
    body = Text(default="", max_length=20_000)


class ConveneInput(serializers.Serializer[Any]):
    region = RegionField(help_text="召开会议的地区")
    kind = serializers.ChoiceField(Meeting._meta.get_field("kind").choices or ())
    title = Text(max_length=120)
    planned_on = DayField()


class ResultInput(serializers.Serializer[Any]):
    item = IdField(help_text="议题的id")
    result = serializers.ChoiceField(AgendaItem.Result.choices)
    note = Text(default="")
    confirmed_base = serializers.CharField(max_length=64, default="", allow_blank=True)


class RecordInput(serializers.Serializer[Any]):
    """The results of all items, entered at once."""

    chair = Text(max_length=40)
    attendees = Text(default="")
    body = Text(default="", max_length=20_000)
    results = serializers.ListField(child=ResultInput(), max_length=500)

    def validate_results(self, results: list[dict[str, Any]]) -> dict[int, Result]:
        meeting: Meeting = self.context["meeting"]
        waiting = set(meeting.items.filter(result="").values_list("pk", flat=True))
        if absent := [str(each["item"]) for each in results if each["item"] not in waiting]:
            raise serializers.ValidationError(f"会议没有待议的议题{'、'.join(absent)}。", code="does_not_exist")
        return {each.pop("item"): Result(**each) for each in results}
