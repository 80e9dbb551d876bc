"""Who may do what, where: every role of the cast, every action, in the own, the subordinate and a stranger region.

Each action is tried on a case that stands where the action is the next one. By API 200 is done, 201 made, 403 seen
but not theirs to do, 404 not seen, 401 not signed in, 400 a region or unit that cannot be named. A page goes on to the
case (302) where the API answers 200, and to the sign-in page where it answers 401; all else is the same.
"""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from approvals import deciding
from approvals.models import Case
from tests.api import ARGUED, draft_of
from tests.roles import Cast, Sending, answers, as_api, by_api, drawn, rows_of
from tests.stations import Place

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


def sendings(place: Place) -> dict[str, Sending]:
    """Each action at its station, as it is sent by API."""
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
    acts = {a: Sending("post", _act(c, a), b) for a, (c, b) in found.items()}
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
        "amend": Sending("put", f"cases/{drafted.number}/", draft_of(place.school)),
        "counts": Sending("post", f"cases/{received.number}/counts/", counts),
        "convene": Sending("post", "meetings/", plan),
        "record": Sending("post", f"meetings/{meeting.pk}/record/", results),
        "register": Sending("post", "documents/", paper),
        "draft": Sending("post", "cases/", draft_of(place.school)),
    }


def _act(case: Case, action: str) -> str:
    return f"cases/{case.number}/actions/{action.removesuffix('_big')}/"


@pytest.mark.parametrize("whose", TABLES)
def test_the_api_lets_each_role_do_what_is_theirs(places: dict[str, Place], cast: Cast, whose: str) -> None:
    wanted, acts = rows_of(TABLES[whose]), sendings(places[whose])
    assert set(wanted) == set(acts)
    assert drawn(answers(wanted, lambda role, action: by_api(cast[role], acts[action]))) == drawn(wanted)


NOT_ON_A_CASE = {"convene", "record", "register", "draft"}


@pytest.mark.parametrize("whose", TABLES)
def test_the_pages_let_each_role_do_what_is_theirs(places: dict[str, Place], cast: Cast, whose: str) -> None:
    rows, acts = rows_of(TABLES[whose]), sendings(places[whose])
    wanted = {action: row for action, row in rows.items() if action not in NOT_ON_A_CASE}

    def status(role: str, action: str) -> int:
        return as_api(visit(cast[role], action, f"/{acts[action].address}", acts[action].fresh))

    assert drawn(answers(wanted, status)) == drawn(wanted)


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
