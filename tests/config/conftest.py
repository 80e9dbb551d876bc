"""Data folders for servers of these tests' own, beside the run's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.postgres import FAST, Cluster
from config.embedded.services import remove, throw_away_folder

HARD_NAME = "数据 目录 with spaces, commas and a name that is far too long for the address of a unix socket"


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty data folder that the server's user can reach."""
    with throw_away_folder() as place:
        data = place / "data"
        data.mkdir()
        yield data
        if data.exists():
            remove(data)


@pytest.fixture
def hard_folder(folder: Path) -> Path:
    """A data folder with every trouble that a path can make."""
    data = folder / HARD_NAME
    data.mkdir()
    return data


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster that is not started yet."""
    made = Cluster(folder, FAST)
    yield made
    made.stop()
