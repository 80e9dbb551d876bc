"""The places of the seeds, under invented names: a district with ten towns and an office of its own, and a city."""

from pathlib import Path

import pytest
from pytest_django import Settings

from quotas.models import QuotaType
from tests.cast import make_region, make_unit, make_user
from tests.stories import Actors, kind
from units.models import Region, Unit

TOWNS = ("柳堤镇", "桃坞镇", "石桥镇", "鹿鸣镇", "青萝镇", "云栖镇", "双溪镇", "枫林街道", "清和街道", "望江街道")


@pytest.fixture(autouse=True)
def _papers_apart(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def office_of(region: Region) -> Actors:
    """The people of the region's establishment office."""
    clerk, director, committee = (
        make_user(f"{role}-{region.code}", role, region=region) for role in ("clerk", "director", "committee")
    )
    return Actors(clerk, director, committee)


@pytest.fixture
def lakeside(db: None) -> Region:
    """The district, the topmost region of its own installation."""
    return make_region("990102", "望湖区", has_office=True)


@pytest.fixture
def lakeside_bureau(lakeside: Region) -> Unit:
    return make_unit(lakeside, "中共望湖区委机构编制委员会办公室", system_class="party")


@pytest.fixture
def lakeside_office(lakeside: Region, lakeside_bureau: Unit) -> Actors:
    return office_of(lakeside)


@pytest.fixture
def towns(lakeside: Region) -> list[Region]:
    return [make_region(f"9901021{n:02d}", name) for n, name in enumerate(TOWNS, start=1)]


@pytest.fixture
def full_funded(db: None) -> QuotaType:
    return kind("full_funded")


@pytest.fixture
def admin(db: None) -> QuotaType:
    return kind("admin")
