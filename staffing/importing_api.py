"""The API of imports: send, look, confirm, cancel; other offices' imports are 404."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from approvals import flow
from approvals.api_doors import KEY, NewestFirst, answer, once
from approvals.filing import digest_of
from staffing.forms.importing import ImportForm
from staffing.imports import catalogue, jobs, policies
from staffing.models import ImportJob, ImportKind


class ImportSerializer(serializers.ModelSerializer[ImportJob]):
    """An import: what was found in the file, what it changes, where it stands."""

    region = serializers.CharField(source="region.code")
    document = serializers.CharField(source="document.number")
    actor = serializers.CharField(source="actor.name")
    problems = serializers.SerializerMethodField(help_text="前200个错误：行、列、列名、原因")
    preview = serializers.DictField(child=serializers.JSONField())
    notices = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = ImportJob
        fields = (
            "id", "region", "kind", "state", "filename", "started_on", "document", "reason", "row_count",
            "problem_count", "problems", "notices", "preview", "actor", "created_at", "finished_at",
        )  # fmt: skip

    def get_problems(self, job: ImportJob) -> list[dict[str, str]]:
        return [{"row": str(r), "column": c, "title": t, "message": s} for r, c, t, s in job.problems]


class UploadSerializer(serializers.Serializer[Any]):
    """What is sent as a form with a file."""

    region = serializers.CharField(max_length=9, help_text="编办所在地区的区划代码")
    kind = serializers.ChoiceField(choices=[])
    started_on = serializers.DateField()
    document = serializers.CharField(max_length=60, help_text="依据文号")
    reason = serializers.CharField(max_length=200)
    file = serializers.FileField(help_text="填好的模板（.xlsx）")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = serializers.ChoiceField(choices=ImportKind.choices)


def _user(request: Request) -> User:
    assert isinstance(request.user, User), "The permission lets only signed-in users in."
    if not policies.may_import_somewhere(request.user):
        raise Http404
    return request.user


class ImportListView(ListAPIView[ImportJob]):
    """The imports of the caller's offices; a file that is sent is checked first."""

    serializer_class = ImportSerializer
    pagination_class = NewestFirst
    filter_backends = ()
    parser_classes = (MultiPartParser,)

    def get_queryset(self) -> QuerySet[ImportJob]:
        return ImportJob.objects.visible_to(_user(self.request)).select_related("region", "document", "actor")

    @extend_schema(summary="导入")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        summary="上传导入文件", request=UploadSerializer, responses={201: ImportSerializer}, parameters=[KEY]
    )
    def post(self, request: Request) -> Response:
        user = _user(request)
        given = UploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        sent = {**given.validated_data, "file": digest_of(given.validated_data["file"])}

        def act(key: flow.Once) -> None:
            jobs.upload(actor=user, once=key, **_checked(user, given.validated_data))

        job, replayed = once(request, sent, act=act, found=lambda key: _made(user, key))
        return answer(ImportSerializer(job).data, replayed=replayed, status=status.HTTP_201_CREATED)


def _checked(user: User, given: Any) -> dict[str, Any]:
    """What the form of the page makes of what was sent."""
    form = _form(user, given)
    if given["kind"] not in catalogue.KINDS:
        raise serializers.ValidationError({"kind": "没有这种导入。"})
    if not form.is_valid():
        raise serializers.ValidationError({name: list(map(str, said)) for name, said in form.errors.items()})
    cleaned = dict(form.cleaned_data)
    return {"kind": given["kind"], "upload": cleaned.pop("file"), **cleaned}


def _made(user: User, key: flow.Once) -> ImportJob | None:
    made = flow.receipt(user, key)
    return None if made is None else _fresh(made)


def _form(user: User, given: Any) -> ImportForm:
    form = ImportForm(user=user)
    regions = form.fields["region"].queryset  # type: ignore[attr-defined]
    region = regions.filter(code=given["region"]).values_list("pk", flat=True).first()
    data = {**given, "region": region, "started_on": given["started_on"].isoformat()}
    return ImportForm(data, {"file": given["file"]}, user=user)


def _fresh(pk: int) -> ImportJob:
    return ImportJob.objects.select_related("region", "document", "actor").get(pk=pk)


class ImportDetailView(APIView):
    """One import."""

    @extend_schema(summary="导入详情", responses=ImportSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(ImportSerializer(_visible(request, pk)).data)


def _visible(request: Request, pk: int) -> ImportJob:
    jobs_of_user = ImportJob.objects.visible_to(_user(request)).select_related("region", "document", "actor")
    return get_object_or_404(jobs_of_user, pk=pk)


def _once(request: Request, pk: int, decide: Callable[..., ImportJob]) -> Response:
    """Decide about a job of the caller's offices, once under a key."""
    user = _user(request)
    _visible(request, pk)
    job, replayed = once(
        request, request.data, act=lambda key: decide(actor=user, pk=pk, once=key), found=lambda key: _made(user, key)
    )
    return answer(ImportSerializer(job).data, replayed=replayed)


class ImportConfirmView(APIView):
    """Has a checked file carried out."""

    @extend_schema(summary="确认导入", request=None, responses=ImportSerializer, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        return _once(request, pk, jobs.confirm)


class ImportCancelView(APIView):
    """Gives a file up."""

    @extend_schema(summary="取消导入", request=None, responses=ImportSerializer, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        return _once(request, pk, jobs.cancel)
