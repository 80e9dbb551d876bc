"""The pool of seed 002 under invented names: nine full institutions of three departments, and their sisters."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User
from approvals import documents, scheduled
from approvals.models import Case, Document
from demoregion.story import on
from quotas.models import Bucket, Pool, QuotaAccount, QuotaType
from staffing import leaving
from staffing.models import Posting
from talentpool import book, lending
from talentpool.models import Loan
from tests import stories
from tests.cast import make_unit, make_user
from tests.people import new_person
from tests.quotas.recount import Recount
from tests.stories import Actors
from units.models import Region, Unit

OPENED_ON = dt.date(2021, 1, 4)
STAFF = 8
CHECKS = ("remind_of_loans", "lapse_loan_promises", "return_loans_to_vacancies", "recover_overdue_loans")
Day = dt.date


@dataclass
class League:
    """A city with its pool, and what its people do on each day."""

    region: Region
    bureau: Unit
    actors: Actors
    kind: QuotaType
    units: dict[str, Unit] = field(default_factory=dict)
    filers: dict[int, User] = field(default_factory=dict)
    pool: Pool = field(init=False)
    paper: Document = field(init=False)

    def __post_init__(self) -> None:
        self.pool = Pool.objects.create(region=self.region, name="引进人才专项事业编制周转池")
        with on(OPENED_ON):
            self.paper = documents.register_incoming(
                actor=self.actors.clerk, region=self.region, number="省编〔2021〕1号", title="关于下达编制的通知",
                issuer="省委机构编制委员会", issued_on=OPENED_ON,
            )  # fmt: skip
        stories.endow(self.region, self.kind, 150, self.actors, self.paper, OPENED_ON)

    def department(self, name: str, full: Iterable[str], sisters: dict[str, int]) -> None:
        """A department with institutions that are full, and with sisters that have so many vacant posts."""
        above = self.units[name] = make_unit(self.region, f"澜川市{name}", system_class="government")
        self.filers[above.pk] = make_user(f"filer{above.pk}", "department", unit=above)
        for each in (*full, *sisters):
            made = make_unit(self.region, f"澜川市{each}", category="institution", competent_department=above)
            self.units[each] = made
            self.give(OPENED_ON, each, STAFF + sisters.get(each, 0))
            with on(OPENED_ON):
                stories.occupy(made, self.kind, STAFF, self.actors, self.paper, OPENED_ON)

    def give(self, day: Day, name: str, posts: int) -> None:
        """The unit's approved number grows (增编): so many vacant posts from a day on."""
        stories.endow(self.units[name], self.kind, posts, self.actors, self.paper, day)

    def fill(self, day: Day, posts: int) -> None:
        """Posts that a reform set free come into the pool."""
        line = {"quota_type": self.kind, "applied_count": posts}
        with on(day):
            stories.decide(
                "pool_fill", self.bureau, {"effective_on": day, "lines": [line], "pool": self.pool}, self.actors
            )  # fmt: skip

    def asked(self, name: str, count: int) -> dict[str, object]:
        """What a loan case for so many talents of the unit asks for."""
        talents = [
            {"name": f"{name}人才{n}", "talent_class": "high_level", "certification": "高层次人才认定书"}
            for n in range(1, count + 1)
        ]
        return {"pool": self.pool, "unit": self.units[name], "quota_type": self.kind, "talents": talents}

    def above(self, name: str) -> Unit:
        department = self.units[name].competent_department
        assert department is not None
        return department

    def lend(self, day: Day, name: str, count: int, *, arrives_on: Day) -> list[Loan]:
        """A decided case for so many talents, all of whom arrive on a later day; returns their loans."""
        above = self.above(name)
        with on(day):
            stories.decide("pool_loan", above, self.asked(name, count), self.actors, filed_by=self.filers[above.pk])
        with on(arrives_on):
            return [self.arrive(loan, arrives_on) for loan in self.loans(name, "promised")]

    def arrive(self, loan: Loan, day: Day) -> Loan:
        return lending.enrol_talent(
            actor=self.actors.clerk, loan_id=loan.pk, person=new_person(loan.talent.name), started_on=day,
            document=loan.document, reason="引进人才到岗",
        )  # fmt: skip

    def refused(self, day: Day, name: str) -> list[str]:
        """What bars a new loan to the unit on a day, as whoever decides would read it."""
        above = self.above(name)
        with on(day):
            case = stories.file("pool_loan", above, self.asked(name, 1), self.filers[above.pk])
            return stories.found(case, "R18", self.actors)

    def extend(self, day: Day, loan: Loan, until: Day) -> Case | None:
        """The committee's office puts the date of return off, by a document."""
        above = self.above(loan.unit.name.removeprefix("澜川市"))
        with on(day):
            asked = {"loan": loan, "until": until}
            return stories.decide("pool_extend", above, asked, self.actors, filed_by=self.filers[above.pk]).case

    def retire(self, day: Day, name: str, people: int) -> None:
        """So many of the unit's own people retire on a day."""
        own = Posting.objects.filter(unit=self.units[name], basis="opening", ended_on=None).order_by("id")
        self._release(day, own[:people], "retired")

    def depart(self, day: Day, name: str, people: int) -> None:
        """So many talents on borrowed posts leave the city."""
        own = Posting.objects.filter(loan__state="on_loan", loan__unit=self.units[name]).order_by("id")
        self._release(day, own[:people], "moved")

    def _release(self, day: Day, postings: Iterable[Posting], why: str) -> None:
        with on(day):
            for posting in list(postings):
                leaving.release(
                    actor=self.actors.clerk, posting=posting, ended_on=day, exit_reason=why, document=self.paper,
                    reason="减员",
                )  # fmt: skip

    def check(self, *days: Day) -> list[str]:
        """The schedule comes by on each of these days; what its runs noted."""
        notes = []
        for day in days:
            with on(day):
                runs = [scheduled.run(key) for key in CHECKS]
            assert not [run.note for run in runs if run.failed]
            notes += [run.note for run in runs if run.note]
        return notes

    def loans(self, name: str, state: str = "") -> list[Loan]:
        found = Loan.objects.filter(unit=self.units[name]).select_related("talent", "unit", "document").order_by("id")
        return list(found.filter(state=state) if state else found)

    @property
    def lent(self) -> int:
        """How many posts people hold on loan."""
        return Loan.objects.filter(state="on_loan").count()

    @property
    def free(self) -> int:
        return QuotaAccount.objects.get(pool=self.pool, bucket=Bucket.POOL).balance

    def on_the_ledger(self, day: Day) -> tuple[int, int]:
        """(on loan, free in the pool) as of a day, added up from the transfers alone."""
        entries, accounts = Recount.of_ledger(), QuotaAccount.objects.filter(pool=self.pool)
        lent = sum(entries.held(a.pk, day) for a in accounts if a.bucket == Bucket.BORROWED_OCCUPIED)
        return lent, sum(entries.held(a.pk, day) for a in accounts if a.bucket == Bucket.POOL)

    def in_the_special_ledger(self, day: Day) -> int:
        """How many were on loan on a day as the special ledger tells it."""
        return sum(shown.state == "on_loan" for shown in book.standing(Loan.objects.all(), day))
