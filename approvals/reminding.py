"""Reminders of the office: deadlines that are near or over (亮灯), joint opinions, deputies and mandates that end."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from approvals import notifications, policies, queue
from approvals.models import Authority, Case, Deputy, JointReview, State
from approvals.notifications import Told
from approvals.scheduled import Check, Outcome, register
from units.models import Mandate, Role

DAY = dt.timedelta(days=1)
DEPUTY_DAYS, MANDATE_DAYS = (3,), (30, 7)
STEPS = {
    State.FILED: "受理", State.RECEIVED: "审核", State.CHECKED: "论证", State.ARGUED: "审批", State.DECIDED: "发文",
}  # fmt: skip


def register_all() -> None:
    """To be called once, when the app is ready."""
    said = (
        "办理期限剩两个工作日（黄灯）和已超期（红灯）的办件、超期的会签，提醒应办理的人及其代行人；超期的同时提醒主任。"
    )
    register(Check("deadlines", "办理期限提醒", DAY, deadlines, said))
    said = "代行授权期满前三天提醒委托人和代行人；账号授权期满前30天、7天提醒本人。"
    register(Check("authority_ending", "授权期满提醒", DAY, authority_ending, said))


def deadlines(on: dt.date) -> Outcome:
    """Tell who is to act, and their deputies, of cases that turn yellow and red; of red ones the director too."""
    cases = Case.objects.filter(queue.due_soon(on)).select_related("kind", "region").order_by("due_on", "id")
    late = JointReview.objects.filter(verdict="", due_on__lt=on, case__state=State.RECEIVED)
    news = [told for case in cases.iterator() if (told := _of_case(case, on)) is not None]
    news += [_of_review(found) for found in late.select_related("case__region", "division").order_by("id")]
    return Outcome(len(news), notifications.tell(news))


def _of_case(case: Case, on: dt.date) -> Told | None:
    light = queue.light_of(case, on)
    if light is None or light.colour == "green":
        return None
    roles, step = _next_step(case)
    if light.colour == "red":
        roles = {*roles, Role.DIRECTOR}
    words = f"办件{case.number}“{case.title[:60]}”{light.text}，待{step}。"
    key = f"case:{case.pk}:{case.state}:{case.due_on}:{light.colour}"
    return Told(key, words, case.get_absolute_url(), case.region, case.due_on, sorted(roles))


def _next_step(case: Case) -> tuple[set[Role], str]:
    """Whose turn it is and for what: the desk's, until the case waits for those who decide its kind."""
    waits_for_decision = case.state == State.ARGUED or (case.state == State.CHECKED and case.skips_argument)
    if not waits_for_decision:
        return set(policies.DESK), STEPS[State(case.state)]
    deciders = set(policies.DECIDERS[case.kind.authority])
    if case.kind.authority == Authority.OFFICE_MEETING:
        return deciders | set(policies.DESK), "上会审议"
    return deciders, "审批"


def _of_review(found: JointReview) -> Told:
    words = f"办件{found.case.number}“{found.case.title[:60]}”请{found.division.name}会签，已超期。"
    key = f"joint:{found.pk}:{found.due_on}"
    return Told(key, words, found.case.get_absolute_url(), found.case.region, found.due_on, policies.OFFICE)


def authority_ending(on: dt.date) -> Outcome:
    """Tell people whose deputy, or whose own mandate, will soon be none any more."""
    news = [*_deputies(on), *_mandates(on)]
    return Outcome(len(news), notifications.tell(news))


def _deputies(on: dt.date) -> Iterator[Told]:
    ending = Deputy.objects.filter(starts_on__lte=on, ends_on__range=(on, on + DEPUTY_DAYS[0] * DAY))
    for found in ending.select_related("principal", "deputy").order_by("id"):
        words = f"{found.deputy.name}代行{found.principal.name}职责至{found.ends_on}，期满须另行授权。"
        for person in (found.principal, found.deputy):
            key = f"deputy:{found.pk}:{found.ends_on}:{person.pk}"
            yield Told(key, words, reverse("approvals:deputies"), person, found.ends_on)


def _mandates(on: dt.date) -> Iterator[Told]:
    ending: QuerySet[Mandate] = Mandate.objects.in_force(on).filter(ends_on__lte=on + MANDATE_DAYS[0] * DAY)
    for found in ending.select_related("user", "region", "unit").order_by("id"):
        assert found.ends_on is not None, "Those without an end do not end soon."
        step = notifications.passed((found.ends_on - on).days, MANDATE_DAYS)
        place = found.region or found.unit
        words = f"您在{place}的{found.get_role_display()}授权至{found.ends_on}期满，如须继续，请联系系统管理员。"
        key = f"mandate:{found.pk}:{found.ends_on}:{step}"
        yield Told(key, words, reverse("accounts:home"), found.user, found.ends_on)
