"""The API of photos: putting one up, and looking at one for a stated purpose."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import flow
from approvals.api_doors import KEY, actor_of, answer, once
from approvals.filing import digest_of
from staffing import photos
from staffing.api_people import PurposeInput
from staffing.models import Person, Photo


class PhotoInput(serializers.Serializer[Any]):
    """A photo to put up."""

    upload = serializers.FileField(max_length=200, allow_empty_file=True, help_text="JPEG或PNG，不超过500KB")


class PhotoSerializer(serializers.ModelSerializer[Photo]):
    """What is known of a photo without looking at it."""

    uploaded_by = serializers.CharField(source="uploaded_by.name")

    class Meta:
        model = Photo
        fields = ("person", "kind", "width", "height", "size", "sha256", "uploaded_by", "uploaded_at")


def _seen(request: Request, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(actor_of(request)), pk=pk)


class PhotoView(APIView):
    """A person's photo."""

    parser_classes = (MultiPartParser,)

    @extend_schema(summary="上传人员照片", request=PhotoInput, responses={201: PhotoSerializer}, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        person, actor = _seen(request, pk), actor_of(request)
        form = PhotoInput(data=request.data)
        form.is_valid(raise_exception=True)
        upload = form.validated_data["upload"]

        def found(key: flow.Once) -> Photo | None:
            made = flow.receipt(actor, key)
            return None if made is None else Photo.objects.select_related("uploaded_by").filter(pk=made).first()

        made, replayed = once(
            request, [pk, upload.name, digest_of(upload)],
            act=lambda key: photos.put_up(person, actor=actor, upload=upload, once=key), found=found,
        )  # fmt: skip
        return answer(PhotoSerializer(made).data, replayed=replayed, status=201)


class PhotoLookView(APIView):
    """Looking at a photo; the look is logged."""

    @extend_schema(
        summary="查看人员照片", request=PurposeInput,
        responses=inline_serializer("PhotoSeen", {"image": serializers.CharField(help_text="data:image/…;base64,…")}),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        form = PurposeInput(data=request.data)
        form.is_valid(raise_exception=True)
        image = photos.look_at(_seen(request, pk), actor=actor_of(request), **form.validated_data)
        return Response({"image": image}, headers={"Cache-Control": "no-store"})
