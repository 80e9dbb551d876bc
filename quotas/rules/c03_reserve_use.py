"""C03: the administrative reserve is used for its own purposes (长清: 储备实行专项管理)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Chosen, Examination, Parameter, parameter, rule
from quotas.models import QuotaType, ReserveUse
from quotas.rules.reading import drawn_from_reserve

OWN_PURPOSES = [ReserveUse.STRATEGY.value, ReserveUse.REFORM.value, ReserveUse.CROSS_AREA.value]


@rule(
    "C03",
    title="行政编制储备专用",
    severity=BLOCK,
    basis="精简收回的行政编制纳入全区行政编制储备，实行专项管理（本地储备管理办法）",
    subjects=("quota_request",),
    exception_by="本级机构编制委员会",
    parameters=[Parameter("purposes", "行政编制储备的用途", OWN_PURPOSES, Chosen(dict(ReserveUse.choices)))],
)
def reserve_for_its_purposes(examination: Examination) -> Iterable[str]:
    """Administrative posts leave the reserve only for one of the region's stated purposes."""
    if examination.case.kind.code in ("quota_grant", "quota_allot"):
        return
    allowed = parameter("C03", "purposes", examination)
    use = examination.record.reserve_use
    for kind, count in drawn_from_reserve(examination).items():
        if kind.nature == QuotaType.Nature.ADMINISTRATIVE and use not in allowed:
            names = "、".join(ReserveUse(value).label for value in allowed)
            given = ReserveUse(use).label if use else "未填写"
            yield f"“{kind}”储备{count}名只用于{names}；本次储备用途为“{given}”。"
