"""Quota requests (编制事项申请): the subject that the flow of cases moves."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from accounts.acting import use_case
from accounts.models import User
from approvals import documents, flow, policies, proposing, subjects
from approvals.models import Case, Document
from approvals.rulebook import Figure
from quotas import figures, holding, routes
from quotas.models import FloatingQuota, Pool, QuotaRequest, QuotaRequestLine
from units.models import Unit

MAX_LINES = 200


class QuotaRequestSubject:
    """Posts and leadership posts: grant, allot, increase, cut, adjust, sink, take back, floating."""

    key = "quota_request"
    paper = Document.Kind.APPROVAL
    detail_template = "quotas/request_detail.html"
    form_template = "quotas/request_form.html"
    api_serializer = "quotas.serializers.QuotaRequestSerializer"

    def record(self, case: Case) -> QuotaRequest:
        requests = QuotaRequest.objects.select_related("basis", "pool__region")
        return subjects.read(case, "request", lambda: requests.get(case=case))

    def lines(self, case: Case) -> list[QuotaRequestLine]:
        """The lines with what routes and rules ask about; each knows its request and case without a query."""
        return subjects.read(case, "lines", lambda: _lines(case))

    def save(self, case: Case, data: Mapping[str, Any], *, actor: User) -> None:
        """Replace the request's content; `lines` is a sequence of mappings with the fields of a line."""
        lines = _checked_lines(data.get("lines") or (), routes.ROUTES[case.kind.code].families)
        fields = {name: data.get(name) for name in ("effective_on", "ends_on", "basis")}
        if fields["effective_on"] is None:
            raise ValidationError({"effective_on": "请填写生效日期。"}, code="required")
        if fields["ends_on"] is not None and fields["ends_on"] <= fields["effective_on"]:
            raise ValidationError({"ends_on": "使用期限须晚于生效日期。"}, code="ends_on")
        fields["reserve_use"] = data.get("reserve_use") or ""
        fields["pool"] = _pool(case, data.get("pool"))
        if isinstance(fields["basis"], Mapping):
            fields["basis"] = _registered(case, fields["basis"], actor)
        request, _ = QuotaRequest.objects.update_or_create(case=case, defaults=fields)
        request.lines.all().delete()
        QuotaRequestLine.objects.bulk_create([QuotaRequestLine(quota_request=request, **line) for line in lines])

    def gaps(self, case: Case) -> dict[str, str]:
        request, lines = self.record(case), self.lines(case)
        route = routes.ROUTES[case.kind.code]
        found = {}
        if not lines:
            found["lines"] = "请至少填写一行申请明细。"
        if route.has_end_date and request.ends_on is None:
            found["ends_on"] = "机动编制须填写使用期限。"
        if route.needs_pool and request.pool is None:
            found["pool"] = routes.NO_POOL
        if route.needs_basis and request.basis is None:
            found["basis"] = "请填写上级下达文件的名称、机关、文号和日期。"
        for number, line in enumerate(lines, start=1):
            if sentences := routes.gaps(line):
                found[f"line_{number}"] = f"第{number}行：{''.join(sentences)}"
        return found

    def units(self, case: Case) -> Sequence[Unit]:
        found = [unit for line in self.lines(case) for unit in (line.source_unit, line.target_unit) if unit]
        return list(dict.fromkeys(found))

    def figures(self, case: Case) -> tuple[Figure, ...]:
        return figures.of_lines(self.lines(case))

    def effective_on(self, case: Case) -> dt.date:
        return self.record(case).effective_on

    def hold(self, case: Case, *, document: Document, actor: User) -> None:
        promises = [routes.promise(line) for line in self.lines(case) if line.count]
        request = self.record(case)
        holding.hold(
            case, promises, effective_on=request.effective_on, document=document, actor=actor, reason=case.title
        )

    def apply(self, case: Case, *, document: Document, actor: User) -> None:
        holding.post(case, document=document, actor=actor, reason=case.title)
        request = self.record(case)
        if request.ends_on is not None and routes.ROUTES[case.kind.code].has_end_date:
            FloatingQuota.objects.bulk_create(
                FloatingQuota(
                    case=case, unit=line.target_unit, quota_type=line.quota_type, quantity=line.count,
                    starts_on=request.effective_on, ends_on=request.ends_on,
                )
                for line in self.lines(case) if line.count and line.target_unit
            )  # fmt: skip

    def release(self, case: Case, *, document: Document, actor: User) -> None:
        holding.release(case, document=document, actor=actor, reason=case.title)


def _lines(case: Case) -> list[QuotaRequestLine]:
    related = ("quota_type", "source_unit__region", "target_unit__region", "target_region", "quota_request__pool")
    lines = list(QuotaRequestLine.objects.filter(quota_request__case=case).select_related(*related))
    for line in lines:
        line.quota_request.case = case
    return lines


def _pool(case: Case, pool: Pool | None) -> Pool | None:
    """The pool of the office that decides, for the routes that touch one; None for all others."""
    if pool is None or not routes.ROUTES[case.kind.code].needs_pool:
        return None
    if pool.region_id != case.region_id or not pool.is_active:
        raise ValidationError({"pool": f"{pool}不是{case.region.name}启用的周转池。"}, code="pool")
    return pool


def _registered(case: Case, facts: Mapping[str, Any], actor: User) -> Document:
    """The superior's paper by its four facts: registered with the request, by those who may register papers (R13)."""
    if not policies.may_draft_document(actor, case.region):
        raise ValidationError({"basis": "请填写已登记文件的文号，或由编办登记来文。"}, code="basis")
    try:
        return documents.register(actor=actor, region=case.region, **facts)
    except ValidationError as refusal:
        names = {"issued_on": "basis_on"}
        by_field = {names.get(field, f"basis_{field}"): words for field, words in refusal.message_dict.items()}
        raise ValidationError(by_field) from refusal


def _checked_lines(lines: Sequence[Mapping[str, Any]], families: tuple[str, ...]) -> list[dict[str, Any]]:
    if len(lines) > MAX_LINES:
        raise ValidationError({"lines": f"申请明细不超过{MAX_LINES}行。"}, code="lines")
    checked = []
    for number, line in enumerate(lines, start=1):
        kind, count = line.get("quota_type"), line.get("applied_count")
        if kind is None or kind.is_group or kind.family not in families or not kind.is_active:
            raise ValidationError(
                {f"line_{number}": f"第{number}行：请选择本类事项可用的编制类型。"}, code="quota_type"
            )
        if not isinstance(count, int) or not 1 <= count <= 1_000_000:
            raise ValidationError({f"line_{number}": f"第{number}行：申请数须为1至1000000的整数。"}, code="count")
        names = ("quota_type", "applied_count", "source_unit", "target_unit", "target_region")
        checked.append({name: line.get(name) for name in names} | {"purpose": (line.get("purpose") or "")[:200]})
    return checked


@use_case
def propose_counts(case_id: int, *, actor: User, counts: Mapping[int, int], once: flow.Once | None = None) -> Case:
    """The office proposes how many of what was applied for (拟核数), line by line, while it checks the case."""
    lines = QuotaRequestLine.objects.filter(quota_request__case=case_id)
    return proposing.propose(case_id, lines, "applied_count", actor=actor, counts=counts, once=once)
