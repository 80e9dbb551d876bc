"""Who may do what, where: every role of the cast, every action, in the own, the subordinate and a stranger region.

Each action is tried on a case that stands where the action is the next one. By API 200 is done, 201 made, 403 seen
but not theirs to do, 404 not seen, 401 not signed in, 400 a region or unit that cannot be named. A page goes on to the
case (302) where the API answers 200, and to the sign-in page where it answers 401; all else is the same.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from approvals import deciding
from approvals.models import Case
from tests.api import ARGUED, V1, api_of, draft_of
from tests.book import undone
from tests.cast import make_unit, make_user
from tests.stations import Place
from units.models import Region, Unit

# The city's people; a department and a school of the city; the clerk of a district of the city; the clerk of another
# city; and nobody.
CAST = (
    "clerk", "head", "director", "committee", "inspector", "admin", "department", "unit", "district", "stranger",
    "nobody",
)  # fmt: skip

OWN = """
            clerk head director committee inspector admin department unit district stranger nobody
amend         404  404      404       404       404   404        200  200      404      404    401
file          404  404      404       404       404   404        200  200      404      404    401
withdraw      200  200      403       403       403   403        200  200      404      404    401
receive       200  200      403       403       403   403        403  403      404      404    401
return        200  200      200       403       403   403        403  403      404      404    401
ask_joint     200  200      403       403       403   403        403  403      404      404    401
joint         200  200      200       403       403   403        403  403      404      404    401
counts        200  200      403       403       403   403        403  403      404      404    401
check         200  200      403       403       403   403        403  403      404      404    401
argue         200  200      403       403       403   403        403  403      404      404    401
approve       403  403      200       403       403   403        403  403      404      404    401
approve_big   403  403      403       200       403   403        403  403      404      404    401
refuse        403  403      200       403       403   403        403  403      404      404    401
refuse_big    403  403      403       200       403   403        403  403      404      404    401
revoke        403  403      200       403       403   403        403  403      404      404    401
issue         200  200      403       403       403   403        403  403      404      404    401
close         200  200      403       403       403   403        403  403      404      404    401
convene       201  201      201       403       403   403        403  403      400      400    401
record        403  403      200       403       403   403        404  404      404      404    401
register      201  201      201       403       403   403        403  403      400      400    401
draft         201  201      403       403       403   403        201  201      400      400    401
"""

SUBORDINATE = """
            clerk head director committee inspector admin department unit district stranger nobody
amend         404  404      404       404       404   404        404  404      404      404    401
file          404  404      404       404       404   404        404  404      404      404    401
withdraw      403  403      403       403       403   403        404  404      200      404    401
receive       403  403      403       403       403   403        404  404      200      404    401
return        403  403      403       403       403   403        404  404      200      404    401
ask_joint     403  403      403       403       403   403        404  404      200      404    401
joint         403  403      403       403       403   403        404  404      200      404    401
counts        403  403      403       403       403   403        404  404      200      404    401
check         403  403      403       403       403   403        404  404      200      404    401
argue         403  403      403       403       403   403        404  404      200      404    401
approve       403  403      403       403       403   403        404  404      403      404    401
approve_big   403  403      403       403       403   403        404  404      403      404    401
refuse        403  403      403       403       403   403        404  404      403      404    401
refuse_big    403  403      403       403       403   403        404  404      403      404    401
revoke        403  403      403       403       403   403        404  404      403      404    401
issue         403  403      403       403       403   403        404  404      200      404    401
close         403  403      403       403       403   403        404  404      200      404    401
convene       403  403      403       403       403   403        400  400      201      400    401
record        403  403      403       403       403   403        404  404      403      404    401
register      403  403      403       403       403   403        400  400      201      400    401
draft         403  403      403       403       403   403        400  400      201      400    401
"""

STRANGER = """
            clerk head director committee inspector admin department unit district stranger nobody
amend         404  404      404       404       404   404        404  404      404      404    401
file          404  404      404       404       404   404        404  404      404      404    401
withdraw      404  404      404       404       404   404        404  404      404      200    401
receive       404  404      404       404       404   404        404  404      404      200    401
return        404  404      404       404       404   404        404  404      404      200    401
ask_joint     404  404      404       404       404   404        404  404      404      200    401
joint         404  404      404       404       404   404        404  404      404      200    401
counts        404  404      404       404       404   404        404  404      404      200    401
check         404  404      404       404       404   404        404  404      404      200    401
argue         404  404      404       404       404   404        404  404      404      200    401
approve       404  404      404       404       404   404        404  404      404      403    401
approve_big   404  404      404       404       404   404        404  404      404      403    401
refuse        404  404      404       404       404   404        404  404      404      403    401
refuse_big    404  404      404       404       404   404        404  404      404      403    401
revoke        404  404      404       404       404   404        404  404      404      403    401
issue         404  404      404       404       404   404        404  404      404      200    401
close         404  404      404       404       404   404        404  404      404      200    401
convene       400  400      400       400       400   400        400  400      400      201    401
record        404  404      404       404       404   404        404  404      404      403    401
register      400  400      400       400       400   400        400  400      400      201    401
draft         400  400      400       400       400   400        400  400      400      201    401
"""

TABLES = {"own": OWN, "subordinate": SUBORDINATE, "stranger": STRANGER}
BIG = "quota_increase"
OPINION = {"opinion": "同意。"}


def rows_of(table: str) -> dict[str, dict[str, int]]:
    """The table as action → role → status."""
    head, *rows = [line.split() for line in table.strip().splitlines()]
    assert tuple(head) == CAST
    return {action: dict(zip(head, map(int, statuses), strict=True)) for action, *statuses in rows}


def drawn(rows: Mapping[str, Mapping[str, int]]) -> str:
    """Statuses as the table above draws them, so that a difference is read as one."""
    head = " " * 11 + "".join(f" {role}" for role in CAST)
    lines = [f"{action:<11}" + "".join(f" {row[role]:>{len(role)}}" for role in CAST) for action, row in rows.items()]
    return "\n" + "\n".join([head, *lines]) + "\n"


@pytest.fixture
def cast(
    region: Region, district: Region, clerk: User, head: User, director: User, committee: User, inspector: User,
    department: User, unit_clerk: User, outsider: User,
) -> dict[str, User | None]:  # fmt: skip
    city = {"clerk": clerk, "head": head, "director": director, "committee": committee, "inspector": inspector}
    city["admin"] = make_user("admin", "admin", region=region)
    others = {"department": department, "unit": unit_clerk, "stranger": outsider, "nobody": None}
    return {**city, **others, "district": make_user("district", "clerk", region=district)}


@pytest.fixture
def places(region: Region, district: Region, bureau: Unit, school: Unit, stranger: Unit) -> dict[str, Place]:
    """The own city, a district of it, and another city; each with posts in its reserve."""
    own, other = Place(region, school), Place(stranger.region, stranger)
    fields: dict[str, Any] = {"category": "institution", "institution_class": "public_one"}
    subordinate = Place(district, make_unit(district, "望湖区第一中学", **fields))
    own.receive_posts(1000)
    subordinate.receive_posts(300, above=own)
    other.receive_posts(1000)
    return {"own": own, "subordinate": subordinate, "stranger": other}


Sending = tuple[str, str, dict[str, Any]]


def sendings(place: Place) -> dict[str, Sending]:
    """Each action at its station: method, address under /api/v1/ and what is sent."""
    asked, received, meeting = place.asked(), place.received(), place.convened()
    review, [line] = asked.joint_reviews.get(), received.quota_request.lines.all()
    counts = {"counts": [{"line": line.pk, "approved_count": 1}]}
    results = {"chair": "主任", "results": [{"item": meeting.items.get().pk, "result": "deferred"}]}
    found: dict[str, tuple[Case, dict[str, Any]]] = {
        "file": (place.drafted(), {}),
        "withdraw": (place.filed(), {}),
        "receive": (place.filed(), {}),
        "return": (place.filed(), OPINION),
        "ask_joint": (received, {"divisions": [place.divisions[2].pk]}),
        "joint": (asked, {"review_id": review.pk, "verdict": "agree"}),
        "check": (received, OPINION),
        "argue": (place.checked(), ARGUED),
        "approve": (place.argued(), {**OPINION}),
        "approve_big": (place.argued(BIG), {**OPINION}),
        "refuse": (place.argued(), OPINION),
        "refuse_big": (place.argued(BIG), OPINION),
        "revoke": (place.decided(), OPINION),
        "issue": (place.decided(), {"title": "批复"}),
        "close": (place.executed(), {}),
    }
    for action in ("approve", "approve_big"):
        found[action][1]["confirmed_base"] = deciding.base_token(found[action][0])
    acts = {a: ("post", f"cases/{c.number}/actions/{a.removesuffix('_big')}/", b) for a, (c, b) in found.items()}
    code, drafted = place.region.code, place.drafted()
    paper = {
        "region": code,
        "number": "省编〔2026〕99号",
        "title": "通知",
        "issuer": "省委编委",
        "issued_on": "2026-01-05",
    }
    plan = {"region": code, "kind": "committee", "title": "编委会", "planned_on": "2026-03-02"}
    return {
        **acts,
        "amend": ("put", f"cases/{drafted.number}/", draft_of(place.school)),
        "counts": ("post", f"cases/{received.number}/counts/", counts),
        "convene": ("post", "meetings/", plan),
        "record": ("post", f"meetings/{meeting.pk}/record/", results),
        "register": ("post", "documents/", paper),
        "draft": ("post", "cases/", draft_of(place.school)),
    }


@pytest.mark.parametrize("whose", TABLES)
def test_the_api_lets_each_role_do_what_is_theirs(
    places: dict[str, Place], cast: dict[str, User | None], whose: str
) -> None:
    wanted, acts = rows_of(TABLES[whose]), sendings(places[whose])
    assert set(wanted) == set(acts)

    def status(role: str, action: str) -> int:
        method, address, body = acts[action]
        with undone():
            return int(getattr(api_of(cast[role]), method)(f"{V1}/{address}", body).status_code)

    found = {action: {role: status(role, action) for role in CAST} for action in wanted}
    assert drawn(found) == drawn(wanted)


NOT_ON_A_CASE = {"convene", "record", "register", "draft"}


@pytest.mark.parametrize("whose", TABLES)
def test_the_pages_let_each_role_do_what_is_theirs(
    places: dict[str, Place], cast: dict[str, User | None], whose: str
) -> None:
    rows, acts = rows_of(TABLES[whose]), sendings(places[whose])
    wanted = {action: row for action, row in rows.items() if action not in NOT_ON_A_CASE}

    def status(role: str, action: str) -> int:
        _, address, body = acts[action]
        with undone():
            return as_api(visit(cast[role], action, f"/{address}", body))

    found = {action: {role: status(role, action) for role in CAST} for action in wanted}
    assert drawn(found) == drawn(wanted)


def visit(user: User | None, action: str, address: str, body: dict[str, Any]) -> Any:
    """The same as by API, as the pages' forms send it; changing a draft is asked for with its form."""
    client = Client()
    if user is not None:
        client.force_login(user)
    if action == "amend":
        return client.get(f"{address}edit/")
    if action == "counts":
        body = {f"count_{each['line']}": each["approved_count"] for each in body["counts"]}
    return client.post(address, body)


def as_api(response: Any) -> int:
    """What the API would have answered: a page goes on after it was done, and to the sign-in page before."""
    if response.status_code == 302:
        return 401 if response["Location"].startswith("/sign-in/") else 200
    return int(response.status_code)
