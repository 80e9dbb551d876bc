"""R04 不得混用: organs use administrative posts, institutions institution posts."""

import pytest

from tests.cast import make_unit
from tests.stories import Actors, asked, file, found, kind, line
from units.models import Category, Region, Unit

USABLE = {
    "organ": {"admin", "political_legal", "support"},
    "institution": {"full_funded", "part_funded", "self_funded", "staff_control"},
    "mass": {"admin", "support", "full_funded", "part_funded", "self_funded"},
    "other": {"support", "full_funded", "part_funded", "self_funded"},
}
TYPES = ("admin", "political_legal", "support", "full_funded", "part_funded", "self_funded", "staff_control")


@pytest.mark.parametrize("category", Category.values)
def test_each_category_uses_its_own_posts(category: str, region: Region, bureau: Unit, actors: Actors) -> None:
    unit = make_unit(region, "某单位", category=category)
    case = file("quota_allot", unit, asked(*(line(kind(code), 1, target=unit) for code in TYPES)), actors.clerk)
    mixed = [code for code in TYPES if code not in USABLE[category]]
    assert len(mixed) == len(found(case, "R04", actors))
    for code, sentence in zip(mixed, found(case, "R04", actors), strict=True):
        assert f"不能使用“{kind(code)}”" in sentence


def test_a_school_gets_no_administrative_posts(school: Unit, actors: Actors) -> None:
    case = file("quota_increase", school, asked(line(kind("admin"), 3, target=school)), actors.clerk)
    assert found(case, "R04", actors) == [
        "澜川市第一中学为事业单位，可使用事业、控制数编制，不能使用“行政编制”（行政）3名。"
    ]


def test_an_organ_gets_no_institution_posts(education: Unit, actors: Actors) -> None:
    case = file("quota_increase", education, asked(line(kind("full_funded"), 2, target=education)), actors.clerk)
    assert found(case, "R04", actors) == [
        "澜川市教育局为机关，可使用行政、专项、工勤编制，不能使用“事业编制（全额拨款）”（事业）2名。"
    ]


def test_what_a_unit_gives_up_is_not_asked_about(school: Unit, actors: Actors) -> None:
    case = file("quota_cut", school, asked(line(kind("admin"), 3, source=school)), actors.clerk)
    assert found(case, "R04", actors) == []


def test_leadership_posts_are_of_every_category(school: Unit, actors: Actors) -> None:
    case = file("quota_allot", school, asked(line(kind("leader_141"), 1, target=school)), actors.clerk)
    assert found(case, "R04", actors) == []
