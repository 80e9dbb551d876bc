"""The log of reading personal data (个人信息查阅): each reading in full is written down before it is shown."""

from django.core.exceptions import ValidationError
from django.db import models

from accounts import acting
from accounts.models import PersonalDataReading, User

LONGEST = 200


def record_reading(subject: models.Model, *, field: str, purpose: str, actor: User) -> PersonalDataReading:
    """Building block: note who reads which field of whom and what for; ValidationError without a purpose."""
    purpose = purpose.strip()
    if not purpose:
        raise ValidationError({"purpose": "请填写查阅用途。"}, code="required")
    if len(purpose) > LONGEST:
        raise ValidationError({"purpose": f"查阅用途不超过{LONGEST}字。"}, code="length")
    return PersonalDataReading.objects.create(
        reader=actor, reader_name=actor.get_full_name(), subject_model=subject._meta.label_lower, subject_id=subject.pk,
        subject_name=str(subject), field=field, purpose=purpose, request_id=acting.request_id.get(),
    )  # fmt: skip


def readings_of(subject: models.Model, limit: int) -> list[PersonalDataReading]:
    """The last readings of somebody's data, newest first."""
    own = PersonalDataReading.objects.filter(subject_model=subject._meta.label_lower, subject_id=subject.pk)
    return list(own.order_by("-id")[:limit])
