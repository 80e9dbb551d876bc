"""What the tests of approvals stand on: papers in a folder of their own, twenty posts in the city's reserve."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from approvals.models import Document
from quotas.models import QuotaType
from tests.stories import Actors, asked, endow, kind, line, superior_paper
from units.models import InternalDivision, Region, Unit


@pytest.fixture(autouse=True)
def _papers_apart(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def full_funded(db: None) -> QuotaType:
    return kind("full_funded")


@pytest.fixture
def paper(region: Region, bureau: Unit, actors: Actors) -> Document:
    """What the posts of these tests rest on."""
    return superior_paper(region, actors.clerk)


@pytest.fixture
def reserve(region: Region, full_funded: QuotaType, actors: Actors, paper: Document) -> Document:
    """Twenty institution posts in the city's reserve."""
    return endow(region, full_funded, 20, actors, paper)


@pytest.fixture
def wanted(reserve: Document, school: Unit, full_funded: QuotaType) -> dict[str, Any]:
    """The school asks for six of them."""
    return asked(line(full_funded, 6, target=school))


@pytest.fixture
def divisions(bureau: Unit) -> list[InternalDivision]:
    """Three divisions of the office: one leads, two are asked."""
    names = ("事业机构编制科", "行政机构编制科", "监督检查科")
    return [
        InternalDivision.objects.create(unit=bureau, name=name, kind="business", position=position)
        for position, name in enumerate(names)
    ]
