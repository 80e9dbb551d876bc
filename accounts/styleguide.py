"""The style guide: every component with invented but life-like data, shown by the demo only."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import styleguide_samples as samples

SHEETS = {
    "components": ("构件", "styleguide/components.html"),
    "cases": ("办件列表", "styleguide/cases.html"),
    "case": ("办件", "styleguide/case.html"),
    "unit": ("单位", "styleguide/unit.html"),
    "statement": ("台账", "styleguide/statement.html"),
    "document": ("文件", "styleguide/document.html"),
}


def styleguide(request: HttpRequest) -> HttpResponse:
    """One sheet of the style guide; 404 outside the demo."""
    sheet = request.GET.get("sheet", "components")
    if not settings.DEMO or sheet not in SHEETS:
        raise Http404
    if sheet == "components":
        messages.success(request, "已受理：办件〔2026〕118 号。")
        messages.warning(request, "本件的依据数字在申报后有变动，请重新确认。")
        messages.error(request, "没有核准：空编不足。核定 120，实有 117，锁定 3，空编 0，本次申请 2。")
    tabs = [{"key": key, "label": label, "url": f"?sheet={key}"} for key, (label, _) in SHEETS.items()]
    return render(request, SHEETS[sheet][1], {**samples.everything(request), "sheets": tabs, "sheet": sheet})
