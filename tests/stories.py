"""Stories that several tests begin with, told through the use cases: a reserve, an allotment, a decided case."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import acting
from accounts.models import User
from approvals import deciding, documents, filing, issuing, meetings, reviewing, workdays
from approvals.models import Authority, Case, CaseKind, Document, Meeting, RuleParameter
from quotas import exceptions, ledger, reports
from quotas.models import Bucket, QuotaAccount, QuotaType, Transfer
from staffing import enrolment, money, off_quota
from staffing.models import Engagement
from tests.people import new_person
from units.models import Region, Unit

EFFECTIVE = dt.date(2026, 3, 1)
HELD = dt.date(2026, 2, 20)
ANSWERS = dict.fromkeys(
    ("party_leadership", "legality", "fiscal_capacity", "alternatives", "foreseen"), "已研究，符合规定。"
)


class Actors(NamedTuple):
    """Who carries a case through one office: one handles it, one signs, one stands for the committee."""

    clerk: User
    director: User
    committee: User


def decide(
    kind: str,
    applicant: Unit,
    data: Mapping[str, Any],
    actors: Actors,
    *,
    title: str = "",
    filed_by: User | None = None,
) -> Document:
    """File, check, argue, decide and issue a case; returns the document that its transfers cite."""
    case = ready(kind, applicant, data, actors, title=title, filed_by=filed_by)
    approve(case, actors)
    return issuing.issue(case.pk, actor=actors.clerk, title=f"关于{case.title}的批复")


def ready(
    kind: str,
    applicant: Unit,
    data: Mapping[str, Any],
    actors: Actors,
    *,
    title: str = "",
    filed_by: User | None = None,
    fast_lane: bool = False,
) -> Case:
    """File, receive, check and, where the kind asks for it, argue: the case waits for its decision."""
    case = file(kind, applicant, data, filed_by or actors.clerk, title=title, fast_lane=fast_lane)
    reviewing.receive(case.pk, actor=actors.clerk)
    case = reviewing.check(case.pk, actor=actors.clerk, opinion="情况属实，拟予办理。")
    return case if case.skips_argument else argue(case, actors)


def argue(case: Case, actors: Actors) -> Case:
    """A seminar finds the request necessary and feasible."""
    return reviewing.argue(
        case.pk, actor=actors.clerk, form="seminar", held_on=HELD, conclusion="feasible", opinion="必要可行。"
    )


def file(
    kind: str,
    applicant: Unit,
    data: Mapping[str, Any],
    filed_by: User,
    *,
    title: str = "",
    answers: Mapping[str, str] | None = None,
    fast_lane: bool = False,
) -> Case:
    """A complete case of the kind, handed in with its papers."""
    case_kind = CaseKind.objects.get(code=kind)
    case = filing.draft(
        actor=filed_by, kind=case_kind, applicant=applicant, title=title or f"{applicant.name}{case_kind.name}",
        reason="工作需要。", data=data, answers=ANSWERS if answers is None else answers, fast_lane=fast_lane,
    )  # fmt: skip
    for paper in case_kind.required_papers:
        filing.attach(case.pk, actor=filed_by, paper=paper, upload=SimpleUploadedFile("申请.pdf", b"%PDF-1.4"))
    return filing.file(case.pk, actor=filed_by)


def approve(case: Case, actors: Actors) -> None:
    """The authority of the kind agrees; the director at an office meeting where the kind asks for one."""
    authority = case.kind.authority
    if authority == Authority.OFFICE_MEETING:
        hold_meeting(case.region, actors)
        return
    decider = actors.committee if authority == Authority.COMMITTEE else actors.director
    deciding.approve(case.pk, actor=decider, opinion="同意。")


def hold_meeting(region: Region, actors: Actors) -> Meeting:
    """An office meeting that agrees to everything that waits for it."""
    return agree(convene(region, actors), actors)


def convene(region: Region, actors: Actors) -> Meeting:
    """An office meeting on everything that waits for it."""
    return meetings.convene(
        actor=actors.clerk, region=region, kind=Authority.OFFICE_MEETING, title="专题会议", planned_on=EFFECTIVE
    )


def agree(meeting: Meeting, actors: Actors) -> Meeting:
    """The meeting agrees to every item."""
    agreed = {item.pk: meetings.Result("approved", "同意。") for item in meeting.items.all()}
    return meetings.record(meeting.pk, actor=actors.director, chair="主任", attendees="全体", results=agreed)


def superior_paper(region: Region, clerk: User, number: str = "省编〔2026〕1号") -> Document:
    """The superior's paper that a grant rests on."""
    return documents.register_incoming(
        actor=clerk, region=region, number=number, title="关于下达编制的通知", issuer="省委机构编制委员会",
        issued_on=dt.date(2026, 1, 5),
    )  # fmt: skip


def give_reserve(region: Region, quota_type: QuotaType, quantity: int, actors: Actors) -> Document:
    """The superior grants posts: they arrive in the region's reserve. The region needs a unit that applies."""
    applicant = region.units.order_by("id").first()
    assert applicant is not None, "The story needs a unit in the region that files the grant."
    basis = superior_paper(region, actors.clerk)
    line = {"quota_type": quota_type, "applied_count": quantity}
    return decide("quota_grant", applicant, {"effective_on": EFFECTIVE, "basis": basis, "lines": [line]}, actors)


def endow(
    owner: Unit | Region, quota_type: QuotaType, quantity: int, actors: Actors, document: Document,
    on: dt.date = EFFECTIVE,
) -> Document:  # fmt: skip
    """Posts of the superior put straight on a reserve or a unit, for tests whose matter is not how they got there."""
    region = owner.region if isinstance(owner, Unit) else owner
    target = Bucket.VACANT if isinstance(owner, Unit) else Bucket.RESERVE
    with acting.by(actors.clerk, reason="建账"):
        source = ledger.open_account(_topmost(region), quota_type, Bucket.GRANTED)
        posting = ledger.Posting(source, ledger.open_account(owner, quota_type, target), quantity, f"endow:{uuid4()}")
        ledger.post([posting], document=document, actor=actors.clerk, effective_on=on, reason="建账")
    return document


def _topmost(region: Region) -> Region:
    """Where posts come from outside."""
    return region if region.parent is None else _topmost(region.parent)


def allot(unit: Unit, quota_type: QuotaType, quantity: int, actors: Actors) -> Document:
    """The office allots posts from its reserve to a unit, where they are vacant."""
    line = {"quota_type": quota_type, "applied_count": quantity, "target_unit": unit}
    return decide("quota_allot", unit, {"effective_on": EFFECTIVE, "lines": [line]}, actors)


def occupy(
    unit: Unit, quota_type: QuotaType, quantity: int, actors: Actors, document: Document, on: dt.date = EFFECTIVE
) -> Transfer:
    """So many invented people arrive on vacant posts; returns the transfer that took the posts."""
    enrolment.register(
        actor=actors.clerk, unit=unit, quota_type=quota_type, people=[new_person() for _ in range(quantity)],
        started_on=on, document=document, reason="人员入编",
    )  # fmt: skip
    return Transfer.objects.latest("id")


def engage(
    unit: Unit, heads: int, actors: Actors, document: Document, *, yearly_cost: int = 60_000, budget: int = 10_000_000
) -> list[Engagement]:
    """So many invented people engaged off quota until the end of the year, with number and money for them."""
    control, today = kind("off_quota_control"), workdays.today()
    endow(unit, control, heads, actors, document)
    act: dict[str, Any] = {"actor": actors.clerk, "document": document, "reason": "补充辅助力量"}
    money.set_money(unit=unit, year=today.year, amount=Decimal(budget), **act)
    terms = ("direct", dt.date(today.year, 12, 31), Decimal(yearly_cost))
    contracts = [off_quota.Contract(new_person(title="协管员"), *terms) for _ in range(heads)]
    return off_quota.engage(unit=unit, quota_type=control, contracts=contracts, started_on=today, **act)


def kind(code: str) -> QuotaType:
    return QuotaType.objects.get(code=code)


def line(
    quota_type: QuotaType, count: int, *, source: Unit | None = None, target: Unit | None = None,
    region: Region | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One line of a request: so many posts, from a unit or a reserve to a unit or a reserve."""
    ends = {"source_unit": source, "target_unit": target, "target_region": region}
    return {"quota_type": quota_type, "applied_count": count, **ends}


def asked(*lines: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """What a quota request asks for, taking effect on the usual day."""
    return {"effective_on": EFFECTIVE, "lines": lines, **more}


def found(case: Case, rule: str, actors: Actors) -> list[str]:
    """The sentences of one rule in the dry run that the decider would see."""
    seen = deciding.preview(case, actor=actors.director)
    return [finding.sentence for finding in seen.findings if finding.rule == rule]


def over_staff(unit: Unit, quota_type: QuotaType, quantity: int, actors: Actors, document: Document) -> None:
    """So many invented people are kept above the cap, on a dated exception of the committee."""
    exception = exceptions.allow_excess(
        actor=actors.committee, unit=unit, quota_type=quota_type, people_count=quantity, authority="市委编委",
        document=document, ends_on=workdays.today() + dt.timedelta(days=365), reason="军转安置",
    )  # fmt: skip
    enrolment.enrol_with_exception(
        actor=actors.clerk, exception=exception, people=[new_person() for _ in range(quantity)],
        started_on=workdays.today(), document=document, reason="超编安置",
    )  # fmt: skip


def set_parameter(rule: str, name: str, value: Any, *, region: Region | None, starts_on: dt.date) -> RuleParameter:
    """An office sets a number of a rule for its region from a day on, by a document."""
    with acting.by(acting.system_user(), reason="调整规则参数"):
        return RuleParameter.objects.create(
            rule=rule, name=name, value=value, region=region, starts_on=starts_on, document_number="澜编〔2026〕9号"
        )


def approved(owner: Unit | Region, quota_type: QuotaType) -> int:
    """The approved number of a unit, or what a region and everything below it has of a type."""
    found = reports.balances_of_unit(owner) if isinstance(owner, Unit) else reports.totals_by_region(owner)
    own = [balance for balance in found if balance.quota_type_id == quota_type.pk]
    if isinstance(owner, Unit):
        return sum(balance.approved for balance in own)
    return sum(number for balance in own for bucket, number in balance.buckets.items() if bucket != Bucket.GRANTED)


def reserve_of(region: Region, quota_type: QuotaType) -> int:
    """What is free in the region's reserve."""
    own = QuotaAccount.objects.filter(region=region, unit=None, quota_type=quota_type, bucket=Bucket.RESERVE)
    return sum(own.values_list("balance", flat=True))
