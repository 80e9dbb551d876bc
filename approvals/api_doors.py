"""What every door of the API does: say who calls, act once under an idempotency key, page newest first."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api_paging import ByKey
from accounts.models import User
from accounts.queries import EARLIEST
from approvals import workdays
from approvals.flow import Once

T = TypeVar("T")

KEY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    pattern="^[!-~]{1,80}$",
    description="幂等键：同一键、同一内容重复发送只办一次，并得到同一答复（带Idempotent-Replayed: true）；"
    "同一键用于另一内容则答复422 key_reused。",
)


def actor_of(request: Request) -> User:
    """The signed-in user; the default permission lets nobody else in."""
    assert isinstance(request.user, User), "The permission lets only signed-in users in."
    return request.user


def once(
    request: Request, payload: Any, *, act: Callable[[Once], object], found: Callable[[Once], T | None]
) -> tuple[T, bool]:
    """Do what was sent, or find what the same key did before; returns what was made and whether it was there already.

    Two requests with one key may arrive together: whoever loses, by the key's constraint or because the winner
    has moved the case on, looks once more before it is refused. Without a key every request is its own.
    """
    given = _key(request)
    key = Once.of(given or uuid.uuid4().hex, [request.method, request.path, payload])
    if given and (known := found(key)) is not None:
        return known, True
    try:
        act(key)
    except (ValidationError, serializers.ValidationError, PermissionDenied, IntegrityError):
        if given and (known := found(key)) is not None:
            return known, True
        raise
    made = found(key)
    assert made is not None, "What was done under a key is found under it."
    return made, False


def _key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if "Idempotency-Key" in request.headers and not re.fullmatch(r"[!-~]{1,80}", key):
        refusal = "幂等键须为1至80个可见ASCII字符。"
        raise ValidationError({"Idempotency-Key": ValidationError(refusal, code="idempotency_key")})
    return key


def answer(data: Any, *, replayed: bool, status: int = 200, location: str = "") -> Response:
    """The answer to an act, which says whether it had been done before."""
    headers = {"Idempotent-Replayed": "true"} if replayed else {}
    if location:
        headers["Location"] = location
    return Response(data, status=status, headers=headers)


class NewestFirst(ByKey):
    """Pages by id, the newest first."""

    ordering = "-id"


LATEST = dt.date(2199, 12, 31)


class DayField(serializers.DateField):
    """A day of the calendar that an establishment office can mean; with `past` not after today."""

    default_error_messages = {
        "out_of_time": f"日期须在{EARLIEST:%Y年%-m月%-d日}至{LATEST:%Y年%-m月%-d日}之间。",
        "future": "日期不能晚于今天。",
    }

    def __init__(self, *, past: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past = past

    def to_internal_value(self, value: Any) -> dt.date:
        day = super().to_internal_value(value)
        if not EARLIEST <= day <= LATEST:
            self.fail("out_of_time")
        if self.past and day > workdays.today():
            self.fail("future")
        return day


class MomentField(serializers.DateTimeField):
    """A past moment, in Beijing time when it names no zone."""

    default_error_messages = {"out_of_time": f"时间须在{EARLIEST:%Y年%-m月%-d日}以后，不晚于现在。"}

    def to_internal_value(self, value: Any) -> dt.datetime:
        moment = super().to_internal_value(value)
        if moment.date() < EARLIEST or moment > timezone.now():
            self.fail("out_of_time")
        return moment
