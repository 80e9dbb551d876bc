"""R05: special administrative quota (政法专项等) is used only by the bodies it was given for."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Chosen, Examination, Parameter, parameter, rule
from quotas.models import QuotaType
from quotas.rules.reading import incoming
from units.models import SystemClass, Unit
from units.models.unit import Nature

POLITICAL_LEGAL = [SystemClass.COURT.value, SystemClass.PROCURATORATE.value, Nature.POLITICAL_LEGAL.value]
# Systems, and one nature of organs that lies across them (公安、司法行政…).
WORDS = {**dict(SystemClass.choices), Nature.POLITICAL_LEGAL.value: Nature.POLITICAL_LEGAL.label}


@rule(
    "R05",
    title="专项编制专用",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第十七条",
    subjects=("quota_request",),
    exception_by="国务院机构编制管理机关",
    parameters=[Parameter("system_classes", "可使用专项编制的系统类别", POLITICAL_LEGAL, Chosen(WORDS))],
)
def special_apart(examination: Examination) -> Iterable[str]:
    """Special quota goes to units of the system classes set for the region."""
    systems = set(parameter("R05", "system_classes", examination))
    for line in incoming(examination):
        unit = line.target_unit
        if unit is None or line.quota_type.nature != QuotaType.Nature.SPECIAL:
            continue
        if systems & _kinds_of(unit):
            continue
        label = unit.get_system_class_display() or "未填系统"
        yield f"“{line.quota_type}”{line.count}名为专项编制，{unit.name}（{label}）不在专项使用范围内。"


def _kinds_of(unit: Unit) -> set[str]:
    return {unit.system_class} | {nature for nature in (unit.nature,) if nature == Nature.POLITICAL_LEGAL}
