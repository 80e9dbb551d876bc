"""The pages of the two subjects of lending: their part of the filing form, their detail on a case, their clauses."""

from typing import Any

from django.http import QueryDict

from accounts.models import User
from approvals.faces import SubjectForm
from approvals.forms.rows import FormPart, RowsPart, redrawn, typed_rows
from approvals.models import Case, CaseKind
from talentpool.extending import EXTENSION_REQUEST
from talentpool.forms import BLANK, ExtensionForm, LoanForm, TalentForm, Talents
from talentpool.lending import LOAN_REQUEST, MOST
from talentpool.models import Loan
from units.mandates import sees_unit


class LoanPart(RowsPart):
    """Head and talents of a loan request."""

    key = "talents"


class LoanFace:
    """Posts of a pool for named talents."""

    title = "周转编制"

    def form(
        self, *, user: User, kind: CaseKind, case: Case | None, sent: QueryDict | None = None, redraw: str = ""
    ) -> SubjectForm:
        if sent is not None and not redraw:
            return LoanPart(LoanForm(sent, user=user), Talents(sent, prefix="talents"))
        if sent is not None:
            head = {name: sent[name] for name in LoanForm.base_fields if name in sent}
            talents = redrawn(typed_rows(sent, "talents", TalentForm.base_fields, MOST), redraw)
        else:
            head, talents = _recorded(case)
        rows = Talents(initial=talents, prefix="talents")
        rows.extra = 0 if talents else BLANK
        return LoanPart(LoanForm(initial=head, user=user), rows)

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        record = LOAN_REQUEST.record(case)
        loans = {loan.talent_id: loan for loan in Loan.objects.filter(case=case)}
        talents = [(talent, loans.get(talent.pk)) for talent in record.talents.all()]
        return {"record": record, "talents": talents, "unit_is_open": sees_unit(user, record.unit)}

    def clauses(self, case: Case) -> list[str]:
        record = LOAN_REQUEST.record(case)
        names = "、".join(talent.name for talent in record.talents.all())
        count = record.talents.count()
        return [
            f"同意{record.unit}从{record.pool}借用{record.quota_type}{count}名，用于引进{names}，专编专用、到期归还。"
        ]


def _recorded(case: Case | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if case is None:
        return {}, []
    record = LOAN_REQUEST.record(case)
    head = {"pool": record.pool, "unit": record.unit, "quota_type": record.quota_type}
    names = ("name", "talent_class", "certification")
    return head, [{name: getattr(talent, name) for name in names} for talent in record.talents.all()]


class ExtensionFace:
    """A later date of return."""

    title = "延期还编"

    def form(
        self, *, user: User, kind: CaseKind, case: Case | None, sent: QueryDict | None = None, redraw: str = ""
    ) -> SubjectForm:
        if sent is not None and not redraw:
            return FormPart(ExtensionForm(sent, user=user))
        record = None if case is None else EXTENSION_REQUEST.record(case)
        initial = {} if record is None else {"loan": record.loan, "until": record.until}
        if sent is not None:
            initial = {name: sent[name] for name in ExtensionForm.base_fields if name in sent}
        return FormPart(ExtensionForm(initial=initial, user=user))

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        record = EXTENSION_REQUEST.record(case)
        return {"record": record, "unit_is_open": sees_unit(user, record.loan.unit)}

    def clauses(self, case: Case) -> list[str]:
        record = EXTENSION_REQUEST.record(case)
        until = f"{record.until:%Y年%-m月%-d日}"
        return [f"同意{record.loan.unit}借用的周转编制（{record.loan.talent}）延至{until}归还。"]
