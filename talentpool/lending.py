"""Lending (借编): a decided case promises posts of a pool to a full unit; each is used by one named talent."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Sum

from accounts.acting import use_case
from accounts.models import User
from approvals import flow, workdays
from approvals.models import Case, Document
from approvals.rulebook import Figure
from quotas import figures, holding, ledger
from quotas.holding import Promise
from quotas.models import OF_POOL, Bucket, QuotaAccount, QuotaType
from staffing import candidates, enrolment
from staffing.facts import NewPerson
from staffing.models import EntryBasis
from staffing.places import Act
from talentpool import terms
from talentpool.models import Loan, LoanRequest, Talent
from units.models import Unit

MOST = 50


class LoanSubject:
    """Posts of a pool for named talents of one unit."""

    key = "loan_request"
    paper = Document.Kind.APPROVAL
    detail_template = "talentpool/loan_request.html"
    form_template = "talentpool/loan_form.html"
    api_serializer = "talentpool.serializers.LoanRequestSerializer"

    def record(self, case: Case) -> LoanRequest:
        related = ("pool__region", "unit__region", "unit__competent_department", "quota_type")
        return LoanRequest.objects.select_related(*related).get(case=case)

    def save(self, case: Case, data: Mapping[str, Any], *, actor: User) -> None:
        """Replace the request's content; `talents` is a sequence of mappings with the fields of Talent."""
        talents = _checked(data.get("talents") or ())
        fields = {name: data.get(name) for name in ("pool", "unit", "quota_type")}
        words = {"pool": "请选择周转池。", "unit": "请选择用人单位。", "quota_type": "请选择编制类型。"}
        if wrong := {name: words[name] for name, value in fields.items() if value is None}:
            raise ValidationError(wrong, code="required")
        request, _ = LoanRequest.objects.update_or_create(case=case, defaults=fields)
        request.talents.all().delete()
        Talent.objects.bulk_create(Talent(loan_request=request, **talent) for talent in talents)

    def gaps(self, case: Case) -> dict[str, str]:
        request = self.record(case)
        found = {}
        if not request.talents.exists():
            found["talents"] = "请至少填写一名引进人才。"
        if not request.unit.region.prefix.startswith(request.pool.region.prefix) or not request.pool.is_active:
            found["pool"] = f"{request.unit}不能使用{request.pool.region.name}{request.pool}。"
        if not request.unit.is_active:
            found["unit"] = f"{request.unit}已撤销。"
        if request.quota_type.family != QuotaType.Family.POST or request.quota_type.is_group:
            found["quota_type"] = "请选择编制类型。"
        return found

    def units(self, case: Case) -> Sequence[Unit]:
        return [self.record(case).unit]

    def figures(self, case: Case) -> tuple[Figure, ...]:
        """The unit's own figures, what it has borrowed, and what is free in the pool."""
        request = self.record(case)
        unit, pool, kind = request.unit, request.pool, request.quota_type
        accounts = QuotaAccount.objects.filter(pool=pool, quota_type=kind, bucket__in=OF_POOL)
        free = accounts.filter(bucket=Bucket.POOL).aggregate(total=Sum("balance"))["total"] or 0
        borrowed = accounts.filter(unit=unit).aggregate(total=Sum("balance"))["total"] or 0
        return (
            *figures.of_pairs([(unit, kind)]),
            Figure(unit.name, kind.name, "周转借用", borrowed, unit.number),
            Figure(str(pool), kind.name, "可借", free, f"{pool.region.code}-{pool.pk}"),
        )

    def effective_on(self, case: Case) -> dt.date:
        return case.decided_on or workdays.today()

    def hold(self, case: Case, *, document: Document, actor: User) -> None:
        request = self.record(case)
        pool, kind = request.pool, request.quota_type
        free = ledger.account(pool.region, kind, Bucket.POOL, pool=pool)
        borrowed = ledger.open_account(request.unit, kind, Bucket.BORROWED_LOCKED, pool=pool)
        promise = Promise(free, borrowed, request.talents.count())
        holding.hold(case, [promise], effective_on=workdays.today(), document=document, actor=actor, reason=case.title)

    def apply(self, case: Case, *, document: Document, actor: User) -> None:
        holding.post(case, document=document, actor=actor, reason=case.title)
        request, today = self.record(case), workdays.today()
        Loan.objects.bulk_create(
            Loan(
                case=case, talent=talent, pool=request.pool, unit=request.unit, quota_type=request.quota_type,
                document=document, granted_on=today, use_by=terms.use_by(request.pool.region, today),
            )
            for talent in request.talents.all()
        )  # fmt: skip

    def release(self, case: Case, *, document: Document, actor: User) -> None:
        holding.release(case, document=document, actor=actor, reason=case.title)


LOAN_REQUEST = LoanSubject()


def _checked(talents: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if len(talents) > MOST:
        raise ValidationError({"talents": f"一次申请不超过{MOST}名。"}, code="talents")
    found = [{name: talent.get(name) or "" for name in ("name", "talent_class", "certification")} for talent in talents]
    for number, talent in enumerate(found, start=1):
        try:
            Talent(**talent).clean_fields(exclude=["loan_request"])
        except ValidationError as refusal:
            words = [f"第{number}人：{said}" for said in refusal.messages]
            raise ValidationError({"talents": words}, code="talents") from refusal
    return found


@use_case
def enrol_talent(
    *, actor: User, loan_id: int, person: NewPerson, started_on: dt.date, document: Document, reason: str,
    once: flow.Once | None = None,
) -> Loan:  # fmt: skip
    """Put the talent on the borrowed post; from this day the term runs (两年内归还, per region)."""
    act = Act(actor, started_on, document, reason)
    loan = lock(loan_id)
    entries = candidates.checked(act, loan.unit, [loan.quota_type], [person])
    if loan.state != Loan.State.PROMISED:
        raise ValidationError(f"该借编{loan.get_state_display()}，不能办理到岗。", code="state")
    if person.name != loan.talent.name:
        raise ValidationError({"name": f"该周转编制为{loan.talent.name}批准，专编专用。"}, code="talent")
    if started_on < loan.granted_on:
        raise ValidationError({"started_on": f"到岗日期不能早于批准日期{loan.granted_on}。"}, code="early")
    persons = candidates.persons_of(entries, act)
    [entry] = entries
    posting = enrolment.posting_of(entry, persons[entry.key], loan.unit, loan.quota_type, act, EntryBasis.LOAN)
    occupied = ledger.open_account(loan.unit, loan.quota_type, Bucket.BORROWED_OCCUPIED, pool=loan.pool)
    _move(loan, Bucket.BORROWED_LOCKED, occupied, act, "借编到岗")
    posting.save()
    loan.posting, loan.started_on, loan.state = posting, started_on, Loan.State.ON_LOAN
    loan.due_on = terms.due_on(loan.pool.region, started_on)
    loan.save(update_fields=["posting", "started_on", "state", "due_on"])
    flow.keep_receipt(actor, once, loan)
    return loan


def give_up(loan: Loan, act: Act) -> None:
    """Building block: a promised post that nobody took goes back to its pool (逾期未用)."""
    free = ledger.account(loan.pool.region, loan.quota_type, Bucket.POOL, pool=loan.pool)
    _move(loan, Bucket.BORROWED_LOCKED, free, act, "借编逾期未用")
    end(loan, Loan.State.LAPSED, act)


def home(loan: Loan, step: str) -> ledger.Posting:
    """Building block: the move of a used post back to the pool it came from."""
    borrowed = ledger.account(loan.unit, loan.quota_type, Bucket.BORROWED_OCCUPIED, pool=loan.pool)
    free = ledger.account(loan.pool.region, loan.quota_type, Bucket.POOL, pool=loan.pool)
    return ledger.Posting(borrowed, free, 1, f"loan:{loan.pk}:{step}")


def end(loan: Loan, state: str, act: Act) -> None:
    """Building block: the loan is over, from a day on, on a document; the ledger is moved beside it."""
    loan.state, loan.ended_on, loan.end_document = state, act.on, act.document
    loan.save(update_fields=["state", "ended_on", "end_document"])


def lock(loan_id: int) -> Loan:
    """The loan, locked to the end of the transaction, with what its use cases ask about."""
    related = ("unit__region", "pool__region", "quota_type", "talent", "posting__person", "document")
    return Loan.objects.select_for_update(of=("self",)).select_related(*related).get(pk=loan_id)


def _move(loan: Loan, source: Bucket, target: QuotaAccount, act: Act, what: str) -> None:
    held = ledger.account(loan.unit, loan.quota_type, source, pool=loan.pool)
    post(loan, [ledger.Posting(held, target, 1, f"loan:{loan.pk}:{target.bucket}:{act.on}")], act, what)


def post(loan: Loan, moves: list[ledger.Posting], act: Act, what: str) -> None:
    """Building block: move posts of one loan, named after its talent, in its case."""
    ledger.post(
        moves, document=act.document, actor=act.actor, effective_on=act.on, case=loan.case,
        reason=f"{what}：{loan.talent.name}"[:200],
    )  # fmt: skip
