"""The API of the register: the roster, a person, the search by ID number, and a number in full for a stated purpose."""

import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.reading import LONGEST
from approvals import flow
from approvals.api_doors import KEY, actor_of, answer, once
from approvals.api_forms import Text
from quotas.models import QuotaType
from staffing import dossiers, renumbering, roster, unmasking
from staffing.facts import OF_PERSON, OF_POSTING
from staffing.id_numbers import id_number
from staffing.models import Channel, Person, PostCategory, Posting, RetirementCategory, StaffClass
from staffing.models.posting import Standing
from staffing.move_serializers import PaperField
from staffing.retirement import retirement
from units.models import Unit

LARGEST_PAGE = 500


class PeopleApiQuery(serializers.Serializer[Any]):
    """The filters of the roster; all of them may be left out."""

    q = serializers.CharField(max_length=20, required=False, help_text="姓名或拼音首字母的开头")
    region = serializers.CharField(max_length=9, required=False, help_text="区划代码，含下级")
    unit = serializers.CharField(max_length=30, required=False, help_text="机构编码")
    type = serializers.CharField(max_length=40, required=False, help_text="编制类型代码，含下级类型")
    state = serializers.ChoiceField(["active", "left"], default="active", help_text="active在编，left已出编")
    entry_way = serializers.ChoiceField(Channel.choices, required=False, help_text="进入方式")
    staff_class = serializers.ChoiceField(StaffClass.choices, required=False, help_text="人员分类")
    post_category = serializers.ChoiceField(PostCategory.choices, required=False, help_text="岗位类别")
    education = serializers.RegexField("^[0-9]$", required=False, help_text="学历代码（GB/T 4658）的首位")
    retirement_category = serializers.ChoiceField(RetirementCategory.choices, required=False, help_text="退休类别")
    after = serializers.RegexField("^[0-9]{1,18}$", required=False, help_text="上一页next中的位置")
    before = serializers.RegexField("^[0-9]{1,18}$", required=False, help_text="previous中的位置")
    page_size = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=roster.SIZE)

    def wanted(self, request: Request) -> roster.Wanted:
        """Whom the query asks for, in the caller's scope; NotFound for a place outside it."""
        user, given = actor_of(request), self.validated_data
        regions = roster.regions_of(user)
        region = next((each for each in regions if each.code == given.get("region")), None)
        if given.get("region") and region is None:
            raise NotFound
        unit = _unit(request, given["unit"]) if given.get("unit") else None
        reach = roster.reach_of(user, regions, region=region, unit=unit)
        return roster.Wanted(reach, roster.conditions(given, _types(given.get("type", ""))), given.get("q", ""))


def _unit(request: Request, number: str) -> Unit:
    return get_object_or_404(Unit.objects.visible_to(actor_of(request)), number=number)


def _types(code: str) -> list[int]:
    if not code:
        return []
    chosen = get_object_or_404(QuotaType, code=code, family=QuotaType.Family.POST)
    return [chosen.pk, *QuotaType.objects.filter(parent=chosen).values_list("pk", flat=True)]


class RosterRowSerializer(serializers.ModelSerializer[Any]):
    """A line of the roster; the ID number is masked."""

    person = serializers.IntegerField(source="person_id")
    name = serializers.CharField()
    sex = serializers.CharField(source="sex_words")
    id_number = serializers.CharField(source="masked_id_number")
    education = serializers.CharField()
    unit = serializers.CharField(source="unit_number")
    unit_name = serializers.CharField()
    quota_type = serializers.CharField(source="quota_type_code")
    division = serializers.CharField(source="division_name", allow_null=True, default=None)

    class Meta:
        model = Posting
        fields = (
            "person", "name", "sex", "id_number", "education", "unit", "unit_name", "quota_type", "division", "title",
            "staff_class", "post_category", "entry_way", "enrolled_on", "started_on", "ended_on", "exit_reason",
        )  # fmt: skip


RosterPage = inline_serializer(
    "RosterPage",
    {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "stopped_after": serializers.IntegerField(
            allow_null=True, help_text="查看这么多人后暂停，其余从next继续；未暂停为空"
        ),
        "results": RosterRowSerializer(many=True),
    },
)


class PeopleView(APIView):
    """The roster of the caller's scope, page by page."""

    @extend_schema(operation_id="people_list", summary="人员名册", parameters=[PeopleApiQuery], responses=RosterPage)
    def get(self, request: Request) -> Response:
        query = PeopleApiQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = roster.page_of(query.wanted(request), query.validated_data, query.validated_data["page_size"])
        return Response(
            {
                "next": _link(request, "after", found.page.next),
                "previous": _link(request, "before", found.page.previous),
                "stopped_after": found.stopped or None,
                "results": RosterRowSerializer(found.page.rows, many=True).data,
            }
        )


def _link(request: Request, name: str, cursor: str) -> str | None:
    if not cursor:
        return None
    query = request.query_params.copy()
    for known in ("after", "before"):
        query.pop(known, None)
    query[name] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


class StandingSerializer(serializers.Serializer[Standing]):
    """A posting or tenure as far as the caller sees it."""

    unit = serializers.CharField(source="unit.number")
    unit_name = serializers.CharField(source="unit.name")
    quota_type = serializers.CharField(source="quota_type.code")
    started_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    document_number = serializers.CharField(source="document.number")


class PersonSerializer(serializers.ModelSerializer[Person]):
    """A person with the facts of the register; empty facts where another unit keeps them."""

    id_number = serializers.CharField(source="masked_id_number")
    retires_on = serializers.DateField(help_text="法定退休月的首日")
    may_retire_on = serializers.DateField(help_text="弹性提前退休最早月的首日")
    chosen_month = serializers.DateField(read_only=True, help_text="已登记的弹性退休月的首日")
    leaves_on = serializers.DateField(help_text="预计退休月的首日：弹性退休月，未选择的为法定退休月")
    may_retire_until = serializers.SerializerMethodField(help_text="弹性延迟退休最晚月的首日")

    class Meta:
        model = Person
        fields = (
            "id", "name", "sex", "birth_date", "id_number", *OF_PERSON, "retires_on", "may_retire_on",
            "may_retire_until", "chosen_month", "leaves_on",
        )  # fmt: skip

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_may_retire_until(self, person: Person) -> dt.date | None:
        if not person.retirement_category:
            return None
        return retirement(person.retirement_category, person.birth_date).latest


class PostFactsSerializer(serializers.ModelSerializer[Posting]):
    """The facts of the post that the person is on."""

    slot = serializers.CharField(source="slot.number", allow_null=True, default=None)
    division = serializers.CharField(source="division.name", allow_null=True, default=None)

    class Meta:
        model = Posting
        fields = ("division", "title", "basis", "slot", *OF_POSTING)


PersonAnswer = inline_serializer(
    "PersonAnswer",
    {
        "kept_elsewhere": serializers.BooleanField(help_text="此人现由管辖范围外的单位管理，不给出个人资料"),
        "person": PersonSerializer(),
        "post": PostFactsSerializer(allow_null=True),
        "postings": StandingSerializer(many=True),
        "tenures": StandingSerializer(many=True),
    },
)


def _seen(request: Request, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(actor_of(request)), pk=pk)


@extend_schema(summary="人员详情", responses=PersonAnswer)
class PersonView(APIView):
    """One person; the ID number masked."""

    def get(self, request: Request, pk: int) -> Response:
        person = _seen(request, pk)
        dossier = dossiers.dossier_of(person, actor_of(request))
        facts: dict[str, Any] = dict(PersonSerializer(person).data)
        if dossier.is_kept_elsewhere:
            facts = {**dict.fromkeys(facts), "id": person.pk, "name": person.name}
        return Response(
            {
                "kept_elsewhere": dossier.is_kept_elsewhere,
                "person": facts,
                "post": PostFactsSerializer(dossier.active).data if dossier.active else None,
                "postings": [StandingSerializer(s.standing).data for s in dossier.postings if s.is_seen],
                "tenures": [StandingSerializer(s.standing).data for s in dossier.tenures if s.is_seen],
            }
        )


class NumberInput(serializers.Serializer[Any]):
    id_number = serializers.CharField(max_length=18, min_length=18, help_text="18位公民身份号码")


@extend_schema(
    summary="按公民身份号码查找", request=NumberInput,
    responses=inline_serializer("PersonFound", {"person": serializers.IntegerField(), "url": serializers.URLField()}),
)  # fmt: skip
class PersonSearchView(APIView):
    """The person of exactly one ID number; sent in the body, so that it stands in no address."""

    def post(self, request: Request) -> Response:
        form = NumberInput(data=request.data)
        form.is_valid(raise_exception=True)
        person = roster.with_number(actor_of(request), id_number(form.validated_data["id_number"]))
        if person is None:
            raise NotFound
        url = request.build_absolute_uri(reverse("api-person", args=[person.pk]))
        return Response({"person": person.pk, "url": url})


class PurposeInput(serializers.Serializer[Any]):
    purpose = serializers.CharField(max_length=LONGEST, help_text="查阅用途，记入查阅记录")


@extend_schema(
    summary="查阅完整的公民身份号码", request=PurposeInput,
    responses=inline_serializer("FullIdNumber", {"id_number": serializers.CharField()}),
)  # fmt: skip
class IdNumberView(APIView):
    """The number in full, for the office in charge; the reading is logged."""

    def post(self, request: Request, pk: int) -> Response:
        form = PurposeInput(data=request.data)
        form.is_valid(raise_exception=True)
        number = unmasking.read_id_number(_seen(request, pk), actor=actor_of(request), **form.validated_data)
        return Response({"id_number": number}, headers={"Cache-Control": "no-store"})


class NumberCorrectionInput(serializers.Serializer[Any]):
    """The right number, and on what paper it is corrected."""

    number = Text(max_length=18, help_text="正确的18位公民身份号码")
    document = PaperField(help_text="依据文件的id")
    reason = Text(max_length=150, help_text="事由")


class NumberCorrectionView(APIView):
    """Another ID number, by the office in charge; sex and birth date follow."""

    @extend_schema(
        summary="更正公民身份号码", request=NumberCorrectionInput, responses=PersonSerializer, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        person, actor = _seen(request, pk), actor_of(request)

        def act(key: flow.Once) -> None:
            form = NumberCorrectionInput(data=request.data, context={"request": request})
            form.is_valid(raise_exception=True)
            renumbering.correct_number(person, actor=actor, once=key, **form.validated_data)

        made, replayed = once(request, request.data, act=act, found=lambda key: flow.receipt(actor, key))
        return answer(PersonSerializer(Person.objects.get(pk=made)).data, replayed=replayed)
