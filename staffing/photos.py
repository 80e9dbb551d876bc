"""Photos of people: put up by the unit or its office, seen by them for a stated purpose, each look written down."""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction

from accounts.acting import use_case
from accounts.models import User
from accounts.reading import record_reading
from approvals import flow
from approvals.filing import digest_of
from staffing import pictures, policies
from staffing.dossiers import keeper_of
from staffing.models import Person, Photo
from staffing.models.photo import LONGEST, MAX_SIZE, SHORTEST
from units.models import Unit

FIELD = "照片"


@use_case
def put_up(person: Person, *, actor: User, upload: File[bytes], once: flow.Once | None = None) -> Photo:
    """Put up a photo, in the place of the one before; a whole JPEG or PNG of at most 500 KB, 100 to 3000 pixels."""
    _ensure_theirs(person, actor)
    if not upload.size or upload.size > MAX_SIZE:
        raise ValidationError({"upload": f"照片为空或超过{MAX_SIZE // 1024}KB。"}, code="size")
    try:
        picture = pictures.read(b"".join(upload.chunks()))
    except ValidationError as refusal:
        raise ValidationError({"upload": refusal}) from refusal
    if not all(SHORTEST <= side <= LONGEST for side in (picture.width, picture.height)):
        said = f"照片的宽和高须在{SHORTEST}至{LONGEST}像素之间，这一张为{picture.width}×{picture.height}。"
        raise ValidationError({"upload": said}, code="pixels")
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    former = Photo.objects.filter(person=person).first()
    made = _stored(person, picture, actor)
    if former is not None and former.file.name != made.file.name:
        transaction.on_commit(partial(former.file.storage.delete, str(former.file.name)))
    flow.keep_receipt(actor, once, made)
    return made


def _stored(person: Person, picture: pictures.Picture, actor: User) -> Photo:
    content: ContentFile[bytes] = ContentFile(picture.content, name=f"photo.{picture.kind}")
    facts = {"kind": picture.kind, "width": picture.width, "height": picture.height, "size": len(picture.content)}
    photo = Photo(person=person, sha256=digest_of(content), uploaded_by=actor, file=content, **facts)
    photo.save(force_update=Photo.objects.filter(pk=person.pk).exists())
    return photo


@use_case
def look_at(person: Person, *, actor: User, purpose: str) -> str:
    """The photo as an address that holds it; the look is logged in the same transaction."""
    _ensure_theirs(person, actor)
    photo = Photo.objects.filter(person=person).first()
    content = None if photo is None else read(photo)
    if photo is None or content is None:
        raise ValidationError("没有照片，或照片文件已不在，请重新上传。", code="missing")
    record_reading(person, field=FIELD, purpose=purpose, actor=actor)
    return as_address(photo, content)


def read(photo: Photo) -> bytes | None:
    """The bytes of a photo; nothing where the file is gone."""
    path = Path(photo.file.path)
    return path.read_bytes() if path.is_file() else None


def as_address(photo: Photo, content: bytes) -> str:
    """The picture itself as an address, so that it lies under none of the house."""
    return f"data:image/{photo.kind};base64,{base64.b64encode(content).decode()}"


def may_see(user: User, home: Unit | None) -> bool:
    """The office in charge, and the clerks of the unit and its department."""
    return home is not None and (policies.may_keep_register(user, home) or policies.may_maintain(user, home))


def _ensure_theirs(person: Person, actor: User) -> None:
    home = keeper_of(person, actor)
    if not may_see(actor, home):
        raise PermissionDenied(f"只有{home.name if home else '该人员单位'}的专管员和主管编办可以上传、查看照片。")
