"""A person's photo (照片, DOMAIN §5.2): one at a time, a file like any other paper, shown for a stated purpose only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.history import tracked

from .person import Person

MAX_SIZE = 500 * 1024
SHORTEST, LONGEST = 100, 3000


def photo_path(photo: Photo, filename: str) -> str:
    """Photos lie apart; the stored name tells neither the person nor what the user typed."""
    return f"photos/{photo.sha256[:2]}/{photo.sha256}.{photo.kind}"


class Photo(models.Model):
    """The photo of a person as it stands; its history keeps who put up which one, and when."""

    class Kind(models.TextChoices):
        JPEG = "jpeg", "JPEG图片"
        PNG = "png", "PNG图片"

    person = models.OneToOneField(Person, models.PROTECT, verbose_name="人员", related_name="photo", primary_key=True)
    file = models.FileField("文件", upload_to=photo_path, max_length=120)
    kind = models.CharField("格式", max_length=4, choices=Kind)
    width = models.PositiveSmallIntegerField("宽")
    height = models.PositiveSmallIntegerField("高")
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+")
    uploaded_at = models.DateTimeField("上传时间", auto_now=True)
    history = tracked()

    class Meta:
        verbose_name = "照片"
        verbose_name_plural = "照片"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["jpeg", "png"]), name="a_photo_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(size__range=(1, MAX_SIZE), width__range=(SHORTEST, LONGEST))
                & Q(height__range=(SHORTEST, LONGEST)),
                name="a_photo_is_of_a_sensible_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}照片"
