"""C01W 限额外设置机构: an organ of the Party or the government outside the cap is warned of."""

from typing import Any

import pytest

from tests.cast import make_region
from tests.stories import EFFECTIVE, Actors, file, found
from units.models import Region, Unit


def body(**more: Any) -> dict[str, Any]:
    words = {"name": "澜川市数据局", "category": "organ", "rank": "division_chief", "system_class": "government"}
    return {**words, "effective_on": EFFECTIVE, **more}


@pytest.mark.parametrize(("system", "label"), [("party", "党委"), ("government", "政府"), ("supervision", "监委")])
def test_an_organ_of_these_systems_outside_the_cap_is_named(
    system: str, label: str, bureau: Unit, actors: Actors
) -> None:
    case = file("body_set_up", bureau, body(system_class=system), actors.clerk)
    assert found(case, "C01W", actors) == [f"澜川市数据局为澜川市本级{label}机关，未占用机构限额，属限额外设置机构。"]


@pytest.mark.parametrize(
    "more", [{"within_cap": True}, {"system_class": "court"}, {"system_class": "mass"}, {"category": "institution"}]
)
def test_what_is_counted_or_not_to_be_counted_is_not(more: dict[str, Any], bureau: Unit, actors: Actors) -> None:
    assert found(file("body_set_up", bureau, body(**more), actors.clerk), "C01W", actors) == []


def test_the_government_of_a_town_is_not_of_the_city(region: Region, bureau: Unit, actors: Actors) -> None:
    town = make_region("990103101", "荷塘镇")
    case = file("body_set_up", bureau, body(name="荷塘镇人民政府", region=town), actors.clerk)
    assert found(case, "C01W", actors) == []
