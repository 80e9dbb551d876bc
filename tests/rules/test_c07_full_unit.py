"""C07 满编单位方可借用周转编制: a unit with a vacant post of the type uses that first."""

from accounts.models import User
from approvals.models import Document
from quotas.models import QuotaType
from tests.rules.loans import fill, loan_case
from tests.stories import Actors, found, occupy
from units.models import Region, Unit


def test_a_unit_with_vacant_posts_is_told_how_many(
    region: Region, bureau: Unit, staffed: Unit, full_funded: QuotaType, actors: Actors, department: User
) -> None:
    pool = fill(region, full_funded, actors)
    case = loan_case(pool, staffed, full_funded, department, "张示例")
    assert found(case, "C07", actors) == [
        f"{staffed}“{full_funded}”尚有空编2名，未满编，应先使用空编，不得借用周转编制。"
    ]


def test_a_full_unit_passes(
    region: Region, bureau: Unit, staffed: Unit, full_funded: QuotaType, actors: Actors, department: User,
    paper: Document,
) -> None:  # fmt: skip
    pool = fill(region, full_funded, actors)
    occupy(staffed, full_funded, 2, actors, paper)
    case = loan_case(pool, staffed, full_funded, department, "张示例")
    assert found(case, "C07", actors) == []
