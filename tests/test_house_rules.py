"""The house rules that a machine can check: sizes, docstrings, directions of words, nothing left open."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
APPS = ["accounts", "units", "approvals", "quotas", "staffing", "talentpool", "audits"]
SOURCE = sorted(
    path
    for folder in [*APPS, "config", "demoregion"]
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
MAX_FILE, MAX_FUNCTION, MAX_TEMPLATE = 400, 50, 200
# A reasoned exception: file → why it may be longer.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
DOORS_THAT_WRITE = {"accounts/api.py": "API tokens are sign-in state, not records"}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_file_is_read_in_one_sitting() -> None:
    long = {
        named(p): n for p in SOURCE if (n := len(p.read_text().splitlines())) > MAX_FILE and named(p) not in LONG_FILES
    }
    assert not long


def test_a_function_fits_on_a_screen() -> None:
    long = {
        f"{named(path)}:{node.name}": length
        for path in SOURCE
        for node in functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION
        and f"{named(path)}:{node.name}" not in LONG_FUNCTIONS
    }
    assert not long


def test_a_template_stays_small() -> None:
    long = {
        named(p): n
        for p in (ROOT / "templates").rglob("*.html")
        if (n := len(p.read_text().splitlines())) > MAX_TEMPLATE
    }
    assert not long


def test_every_use_case_says_what_it_promises() -> None:
    silent = [
        f"{named(path)}:{node.name}"
        for path in SOURCE
        for node in functions(path)
        if any(getattr(d, "id", "") == "use_case" for d in node.decorator_list) and not ast.get_docstring(node)
    ]
    assert not silent


def test_every_use_case_requires_its_actor() -> None:
    without = []
    for path in SOURCE:
        for node in functions(path):
            if any(getattr(d, "id", "") == "use_case" for d in node.decorator_list):
                required = {
                    a.arg for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is None
                }
                if "actor" not in required:
                    without.append(f"{named(path)}:{node.name}")
    assert not without


def test_nothing_is_left_open_in_the_code() -> None:
    open_ends = re.compile(r"\b(TODO|FIXME|XXX)\b|NotImplementedError|pytest\.mark\.(skip|xfail)")
    mine = Path(__file__).resolve()
    files = [*SOURCE, *(p for p in (ROOT / "tests").rglob("*.py") if p.resolve() != mine)]
    assert not [named(p) for p in files if open_ends.search(p.read_text())]


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    assert not [named(p) for p in SOURCE if p.stem in {"utils", "helpers", "common", "misc"}]


def test_no_view_writes_by_itself() -> None:
    """Doors call use cases: no transaction, no save(), no queryset write in views and API modules."""
    writing = re.compile(r"transaction\.atomic|\.save\(|\.delete\(|objects\.create\(|bulk_create|\.update\(")
    doors = [p for p in SOURCE if p.stem in {"views", "api", "tasks"} or "views" in p.parts]
    assert not [named(p) for p in doors if writing.search(p.read_text()) and named(p) not in DOORS_THAT_WRITE]


def test_no_model_is_called_request_or_entry() -> None:
    assert not [m.__name__ for m in apps.get_models() if m.__name__ in {"Request", "Entry"}]


@pytest.mark.django_db
def test_every_tracked_model_has_its_history_trigger() -> None:
    from django.db import connection

    tracked = [m for m in apps.get_models() if hasattr(m, "history")]
    with connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass::text from pg_trigger where tgname = 'record_history'")
        triggered = {row[0].strip('"') for row in cursor.fetchall()}
    assert len(tracked) > 15
    assert not [m._meta.db_table for m in tracked if m._meta.db_table not in triggered]
