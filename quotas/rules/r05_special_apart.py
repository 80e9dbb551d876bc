"""R05: special administrative quota (政法专项等) is used only by the bodies it was given for."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, Parameter, parameter, rule
from quotas.models import QuotaType
from quotas.rules.reading import incoming

POLITICAL_LEGAL = ["court", "procuratorate", "political_legal"]


@rule(
    "R05",
    title="专项编制专用",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第十七条",
    subjects=("quota_request",),
    exception_by="国务院机构编制管理机关",
    parameters=[Parameter("system_classes", "可使用专项编制的系统类别", "法院、检察院、政法")],
)
def special_apart(examination: Examination) -> Iterable[str]:
    """Special quota goes to units of the system classes set for the region."""
    systems = parameter("R05", "system_classes", region=examination.region, on=examination.on, default=POLITICAL_LEGAL)
    for line in incoming(examination):
        unit = line.target_unit
        if unit is None or line.quota_type.nature != QuotaType.Nature.SPECIAL or unit.system_class in systems:
            continue
        label = unit.get_system_class_display() or "未填系统"
        yield f"“{line.quota_type}”{line.count}名为专项编制，{unit.name}（{label}）不在专项使用范围内。"
