"""The documents say what the program does: settings, links, commands, rules and their length."""

import re
from pathlib import Path

import pytest

from approvals import rulebook

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def test_every_setting_is_documented() -> None:
    source = "".join(path.read_text() for path in (ROOT / "config").rglob("*.py"))
    used = set(re.findall(r"(?:env\.\w+\(|required\(|environ\.get\()\s*\"([A-Z_]+)\"", source)) - {"TMPDIR"}
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert used == documented


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = [link for link in LINK.findall(path.read_text()) if not (path.parent / link).exists()]
    assert not broken


def test_the_readme_is_short_and_begins_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= 120
    assert text.index("make demo") < text.index("make test") < text.index("make lint")


def test_the_readmes_name_only_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for path in DOCS:
        named = set(re.findall(r"`make ([a-z-]+)", path.read_text())) | set(
            re.findall(r"^make ([a-z-]+)", path.read_text(), re.MULTILINE)
        )
        assert named <= targets, path


def test_the_rule_table_names_every_rule() -> None:
    named = set(re.findall(r"^\| ([RCQ]\d\d?[A-Z]?) \|", (ROOT / "docs/rules.md").read_text(), re.MULTILINE))
    assert named == {rule.code for rule in rulebook.rules()}
