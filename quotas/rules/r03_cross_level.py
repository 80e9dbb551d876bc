"""R03: administrative quota does not move between levels without central approval (跨层级)."""

from collections.abc import Iterable

from approvals.models import Document
from approvals.rulebook import BLOCK, Examination, rule
from quotas.models import QuotaRequestLine, QuotaType
from quotas.rules.reading import lines_of
from units.models import Region, Unit

PROTECTED = (QuotaType.Nature.ADMINISTRATIVE, QuotaType.Nature.SPECIAL)
CENTRAL_ISSUERS = ("中央机构编制委员会", "中央编委", "中央编办", "国务院机构编制管理机关")


@rule(
    "R03",
    title="行政编制跨层级调配",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第十八条",
    subjects=("quota_request",),
    exception_by="省级机构编制管理机关报国务院机构编制管理机关审批",
)
def cross_level(examination: Examination) -> Iterable[str]:
    """Administrative posts between levels, downwards or upwards, also by way of the reserve, need a central paper.

    A grant hands on what its paper gives each level. A first allotment moves nothing that was in use; where it leaves
    the level of the reserve it cites the superior's paper that gave the posts to that level.
    """
    kind, basis = examination.case.kind.code, examination.record.basis
    if kind == "quota_grant" or (basis is not None and any(issuer in basis.issuer for issuer in CENTRAL_ISSUERS)):
        return
    for line in lines_of(examination):
        giver, taker = (line.source_unit or examination.region), (line.target_unit or examination.region)
        if line.quota_type.nature not in PROTECTED or _level(giver) == _level(taker):
            continue
        if kind != "quota_allot":
            yield (
                f"“{line.quota_type}”{line.count}名拟从{_level(giver)}（{giver.name}）调配到{_level(taker)}（{taker.name}），"
                "属行政编制跨层级调配，依据文件中没有中央机构编制管理机关的批准。"
            )
        elif basis is None or basis.kind != Document.Kind.EXTERNAL:
            yield _unfounded(line, giver, taker)


def _unfounded(line: QuotaRequestLine, giver: Unit | Region, taker: Unit | Region) -> str:
    return (
        f"“{line.quota_type}”{line.count}名拟由{_level(giver)}（{giver.name}）储备首次核定到{_level(taker)}（{taker.name}），"
        f"须以上级下达{_level(taker)}编制的文件（来文）为依据。"
    )


def _level(owner: Unit | Region) -> str:
    return (owner.region if isinstance(owner, Unit) else owner).get_level_display()
