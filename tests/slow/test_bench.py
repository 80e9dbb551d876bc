"""The bench runs from end to end at its smallest size, so that it is there when somebody needs it."""

import os
import re
import subprocess
import sys

import pytest

from benchmarks.__main__ import GROUPS
from benchmarks.measuring import Result
from benchmarks.scale import SCALES
from config.embedded.services import ROOT

OPERATIONS = (
    "first page", "unit tree", "unit page", "quota overview", "case list", "statement of a unit for a year",
    "as-of, all units", "vacancy by region and type", "post one transfer, alone", "post, 8 clients",
    "post, 8 clients on one account", "roster of a unit", "roster of a unit, deep page", "roster of a region",
    "roster of a region, deep page", "search by the start of a name", "search by ID number", "person page",
    "history of a person", "one fact of a person changed", "statements of a unit's roster", "enrol one person",
    "import of", "roster of a unit meanwhile", "export of",
)  # fmt: skip
FIGURE = r"[\d.]+(?: ms|/s| MiB)"


def test_the_bench_measures_every_operation_from_end_to_end() -> None:
    environment = {**os.environ, "SCALE": "tiny"}
    command = [sys.executable, "-m", "benchmarks"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = re.findall(
        r"^(\S.*?) {2,}[\d.]+(?: ms|/s| MiB) +[\d.]+(?: ms|/s| MiB) +(?:[\d.]+|inf) +[≤≥] ", done.stdout, re.M
    )
    for operation in OPERATIONS:
        assert any(line.startswith(operation) for line in lines), f"{operation} in:\n{done.stdout}"


def test_a_scale_that_is_unknown_is_refused_in_one_sentence() -> None:
    environment = {**os.environ, "SCALE": "galaxy"}
    command = [sys.executable, "-m", "benchmarks"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "SCALE=galaxy is none of tiny, district, province.\n")


@pytest.mark.parametrize(
    ("ours", "yardstick", "goal", "unit", "passed"),
    [
        (3.0, 1.0, 3.0, "ms", True),
        (3.1, 1.0, 3.0, "ms", False),
        (40, 100, 0.33, "/s", True),
        (30, 100, 0.33, "/s", False),
    ],
)
def test_a_time_may_not_be_longer_and_a_rate_not_lower(
    ours: float, yardstick: float, goal: float, unit: str, *, passed: bool
) -> None:
    assert Result("something", ours, yardstick, goal, unit).passed is passed


def test_each_scale_leaves_moves_after_the_first_days() -> None:
    for scale in SCALES.values():
        assert scale.dossiers * 10 + scale.units * 8 == pytest.approx(scale.transfers, rel=0.01)
        assert scale.tenth.units * 10 == scale.units


def test_a_group_that_is_unknown_is_refused_in_one_sentence() -> None:
    environment = {**os.environ, "SCALE": "tiny", "ONLY": "pages,stars"}
    command = [sys.executable, "-m", "benchmarks"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, f"ONLY=stars is none of {', '.join(GROUPS)}.\n")
