"""The kinds of cases about pools (周转池): fill, return to the reserve, lend, extend; offices change them as data."""

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
LOAN_KINDS: list[dict[str, Any]] = [
    {
        "code": "pool_loan", "name": "借用周转编制", "subject": "loan_request", "filed_by_roles": ["department"],
        "required_papers": ["申请报告", "人才认定材料"], "working_days": 10, "needs_argument": False,
        "needs_five_questions": False, "fast_lane": True,
        "guidance": "满编单位引进高层次、急需紧缺人才，由主管部门携认定材料申请；专编专用，到期归还。",
    },
    {
        "code": "pool_extend", "name": "延期归还周转编制", "subject": "extension_request",
        "filed_by_roles": ["department"], "required_papers": ["申请报告"], "working_days": 10,
        "needs_argument": False, "needs_five_questions": False,
        "guidance": "确有困难不能按期归还的，到期前由主管部门申请延期。",
    },
]  # fmt: skip


def register() -> None:
    """Tell the book the way of the posts of each kind."""
    for code, route in ROUTES.items():
        register_route(code, route)


def load() -> None:
    """Add the kinds that the database does not have yet; nothing that exists is changed."""
    kinds = [*({"subject": QUOTA_REQUEST.key, **kind} for kind in KINDS), *LOAN_KINDS]
    catalogue.add_missing({**kind, "position": position} for position, kind in enumerate(kinds, start=50))
