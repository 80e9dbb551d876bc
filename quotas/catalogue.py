"""Quota types and the kinds of cases about quota that every installation starts with; offices change them as data."""

from typing import Any

from approvals import catalogue
from approvals.models import Authority
from quotas.models import QuotaType

F, N = QuotaType.Family, QuotaType.Nature
# code, name, short name, family, nature, funding form, level (GB/T 12407), of division, parent
TYPES: list[tuple[str, str, str, str, str, str, int | None, bool, str | None]] = [
    ("organ", "行政类编制", "行政类", F.POST, N.ADMINISTRATIVE, "", None, False, None),
    ("admin", "行政编制", "行政", F.POST, N.ADMINISTRATIVE, "", None, False, "organ"),
    ("political_legal", "政法专项编制", "政法专项", F.POST, N.SPECIAL, "", None, False, "organ"),
    ("support", "机关工勤编制", "工勤", F.POST, N.SUPPORT, "", None, False, "organ"),
    ("institution", "事业类编制", "事业类", F.POST, N.INSTITUTION, "", None, False, None),
    ("full_funded", "事业编制（全额拨款）", "事业全额", F.POST, N.INSTITUTION, "full", None, False, "institution"),
    ("part_funded", "事业编制（差额补贴）", "事业差额", F.POST, N.INSTITUTION, "partial", None, False, "institution"),
    ("self_funded", "事业编制（经费自理）", "事业自理", F.POST, N.INSTITUTION, "self", None, False, "institution"),
    ("staff_control", "人员控制总量", "控制总量", F.POST, N.CONTROL, "", None, False, "institution"),
    ("leader", "领导职数", "领导职数", F.LEADERSHIP, N.NONE, "", None, False, None),
    ("leader_131", "县处级正职", "正处", F.LEADERSHIP, N.NONE, "", 131, False, "leader"),
    ("leader_132", "县处级副职", "副处", F.LEADERSHIP, N.NONE, "", 132, False, "leader"),
    ("leader_141", "乡科级正职", "正科", F.LEADERSHIP, N.NONE, "", 141, False, "leader"),
    ("leader_142", "乡科级副职", "副科", F.LEADERSHIP, N.NONE, "", 142, False, "leader"),
    ("division", "内设机构职数", "内设职数", F.LEADERSHIP, N.NONE, "", None, True, None),
    ("division_141", "内设机构正科级", "内设正科", F.LEADERSHIP, N.NONE, "", 141, True, "division"),
    ("division_142", "内设机构副科级", "内设副科", F.LEADERSHIP, N.NONE, "", 142, True, "division"),
    ("body", "机构限额", "机构限额", F.BODY, N.NONE, "", None, False, None),
    ("party_government_body", "党政机构限额", "党政机构", F.BODY, N.NONE, "", None, False, "body"),
    ("off_quota_control", "编外用人控制数", "编外控制数", F.CONTRACT, N.NONE, "", None, False, None),
]  # fmt: skip
GROUPS = {"organ", "institution", "leader", "division", "body"}

REPORT = "申请报告"
BUREAU, OWN = ["clerk", "head"], ["department", "unit"]
KINDS: list[dict[str, Any]] = [
    {
        "code": "quota_grant", "name": "下达编制", "filed_by_roles": BUREAU, "required_papers": [],
        "working_days": 5, "needs_argument": False, "needs_five_questions": False,
        "guidance": "依据上级文件向本地区或下级地区下达编制、领导职数总额。",
    },
    {
        "code": "quota_allot", "name": "核定编制", "filed_by_roles": [*OWN, *BUREAU], "required_papers": [REPORT],
        "working_days": 20, "guidance": "新设机构或首次核定某类编制、领导职数。",
    },
    {
        "code": "quota_increase", "name": "增加编制", "filed_by_roles": [*OWN, *BUREAU], "required_papers": [REPORT],
        "working_days": 20, "authority": Authority.COMMITTEE, "fast_lane": True,
        "guidance": "从储备中增加单位编制或领导职数，须说明不增编的其他办法。",
    },
    {
        "code": "quota_cut", "name": "减少编制", "filed_by_roles": [*OWN, *BUREAU], "required_papers": [REPORT],
        "working_days": 15, "needs_argument": False, "guidance": "单位空编退回储备。",
    },
    {
        "code": "quota_adjust", "name": "调剂编制", "filed_by_roles": ["department", *BUREAU],
        "required_papers": [REPORT], "working_days": 15, "authority": Authority.OFFICE_MEETING, "fast_lane": True,
        "guidance": "同类编制在单位之间调剂，总量不变。",
    },
    {
        "code": "quota_sink", "name": "下沉编制", "filed_by_roles": ["department", *BUREAU],
        "required_papers": [REPORT], "working_days": 15, "fast_lane": True,
        "guidance": "编制资源向乡镇（街道）下沉；行政编制跨层级须有中央机构编制管理机关批准。",
    },
    {
        "code": "quota_take_back", "name": "收回编制", "filed_by_roles": BUREAU, "required_papers": [],
        "working_days": 10, "needs_argument": False, "needs_five_questions": False,
        "guidance": "因职能调整、机构整合等收回空编，纳入储备专项管理。",
    },
    {
        "code": "quota_floating", "name": "机动编制", "filed_by_roles": [*OWN, *BUREAU], "required_papers": [REPORT],
        "working_days": 10, "fast_lane": True, "guidance": "限期使用，到期收回。",
    },
]  # fmt: skip
BODY_KINDS: list[dict[str, Any]] = [
    {
        "code": "body_set_up", "name": "设立机构", "filed_by_roles": ["department", *BUREAU],
        "required_papers": [REPORT], "working_days": 20, "authority": Authority.COMMITTEE,
        "guidance": "设立机关或事业单位；占用机构限额的须有空余限额。",
    },
    {
        "code": "body_rename", "name": "机构更名", "filed_by_roles": [*OWN, *BUREAU], "required_papers": [REPORT],
        "working_days": 15, "needs_argument": False, "guidance": "名称变更，编制、职数和人员不变。",
    },
    {
        "code": "body_abolish", "name": "撤销机构", "filed_by_roles": ["department", *BUREAU],
        "required_papers": [REPORT], "working_days": 20, "authority": Authority.COMMITTEE,
        "guidance": "撤销前编制、职数应已收回或调剂，人员已安置。",
    },
]  # fmt: skip


def load() -> None:
    """Add missing quota types and case kinds; nothing that exists is changed."""
    _load_types()
    catalogue.add_missing(
        {**kind, "subject": subject, "position": position}
        for subject, kinds, start in (("quota_request", KINDS, 10), ("body_request", BODY_KINDS, 40))
        for position, kind in enumerate(kinds, start=start)
    )


def _load_types() -> None:
    known = {kind.code: kind for kind in QuotaType.objects.all()}
    for position, (code, name, short, family, nature, funding, level, of_division, parent) in enumerate(TYPES, start=1):
        if code not in known:
            known[code] = QuotaType.objects.create(
                code=code, name=name, short_name=short, family=family, nature=nature, funding_form=funding,
                level=level, of_division=of_division, parent=known[parent] if parent else None,
                is_group=code in GROUPS, position=position,
            )  # fmt: skip
