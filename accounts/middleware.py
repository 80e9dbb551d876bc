import re
import uuid
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts import acting, error_pages

NUL = "\0"
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestIdMiddleware:
    """Names each request, or keeps the name a proxy gave it; X-Request-ID returns it and history rows bear it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        name = given if re.fullmatch(r"[A-Za-z0-9._-]{8,64}", given) else uuid.uuid4().hex
        token = acting.request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            acting.request_id.reset(token)
        response.headers["X-Request-ID"] = name
        return response


class InputGuardMiddleware:
    """Answers 400 to text that no database column can hold, wherever it stands in a request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if any(NUL in text for text in _address_and_headers(request)):
            return error_pages.bad_input(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.content_type not in FORM_TYPES or error_pages.wants_json(request):
            return None
        fields = chain.from_iterable((name, *values) for name, values in request.POST.lists())
        return error_pages.bad_input(request) if any(NUL in text for text in fields) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return error_pages.bad_input(request) if is_bad_text(exception) else None


def is_bad_text(exception: BaseException) -> bool:
    """Whether an error comes from input that the database cannot hold: too long, too large, NUL or broken Unicode."""
    return isinstance(exception, DataError | UnicodeError) or (
        isinstance(exception, ValueError) and "NUL (0x00)" in str(exception)
    )


def _address_and_headers(request: HttpRequest) -> Iterator[str]:
    yield from (value for value in request.META.values() if isinstance(value, str))
    yield from request.COOKIES.values()
    for name, values in request.GET.lists():
        yield name
        yield from values
