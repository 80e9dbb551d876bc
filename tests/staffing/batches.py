"""Stories about batches: a complete person, a batch announced long enough ago, filed, checked, stored."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import acting
from accounts.models import User
from approvals import documents, filing, workdays
from approvals.models import Case, CaseKind
from approvals.offices import office_of
from quotas import ledger
from quotas.models import Bucket, QuotaType
from staffing import admission, noticing, slots
from staffing.models import Slot
from tests.people import new_person
from units.models import Unit

Rows = Sequence[dict[str, Any]]
Data = Mapping[str, Any] | None
FACTS = {
    "ethnicity": "01", "political_status": "13", "education": "21", "post_category": "technical",
    "retirement_category": "",
}  # fmt: skip


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """The office works on another day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workdays, "today", lambda: day)
        yield


def long_ago() -> dt.date:
    """A day so long ago that a notice of that day has run its term today."""
    return workdays.today() - dt.timedelta(days=30)


def row(slot: Slot, name: str = "", **fields: Any) -> dict[str, Any]:
    """A complete man on a slot."""
    person = new_person(name)
    while int(person.id_number[16]) % 2 == 0:
        person = new_person(name)
    facts = {**FACTS, "retirement_category": "male60"}
    return {"slot": slot, "name": person.name, "id_number": person.id_number, "title": "教师", "facts": facts, **fields}


def drafted(unit: Unit, actor: User, rows: Rows, data: Data = None) -> Case:
    """A batch that the unit has written, with its papers."""
    kind = CaseKind.objects.get(code="enrolment")
    case = filing.draft(
        actor=actor, kind=kind, applicant=unit, title=f"{unit.name}人员入编", reason="公开招聘。",
        data={"candidates": rows, **(data or {})},
    )  # fmt: skip
    attach(case)
    return case


def attach(case: Case) -> None:
    """The papers that its kind asks for."""
    for paper in case.kind.required_papers:
        upload = SimpleUploadedFile("材料.pdf", b"%PDF-1.4")
        filing.attach(case.pk, actor=case.filed_by, paper=paper, upload=upload)


def announced(unit: Unit, actor: User, rows: Rows, data: Data = None) -> Case:
    """A batch whose notice has run its term."""
    with on(long_ago()):
        case = drafted(unit, actor, rows, data)
        noticing.announce(case.pk, actor=actor)
    return case


def filed(unit: Unit, actor: User, rows: Rows, data: Data = None) -> Case:
    return filing.file(announced(unit, actor, rows, data).pk, actor=actor)


def checked(unit: Unit, actor: User, clerk: User, rows: Rows, data: Data = None) -> Case:
    return admission.check(filed(unit, actor, rows, data).pk, actor=clerk, opinion="材料齐全，拟予入库。")


def slots_for(
    unit: Unit, quota_type: QuotaType, heads: int, *, clerk: User, waits: bool = False,
    channel: str = "open_recruitment",
) -> list[Slot]:  # fmt: skip
    """Slots on a notice of their own, as a decided plan gives them; posts of those that do not wait are locked."""
    case = Case.objects.create(
        number=f"测试-{Case.objects.count() + 1}", kind=CaseKind.objects.get(code="quota_allot"),
        region=office_of(unit.region), applicant=unit, title="用编申请", filed_by=clerk,
    )  # fmt: skip
    with acting.by(clerk, reason="核准用编"):
        notice = documents.issue_notice(case, actor=clerk, title="核准使用编制通知单")
        if not waits:
            vacant = ledger.account(unit, quota_type, Bucket.VACANT)
            locked = ledger.open_account(unit, quota_type, Bucket.LOCKED)
            lock = ledger.Posting(vacant, locked, heads, f"test:lock:{case.pk}")
            ledger.post([lock], document=notice, actor=clerk, effective_on=workdays.today(), reason="核准用编")
        promise = slots.Promise(unit, quota_type, channel, "教学", heads, waits)
        expires_on = workdays.today() + dt.timedelta(days=365)
        return slots.give([promise], case=case, notice=notice, expires_on=expires_on)


def stored(unit: Unit, unit_clerk: User, clerk: User, head: User, rows: Rows, data: Data = None) -> Case:
    """A batch that has gone all four steps."""
    return admission.admit(checked(unit, unit_clerk, clerk, rows, data).pk, actor=head)
