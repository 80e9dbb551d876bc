"""R18 周转编制按期归还: who has not returned a borrowed post in time is lent no other."""

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaType
from talentpool import terms
from tests.rules.loans import fill, loan_case, overdue
from tests.stories import Actors, endow, found, occupy, set_parameter
from units.models import Region, Unit


def full(school: Unit, kind: QuotaType, actors: Actors, paper: Document) -> Unit:
    endow(school, kind, 1, actors, paper)
    occupy(school, kind, 1, actors, paper)
    return school


def test_a_unit_in_default_is_told_whom_it_owes_for(
    region: Region, bureau: Unit, school: Unit, reserve: Document, full_funded: QuotaType, actors: Actors,
    department: User,
) -> None:  # fmt: skip
    pool = fill(region, full_funded, actors)
    full(school, full_funded, actors, reserve)
    loan = overdue(pool, school, full_funded, department, actors, 1)
    case = loan_case(pool, school, full_funded, department, "李示例")
    assert found(case, "R18", actors) == [
        f"{school}有1名周转编制逾期未还：张示例（{loan.due_on}到期）；归还前不再批准新的借用。"
    ]


def test_on_the_last_day_nothing_is_overdue(
    region: Region, bureau: Unit, school: Unit, reserve: Document, full_funded: QuotaType, actors: Actors,
    department: User,
) -> None:  # fmt: skip
    pool = fill(region, full_funded, actors)
    full(school, full_funded, actors, reserve)
    overdue(pool, school, full_funded, department, actors, 0)
    case = loan_case(pool, school, full_funded, department, "李示例")
    assert found(case, "R18", actors) == []


def test_the_region_sets_the_term(region: Region, actors: Actors) -> None:
    today = workdays.today()
    assert terms.due_on(region, today) == terms.months_after(today, 24)
    set_parameter("R18", "term_months", 12, region=region, starts_on=today)
    assert terms.due_on(region, today) == terms.months_after(today, 12)
