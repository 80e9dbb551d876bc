"""Answers to what went wrong outside of a page: a page in Chinese, or the one error body of the API."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from accounts.acting import request_id

API = "/api/"
BAD_INPUT = "提交的内容含有无法保存的字符，或超出允许的长度和范围。"
LOCKED_OUT = "登录失败次数过多，账号已暂时锁定，请15分钟后再试或联系系统管理员。"


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(API)


def error_body(code: str, message: str, field: str = "", errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """The one form of an error in the API; the first error stands at the top, all of them in `errors`."""
    listed = errors or [{"code": code, "message": message, "field": field}]
    return {"code": code, "message": message, "field": field, "errors": listed}


def answer(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(error_body(code, message), status=status, json_dumps_params={"ensure_ascii": False})
    page = render_to_string("error.html", {"status": status, "message": message, "request_id": request_id.get()})
    return HttpResponse(page, status=status)


def bad_input(request: HttpRequest) -> HttpResponse:
    return answer(request, 400, "bad_input", BAD_INPUT)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400, "bad_request", "无法理解这个请求，请返回重试。")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403, "permission_denied", str(exception) or "您没有办理这一事项的权限。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404, "not_found", "没有找到这个页面，或不在您的管辖范围内。")


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, 500, "server_error", "系统出现故障，请稍后再试；如仍有问题，请告知系统管理员。")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, 403, "csrf", "页面停留过久或已重新登录，请刷新页面后再提交。")


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    return answer(request, 429, "locked_out", LOCKED_OUT)
