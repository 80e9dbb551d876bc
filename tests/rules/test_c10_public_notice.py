"""C10: a batch whose notice has not run its term is not stored."""

from collections.abc import Callable

import pytest

from accounts.models import User
from approvals import deciding
from quotas.models import QuotaType
from tests.staffing.batches import announced, drafted, row
from tests.staffing.conftest import Give, balances, give_slots, paper, post_type, vacancies
from units.models import Unit

pytestmark = pytest.mark.django_db
__all__ = ["balances", "give_slots", "paper", "post_type", "vacancies"]


def found(case: object, actor: User) -> list[str]:
    seen = deciding.preview(case, actor=actor)  # type: ignore[arg-type]
    return [finding.sentence for finding in seen.findings if finding.rule == "C10"]


def test_the_notice_comes_first(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give, unit_clerk: User, clerk: User
) -> None:  # fmt: skip
    vacancies(school, post_type, 2)
    first, second = give_slots(school, post_type, 2)
    assert found(drafted(school, unit_clerk, [row(first)]), clerk) == ["尚未公示：公示期满且无未答复的异议后方可申报。"]
    assert found(announced(school, unit_clerk, [row(second)]), clerk) == []
