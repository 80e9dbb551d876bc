"""One error body for every refusal, whoever raised it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError
from django.http import Http404
from rest_framework import exceptions

from accounts.api_errors import exception_handler

pytestmark = pytest.mark.django_db


def answer(exception: Exception) -> tuple[int, dict[str, Any]]:
    response = exception_handler(exception, {})
    assert response is not None
    assert set(response.data) == {"code", "message", "field", "errors"}
    assert response.data["errors"]
    return response.status_code, response.data


def test_a_refusal_of_a_use_case_keeps_its_code_and_sentence() -> None:
    status, body = answer(ValidationError("空编不足：需2名，现有1名。", code="short"))
    assert (status, body["code"], body["message"], body["field"]) == (400, "short", "空编不足：需2名，现有1名。", "")


def test_parameters_of_a_sentence_are_filled_in() -> None:
    body = answer(ValidationError("需%(n)d名。", code="short", params={"n": 2}))[1]
    assert body["message"] == "需2名。"


def test_each_field_error_is_listed() -> None:
    refusal = ValidationError({"name": [ValidationError("必填。", code="required")], "__all__": ["整体不符。"]})
    status, body = answer(refusal)
    assert status == 400
    assert body["errors"] == [
        {"code": "required", "message": "必填。", "field": "name"},
        {"code": "invalid", "message": "整体不符。", "field": ""},
    ]


def test_nested_serializer_errors_name_the_path_of_the_field() -> None:
    detail = {
        "lines": [{}, {"count": [exceptions.ErrorDetail("须为整数。", code="invalid")]}],
        "non_field_errors": ["不符"],
    }
    body = answer(exceptions.ValidationError(detail))[1]
    assert [error["field"] for error in body["errors"]] == ["lines.1.count", ""]


def test_an_empty_list_of_errors_still_has_a_body() -> None:
    assert answer(ValidationError([]))[0] == 400
    assert answer(exceptions.ValidationError([]))[0] == 400


@pytest.mark.parametrize(
    ("exception", "status", "code"),
    [
        (PermissionDenied("不能决定本人经办的事项。"), 403, "permission_denied"),
        (PermissionDenied(), 403, "permission_denied"),
        (Http404("no such row"), 404, "not_found"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.Throttled(wait=7), 429, "throttled"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.UnsupportedMediaType("text/x"), 415, "unsupported_media_type"),
        (exceptions.ParseError("JSON parse error"), 400, "parse_error"),
        (IntegrityError("duplicate key"), 409, "conflict"),
        (DataError("value too long"), 400, "bad_input"),
        (ValueError("A string literal cannot contain NUL (0x00) characters."), 400, "bad_input"),
        ("\ud800", 400, "bad_input"),
    ],
)
def test_every_kind_of_refusal_has_a_chinese_sentence(exception: Any, status: int, code: str) -> None:
    if isinstance(exception, str):
        with pytest.raises(UnicodeEncodeError) as caught:
            exception.encode()
        exception = caught.value
    answered, body = answer(exception)
    assert (answered, body["code"]) == (status, code)
    assert body["message"].endswith("。")
    assert not body["message"].isascii()


def test_a_permission_sentence_is_shown_as_it_is() -> None:
    assert answer(PermissionDenied("不能决定本人经办的事项。"))[1]["message"] == "不能决定本人经办的事项。"


def test_a_mistake_of_ours_stays_a_server_error() -> None:
    assert exception_handler(ZeroDivisionError(), {}) is None
    assert exception_handler(ValueError("our own bug"), {}) is None
