"""What the page of a case shows, read once: where it stands, who did what, and what would happen."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from accounts.models import User
from approvals import deciding, policies
from approvals.deciding import Effect
from approvals.models import Action, Case, Document, Opinion, State
from approvals.rulebook import Finding
from approvals.subjects import subject_of
from units.models import Unit

OPEN_TO_CHANGE = (State.DRAFT, State.RETURNED)
UNDECIDED = (State.FILED, State.RECEIVED, State.CHECKED, State.ARGUED)
# What divisions say to each other is not told to the applicant.
INSIDE = (Action.ASK_JOINT, Action.JOINT, Action.CHECK, Action.ARGUE)
STOPPED = {State.RETURNED: "退回补正", State.REFUSED: "不予同意", State.WITHDRAWN: "已撤回"}
WAY = (
    (State.FILED, "申报"), (State.RECEIVED, "受理"), (State.CHECKED, "审核"), (State.ARGUED, "论证"),
    (State.DECIDED, "决定"), (State.ISSUED, "发文"), (State.EXECUTED, "执行"), (State.CLOSED, "办结"),
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step of the way (办理进度): done, current, waiting or stopped."""

    label: str
    state: str


def steps_of(case: Case, opinions: Sequence[Opinion]) -> list[Step]:
    """The way of the case, without the argument where it is skipped."""
    way = [(state, label) for state, label in WAY if state != State.ARGUED or not case.skips_argument]
    reached = _reached(case, opinions)
    places = [state for state, _ in way]
    done = places.index(State(reached)) + 1 if reached in places else 0
    steps = [Step(label, "done" if number < done else "waiting") for number, (_, label) in enumerate(way)]
    if case.state in STOPPED:
        stop = 0 if case.state == State.RETURNED else min(done, len(steps) - 1)
        later = [Step(step.label, "waiting") for step in steps[stop + 1 :]]
        return [*steps[:stop], Step(STOPPED[State(case.state)], "stopped"), *later]
    if done < len(steps):
        steps[done] = Step(steps[done].label, "current")
    return steps


def _reached(case: Case, opinions: Sequence[Opinion]) -> str:
    if case.state in (State.REFUSED, State.WITHDRAWN) and opinions:
        return opinions[-1].from_state
    return case.state


@dataclass(frozen=True)
class Told:
    """One line of the time line, as the components draw it."""

    action: str
    who: str
    role: str
    at: dt.datetime
    opinion: str
    state: str


def timeline_of(opinions: Iterable[Opinion], *, inside: bool) -> list[Told]:
    """Who did what, in order; the words of inner steps only for those who may read them."""
    bad = (Action.RETURN, Action.REFUSE, Action.REVOKE, Action.WITHDRAW)
    return [
        Told(
            action=opinion.get_action_display(),
            who=opinion.actor_name,
            role=f"代{opinion.on_behalf_of}" if opinion.on_behalf_of else "",
            at=opinion.at,
            opinion=opinion.text if inside or opinion.action not in INSIDE else "",
            state="bad" if opinion.action in bad else "done",
        )
        for opinion in opinions
    ]


@dataclass(frozen=True)
class EffectRow:
    """The figures of one owner and type that would change; None where a column does not apply."""

    unit: str
    url: str
    quota_type: str
    figures: tuple[Effect | None, ...]


@dataclass(frozen=True)
class EffectTable:
    """What will happen, one column for each kind of figure that changes."""

    columns: tuple[str, ...] = ()
    rows: tuple[EffectRow, ...] = ()


def table_of(effects: Sequence[Effect], urls: Mapping[str, str]) -> EffectTable:
    """Lay the changes out: one row per owner and type, one column per kind of figure."""
    columns = tuple(dict.fromkeys(effect.bucket for effect in effects))
    found: dict[tuple[str, str], dict[str, Effect]] = {}
    for effect in effects:
        found.setdefault((effect.place or effect.owner, effect.quota_type), {})[effect.bucket] = effect
    names = {effect.place or effect.owner: effect.owner for effect in effects}
    rows = tuple(
        EffectRow(names[place], urls.get(place, ""), kind, tuple(figures.get(column) for column in columns))
        for (place, kind), figures in found.items()
    )
    return EffectTable(columns, rows)


@dataclass(frozen=True)
class Forecast:
    """The dry run for one reader: effects and findings, and whether other units' figures were left out."""

    table: EffectTable = field(default_factory=EffectTable)
    findings: tuple[Finding, ...] = ()
    partial: bool = False

    @property
    def blocks(self) -> int:
        return sum(finding.blocks for finding in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.blocks


def forecast(case: Case, *, user: User) -> Forecast:
    """The dry run as the user may see it: an applicant reads no figures of units that are not theirs."""
    seen = deciding.preview(case, actor=user)
    units = list(subject_of(case).units(case))
    if policies.sees_review(user, case):
        return Forecast(table_of(seen.effects, urls_of(units)), seen.findings)
    own = list(Unit.objects.visible_to(user).filter(pk__in=[unit.pk for unit in units]))
    numbers = {unit.number for unit in own}
    effects = [effect for effect in seen.effects if effect.place in numbers]
    partial = len(own) < len(units)
    findings = tuple(_without_figures(finding) for finding in seen.findings) if partial else seen.findings
    return Forecast(table_of(effects, urls_of(own)), findings, partial)


def _without_figures(finding: Finding) -> Finding:
    sentence = "该项检查涉及其他单位的账面数，由编办审核时说明。"
    return Finding(finding.rule, finding.title, finding.severity, sentence, finding.basis, finding.exception_by)


def as_written(case: Case, opinions: Sequence[Opinion]) -> tuple[str, Forecast] | None:
    """The last dry run that was written into an opinion, of the decision or else of the check, and of which."""
    written = [opinion for opinion in opinions if opinion.action in (Action.CHECK, Action.APPROVE)]
    if not written:
        return None
    # Who stores a checked batch (入库) does what the check rehearsed and rehearses nothing anew.
    shown = next((opinion for opinion in reversed(written) if opinion.effects or opinion.findings), written[-1])
    effects = [_effect(row) for row in shown.effects]
    findings = tuple(Finding(**row) for row in shown.findings)
    label = "决定" if shown.action == Action.APPROVE else "审核"
    return label, Forecast(table_of(effects, urls_of(subject_of(case).units(case))), findings)


def outcome_of(case: Case, told: Sequence[Told]) -> Told | None:
    """Why the case was returned, refused or taken back: the last such word, for the top of the page."""
    if case.state not in STOPPED:
        return None
    return next((step for step in reversed(told) if step.state == "bad"), None)


def _effect(row: Mapping[str, Any]) -> Effect:
    return Effect(row["owner"], row["quota_type"], row["bucket"], row["before"], row["after"], row.get("place", ""))


def urls_of(units: Iterable[Unit]) -> dict[str, str]:
    """The page of each unit by its number."""
    return {unit.number: reverse("units:unit", args=[unit.number]) for unit in units}


def open_cases(user: User, documents: Iterable[Document]) -> set[int]:
    """Which of the cases behind some documents the user may open: a link is drawn only to what will open."""
    wanted = {document.case_id for document in documents if document.case_id is not None}
    return set(Case.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
