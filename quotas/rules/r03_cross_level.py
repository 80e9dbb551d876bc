"""R03: administrative quota does not move between levels without central approval (跨层级)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.models import QuotaType
from quotas.rules.reading import lines_of

PROTECTED = (QuotaType.Nature.ADMINISTRATIVE, QuotaType.Nature.SPECIAL)
CENTRAL_ISSUERS = ("中央机构编制委员会", "国务院机构编制管理机关")


@rule(
    "R03",
    title="行政编制跨层级调配",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第十八条",
    subjects=("quota_request",),
    exception_by="省级机构编制管理机关报国务院机构编制管理机关审批",
)
def cross_level(examination: Examination) -> Iterable[str]:
    """Administrative posts between levels need a central document; a first allotment (核定) moves nothing."""
    if examination.case.kind.code == "quota_allot":
        return
    basis = examination.record.basis
    if basis is not None and any(issuer in basis.issuer for issuer in CENTRAL_ISSUERS):
        return
    for line in lines_of(examination.case):
        if line.quota_type.nature not in PROTECTED or line.target_unit is None:
            continue
        giver = line.source_unit.region if line.source_unit else examination.region
        if giver.level != line.target_unit.region.level:
            yield (
                f"“{line.quota_type}”{line.count}名拟从{giver.get_level_display()}（{giver.name}）调配到"
                f"{line.target_unit.region.get_level_display()}（{line.target_unit.name}），"
                "属行政编制跨层级调配，依据文件中没有中央机构编制管理机关的批准。"
            )
