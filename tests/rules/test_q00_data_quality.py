"""Q00: what an office may set about data quality; no case is held up by it."""

from approvals import rulebook
from staffing.models import Aspect
from staffing.rules.q00_data_quality import PARAMETERS, WEIGHTS


def test_terms_and_weights_are_declared_with_their_bounds() -> None:
    [rule] = [rule for rule in rulebook.rules() if rule.code == "Q00"]
    assert rule.subjects == {"data_quality"}
    assert {parameter.name: (parameter.default, parameter.values.help) for parameter in PARAMETERS} == {
        "unit_days": (5, "1至60的整数"), "bureau_days": (10, "1至60的整数"),
        **{f"weight_{name}": (20, "1至100的整数") for name in WEIGHTS},
    }  # fmt: skip
    assert list(WEIGHTS) == Aspect.values
