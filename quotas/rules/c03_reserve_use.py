"""C03: the administrative reserve is used for its own purposes (长清: 储备实行专项管理)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Chosen, Examination, Parameter, parameter, rule
from quotas.models import QuotaType, ReserveUse
from quotas.rules.reading import drawn_from_reserve, recovered_in_reserve, reserve_before

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
    """Administrative posts leave the reserve only for one of the region's stated purposes.

    A first allotment is free of it as far as the reserve holds posts that were never allotted; what was recovered from
    units is kept apart and needs its purpose there too.
    """
    kind, use = examination.case.kind.code, examination.record.reserve_use
    allowed = parameter("C03", "purposes", examination)
    if kind == "quota_grant" or use in allowed:
        return
    names = "、".join(ReserveUse(value).label for value in allowed)
    given = ReserveUse(use).label if use else "未填写"
    for quota_type, count in drawn_from_reserve(examination).items():
        if quota_type.nature != QuotaType.Nature.ADMINISTRATIVE:
            continue
        if kind != "quota_allot":
            yield f"“{quota_type}”储备{count}名只用于{names}；本次储备用途为“{given}”。"
            continue
        reserve = reserve_before(examination, examination.region, quota_type)
        recovered = min(recovered_in_reserve(examination.region, quota_type, allowed), reserve)
        if recovered and count > reserve - recovered:
            yield (
                f"“{quota_type}”储备{reserve}名中，精简收回的{recovered}名只用于{names}；"
                f"可用于首次核定{reserve - recovered}名，本次核定{count}名，储备用途为“{given}”。"
            )
