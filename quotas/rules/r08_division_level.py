"""R08: leadership posts of internal divisions are approved by the office of the unit's own level."""

from collections.abc import Iterable

from approvals.offices import office_of
from approvals.rulebook import BLOCK, Examination, rule
from quotas.rules.reading import lines_of


@rule(
    "R08",
    title="内设机构同级审批",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第十三条",
    subjects=("quota_request",),
)
def division_level(examination: Examination) -> Iterable[str]:
    """The deciding office is the one of the region that each touched unit belongs to."""
    for line in lines_of(examination):
        for unit in (line.source_unit, line.target_unit):
            if unit is None or not line.quota_type.of_division:
                continue
            office = office_of(unit.region)
            if office != examination.case.region:
                yield (
                    f"{unit.name}的“{line.quota_type}”{line.count}名属内设机构职数，"
                    f"应由{office.name}机构编制管理机关审批，不由{examination.case.region.name}审批。"
                )
