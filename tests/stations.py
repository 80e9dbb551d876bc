"""A case at every station of its way, in any office: what may be done there, and what is sent to do it."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from approvals import deciding, filing, issuing, meetings, reviewing, workdays
from approvals.models import Case, CaseKind, Meeting
from audits import period_reports
from audits.models import PeriodReport
from quotas.models import Pool, QuotaType
from staffing import enrolment, leadership, maintaining
from staffing.appointing import Terms
from staffing.models import ChangeSheet, Posting, Slot, Tenure
from talentpool.models import Loan
from tests.cast import make_unit, make_user
from tests.people import new_person
from tests.staffing import batches
from tests.stories import (
    ANSWERS,
    EFFECTIVE,
    HELD,
    Actors,
    asked,
    decide,
    endow,
    hold_meeting,
    line,
    ready,
    superior_paper,
)  # fmt: skip
from units.models import InternalDivision, Region, Unit

OFFICE = "机构编制委员会办公室"


@dataclass
class Place:
    """A region with its office and a school that applies; cases there are brought on their way by people apart."""

    region: Region
    school: Unit
    schools: int = field(default=0)

    @cached_property
    def bureau(self) -> Unit:
        return self.region.units.filter(name__endswith=OFFICE).first() or make_unit(
            self.region, f"中共{self.region.name}委{OFFICE}"
        )

    @cached_property
    def divisions(self) -> list[InternalDivision]:
        fields: dict[str, Any] = {"unit": self.bureau, "kind": "business", "post_count": 5}
        return [InternalDivision.objects.create(name=name, **fields) for name in ("一科", "二科", "三科")]

    @cached_property
    def actors(self) -> Actors:
        code = self.region.code
        return Actors(*(make_user(f"{role}_{code}", role, region=self.region) for role in Actors._fields))

    @cached_property
    def filer(self) -> User:
        return make_user(f"filer_{self.region.code}", "unit", unit=self.school)

    @cached_property
    def kind(self) -> QuotaType:
        return QuotaType.objects.get(code="full_funded")

    def receive_posts(self, count: int, *, above: "Place | None" = None) -> None:
        """So many posts in the reserve: from the office above, or from outside the installation."""
        giver = above or self
        basis = superior_paper(giver.region, giver.actors.clerk, f"省编〔2026〕{Case.objects.count() + 1}号")
        line = {"quota_type": self.kind, "applied_count": count, "target_region": self.region if above else None}
        data = {"effective_on": EFFECTIVE, "basis": basis, "lines": [line]}
        decide("quota_grant", giver.bureau, data, giver.actors)

    # Stations, each with a case of its own whose posts go to a new school.

    def drafted(self, kind: str = "quota_allot") -> Case:
        self.schools += 1
        target = make_unit(self.region, f"{self.region.name}第{self.schools}小学", category="institution")
        case = filing.draft(
            actor=self.filer, kind=CaseKind.objects.get(code=kind), applicant=self.school, title="申请编制",
            reason="需要。", answers=ANSWERS, data={"effective_on": EFFECTIVE, "lines": [self.line(target)]},
        )  # fmt: skip
        for paper in case.kind.required_papers:
            filing.attach(case.pk, actor=self.filer, paper=paper, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4"))
        return case

    def line(self, target: Unit) -> dict[str, Any]:
        return {"quota_type": self.kind, "applied_count": 2, "target_unit": target}

    def enrolled(self) -> Case:
        """A teacher of the school who came through the four steps; two slots are left."""
        number = f"员编〔2026〕{Case.objects.count() + 1}号"
        paper = superior_paper(self.region, self.actors.clerk, number)
        endow(self.school, self.kind, 3, self.actors, paper)
        slots = batches.slots_for(self.school, self.kind, 3, clerk=self.actors.clerk)
        row = batches.row(slots[0], "张示例")
        return batches.stored(self.school, self.filer, self.actors.clerk, self.actors.director, [row])

    def filed(self, kind: str = "quota_allot") -> Case:
        return filing.file(self.drafted(kind).pk, actor=self.filer)

    def received(self, kind: str = "quota_allot") -> Case:
        return reviewing.receive(self.filed(kind).pk, actor=self.actors.clerk, lead_division=self.divisions[0])

    def asked(self) -> Case:
        """Received, and a division is asked for its joint opinion."""
        return reviewing.ask_joint(self.received().pk, actor=self.actors.clerk, divisions=[self.divisions[1]])

    def checked(self, kind: str = "quota_allot") -> Case:
        return reviewing.check(self.received(kind).pk, actor=self.actors.clerk, opinion="属实。")

    def argued(self, kind: str = "quota_allot") -> Case:
        return reviewing.argue(
            self.checked(kind).pk, actor=self.actors.clerk, form="seminar", held_on=HELD, conclusion="feasible",
            opinion="必要可行。",
        )  # fmt: skip

    def decided(self) -> Case:
        return deciding.approve(self.argued().pk, actor=self.actors.director, opinion="同意。")

    def executed(self) -> Case:
        case = self.decided()
        issuing.issue(case.pk, actor=self.actors.clerk, title="批复")
        case.refresh_from_db()
        return case

    def registered(self, case: Case) -> Posting:
        """Somebody on one of the posts that an executed case gave its school."""
        [line] = case.quota_request.lines.all()
        assert line.target_unit is not None, "The case allots posts to a school."
        document = case.documents.filter(kind="approval").get()
        [posting] = enrolment.register(
            actor=self.actors.clerk, unit=line.target_unit, quota_type=self.kind, people=[new_person()],
            started_on=workdays.today(), document=document, reason="建账",
        )  # fmt: skip
        return posting

    def slot(self) -> Slot:
        """A slot of a new school, on the notice of a plan that the meeting agreed to."""
        [unit] = self.executed().units.exclude(pk=self.school.pk)
        head = {"unit": unit, "quota_type": self.kind, "channel": "open_recruitment", "planned_count": 1}
        today = workdays.today()
        data = {"year": today.year, "expires_on": today, "lines": [head]}
        case = ready("hiring_plan", unit, data, self.actors)
        hold_meeting(self.region, self.actors)
        issuing.issue(case.pk, actor=self.actors.clerk, title="核准使用编制通知单")
        return Slot.objects.get(case=case)

    def in_office(self, posting: Posting) -> Tenure:
        """Somebody who holds an office concurrently in the school, without taking a post there."""
        chief = QuotaType.objects.get(code="leader_141")
        return leadership.appoint(
            actor=self.actors.clerk, unit=self.school, quota_type=chief, person=posting.person,
            document=posting.document, started_on=workdays.today(), reason="兼任",
            terms=Terms("书记", is_concurrent=True, takes_post=False),
        )  # fmt: skip

    def changed(self, posting: Posting) -> ChangeSheet:
        """What the unit of a person says has changed of them, filed."""
        clerk = make_user(f"keeper_{posting.unit.number}", "unit", unit=posting.unit)
        values = {"phone": "13800000000"}
        sheet = maintaining.propose(posting, actor=clerk, values=values, happened_on=workdays.today())
        return maintaining.file(sheet, actor=clerk)

    def convened(self) -> Meeting:
        """A meeting that has one case on its agenda, for lack of others that wait for it."""
        meeting = meetings.convene(
            actor=self.actors.clerk, region=self.region, kind="office_meeting", title="室务会", planned_on=EFFECTIVE
        )
        meeting.items.create(case=self.argued(), position=1)
        return meeting

    def reported(self) -> PeriodReport:
        """The return of the month before, announced for tomorrow."""
        today, day = workdays.today(), dt.timedelta(days=1)
        return period_reports.announce(
            actor=self.actors.director, region=self.region, kind="monthly", ends_on=today.replace(day=1) - day,
            starts_at=timezone.now() + day,
        )  # fmt: skip

    def lent(self) -> Loan:
        """A post of the region's pool, promised to a talent of a full unit."""
        pool = Pool.objects.create(region=self.region, name="人才周转池")
        decide("pool_fill", self.bureau, asked(line(self.kind, 1), pool=pool), self.actors)
        fields = {"institution_class": "public_one", "funding_form": "full"}
        unit = make_unit(self.region, f"{self.region.name}人才工作站", category="institution", **fields)
        talent = {"name": "人才示例", "talent_class": "short", "certification": "认定〔2026〕1号"}
        wanted = {"pool": pool, "unit": unit, "quota_type": self.kind, "talents": [talent]}
        filer = make_user(f"lends_{self.region.code}", "department", unit=unit)
        decide("pool_loan", unit, wanted, self.actors, filed_by=filer)
        return Loan.objects.latest("id")
