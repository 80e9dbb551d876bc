"""Extension (延期还编): only by a decided case with its document."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from approvals import workdays
from approvals.models import Case, Document
from approvals.rulebook import Figure
from talentpool import lending
from talentpool.models import ExtensionRequest, Loan
from units.models import Unit


class ExtensionSubject:
    """A later date of return for one loan."""

    key = "extension_request"
    paper = Document.Kind.APPROVAL
    detail_template = "talentpool/extension_request.html"
    form_template = "talentpool/extension_form.html"
    api_serializer = "talentpool.serializers.ExtensionRequestSerializer"

    def record(self, case: Case) -> ExtensionRequest:
        related = ("loan__unit__region", "loan__talent", "loan__quota_type")
        return ExtensionRequest.objects.select_related(*related).get(case=case)

    def save(self, case: Case, data: Mapping[str, Any], *, actor: User) -> None:
        loan: Any = data.get("loan")
        until: Any = data.get("until")
        wrong = {}
        if loan is None or (loan.unit != case.applicant and loan.unit.competent_department != case.applicant):
            wrong["loan"] = "请选择本单位或所属单位的借编。"
        if until is None:
            wrong["until"] = "请填写延至日期。"
        if wrong:
            raise ValidationError(wrong, code="required")
        ExtensionRequest.objects.update_or_create(case=case, defaults={"loan": loan, "until": until})

    def gaps(self, case: Case) -> dict[str, str]:
        request = self.record(case)
        return _gaps(request.loan, request.until)

    def units(self, case: Case) -> Sequence[Unit]:
        return [self.record(case).loan.unit]

    def figures(self, case: Case) -> tuple[Figure, ...]:
        """The date of return moves no number; as 年月日 in one figure, so that a meanwhile changed date is noticed."""
        loan = self.record(case).loan
        due = int(f"{loan.due_on:%Y%m%d}") if loan.due_on else 0
        return (Figure(loan.unit.name, f"{loan.talent.name}还编期限", "年月日", due, f"loan-{loan.pk}"),)

    def effective_on(self, case: Case) -> dt.date:
        return case.decided_on or workdays.today()

    def hold(self, case: Case, *, document: Document, actor: User) -> None:
        """Nothing is promised before the document is issued."""

    def apply(self, case: Case, *, document: Document, actor: User) -> None:
        request = self.record(case)
        loan = lending.lock(request.loan_id)
        if wrong := _gaps(loan, request.until):
            raise ValidationError(list(wrong.values()))
        loan.due_on = request.until
        loan.save(update_fields=["due_on"])

    def release(self, case: Case, *, document: Document, actor: User) -> None:
        """Nothing was held."""


EXTENSION_REQUEST = ExtensionSubject()


def _gaps(loan: Loan, until: dt.date) -> dict[str, str]:
    if loan.state != Loan.State.ON_LOAN or loan.due_on is None:
        return {"loan": f"该借编{loan.get_state_display()}，不能延期。"}
    if until <= loan.due_on:
        return {"until": f"延至日期须晚于现还编期限{loan.due_on}。"}
    if until <= workdays.today():
        return {"until": "延至日期须晚于今天。"}
    return {}
