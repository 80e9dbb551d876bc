"""A machine lets random people do random things to a few cases: only what state table and roles allow happens."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from accounts import acting
from accounts.models import User
from approvals import deciding, filing, issuing, meetings, reviewing, scheduled, workdays
from approvals.meetings import Result
from approvals.models import Authority, Case, CaseKind, Document, Meeting
from quotas import verification
from quotas.models import QuotaType
from tests.book import outermost
from tests.cast import make_unit, make_user
from tests.machines import Machine, drive
from tests.quotas.recount import BOUND
from tests.refusals import digests
from tests.stories import ANSWERS, Actors, asked, endow, line
from units import mandates
from units.models import InternalDivision, Region, Role, Unit

APRIL, MAY = dt.date(2026, 4, 1), dt.date(2026, 5, 4)
# The flow as the office describes it, written down once more: action → from which states → to which.
TABLE: dict[str, tuple[set[str], str]] = {
    "file": ({"draft", "returned"}, "filed"),
    "withdraw": ({"draft", "filed", "received", "returned"}, "withdrawn"),
    "receive": ({"filed"}, "received"),
    "return": ({"filed", "received", "checked", "argued"}, "returned"),
    "ask_joint": ({"received"}, "received"),
    "joint": ({"received"}, "received"),
    "check": ({"received"}, "checked"),
    "argue": ({"checked"}, "argued"),
    "approve": ({"checked", "argued"}, "decided"),
    "refuse": ({"checked", "argued"}, "refused"),
    "revoke": ({"decided", "issued"}, "refused"),
    "issue": ({"decided"}, "issued"),
    "execute": ({"issued"}, "executed"),
    "close": ({"executed"}, "closed"),
}
DESK, OFFICE = {"clerk", "head", "jack"}, {"clerk", "head", "director", "jack"}
ALLOWED: dict[str, set[str]] = {
    "file": {"department", *DESK}, "withdraw": {"department", *DESK}, "receive": DESK, "return": OFFICE,
    "ask_joint": DESK, "joint": OFFICE, "check": DESK, "argue": DESK, "issue": DESK, "execute": {*DESK, "system"},
    "close": DESK,
}  # fmt: skip
DECIDERS = {
    "director": {"director", "jack"},
    "office_meeting": {"director", "jack"},
    "committee": {"committee", "jack"},
}
HELD = {"decided": "held", "issued": "held", "executed": "posted", "closed": "posted"}
FORWARD = ("file", "receive", "check", "argue", "approve", "issue", "close")
KINDS = ("quota_allot", "quota_increase", "quota_cut", "quota_adjust")
INDEX = st.integers(0, 99)
RESULTS = st.lists(st.sampled_from(["approved", "approved", "refused", "deferred"]), min_size=4, max_size=4)
PEOPLE = ("department", "clerk", "head", "director", "committee", "jack", "outsider")


Wish = tuple[str, str, bool, int, bool]
WISH = st.tuples(
    st.sampled_from(KINDS), st.sampled_from(["department", "clerk", "jack"]), st.booleans(), st.integers(1, 9),
    st.booleans(),
)  # fmt: skip


@dataclass
class World:
    """An office, its applicants, a stranger, and jack: clerk, director and committee in one."""

    region: Region
    people: dict[str, User]
    school: Unit
    other: Unit
    divisions: list[InternalDivision]
    quota_type: QuotaType


@pytest.fixture
def world(
    reserve: Document, region: Region, school: Unit, department: User, head: User, outsider: User, actors: Actors,
    divisions: list[InternalDivision], full_funded: QuotaType,
) -> World:  # fmt: skip
    endow(school, full_funded, 10, actors, reserve)
    jack = make_user("jack", "clerk", region=region)
    for role in (Role.DIRECTOR, Role.COMMITTEE):
        mandates.grant(jack, role=role, region=region, actor=acting.system_user())
    named = {"department": department, "head": head, "outsider": outsider, "jack": jack}
    other = make_unit(
        region, "澜川市第二中学", category="institution", competent_department=school.competent_department
    )
    return World(region, {**named, **actors._asdict()}, school, other, divisions, full_funded)


@dataclass
class Told:
    """What the machine knows of a case without asking it."""

    pk: int
    handlers: set[str] = field(default_factory=set)
    state: str = "draft"


class CaseMachine(Machine):
    """Steps forward, possible and impossible steps, meetings, and the passing of a month."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.today = APRIL
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(workdays, "today", lambda: self.today)
        self.cases: list[Told] = []
        self.met: list[int] = []

    def at_the_end(self) -> None:
        self.patch.undo()
        assert verification.verify() == []

    # What people try

    @initialize(wishes=st.lists(st.tuples(WISH, st.integers(0, 7)), min_size=3, max_size=3))
    def begin(self, wishes: list[tuple[Wish, int]]) -> None:
        """Three cases somewhere on their way."""
        for which, (wish, steps) in enumerate(wishes):
            self.draft(*wish)
            self.go_on(which, steps, False)

    def draft(self, kind: str, by: str, later: bool, count: int, fast: bool) -> None:
        """Jack or the education bureau or a clerk drafts a case with its paper."""
        school, other = self.world.school, self.world.other
        ends: dict[str, dict[str, Any]] = {
            "quota_cut": {"source": school},
            "quota_adjust": {"source": school, "target": other},
        }
        data = asked(line(self.world.quota_type, count, **ends.get(kind, {"target": other})))
        case_kind = CaseKind.objects.get(code=kind)
        with outermost():
            case = filing.draft(
                actor=self.world.people[by], kind=case_kind, applicant=school, title="申请", reason="需要。",
                data=data | {"effective_on": MAY if later else dt.date(2026, 3, 1)}, answers=ANSWERS,
                fast_lane=fast and case_kind.fast_lane,
            )  # fmt: skip
            upload = SimpleUploadedFile("a.pdf", b"%PDF")
            filing.attach(case.pk, actor=self.world.people[by], paper="申请报告", upload=upload)
        self.cases.append(Told(case.pk, {by}))

    @rule(which=INDEX, by=st.sampled_from(PEOPLE), action=st.sampled_from(sorted(TABLE)))
    def try_anything(self, which: int, by: str, action: str) -> None:
        self.attempt(self.cases[which % len(self.cases)], action, by)

    @rule(which=INDEX, by=st.sampled_from(PEOPLE), choice=INDEX)
    def try_what_the_state_allows(self, which: int, by: str, choice: int) -> None:
        told = self.cases[which % len(self.cases)]
        if possible := sorted(action for action, (sources, _) in TABLE.items() if told.state in sources):
            self.attempt(told, possible[choice % len(possible)], by)

    @rule(which=INDEX, steps=st.integers(2, 7), jack=st.sampled_from([False, False, False, True]))
    def go_on(self, which: int, steps: int, jack: bool) -> None:
        """Somebody of the right role does what comes next, a few times."""
        told = self.cases[which % len(self.cases)]
        for _ in range(steps):
            action = next((name for name in FORWARD if told.state in TABLE[name][0]), None)
            if action is None:
                return
            case = self.case(told)
            if action == "argue" and case.skips_argument:
                action = "approve"
            if action == "approve" and case.kind.authority == Authority.OFFICE_MEETING:
                return
            usual = sorted(DECIDERS[case.kind.authority] - {"jack"}) if action == "approve" else ["clerk"]
            by = "jack" if jack else ("department" if action == "file" and "department" in told.handlers else usual[0])
            self.attempt(told, action, by)

    @precondition(lambda self: any(told.state in ("checked", "argued") for told in self.cases))
    @rule(authority=st.sampled_from([Authority.OFFICE_MEETING, Authority.COMMITTEE]))
    def convene(self, authority: str) -> None:
        clerk = self.world.people["clerk"]
        with outermost():
            meeting = meetings.convene(
                actor=clerk, region=self.world.region, kind=authority, title="会", planned_on=self.today
            )
        if meeting.items.exists():
            self.met.append(meeting.pk)

    @precondition(lambda self: self.met)
    @rule(which=INDEX, by=st.sampled_from(["director", "committee", "jack", "clerk"]), seen=st.booleans(),
          results=RESULTS)  # fmt: skip
    def record(self, which: int, by: str, seen: bool, results: list[str]) -> None:
        meeting = Meeting.objects.get(pk=self.met[which % len(self.met)])
        items = list(meeting.items.filter(result="").select_related("case__kind").order_by("position"))
        entered = {
            item.pk: Result(result, "议。", deciding.base_token(item.case) if seen else "")
            for item, result in zip(items, results, strict=False)
        }
        done = self.tried(
            f"record by {by}",
            lambda: meetings.record(
                meeting.pk, actor=self.world.people[by], chair="主任", attendees="", results=entered
            ),
        )  # fmt: skip
        if not done:
            return
        self.met.remove(meeting.pk)
        assert by in DECIDERS[meeting.kind]
        for item, result in zip(items, results, strict=False):
            told = next(told for told in self.cases if told.pk == item.case_id)
            if result != "deferred":
                self.moved(told, "approve" if result == "approved" else "refuse", by)

    @precondition(lambda self: self.today == APRIL and any(told.state == "issued" for told in self.cases))
    @rule()
    def a_month_passes(self) -> None:
        """What waits for its day is posted by the schedule; a second run finds nothing."""
        self.today = MAY
        with outermost():
            first, second = (scheduled.run("execute_due_cases") for _ in range(2))
        waiting = [told for told in self.cases if told.state == "issued"]
        assert (first.found, first.done, second.found) == (len(waiting), len(waiting), 0)
        for told in waiting:
            self.moved(told, "execute", "system")

    # How it is tried, and what may come of it

    def case(self, told: Told) -> Case:
        return Case.objects.select_related("kind", "region").get(pk=told.pk)

    def attempt(self, told: Told, action: str, by: str) -> None:
        case, actor = self.case(told), self.world.people[by]
        if not self.tried(f"{action} by {by} in {told.state}", lambda: self.act(case, action, actor)):
            return
        if action == "execute" and told.state in ("executed", "closed"):
            return  # done already is done
        self.moved(told, action, by)
        if action == "issue" and self.case(told).state == "executed":
            self.moved(told, "execute", by)

    def tried(self, what: str, act: Callable[[], object]) -> bool:
        """Whether it happened; what was refused left every table as it was."""
        before = digests()
        try:
            self.within(act)
        except (ValidationError, PermissionDenied) as refusal:
            event(f"refused: {type(refusal).__name__}")
            assert digests() == before
            return False
        event(what.split(" by ")[0])
        return True

    def act(self, case: Case, action: str, actor: User) -> object:
        words: dict[str, Any] = {"actor": actor, "opinion": "意见。"}
        if action == "joint":
            review = case.joint_reviews.filter(verdict="").first()
            return reviewing.answer_joint(case.pk, review_id=review.pk if review else 0, verdict="agree", **words)
        if action == "ask_joint":
            return reviewing.ask_joint(case.pk, divisions=self.world.divisions[1:2], **words)
        if action == "argue":
            return reviewing.argue(case.pk, form="seminar", held_on=APRIL, conclusion="feasible", **words)
        if action == "approve":
            return deciding.approve(case.pk, confirmed_base=deciding.base_token(case), **words)
        if action == "issue":
            return issuing.issue(case.pk, actor=actor, title="批复")
        plain: dict[str, Callable[..., object]] = {
            "withdraw": filing.withdraw, "receive": reviewing.receive, "return": reviewing.send_back,
            "check": reviewing.check, "refuse": deciding.refuse, "revoke": deciding.revoke, "close": issuing.close,
        }  # fmt: skip
        if action in plain:
            return plain[action](case.pk, **words)
        return (filing.file if action == "file" else issuing.execute)(case.pk, actor=actor)

    def moved(self, told: Told, action: str, by: str) -> None:
        """It happened: the table and the roles allowed it."""
        sources, target = TABLE[action]
        case = self.case(told)
        assert told.state in sources
        if action in ("approve", "refuse"):
            assert told.state == "argued" or case.skips_argument
            assert by in DECIDERS[case.kind.authority]
            assert by not in told.handlers, "Nobody decides their own."
        elif action == "revoke":
            assert by in DECIDERS[case.kind.authority]
        else:
            assert by in ALLOWED[action] or (action in ("file", "withdraw") and by in told.handlers)
        if action in ("file", "check"):
            told.handlers.add(by)
        told.state = target

    # What always holds

    @invariant()
    def every_case_stands_where_it_was_brought(self) -> None:
        assert dict(Case.objects.filter(pk__in=[t.pk for t in self.cases]).values_list("pk", "state")) == {
            told.pk: told.state for told in self.cases
        }

    @invariant()
    def opinions_are_a_chain_without_gaps(self) -> None:
        for told in self.cases:
            steps = list(self.case(told).opinions.order_by("id").values_list("from_state", "to_state"))
            assert [step[0] for step in steps[1:]] == [step[1] for step in steps[:-1]]
            assert steps[-1][1] == told.state

    @invariant()
    def nobody_decided_their_own(self) -> None:
        for told in self.cases:
            opinions = list(self.case(told).opinions.values_list("action", "actor"))
            own = {actor for action, actor in opinions if action in ("draft", "file", "check")}
            assert own.isdisjoint(actor for action, actor in opinions if action in ("approve", "refuse"))

    @invariant()
    def holds_agree_with_states(self) -> None:
        for told in self.cases:
            case = self.case(told)
            states = Counter(case.holds.values_list("state", flat=True))
            revoked = case.opinions.filter(action="revoke").exists()
            assert set(states) == ({"released"} if revoked else {HELD[told.state]} if told.state in HELD else set())


def test_only_what_the_table_and_the_roles_allow_ever_happens(world: World) -> None:
    drive(CaseMachine, world, settings(BOUND, max_examples=8, stateful_step_count=18))
