"""The API of papers and meetings: attachments of a case, documents, meetings that decide."""

from typing import Any, TypeVar

from django.db.models import Model, Prefetch, QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import documents, filing, flow, meetings
from approvals.api import case_of
from approvals.api_doors import KEY, NewestFirst, actor_of, answer, once
from approvals.api_forms import AttachInput, ConveneInput, DocumentQuery, IncomingInput, RecordInput
from approvals.models import AgendaItem, Attachment, Document, Meeting
from approvals.serializers import (
    AttachmentSerializer,
    DocumentDetailSerializer,
    DocumentSerializer,
    MeetingDetailSerializer,
    MeetingSerializer,
)

M = TypeVar("M", bound=Model)


def _made(model: type[M], pk: int | None) -> M | None:
    """The row that a receipt names; none when it was taken away since."""
    return None if pk is None else model._default_manager.filter(pk=pk).first()


class AttachmentListView(APIView):
    """Papers of a draft or a returned case."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        summary="上传附件", request=AttachInput, responses={201: AttachmentSerializer}, parameters=[KEY],
        operation_id="cases_attachments_upload",
    )  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        case, actor = case_of(request, number), actor_of(request)
        form = AttachInput(data=request.data)
        form.is_valid(raise_exception=True)
        paper, upload = form.validated_data["paper"], form.validated_data["upload"]
        made, replayed = once(
            request,
            [paper, upload.name, filing.digest_of(upload)],
            act=lambda key: filing.attach(case.pk, actor=actor, paper=paper, upload=upload, once=key),
            found=lambda key: _made(Attachment, flow.receipt(actor, key)),
        )
        location = reverse("api-attachment", args=[number, made.pk])
        return answer(AttachmentSerializer(made).data, replayed=replayed, status=201, location=location)


class AnyFormat(DefaultContentNegotiation):
    """A file is sent as it is, whatever the caller says it accepts."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class AttachmentView(APIView):
    """One paper of a case."""

    content_negotiation_class = AnyFormat

    @extend_schema(
        summary="下载附件", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        operation_id="cases_attachments_download",
    )  # fmt: skip
    def get(self, request: Request, number: str, pk: int) -> FileResponse:
        attachment = get_object_or_404(Attachment, case=case_of(request, number), pk=pk)
        try:
            content = attachment.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        kind = "application/octet-stream"
        return FileResponse(content, as_attachment=True, filename=attachment.name, content_type=kind)

    @extend_schema(summary="删除附件", responses={204: None})
    def delete(self, request: Request, number: str, pk: int) -> Response:
        attachment = get_object_or_404(Attachment, case=case_of(request, number), pk=pk)
        filing.detach(attachment.case_id, actor=actor_of(request), attachment_id=pk)
        return Response(status=204)


class DocumentListView(ListAPIView[Document]):
    """The documents in the caller's scope, the newest first."""

    serializer_class = DocumentSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Document]:
        query = DocumentQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return query.narrow(Document.objects.visible_to(actor_of(self.request))).select_related("region", "case")

    @extend_schema(summary="文件列表", parameters=[DocumentQuery])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        summary="登记来文", request=IncomingInput, responses={201: DocumentDetailSerializer}, parameters=[KEY]
    )
    def post(self, request: Request) -> Response:
        actor = actor_of(request)

        def act(key: flow.Once) -> None:
            form = IncomingInput(data=request.data, context={"request": request})
            form.is_valid(raise_exception=True)
            documents.register_incoming(actor=actor, once=key, **form.validated_data)

        made, replayed = once(
            request,
            request.data,
            act=act,
            found=lambda key: _made(Document, flow.receipt(actor, key)),
        )
        location = reverse("api-document", args=[made.pk])
        return answer(DocumentDetailSerializer(made).data, replayed=replayed, status=201, location=location)


class DocumentView(APIView):
    @extend_schema(summary="文件详情", responses=DocumentDetailSerializer)
    def get(self, request: Request, pk: int) -> Response:
        seen = Document.objects.visible_to(actor_of(request)).select_related("region", "case")
        return Response(DocumentDetailSerializer(get_object_or_404(seen.prefetch_related("units"), pk=pk)).data)


def meetings_of(request: Request) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(actor_of(request)).select_related("region", "minutes")


class MeetingListView(ListAPIView[Meeting]):
    """The meetings of the regions in the caller's scope, the newest first."""

    serializer_class = MeetingSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Meeting]:
        return meetings_of(self.request)

    @extend_schema(summary="会议列表")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(summary="筹备会议", request=ConveneInput, responses={201: MeetingDetailSerializer}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        actor = actor_of(request)

        def act(key: flow.Once) -> None:
            form = ConveneInput(data=request.data, context={"request": request})
            form.is_valid(raise_exception=True)
            meetings.convene(actor=actor, once=key, **form.validated_data)

        made, replayed = once(
            request,
            request.data,
            act=act,
            found=lambda key: _made(Meeting, flow.receipt(actor, key)),
        )
        location = reverse("api-meeting", args=[made.pk])
        return answer(_shown(request, made.pk), replayed=replayed, status=201, location=location)


class MeetingView(APIView):
    @extend_schema(summary="会议详情", responses=MeetingDetailSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(_shown(request, pk))


class MeetingRecordView(APIView):
    """The results of a meeting, all at once: every case gets its decision, the minutes their number."""

    @extend_schema(
        summary="录入会议结果", request=RecordInput, responses=MeetingDetailSerializer, parameters=[KEY],
        operation_id="meetings_record",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        meeting, actor = get_object_or_404(meetings_of(request), pk=pk), actor_of(request)

        def act(key: flow.Once) -> None:
            form = RecordInput(data=request.data, context={"meeting": meeting})
            form.is_valid(raise_exception=True)
            meetings.record(pk, actor=actor, once=key, **form.validated_data)

        replayed = once(request, request.data, act=act, found=lambda key: flow.receipt(actor, key))[1]
        return answer(_shown(request, pk), replayed=replayed)


def _shown(request: Request, pk: int) -> Any:
    related = ("case__kind", "case__region", "case__applicant", "case__filed_by")
    items = Prefetch("items", queryset=AgendaItem.objects.select_related(*related))
    return MeetingDetailSerializer(get_object_or_404(meetings_of(request).prefetch_related(items), pk=pk)).data
