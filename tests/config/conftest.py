"""Data folders for servers of these tests' own, beside the run's."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.postgres import FAST, Cluster
from config.embedded.services import remove, running, throw_away_folder

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
def new_cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster that was never started."""
    made = Cluster(folder, FAST)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def pattern() -> Iterator[Path]:
    """The folder of a cluster that was started once; a copy costs less than another first start."""
    with throw_away_folder() as data:
        with running(Cluster(data, FAST), share=False):
            pass
        yield data / "postgres"


@pytest.fixture
def cluster(new_cluster: Cluster, pattern: Path) -> Cluster:
    """A cluster that was started before, and is stopped."""
    subprocess.run(["cp", "-a", pattern, new_cluster.home], check=True)
    return new_cluster
