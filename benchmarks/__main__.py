"""`python -m benchmarks`: SCALE=tiny, district (default) or province; ONLY=pages,postings leaves the other groups out.

DATABASE_URL names a server of your own.
"""

import contextlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from importlib import import_module

import django

from benchmarks import report
from benchmarks.database import two_databases
from benchmarks.measuring import Result
from benchmarks.scale import SCALES, Scale
from config.embedded.processes import Refused, die_with_parent
from config.embedded.services import Environment, services, throw_away_folder

# Each is a module here with `measure(scale, full, tenth)`, which yields results; a new group is a file and a word.
GROUPS = ("pages", "people", "readings", "postings", "staff", "enrolment", "importing", "exporting")


def main() -> int:
    """0 when everything was measured, whatever came out; 1 with one sentence when it could not be."""
    name = os.environ.get("SCALE", "district")
    if name not in SCALES:
        print(f"SCALE={name} is none of {', '.join(SCALES)}.", file=sys.stderr)
        return 1
    groups = os.environ.get("ONLY", ",".join(GROUPS)).split(",")
    if unknown := set(groups) - set(GROUPS):
        print(f"ONLY={','.join(sorted(unknown))} is none of {', '.join(GROUPS)}.", file=sys.stderr)
        return 1
    die_with_parent()
    try:
        with throw_away_folder() as data, services(data, share=False) as environment:
            run(SCALES[name], groups, environment)
    except Refused as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def run(scale: Scale, groups: Sequence[str], environment: Environment) -> None:
    """Load, measure, print each line as it comes; a whole run of all but the tiny scale leaves its page."""
    began = time.monotonic()
    with two_databases(scale, environment) as (full, tenth):
        django.setup()
        print(report.line(report.HEAD))
        results = []
        for result in measurements(scale, groups, full, tenth):
            print(report.line(report.cells(result)), flush=True)
            results.append(result)
        postgres = _server_version()
    minutes = (time.monotonic() - began) / 60
    print(f"{sum(result.passed for result in results)} of {len(results)} goals reached, {minutes:.1f} minutes.")
    if scale.name != "tiny" and set(groups) == set(GROUPS):
        print(report.write(scale, results, postgres, minutes).name)


def measurements(scale: Scale, groups: Sequence[str], full: Environment, tenth: Environment) -> Iterator[Result]:
    """The groups one after the other; their modules use models, so Django comes first."""
    for group in groups:
        yield from import_module(f"benchmarks.{group}").measure(scale, full, tenth)


def _server_version() -> str:
    from django.db import connection

    connection.ensure_connection()
    version = connection.pg_version  # type: ignore[attr-defined]
    with contextlib.closing(connection):
        return f"{version // 10000}.{version % 10000}"


if __name__ == "__main__":
    sys.exit(main())
