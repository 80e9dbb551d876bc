"""Every refusal of the API in one form: {"code", "message", "field", "errors": [{"code", "message", "field"}, …]}."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts.error_pages import BAD_INPUT, error_body
from accounts.middleware import is_bad_text

SENTENCES = {
    "not_authenticated": "请先登录，或在请求中附上令牌。",
    "authentication_failed": "登录信息无效或已过期。",
    "permission_denied": "您没有办理这一事项的权限。",
    "not_found": "没有找到这个对象，或不在您的管辖范围内。",
    "method_not_allowed": "这个地址不支持该请求方法。",
    "not_acceptable": "不能以所要求的格式回答。",
    "unsupported_media_type": "不支持这种请求内容类型，请用JSON。",
    "parse_error": "请求内容格式有误，无法解析。",
    "throttled": "请求过于频繁，请稍后再试。",
}

# What the caller can correct in the request itself is 400; these are about what was done before.
STATUS = {"state": 409, "base_changed": 409, "key_reused": 422}


def exception_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception of an API view; anything that is not the caller's mistake stays a server error."""
    set_rollback()
    if isinstance(exception, ValidationError):
        return _listed(list(_django_errors(exception)))
    if isinstance(exception, exceptions.ValidationError):
        return _listed(list(_flattened(exception.get_full_details())))
    if isinstance(exception, Http404):
        return _sentence(exceptions.NotFound())
    if isinstance(exception, PermissionDenied):
        return _sentence(exceptions.PermissionDenied(), str(exception))
    if isinstance(exception, exceptions.APIException):
        return _sentence(exception)
    if isinstance(exception, IntegrityError):
        return Response(error_body("conflict", "与现有数据冲突，未作任何更改。"), status=status.HTTP_409_CONFLICT)
    if is_bad_text(exception) or isinstance(exception, RecursionError):  # JSON nested too deeply
        return Response(error_body("bad_input", BAD_INPUT), status=status.HTTP_400_BAD_REQUEST)
    return None


def _sentence(exception: exceptions.APIException, message: str = "") -> Response:
    code = str(exception.get_codes()) if isinstance(exception.get_codes(), str) else exception.default_code
    own = str(exception.detail) if exception.detail != exception.default_detail else ""
    body = error_body(code, message or SENTENCES.get(code, "") or own or str(exception.default_detail))
    headers = {}
    if getattr(exception, "auth_header", None):
        headers["WWW-Authenticate"] = exception.auth_header  # type: ignore[attr-defined]
    if getattr(exception, "wait", None) is not None:
        headers["Retry-After"] = str(int(exception.wait))  # type: ignore[attr-defined]
    return Response(body, status=exception.status_code, headers=headers)


def _listed(errors: list[dict[str, str]]) -> Response:
    first = errors[0] if errors else {"code": "invalid", "message": "提交的内容不符合要求。", "field": ""}
    body = error_body(first["code"], first["message"], first["field"], errors)
    return Response(body, status=STATUS.get(first["code"], status.HTTP_400_BAD_REQUEST))


def _django_errors(exception: ValidationError) -> Iterator[dict[str, str]]:
    by_field = exception.error_dict if hasattr(exception, "error_dict") else {NON_FIELD_ERRORS: exception.error_list}
    # Django gives the code of ValidationError({field: …}, code=…) to none of the fields, but keeps it in args.
    common = exception.args[1] or "invalid"
    for field, errors in by_field.items():
        for error in errors:
            message = " ".join(error.messages)
            name = "" if field == NON_FIELD_ERRORS else field
            yield {"code": error.code or common, "message": message, "field": name}


def _flattened(details: Any, field: str = "") -> Iterator[dict[str, str]]:
    if _is_leaf(details):
        yield {"code": details["code"], "message": details["message"], "field": field}
    elif isinstance(details, dict):
        for key, value in details.items():
            name = "" if key == "non_field_errors" else str(key)
            yield from _flattened(value, ".".join(part for part in (field, name) if part))
    else:
        for index, value in enumerate(details):
            yield from _flattened(value, field if _is_leaf(value) else f"{field}.{index}".lstrip("."))


def _is_leaf(details: Any) -> bool:
    return (
        isinstance(details, dict) and isinstance(details.get("message"), str) and isinstance(details.get("code"), str)
    )
