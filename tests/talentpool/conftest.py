"""A city's pool with posts in it, and a department with a full institution and a sister that has vacant posts."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import Pool, QuotaAccount, QuotaType
from talentpool import lending
from talentpool.models import Loan
from tests import stories
from tests.cast import make_unit
from tests.people import new_person
from tests.stories import Actors
from units.models import Region, Unit


@pytest.fixture
def post_type(db: None) -> QuotaType:
    return QuotaType.objects.get(code="full_funded")


@pytest.fixture
def pool(region: Region) -> Pool:
    return Pool.objects.create(region=region, name="人才周转池")


@pytest.fixture
def filled(region: Region, bureau: Unit, pool: Pool, post_type: QuotaType, actors: Actors) -> Document:
    """Ten posts in the pool, ninety in the reserve."""
    stories.give_reserve(region, post_type, 100, actors)
    line = {"quota_type": post_type, "applied_count": 10}
    asked = {"effective_on": stories.EFFECTIVE, "lines": [line], "pool": pool}
    return stories.decide("pool_fill", bureau, asked, actors)


@pytest.fixture
def full_school(school: Unit, filled: Document, post_type: QuotaType, actors: Actors) -> Unit:
    """The school with two posts, both taken."""
    stories.endow(school, post_type, 2, actors, filled)
    stories.occupy(school, post_type, 2, actors, filled)
    return school


@pytest.fixture
def sister(education: Unit, filled: Document, post_type: QuotaType, actors: Actors) -> Unit:
    """Another school of the same department, with three vacant posts."""
    fields = {"institution_class": "public_one", "funding_form": "full", "competent_department": education}
    unit = make_unit(education.region, "澜川市第二中学", category="institution", **fields)
    stories.endow(unit, post_type, 3, actors, filled)
    return unit


Lend = Callable[..., list[Loan]]


@pytest.fixture
def lend(
    full_school: Unit, education: Unit, pool: Pool, post_type: QuotaType, actors: Actors, department: User
) -> Lend:
    """A decided case that promises posts to named talents."""

    def lent(*names: str, unit: Unit = full_school, pool: Pool = pool) -> list[Loan]:
        talents = [
            {"name": name, "talent_class": "high_level", "certification": "人才认定〔2026〕1号"} for name in names
        ]
        asked = {"pool": pool, "unit": unit, "quota_type": post_type, "talents": talents}
        stories.decide("pool_loan", education, asked, actors, filed_by=department)
        return list(Loan.objects.filter(unit=unit).order_by("id"))[-len(names) :]

    return lent


@pytest.fixture
def arrive(actors: Actors, filled: Document) -> Callable[..., Loan]:
    """The talent takes the borrowed post today, or when the test says."""

    def arrived(loan: Loan, started_on: dt.date | None = None) -> Loan:
        return lending.enrol_talent(
            actor=actors.clerk, loan_id=loan.pk, person=new_person(loan.talent.name),
            started_on=started_on or workdays.today(), document=loan.document, reason="引进人才到岗",
        )  # fmt: skip

    return arrived


def held(owner: Unit | Region, **which: Any) -> dict[str, int]:
    """What lies on the owner's accounts by bucket, without the empty ones."""
    own = {"unit": owner} if isinstance(owner, Unit) else {"region": owner, "unit": None}
    accounts = QuotaAccount.objects.filter(**own, **which).exclude(balance=0)
    return dict(accounts.values_list("bucket", "balance"))
