"""A person's photo: put up by the unit or its office, whole and small; seen for a purpose only, each look on record."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from accounts.models import PersonalDataReading, User
from quotas.models import QuotaType
from staffing import enrolment, photos, pictures
from staffing.models import Person, Photo
from tests.api import V1, api_of, done, refusal, sent
from tests.pages import signed_in, words
from tests.people import new_person
from tests.photos import EXIF, jpeg, png
from tests.refusals import forbidden, refused
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def person(school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any]) -> Person:
    vacancies(school, post_type, 1)
    [posting] = enrolment.register(unit=school, quota_type=post_type, people=[new_person("张示例")], **basis)
    return posting.person


def file(content: bytes, name: str = "照片.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_photo_keeps_the_face_and_nothing_that_the_camera_told() -> None:
    for content, kind in ((png(also=EXIF), "png"), (jpeg(), "jpeg")):
        found = pictures.read(content)
        assert (found.kind, found.width, found.height) == (kind, 120, 160)
        assert EXIF in content
        assert EXIF not in found.content
        assert pictures.read(found.content) == found


BROKEN = [
    b"GIF89a", b"<svg/>", png()[:-4], png() + b"<script>", png().replace(b"IDAT", b"IDAX"), b"\x89PNG\r\n\x1a\n",
    jpeg()[:-2], jpeg() + b"PK\3\4", b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xe0\xff\xff\xff\xd9",
    jpeg().replace(b"\xff\xc0", b"\xff\xc4"),
]  # fmt: skip


def test_what_is_no_whole_picture_is_refused_in_words(person: Person, unit_clerk: User) -> None:
    for content in BROKEN:
        with pytest.raises(ValidationError) as refusal:
            pictures.read(content)
        assert refusal.value.messages == ["不是完整的JPEG或PNG图片。"]
    for content, said in ((BROKEN[0], "不是完整的JPEG或PNG图片。"), (b"", "照片为空或超过500KB。")):
        with refused(says=said):
            photos.put_up(person, actor=unit_clerk, upload=file(content))


def test_size_and_pixels_have_bounds(person: Person, unit_clerk: User) -> None:
    with refused(says="照片为空或超过500KB。"):
        photos.put_up(person, actor=unit_clerk, upload=file(png() + b"0" * 512_000))
    with refused(says="照片的宽和高须在100至3000像素之间，这一张为99×160。"):
        photos.put_up(person, actor=unit_clerk, upload=file(png(99)))


def test_who_may_put_up_and_see_and_that_each_look_is_on_record(
    person: Person, clerk: User, unit_clerk: User, department: User, inspector: User, outsider: User, folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    for user in (unit_clerk, department, clerk):
        with django_capture_on_commit_callbacks(execute=True):
            photos.put_up(person, actor=user, upload=file(png(100 + len(user.username))))
    assert Photo.objects.get().uploaded_by == clerk
    assert Photo.history.count() == 3
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
    for user in (inspector, outsider):
        with forbidden():
            photos.put_up(person, actor=user, upload=file(png()))
        with forbidden():
            photos.look_at(person, actor=user, purpose="核对")
    with refused(code="required"):
        photos.look_at(person, actor=clerk, purpose=" ")
    assert photos.look_at(person, actor=unit_clerk, purpose="核对档案").startswith("data:image/png;base64,")
    [reading] = PersonalDataReading.objects.all()
    assert (reading.reader, reading.field, reading.purpose, reading.subject_id) == (
        unit_clerk, "照片", "核对档案", person.pk,
    )  # fmt: skip
    Path(Photo.objects.get().file.path).unlink()
    with refused(code="missing"):
        photos.look_at(person, actor=clerk, purpose="核对")


def test_a_clerk_puts_up_a_photo_and_looks_at_it_on_the_page(
    person: Person, unit_clerk: User, inspector: User, outsider: User
) -> None:
    page, client = f"/people/{person.pk}/", signed_in(unit_clerk)
    assert "上传照片" in words(client.get(page))
    assert "照片" not in words(signed_in(inspector).get(page))
    wrong = client.post(f"{page}photo/", {"upload": file(b"GIF89a"), "key": "p0"})
    assert (wrong.status_code, "不是完整的JPEG或PNG图片。" in words(wrong)) == (422, True)
    assert client.post(f"{page}photo/", {}).status_code == 422
    for _ in range(2):
        assert client.post(f"{page}photo/", {"upload": file(jpeg(), "a.jpg"), "key": "p1"}).status_code == 302
    assert Photo.history.count() == 1
    assert "data:image" not in client.get(page).content.decode()
    assert client.post(f"{page}photo/look/", {"purpose": ""}).status_code == 422
    shown = client.post(f"{page}photo/look/", {"purpose": "核对档案"})
    assert 'src="data:image/jpeg;base64,' in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert signed_in(inspector).post(f"{page}photo/look/", {"purpose": "督查"}).status_code == 403
    assert signed_in(outsider).post(f"{page}photo/look/", {"purpose": "看看"}).status_code == 404


def test_the_api_does_the_same_once_under_a_key(person: Person, unit_clerk: User, outsider: User) -> None:
    address = f"people/{person.pk}/photo/"

    def put_up(user: User, content: bytes, key: str) -> Any:
        body = {"upload": file(content)}
        return api_of(user).post(f"{V1}/{address}", body, format="multipart", headers={"Idempotency-Key": key})

    assert refusal(put_up(unit_clerk, b"GIF89a", "a"))[2] == "upload"
    first, again = (put_up(unit_clerk, png(), "b").json() for _ in range(2))
    assert first == again
    assert (first["kind"], first["width"], Photo.history.count()) == ("png", 120, 1)
    assert put_up(outsider, png(), "c").status_code == 404
    assert refusal(sent(unit_clerk, f"{address}look/", {"purpose": ""}))[2] == "purpose"
    assert done(unit_clerk, f"{address}look/", {"purpose": "核对"})["image"].startswith("data:image/png")
    assert sent(outsider, f"{address}look/", {"purpose": "核对"}).status_code == 404
