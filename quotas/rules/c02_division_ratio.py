"""C02: chief to deputy posts of internal divisions are about 3 : 1 (兴安盟)."""

from collections.abc import Iterable

from approvals.rulebook import WARN, Examination, Parameter, Whole, parameter, rule
from quotas.models import QuotaType
from quotas.rules.reading import approved, given, taken
from units.models import Unit

CHIEFS_PER_DEPUTY = 3


@rule(
    "C02",
    title="内设机构正副职数3:1",
    severity=WARN,
    basis="内设机构正副科级领导职数原则上按3:1左右核定（本地核定办法）",
    subjects=("quota_request",),
    exception_by="本级机构编制委员会办公室",
    parameters=[Parameter("chiefs_per_deputy", "每1名副职对应的正职数", CHIEFS_PER_DEPUTY, Whole(1, 20))],
)
def division_ratio(examination: Examination) -> Iterable[str]:
    """After the request, a unit has about one deputy post for every three chief posts of its divisions, rounded up."""
    share = parameter("C02", "chiefs_per_deputy", examination)
    touched = {unit for unit, kind in [*given(examination), *taken(examination)] if kind.of_division}
    for unit in sorted(touched, key=lambda unit: unit.pk):
        chiefs, deputies = _posts(unit)
        allowed = -(-chiefs // share)
        if deputies > allowed:
            yield (
                f"{unit.name}内设机构正职{chiefs}名、副职{deputies}名，按{share}:1副职不超过{allowed}名"
                f"（{chiefs} ÷ {share}，不足1名按1名计），多{deputies - allowed}名。"
            )


def _posts(unit: Unit) -> tuple[int, int]:
    """(chief posts, deputy posts) of the unit's divisions: levels of GB/T 12407 end in 1 for chiefs, 2 for deputies."""
    kinds = QuotaType.objects.filter(family=QuotaType.Family.LEADERSHIP, of_division=True, is_group=False)
    chiefs = sum(approved(unit, kind) for kind in kinds if kind.level and kind.level % 10 == 1)
    deputies = sum(approved(unit, kind) for kind in kinds if kind.level and kind.level % 10 == 2)
    return chiefs, deputies
