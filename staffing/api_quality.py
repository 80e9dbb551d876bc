"""The API of data quality: scores of units, and what is to be mended."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_paging import ByKey
from approvals import workdays
from staffing import quality_board
from staffing.api_forecast import AreaQuery
from staffing.models import Aspect, Owner, QualityFinding, QualityScore
from staffing.quality_rules import title_of


class ScoreQuery(AreaQuery):
    after = serializers.CharField(max_length=30, required=False, help_text="上一页的next")


class QualityScoreSerializer(serializers.ModelSerializer[QualityScore]):
    """The score of one unit."""

    unit = serializers.CharField(source="unit.number", help_text="机构编码")
    unit_name = serializers.CharField(source="unit.name", help_text="机构名称")

    class Meta:
        model = QualityScore
        fields = ("unit", "unit_name", "computed_on", "people_count", "open_count", "total", *Aspect.values)


class QualityScoresSerializer(serializers.Serializer[Any]):
    """The scores of an area, the worst first."""

    area = serializers.CharField(help_text="范围")
    mean = serializers.DecimalField(4, 1, allow_null=True, help_text="按人数加权的平均分")
    open = serializers.IntegerField(help_text="待整改")
    overdue = serializers.IntegerField(help_text="已超期")
    units = QualityScoreSerializer(many=True)
    next = serializers.CharField(help_text="下一页的after；没有下一页为空")


class ScoreView(APIView):
    """The board of an area."""

    @extend_schema(summary="数据质量得分", parameters=[ScoreQuery], responses=QualityScoresSerializer)
    def get(self, request: Request) -> Response:
        query = ScoreQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        area = query.area(request)
        board = quality_board.board(area, workdays.today())
        page = quality_board.worst_first(area, after=query.validated_data.get("after", ""))
        shown = {"area": area.name, "mean": board.mean, "open": board.open, "overdue": board.overdue}
        return Response(QualityScoresSerializer({**shown, "units": page.rows, "next": page.next}).data)


class FindingQuery(AreaQuery):
    state = serializers.ChoiceField(
        [("open", "待整改"), ("overdue", "已超期"), ("mended", "已整改")], required=False, help_text="默认待整改"
    )
    aspect = serializers.ChoiceField(Aspect.choices, required=False, help_text="五性")
    owner = serializers.ChoiceField(Owner.choices, required=False, help_text="责任方")


class QualityFindingSerializer(serializers.ModelSerializer[QualityFinding]):
    """One thing to mend."""

    title = serializers.SerializerMethodField(help_text="规则名称")
    unit = serializers.CharField(source="unit.number", help_text="机构编码")

    class Meta:
        model = QualityFinding
        fields = ("id", "rule", "title", "aspect", "unit", "words", "owner", "found_on", "due_on", "mended_on")

    def get_title(self, finding: QualityFinding) -> str:
        return title_of(finding.rule)


@extend_schema(summary="数据质量问题", parameters=[FindingQuery])
class FindingListView(ListAPIView[QualityFinding]):
    """What is to be mended in an area."""

    serializer_class = QualityFindingSerializer
    pagination_class = ByKey
    filter_backends = ()

    def get_queryset(self) -> QuerySet[QualityFinding]:
        query = FindingQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        asked = {name: given.get(name, "") for name in ("aspect", "owner")}
        state = given.get("state", "").replace("open", "")
        return quality_board.findings(query.area(self.request), state=state, on=workdays.today(), **asked)
