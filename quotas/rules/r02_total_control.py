"""R02: what a region approves stays within the total from above (总额控制、总量不突破)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.models import QuotaType
from quotas.rules.reading import drawn_from_reserve, reserve_before


@rule(
    "R02",
    title="总量不突破",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第十六条、第十八条",
    subjects=("quota_request",),
    exception_by="上级机构编制委员会（须先下达）",
)
def total_control(examination: Examination) -> Iterable[str]:
    """What the request takes from the reserve is there; the reserve is all that is left of the total."""
    region = examination.case.region
    for kind, wanted in drawn_from_reserve(examination).items():
        reserve = reserve_before(examination, region, kind)
        if wanted > reserve:
            unit = "个" if kind.family == QuotaType.Family.BODY else "名"
            yield (
                f"{region.name}“{kind}”储备{reserve}{unit}，申请动用{wanted}{unit}，"
                f"{reserve} − {wanted} = {reserve - wanted}，将突破总量{wanted - reserve}{unit}。"
            )
