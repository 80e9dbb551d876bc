"""`python -m benchmarks`: SCALE=tiny, district (default) or province; DATABASE_URL names a server of your own."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator

import django

from benchmarks import report
from benchmarks.database import two_databases
from benchmarks.measuring import Result
from benchmarks.scale import SCALES, Scale
from config.embedded.processes import Refused, die_with_parent
from config.embedded.services import Environment, services, throw_away_folder


def main() -> int:
    """0 when everything was measured, whatever came out; 1 with one sentence when it could not be."""
    name = os.environ.get("SCALE", "district")
    if name not in SCALES:
        print(f"SCALE={name} is none of {', '.join(SCALES)}.", file=sys.stderr)
        return 1
    die_with_parent()
    try:
        with throw_away_folder() as data, services(data, share=False) as environment:
            run(SCALES[name], environment)
    except Refused as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def run(scale: Scale, environment: Environment) -> None:
    """Load, measure, print each line as it comes; all but the tiny scale leave their page."""
    began = time.monotonic()
    with two_databases(scale, environment) as (full, tenth):
        os.environ.update(full)
        django.setup()
        print(report.line(report.HEAD))
        results = []
        for result in measurements(scale, full, tenth):
            print(report.line(report.cells(result)), flush=True)
            results.append(result)
        postgres = _server_version()
    minutes = (time.monotonic() - began) / 60
    print(f"{sum(result.passed for result in results)} of {len(results)} goals reached, {minutes:.1f} minutes.")
    if scale.name != "tiny":
        print(report.write(scale, results, postgres, minutes).name)


def measurements(scale: Scale, full: Environment, tenth: Environment) -> Iterator[Result]:
    """Everything in its order; the modules use models, so Django comes first."""
    from benchmarks import pages, postings, readings

    yield from pages.measure(scale, full, tenth)
    yield from readings.measure(scale, full["DATABASE_URL"])
    yield from postings.measure(scale, full["DATABASE_URL"])


def _server_version() -> str:
    from django.db import connection

    connection.ensure_connection()
    version = connection.pg_version  # type: ignore[attr-defined]
    with contextlib.closing(connection):
        return f"{version // 10000}.{version % 10000}"


if __name__ == "__main__":
    sys.exit(main())
