"""The boxes on a case are what the policies allow: no button that would be refused, no action without its button."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from approvals import policies
from approvals.models import Action, Case
from approvals.views.boxes import DOORS
from tests.pages import signed_in
from tests.stations import Place
from units.models import Region, Unit

STATIONS: dict[str, Callable[[Place], Case]] = {
    "draft": Place.drafted, "filed": Place.filed, "received": Place.received, "asked": Place.asked,
    "checked": Place.checked, "argued": Place.argued, "decided": Place.decided, "executed": Place.executed,
    "big": lambda place: place.argued("quota_increase"),
}  # fmt: skip
# What the page leaves out although the policies would allow it, because there is nothing to be done.
POINTLESS = {Action.JOINT: {"received"}, Action.EXECUTE: set(STATIONS)}


@pytest.fixture
def place(region: Region, school: Unit) -> Place:
    place = Place(region, school)
    place.receive_posts(100)
    assert place.divisions
    return place


def boxes_on(client: Client, case: Case) -> set[str]:
    page = client.get(case.get_absolute_url())
    return (
        set(re.findall(r'<form method="post" id="act_(\w+)"', page.content.decode()))
        if page.status_code == 200
        else set()
    )


def test_the_boxes_are_what_the_policies_allow(
    place: Place, clerk: User, head: User, director: User, committee: User, inspector: User, department: User,
    unit_clerk: User, outsider: User,
) -> None:  # fmt: skip
    cast = (clerk, head, director, committee, inspector, department, unit_clerk, outsider, *place.actors, place.filer)
    windows = {user: signed_in(user) for user in cast}
    for station, reach in STATIONS.items():
        case = Case.objects.select_related("kind", "region", "applicant__region").get(pk=reach(place).pk)
        hidden = {str(action) for action, stations in POINTLESS.items() if station in stations}
        for user, window in windows.items():
            seen = Case.objects.visible_to(user).filter(pk=case.pk).exists()
            allowed = {str(action) for action in DOORS if seen and policies.may(user, action, case)}
            nothing_to_answer = set() if policies.reviews_for(user, case).exists() else {"joint"}
            assert boxes_on(window, case) == allowed - hidden - nothing_to_answer, (station, user.username)


def test_the_next_step_is_open_and_first(place: Place) -> None:
    case = place.received()
    page = signed_in(place.actors.clerk).get(case.get_absolute_url()).content.decode()
    assert re.findall(r'<details class="act"( open)?><summary>(\S+?)</summary>', page)[0] == (" open", "审核")
    assert page.count('<details class="act" open>') == 1


def test_who_checked_a_case_has_no_box_to_decide_it(place: Place, region: Region) -> None:
    case = place.argued()
    Case.objects.filter(pk=case.pk).update(checked_by=place.actors.director)
    assert boxes_on(signed_in(place.actors.director), case) == {"return"}
