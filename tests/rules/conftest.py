"""The cast of the rules: the types they speak about, and a school with ten posts of which eight are occupied."""

import pytest

from approvals.models import Document
from quotas.models import QuotaType
from tests.stories import Actors, endow, kind, occupy, superior_paper
from units.models import Region, Unit


@pytest.fixture
def full_funded(db: None) -> QuotaType:
    return kind("full_funded")


@pytest.fixture
def admin(db: None) -> QuotaType:
    return kind("admin")


@pytest.fixture
def paper(region: Region, bureau: Unit, actors: Actors) -> Document:
    """What the posts of these tests rest on."""
    return superior_paper(region, actors.clerk)


@pytest.fixture
def reserve(region: Region, full_funded: QuotaType, actors: Actors, paper: Document) -> Document:
    """Twenty institution posts in the city's reserve."""
    return endow(region, full_funded, 20, actors, paper)


@pytest.fixture
def staffed(reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors) -> Unit:
    """The school: ten posts, eight people."""
    endow(school, full_funded, 10, actors, reserve)
    occupy(school, full_funded, 8, actors, reserve)
    return school
