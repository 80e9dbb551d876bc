"""The promises of docs/design-language.md that a machine can check."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS: Path = settings.ROOT / "static" / "css"
TEMPLATES = CSS.parents[1] / "templates"

READABLE = [
    *(("ink", ground) for ground in ("surface", "ground", "brand-tint")),
    *(("ink-2", ground) for ground in ("surface", "ground", "surface-3")),
    *(("ink-3", ground) for ground in ("surface", "ground", "surface-2", "brand-tint")),
    *(("link", ground) for ground in ("surface", "ground", "brand-tint", "cinnabar-tint")),
    *(("on-brand", ground) for ground in ("brand", "brand-strong", "brand-deep")),
    *((tone, ground) for tone in ("cinnabar", "amber", "green", "indigo") for ground in ("surface", f"{tone}-tint")),
    ("on-brand-2", "brand-deep"),
    ("brand", "surface"),
    ("indigo", "brand-wash"),
]
VISIBLE = [("focus", "surface"), ("focus", "ground"), ("bucket-vacant-line", "surface"), ("bucket-excess", "surface")]


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", (CSS / "tokens.css").read_text()))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    known = tokens()
    dark, light = sorted((luminance(known[one]), luminance(known[other])))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "paper"), READABLE)
def test_text_is_readable_on_its_ground(ink: str, paper: str) -> None:
    assert contrast(ink, paper) >= 4.5


@pytest.mark.parametrize(("mark", "paper"), VISIBLE)
def test_marks_are_visible_on_their_ground(mark: str, paper: str) -> None:
    assert contrast(mark, paper) >= 3


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda sheet: sheet.name)
def test_style_sheets_stay_small(sheet: Path) -> None:
    assert len(sheet.read_text().splitlines()) <= 400


def test_every_token_that_is_used_exists() -> None:
    text = "".join(sheet.read_text() for sheet in CSS.glob("*.css"))
    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", text)) <= set(re.findall(r"--([a-z0-9-]+):", text))


@pytest.mark.parametrize("page", sorted(TEMPLATES.rglob("*.html")), ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_pages_obey_the_content_security_policy(page: Path) -> None:
    text = page.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", text)
