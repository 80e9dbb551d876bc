"""The two kinds of cases that fill the talent pool (周转池) and empty it; offices change them as data."""

from typing import Any

from approvals import catalogue
from quotas.models import QuotaType
from quotas.routes import End, Route, register_route
from quotas.subjects import QUOTA_REQUEST

POSTS = (QuotaType.Family.POST,)
ROUTES = {
    "pool_fill": Route("划入周转池", End.RESERVE, End.POOL, families=POSTS),
    "pool_return": Route("划回储备", End.POOL, End.RESERVE, families=POSTS),
}
KINDS: list[dict[str, Any]] = [
    {
        "code": "pool_fill", "name": "划入周转池", "filed_by_roles": ["clerk", "head"], "required_papers": [],
        "working_days": 10, "needs_argument": False, "needs_five_questions": False,
        "guidance": "从储备中划出编制，纳入周转池，专编专用、循环使用。",
    },
    {
        "code": "pool_return", "name": "划回储备", "filed_by_roles": ["clerk", "head"], "required_papers": [],
        "working_days": 10, "needs_argument": False, "needs_five_questions": False,
        "guidance": "周转池中未借出的编制退回储备。",
    },
]  # fmt: skip


def register() -> None:
    """Tell the book the way of the posts of each kind."""
    for code, route in ROUTES.items():
        register_route(code, route)


def load() -> None:
    """Add the kinds that the database does not have yet; nothing that exists is changed."""
    catalogue.add_missing(
        {**kind, "subject": QUOTA_REQUEST.key, "position": position} for position, kind in enumerate(KINDS, start=50)
    )
