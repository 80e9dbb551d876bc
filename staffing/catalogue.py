"""The kinds of cases about people that every installation starts with; offices change them as data."""

from typing import Any

from approvals import catalogue
from approvals.models import Authority

BUREAU, OWN = ["clerk", "head"], ["department", "unit"]
PLAN, APPLICATION = "hiring_plan", "quota_use"
KINDS: list[dict[str, Any]] = [
    {
        "code": PLAN, "name": "年度用编进人计划", "filed_by_roles": [*OWN, *BUREAU], "required_papers": [],
        "working_days": 20, "authority": Authority.OFFICE_MEETING, "needs_argument": False,
        "needs_five_questions": False, "position": 60,
        "guidance": "按年度、按进入方式编报，经月专题会议审定后下达用编号；满编单位只能“出一进一”，超编单位不得编报。",
    },
    {
        "code": APPLICATION, "name": "用编申请", "filed_by_roles": [*OWN, *BUREAU], "required_papers": ["用编申请表"],
        "working_days": 10, "authority": Authority.OFFICE_MEETING, "needs_argument": False,
        "needs_five_questions": False, "fast_lane": True, "position": 61,
        "guidance": "年度计划以外的临时用编，先编后人：核准后按用编号办理招录、调配和入编。",
    },
]  # fmt: skip


ENROLMENT: list[dict[str, Any]] = [
    {
        "code": "enrolment", "name": "人员入编", "subject": "enrolment_batch", "position": 62, "filed_by_roles": OWN,
        "required_papers": ["录用、聘用或安置手续材料"], "working_days": 5, "authority": Authority.DESK,
        "needs_argument": False, "needs_five_questions": False,
        "guidance": "公示—申请—审核—入库四步办理：填好人员后先公示，公示期满且异议均已答复后申报；每人占用一个用编号。",
    },
    {
        "code": "staff_move", "name": "人员调动", "subject": "staff_move", "position": 63,
        "filed_by_roles": [*OWN, *BUREAU], "required_papers": ["调动请示"], "working_days": 5,
        "authority": Authority.DIRECTOR, "needs_argument": False, "needs_five_questions": False,
        "guidance": "编制审核前置：同意后锁定调入单位空编，发文时调出、调入同时入账；两个单位须由同一编办主管。",
    },
    {
        "code": "staff_release", "name": "减员申请", "subject": "staff_release", "position": 64, "filed_by_roles": OWN,
        "required_papers": ["出编依据材料"], "working_days": 5, "authority": Authority.DESK,
        "needs_argument": False, "needs_five_questions": False,
        "guidance": "人员离退休、调离、辞职等离开本单位的，由单位申报；编办审核同意后出编，签发出编通知单，编制腾出。"
        "超编单位也可以申报，先消化超编。",
    },
]  # fmt: skip


def load() -> None:
    """Add missing case kinds; nothing that exists is changed."""
    catalogue.add_missing([*({**kind, "subject": "hiring_plan"} for kind in KINDS), *ENROLMENT])
