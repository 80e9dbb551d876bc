"""The public notice (公示) of a batch: put up before it is filed, open to objections, each of which is answered."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, policies, workdays
from approvals.models import Action, Case, State
from approvals.parameters import Parameter, Whole
from staffing import drafts
from staffing.models import EnrolmentBatch, Objection
from units.models import Region

RULE = "C10"
NOTICE_DAYS = Parameter("notice_days", "公示期（工作日）", 5, Whole(1, 60))
AN_HOUR = dt.timedelta(hours=1)
MOST_AN_HOUR, MOST_OPEN = 5, 200
OPEN_TO_CHANGE = (State.DRAFT, State.RETURNED)


def notice_days(region: Region, on: dt.date) -> int:
    """How many working days a notice lasts in the region; each office may set its own by a document."""
    return int(NOTICE_DAYS.in_force(RULE, region=region, on=on))


@use_case
def announce(case_id: int, *, actor: User, once: flow.Once | None = None) -> Case:
    """Put the batch on public notice (第一步公示); after a change of its people it is put up again from today."""
    case = flow.lock(case_id)
    acting.cite(case=case.number, reason="公示")
    if not policies.may_edit(actor, case):
        raise PermissionDenied("您不能公示此批次。")
    if case.state not in OPEN_TO_CHANGE:
        raise ValidationError(f"办件当前状态为“{case.get_state_display()}”，不能公示。", code="state")
    batch = EnrolmentBatch.objects.select_for_update(of=("self",)).select_related("unit").get(case=case)
    if gaps := drafts.gaps(batch):
        raise ValidationError({field: ValidationError(said, code="incomplete") for field, said in gaps.items()})
    if batch.published_on is not None and not batch.candidates.filter(is_announced=False).exists():
        raise ValidationError(f"本批已于{batch.published_on}公示，至{batch.notice_ends_on}。", code="announced")
    today = workdays.today()
    batch.published_on = today
    batch.notice_ends_on = workdays.add_workdays(today, notice_days(case.region, today))
    batch.save(update_fields=["published_on", "notice_ends_on"])
    batch.candidates.update(is_announced=True)
    flow.advance(case, Action.ANNOUNCE, actor=actor, text=f"公示至{batch.notice_ends_on}", once=once)
    return case


@use_case
def object_to(
    code: str, *, actor: User, text: str, source: str, about: str = "", sender_name: str = "", sender_contact: str = ""
) -> Objection:
    """Somebody of the public objects while the notice runs; `source` is a digest of where it comes from.

    At most five an hour from one source; `about` is a name on the notice or empty.
    """
    acting.explain("公示异议")
    batch = EnrolmentBatch.objects.public().select_for_update(of=("self",)).select_related("case").get(code=code)
    if not is_running(batch):
        raise ValidationError("公示已经结束，不再受理异议。", code="closed")
    said = text.strip()
    if not said or len(said) > 1000:
        raise ValidationError({"text": "请填写异议内容，不超过1000字。"}, code="text")
    if len(sender_name) > 50 or len(sender_contact) > 60:
        raise ValidationError({"sender_name": "提出人不超过50字，联系方式不超过60字。"}, code="length")
    if about and not batch.candidates.filter(name=about, is_announced=True).exists():
        raise ValidationError({"about": "请从公示名单中选择。"}, code="about")
    recent = Objection.objects.filter(source=source, made_at__gt=timezone.now() - AN_HOUR).count()
    if recent >= MOST_AN_HOUR or batch.objections.filter(is_upheld=None).count() >= MOST_OPEN:
        raise ValidationError("提交过于频繁，请一小时后再试，或直接向编办反映。", code="too_many")
    return Objection.objects.create(
        batch=batch, text=said, about=about, sender_name=sender_name.strip(), sender_contact=sender_contact.strip(),
        source=source,
    )  # fmt: skip


def is_running(batch: EnrolmentBatch) -> bool:
    """Whether objections are taken: to the last day of the notice, while the batch waits to be filed."""
    if batch.case.state not in OPEN_TO_CHANGE or batch.notice_ends_on is None:
        return False
    return workdays.today() <= batch.notice_ends_on


@use_case
def answer(objection_id: int, *, actor: User, is_upheld: bool, answer: str, once: flow.Once | None = None) -> Objection:
    """Answer an objection once; whom it bars is to be taken out of the batch before it is filed."""
    objection = Objection.objects.select_related("batch__case").get(pk=objection_id)
    case = flow.lock(objection.batch_id)
    acting.cite(case=case.number)
    acting.explain("答复公示异议")
    if not may_answer(actor, case):
        raise PermissionDenied("您不能答复此异议。")
    said = answer.strip()
    if not said or len(said) > 1000:
        raise ValidationError({"answer": "请填写答复，不超过1000字。"}, code="answer")
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection_id)
    if not objection.is_open:
        raise ValidationError("该异议已经答复。", code="answered")
    objection.is_upheld, objection.answer = is_upheld, said
    objection.answered_by, objection.answered_at = actor, timezone.now()
    objection.save(update_fields=["is_upheld", "answer", "answered_by", "answered_at"])
    flow.keep_receipt(actor, once, objection)
    return objection


def may_answer(user: User, case: Case) -> bool:
    """Those who file the batch, and the office to which it goes."""
    return policies.may_edit(user, case) or policies.principal_for(user, policies.OFFICE, case.region) is not None
