"""The work queue (待办): which cases wait for a user, and for what; and the lights of their deadlines."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case as Switch
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from accounts.models import User
from approvals import policies, workdays
from approvals.marks import Mark, marks_of
from approvals.models import Action, AgendaItem, Authority, Case, JointReview, State
from approvals.workdays import Light, light
from units.mandates import scope_of

PUT_ON_AGENDA = "agenda"
LABELS = {
    State.DRAFT: "完成申报", State.RETURNED: "补正", Action.RECEIVE: "受理", Action.JOINT: "会签", Action.CHECK: "审核",
    Action.ARGUE: "论证", PUT_ON_AGENDA: "列入会议", Action.APPROVE: "审批", Action.ISSUE: "发文", Action.CLOSE: "办结",
}  # fmt: skip
# Until the document is out, somebody is working against the time limit.
TIMED = (State.FILED, State.RECEIVED, State.CHECKED, State.ARGUED, State.DECIDED)
# What is on somebody's desk in an office, and who works there.
ON_THE_WAY = (*TIMED, State.EXECUTED)
WORKING = tuple({*policies.DESK, *(role for roles in policies.DECIDERS.values() for role in roles)})
# To be decided: argued, or checked where no argument is asked for.
READY = Q(state=State.ARGUED) | Q(state=State.CHECKED) & (Q(fast_lane=True) | Q(kind__needs_argument=False))
ON_AGENDA = Q(Exists(AgendaItem.objects.filter(case=OuterRef("pk"), result="")))


class Task(NamedTuple):
    """One kind of work that waits for a user, with the cases it is about."""

    action: str
    cases: Q


@dataclass(frozen=True)
class Waiting:
    """How many cases wait for one kind of work."""

    action: str
    count: int

    @property
    def label(self) -> str:
        return LABELS[self.action]


def waiting_for(user: User) -> QuerySet[Case]:
    """The cases on which the user's next step is due, each with `task`, the most urgent deadline first."""
    tasks = list(_tasks(user, list(policies.principals_of(user))))
    anything = Q(pk__in=[])
    for task in tasks:
        anything |= task.cases
    return _by_urgency(Case.objects.filter(anything), tasks)


def agenda_of(user: User) -> list[tuple[int, str]]:
    """The same as keys and tasks, for a page that shows the first and counts them all.

    What lies on the desks of the user is read and asked once what it waits for: half the work of asking it twice.
    """
    principals = list(policies.principals_of(user))
    cases = Case.objects.filter(_on_desk(user, principals))
    rows = _by_urgency(cases, list(_tasks(user, principals))).values_list("pk", "task")  # type: ignore[misc]
    return [(pk, task) for pk, task in rows if task]


def counts(tasks: Iterable[str]) -> list[Waiting]:
    """How many cases wait for each kind of work, in the order of the flow."""
    found = Counter(tasks)
    return [Waiting(action, found[action]) for action in LABELS if found[action]]


def _by_urgency(cases: QuerySet[Case], tasks: list[Task]) -> QuerySet[Case]:
    return cases.annotate(task=_first_of(tasks)).order_by(F("due_on").asc(nulls_last=True), "id")


def _first_of(tasks: list[Task]) -> Switch:
    """A case that waits for two things is counted with the first of them."""
    found = (When(task.cases, then=Value(task.action)) for task in tasks)
    return Switch(*found, default=Value(""), output_field=CharField())


def _on_desk(user: User, principals: Sequence[User]) -> Q:
    """All that may wait for the user: own drafts, what came back, and what is on its way in these offices."""
    regions = {region for principal in principals for region in scope_of(principal).regions_as(*WORKING)}
    own = Q(state__in=(State.DRAFT, State.RETURNED), filed_by=user)
    returned = Q(state=State.RETURNED) & policies.own_filings(user)
    return Q(region__in=regions, state__in=ON_THE_WAY) | own | returned


def _tasks(user: User, principals: Sequence[User]) -> Iterator[Task]:
    yield Task(State.DRAFT, Q(state=State.DRAFT, filed_by=user))
    yield Task(State.RETURNED, Q(state=State.RETURNED) & (policies.own_filings(user) | Q(filed_by=user)))
    for principal in principals:
        yield from _tasks_in_office(user, principal)


def _tasks_in_office(user: User, principal: User) -> Iterator[Task]:
    """The work of the desks and of those who decide, in the regions where the principal is one of them."""
    if regions := scope_of(principal).regions_as(*policies.DESK):
        yield from _tasks_of_desk(user, principal, Q(region__in=regions))
    open_to_both = ~policies.handled_by((user, principal)) & ~ON_AGENDA
    for authority in (Authority.DESK, Authority.DIRECTOR, Authority.COMMITTEE):
        if regions := scope_of(principal).regions_as(*policies.DECIDERS[authority]):
            yield Task(Action.APPROVE, READY & open_to_both & Q(region__in=regions, kind__authority=authority))


def _tasks_of_desk(user: User, principal: User, desk: Q) -> Iterator[Task]:
    reviews = JointReview.objects.filter(case=OuterRef("pk"))
    asked, mine = Exists(reviews.filter(verdict="")), Exists(reviews.filter(policies.answerable(user, principal)))
    yield Task(Action.JOINT, desk & Q(mine, state=State.RECEIVED))
    yield Task(Action.RECEIVE, desk & Q(state=State.FILED))
    yield Task(Action.CHECK, desk & Q(state=State.RECEIVED) & ~Q(asked) & ~policies.reviewed_by((user, principal)))
    yield Task(Action.ARGUE, desk & Q(state=State.CHECKED, fast_lane=False, kind__needs_argument=True))
    yield Task(Action.ISSUE, desk & Q(state=State.DECIDED))
    yield Task(Action.CLOSE, desk & Q(state=State.EXECUTED))
    yield Task(PUT_ON_AGENDA, desk & READY & Q(kind__authority=Authority.OFFICE_MEETING) & ~ON_AGENDA)


class Row(NamedTuple):
    """A case as a line of a list: with the light of its deadline, what waits for the reader, and its marks."""

    case: Case
    light: Light | None
    task: str
    marks: list[Mark]


def row_of(case: Case, on: dt.date, task: str = "") -> Row:
    return Row(case, light_of(case, on), LABELS[task] if task else "", marks_of(case))


def rows_of(cases: Iterable[Case], on: dt.date) -> list[Row]:
    return [row_of(case, on) for case in cases]


def light_of(case: Case, on: dt.date) -> Light | None:
    """The deadline's light of a case that is being worked on; None when no time limit runs."""
    if case.due_on is None or case.state not in TIMED:
        return None
    return light(case.due_on, on)


def with_light(colour: str, on: dt.date) -> Q:
    """The cases whose deadline shows a light: red, yellow (the next two working days) or green."""
    soon = _last_yellow_day(on)
    spans = {"red": Q(due_on__lt=on), "yellow": Q(due_on__range=(on, soon)), "green": Q(due_on__gt=soon)}
    return Q(state__in=TIMED) & spans[colour]


def due_soon(on: dt.date) -> Q:
    """The cases that are overdue or will be within two working days."""
    return Q(state__in=TIMED, due_on__lte=_last_yellow_day(on))


def _last_yellow_day(on: dt.date) -> dt.date:
    return workdays.add_workdays(on, workdays.YELLOW_DAYS + 1) - dt.timedelta(days=1)
