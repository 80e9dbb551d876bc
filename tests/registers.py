"""The register of a place, each record where something may be done to it next: plans, batches, people, files, loans."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounts import acting
from approvals import reviewing, workdays
from approvals.models import Case, Document
from quotas.models import Pool, QuotaType
from staffing import enrolment, leadership, maintaining, money, noticing, off_quota, seconding
from staffing.imports import jobs
from staffing.models import ChangeSheet, Engagement, ImportJob, Objection, Posting, Secondment, Slip, Slot, Tenure
from talentpool.models import Loan, Recovery
from tests.cast import make_unit
from tests.people import id_number, new_person
from tests.staffing import batches
from tests.staffing.batches import FACTS
from tests.staffing.imports import people_file, somebody
from tests.stations import Place
from tests.stories import endow, file, superior_paper
from tests.workbooks import filled, sent
from units.models import Unit

TODAY = workdays.today


@dataclass
class Register:
    """Everything of the register at one place; whatever is asked for is made once."""

    place: Place

    @property
    def school(self) -> Unit:
        return self.place.school

    @property
    def act(self) -> dict[str, Any]:
        """What every act of the office states."""
        return {"actor": self.place.actors.clerk, "document": self.paper, "reason": "办理"}

    @cached_property
    def paper(self) -> Document:
        number = f"员编〔2026〕{self.place.region.code}号"
        paper = superior_paper(self.place.region, self.place.actors.clerk, number)
        paper.units.add(self.school)
        for code, count in (("full_funded", 40), ("leader_141", 2), ("off_quota_control", 6)):
            endow(self.school, QuotaType.objects.get(code=code), count, self.place.actors, paper)
        return paper

    @cached_property
    def teacher(self) -> Posting:
        """A complete man on a post."""
        person = new_person("王示例", title="教师", facts={**FACTS, "retirement_category": ""})
        [made] = enrolment.register(
            unit=self.school, quota_type=self.place.kind, people=[person], started_on=TODAY(), **self.act
        )
        return made

    @cached_property
    def elder(self) -> Posting:
        """A man of 56, who may choose the month in which he retires."""
        number = id_number(901 + 2 * self.place.region.pk % 98, born=f"{TODAY().year - 56}0115")
        given = new_person("周示例", title="教师")._replace(id_number=number)
        [made] = enrolment.register(
            unit=self.school, quota_type=self.place.kind, people=[given], started_on=TODAY(), **self.act
        )
        return made

    @cached_property
    def host(self) -> Unit:
        return make_unit(self.place.region, f"{self.place.region.name}第二中学", category="institution")

    @cached_property
    def secondment(self) -> Secondment:
        until = TODAY() + dt.timedelta(days=90)
        return seconding.second(posting=self.away, host=self.host, starts_on=TODAY(), ends_on=until, **self.act)

    @cached_property
    def away(self) -> Posting:
        """Another teacher, who works elsewhere for a time."""
        [made] = enrolment.register(
            unit=self.school, quota_type=self.place.kind, people=[new_person("孙示例")], started_on=TODAY(), **self.act
        )
        return made

    @cached_property
    def tenure(self) -> Tenure:
        kind = QuotaType.objects.get(code="leader_141")
        return leadership.appoint(
            unit=self.school, quota_type=kind, person=self.away.person, started_on=TODAY(), **self.act
        )

    # Hiring

    @cached_property
    def plan(self) -> Case:
        """A received plan, for which the office proposes heads."""
        head = {"unit": self.school, "quota_type": self.place.kind, "channel": "open_recruitment", "planned_count": 2}
        assert self.paper, "Posts come first."
        data = {"year": TODAY().year, "expires_on": TODAY() + dt.timedelta(days=90), "lines": [head]}
        case = file("hiring_plan", self.school, data, self.place.filer)
        return reviewing.receive(case.pk, actor=self.place.actors.clerk)

    @cached_property
    def slots(self) -> list[Slot]:
        assert self.paper, "Posts come first."
        return batches.slots_for(self.school, self.place.kind, 8, clerk=self.place.actors.clerk)

    # Batches, each with one person on a slot of its own.

    @cached_property
    def drafted(self) -> Case:
        return batches.drafted(self.school, self.place.filer, [batches.row(self.slots[1])])

    @cached_property
    def on_notice(self) -> Case:
        case = batches.drafted(self.school, self.place.filer, [batches.row(self.slots[2])])
        return noticing.announce(case.pk, actor=self.place.filer)

    @cached_property
    def objection(self) -> Objection:
        code = self.on_notice.enrolment_batch.code
        return noticing.object_to(code, actor=self.place.filer, text="年龄不符。", source="x" * 64)

    @cached_property
    def filed(self) -> Case:
        return batches.filed(self.school, self.place.filer, [batches.row(self.slots[3])])

    @cached_property
    def checked(self) -> Case:
        clerk = self.place.actors.clerk
        return batches.checked(self.school, self.place.filer, clerk, [batches.row(self.slots[4])])

    @cached_property
    def slip(self) -> Slip:
        row, actors = batches.row(self.slots[5]), self.place.actors
        batches.stored(self.school, self.place.filer, actors.clerk, actors.director, [row])
        return Slip.objects.filter(region=self.place.region).latest("id")

    # Files

    @cached_property
    def people(self) -> bytes:
        return people_file([somebody(self.school, 901)])

    def uploaded(self, kind: str, content: bytes) -> ImportJob:
        job = jobs.upload(region=self.place.region, kind=kind, upload=sent(content), started_on=TODAY(), **self.act)
        jobs.work(job.pk)
        job.refresh_from_db()
        assert job.problem_count == 0, job.problems
        return job

    @cached_property
    def people_job(self) -> ImportJob:
        return self.uploaded("people", self.people)

    @cached_property
    def balances_job(self) -> ImportJob:
        row = {"单位": self.host.number, "编制类型": self.place.kind.name, "核定数": 3}
        return self.uploaded("balances", filled("期初核定数", [row]))

    # Changes

    @cached_property
    def draft_sheet(self) -> ChangeSheet:
        assert self.filed_sheet, "A unit fills in one sheet at a time."
        return maintaining.propose(
            self.away, actor=self.place.filer, values={"phone": "13800000000"}, happened_on=TODAY()
        )

    @cached_property
    def filed_sheet(self) -> ChangeSheet:
        sheet = maintaining.propose(
            self.teacher, actor=self.place.filer, values={"phone": "13900000000"}, happened_on=TODAY()
        )
        return maintaining.file(sheet, actor=self.place.filer)

    # Off quota

    @cached_property
    def engagement(self) -> Engagement:
        money.set_money(unit=self.school, year=TODAY().year, amount=Decimal(1_000_000), **self.act)
        return self.engage()

    def engage(self) -> Engagement:
        """One more of the staff off quota, until the end of the year."""
        kind, ends_on = QuotaType.objects.get(code="off_quota_control"), dt.date(TODAY().year, 12, 31)
        contract = off_quota.Contract(new_person(title="协管员"), "direct", ends_on, Decimal(36_000))
        [made] = off_quota.engage(
            unit=self.school, quota_type=kind, contracts=[contract], started_on=TODAY(), **self.act
        )
        return made

    # Lending

    @cached_property
    def loan(self) -> Loan:
        loan = self.place.lent()
        with acting.by(acting.system_user(), reason="主管部门"):
            Unit.objects.filter(pk=loan.unit_id).update(competent_department=self.school.competent_department)
        return Loan.objects.get(pk=loan.pk)

    @cached_property
    def pool(self) -> Pool:
        return self.loan.pool

    @cached_property
    def recovery(self) -> Recovery:
        """A proposal about the school that waits for the office."""
        return Recovery.objects.create(
            region=self.place.region, pool=self.pool, unit=self.school, quota_type=self.place.kind
        )
