"""What the API shows of cases, their kinds, papers and meetings."""

from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from approvals import policies, subjects, workdays
from approvals.dossier import INSIDE, Forecast
from approvals.models import (
    FLOW,
    Action,
    AgendaItem,
    Argument,
    Attachment,
    Case,
    CaseKind,
    Deliberation,
    Document,
    JointReview,
    Meeting,
    Opinion,
    State,
)
from approvals.queue import light_of
from approvals.rulebook import BLOCK, WARN
from approvals.workdays import Light
from units.serializers import NamedUnitSerializer, PlaceSerializer

EXAMINED = (Action.CHECK, Action.APPROVE)
ACTIONS = [action for action in FLOW if action != Action.EXECUTE]


def serializer_of(subject: subjects.Subject) -> type[serializers.Serializer[Any]]:
    """The serializer with which the app that owns the subject reads and writes its record."""
    found: type[serializers.Serializer[Any]] = import_string(subject.api_serializer)
    return found


# The typed record of a case, whichever app owns it.
SUBJECT = PolymorphicProxySerializer(
    component_name="Subject",
    serializers=lambda: [serializer_of(subject) for subject in subjects.every()],
    resource_type_field_name=None,
)


class CaseKindSerializer(serializers.ModelSerializer[CaseKind]):
    class Meta:
        model = CaseKind
        fields = (
            "code", "name", "subject", "filed_by_roles", "required_papers", "working_days", "authority",
            "needs_argument", "needs_five_questions", "fast_lane", "guidance",
        )  # fmt: skip


class NamedKindSerializer(serializers.ModelSerializer[CaseKind]):
    class Meta:
        model = CaseKind
        fields = ("code", "name", "subject", "authority")


class LightSerializer(serializers.Serializer[Light]):
    colour = serializers.ChoiceField([("green", "正常"), ("yellow", "临期"), ("red", "超期")])
    text = serializers.CharField()
    days_left = serializers.IntegerField(help_text="剩余工作日，超期为负")


class CaseSerializer(serializers.ModelSerializer[Case]):
    kind = NamedKindSerializer()
    region = PlaceSerializer()
    applicant = NamedUnitSerializer()
    filed_by = serializers.CharField(source="filed_by.name")
    light = serializers.SerializerMethodField(help_text="办理期限的预警灯；不计时限时为空")

    class Meta:
        model = Case
        fields: tuple[str, ...] = (
            "number", "kind", "region", "applicant", "title", "state", "fast_lane", "filed_by", "created_at",
            "filed_on", "due_on", "decided_on", "closed_on", "light",
        )  # fmt: skip

    @extend_schema_field(LightSerializer(allow_null=True))
    def get_light(self, case: Case) -> Any:
        light = light_of(case, workdays.today())
        return None if light is None else LightSerializer(light).data


class FindingSerializer(serializers.Serializer[Any]):
    """What a rule found: one sentence with the numbers, its legal basis, and who may grant an exception."""

    rule = serializers.CharField()
    title = serializers.CharField()
    severity = serializers.ChoiceField([(BLOCK, "禁止"), (WARN, "提醒")])
    sentence = serializers.CharField()
    basis = serializers.CharField()
    exception_by = serializers.CharField()


class EffectSerializer(serializers.Serializer[Any]):
    """One number that the decision changes: before and after."""

    owner = serializers.CharField()
    place = serializers.CharField(default="", help_text="单位编码或区划代码，同名者以此区分")
    quota_type = serializers.CharField()
    bucket = serializers.CharField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    delta = serializers.IntegerField()


class OpinionSerializer(serializers.ModelSerializer[Opinion]):
    findings = FindingSerializer(many=True)
    effects = EffectSerializer(many=True)

    class Meta:
        model = Opinion
        fields = ("action", "from_state", "to_state", "actor_name", "on_behalf_of", "text", "at", "findings", "effects")


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    class Meta:
        model = Attachment
        fields = ("id", "paper", "name", "size", "sha256", "uploaded_at")


class JointReviewSerializer(serializers.ModelSerializer[JointReview]):
    division = serializers.CharField(source="division.name")
    reviewer = serializers.CharField(source="reviewer.name", default="")

    class Meta:
        model = JointReview
        fields = ("id", "division", "asked_at", "due_on", "verdict", "text", "reviewer", "answered_at")


class ArgumentSerializer(serializers.ModelSerializer[Argument]):
    class Meta:
        model = Argument
        fields = ("form", "held_on", "participants", "vertical", "horizontal", "conclusion", "text")


class DeliberationSerializer(serializers.ModelSerializer[Deliberation]):
    """The five answers of 《中国共产党机构编制工作条例》第十六条."""

    class Meta:
        model = Deliberation
        fields = Deliberation.QUESTIONS
        extra_kwargs = {name: {"max_length": 5000} for name in Deliberation.QUESTIONS}


class DocumentSerializer(serializers.ModelSerializer[Document]):
    region = PlaceSerializer()
    case_number = serializers.CharField(source="case.number", default=None, allow_null=True)

    class Meta:
        model = Document
        fields: tuple[str, ...] = (
            "id", "number", "kind", "title", "issuer", "issued_on", "secrecy", "region", "case_number",
        )  # fmt: skip


class DocumentDetailSerializer(DocumentSerializer):
    units = NamedUnitSerializer(many=True)

    class Meta(DocumentSerializer.Meta):
        fields = (*DocumentSerializer.Meta.fields, "body", "units")


class CaseDetailSerializer(CaseSerializer):
    """The whole dossier; the applicant reads its outcome, the office also what was said inside."""

    allowed_actions = serializers.SerializerMethodField(help_text="调用者现在可以办理的动作")
    answers = DeliberationSerializer(source="deliberation")
    lead_division = serializers.CharField(source="lead_division.name", default=None, allow_null=True)
    checked_by = serializers.CharField(source="checked_by.name", default=None, allow_null=True)
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True)
    subject = serializers.SerializerMethodField(help_text="申请内容，格式依办件类型的办理对象而定")
    findings = serializers.SerializerMethodField(help_text="最近一次规则检查的结果")
    effects = serializers.SerializerMethodField(help_text="最近一次预演的办理结果")
    attachments = AttachmentSerializer(many=True)
    joint_reviews = serializers.SerializerMethodField(help_text="会签，仅编办可见")
    arguments = serializers.SerializerMethodField(help_text="论证，仅编办可见")
    opinions = serializers.SerializerMethodField(help_text="办理过程；编办内部意见的内容仅编办可见")
    documents = serializers.SerializerMethodField(help_text="调用者可见的文件")

    class Meta(CaseSerializer.Meta):
        fields = (
            *CaseSerializer.Meta.fields, "reason", "answers", "lead_division", "checked_by", "decided_by",
            "allowed_actions", "subject", "findings", "effects", "attachments", "joint_reviews", "arguments",
            "opinions", "documents",
        )  # fmt: skip

    def _reads_inside(self, case: Case) -> bool:
        return policies.sees_review(self.context["request"].user, case)

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(Action.choices)))
    def get_allowed_actions(self, case: Case) -> list[str]:
        return [action for action in ACTIONS if policies.may(self.context["request"].user, action, case)]

    @extend_schema_field(SUBJECT)
    def get_subject(self, case: Case) -> Any:
        subject = subjects.subject_of(case)
        return serializer_of(subject)(subject.record(case), context=self.context).data

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, case: Case) -> Any:
        return next((o["findings"] for o in reversed(self.get_opinions(case)) if o["action"] in EXAMINED), [])

    @extend_schema_field(EffectSerializer(many=True))
    def get_effects(self, case: Case) -> Any:
        return next((o["effects"] for o in reversed(self.get_opinions(case)) if o["action"] in EXAMINED), [])

    @extend_schema_field(JointReviewSerializer(many=True))
    def get_joint_reviews(self, case: Case) -> Any:
        return JointReviewSerializer(case.joint_reviews.all(), many=True).data if self._reads_inside(case) else []

    @extend_schema_field(ArgumentSerializer(many=True))
    def get_arguments(self, case: Case) -> Any:
        return ArgumentSerializer(case.arguments.all(), many=True).data if self._reads_inside(case) else []

    @extend_schema_field(OpinionSerializer(many=True))
    def get_opinions(self, case: Case) -> Any:
        told = OpinionSerializer(case.opinions.all(), many=True).data
        if self._reads_inside(case):
            return told
        blank: dict[str, Any] = {"findings": [], "effects": []}
        return [{**o, **blank, "text": "" if o["action"] in INSIDE else o["text"]} for o in told]

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, case: Case) -> Any:
        seen = case.documents.visible_to(self.context["request"].user).select_related("region", "case")
        return DocumentSerializer(seen.order_by("id"), many=True).data


class PreviewSerializer(serializers.Serializer[Forecast]):
    """The dry run as the caller may see it; nothing of it stays."""

    blocked = serializers.SerializerMethodField()
    is_partial = serializers.BooleanField(source="partial", help_text="调用者无权阅读的单位账面数已略去")
    effects = serializers.SerializerMethodField()
    findings = FindingSerializer(many=True)
    base_changes = serializers.SerializerMethodField(help_text="申报后账面数的变化，仅编办可见")
    base_token = serializers.SerializerMethodField(help_text="账面数有变化时，同意须附此值以示核对")

    def get_blocked(self, forecast: Forecast) -> bool:
        return forecast.blocks > 0

    @extend_schema_field(EffectSerializer(many=True))
    def get_effects(self, forecast: Forecast) -> Any:
        found = [effect for row in forecast.table.rows for effect in row.figures if effect is not None]
        return EffectSerializer(found, many=True).data

    @extend_schema_field(EffectSerializer(many=True))
    def get_base_changes(self, forecast: Forecast) -> Any:
        return EffectSerializer(self.context["base_changes"], many=True).data

    def get_base_token(self, forecast: Forecast) -> str:
        return str(self.context["base_token"])


class DoneSerializer(serializers.Serializer[Opinion]):
    """What one request did to a case; never changes, so a repeated request is answered alike."""

    number = serializers.CharField(source="case.number")
    state = serializers.SerializerMethodField()
    opinion = OpinionSerializer(source="*")
    document = serializers.SerializerMethodField(help_text="本次印发的文号")

    @extend_schema_field(serializers.ChoiceField(State.choices))
    def get_state(self, opinion: Opinion) -> str:
        if opinion.action == Action.ISSUE and _posted_with(opinion):
            return State.EXECUTED
        return opinion.to_state

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_document(self, opinion: Opinion) -> str | None:
        if opinion.action != Action.ISSUE:
            return None
        issued = Document.objects.filter(case=opinion.case, kind=subjects.subject_of(opinion.case).paper)
        return issued.values_list("number", flat=True).latest("id")


def _posted_with(issue: Opinion) -> bool:
    """Whether the decision was executed as it was issued; what takes effect later waits for its day."""
    return bool(subjects.subject_of(issue.case).effective_on(issue.case) <= timezone.localdate(issue.at))


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    case = CaseSerializer()

    class Meta:
        model = AgendaItem
        fields = ("id", "position", "case", "result", "note")


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    region = PlaceSerializer()
    minutes = serializers.CharField(source="minutes.number", default=None, allow_null=True)

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ("id", "region", "kind", "title", "planned_on", "state", "chair", "minutes")


class MeetingDetailSerializer(MeetingSerializer):
    items = AgendaItemSerializer(many=True)

    class Meta(MeetingSerializer.Meta):
        fields = (*MeetingSerializer.Meta.fields, "attendees", "items")
