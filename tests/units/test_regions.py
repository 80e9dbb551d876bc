import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from tests.cast import make_region
from units.models import Region


def test_a_region_finds_its_place_by_its_code(region: Region, district: Region, town: Region) -> None:
    assert (region.level, region.prefix, region.parent) == ("city", "9901", None)
    assert (district.level, district.prefix, district.parent) == ("county", "990102", region)
    assert (town.level, town.prefix, town.parent) == ("town", "990102101", district)


def test_descendants_and_ancestors_follow_the_prefix(region: Region, district: Region, town: Region) -> None:
    make_region("990200", "临河市")
    assert list(region.descendants()) == [district, town]
    assert list(town.ancestors()) == [district, region]
    assert region.encloses(town)
    assert not district.encloses(region)


def test_the_nearest_office_is_in_charge(region: Region, district: Region, town: Region) -> None:
    assert town.office_region() == district
    assert district.office_region() == district
    assert make_region("990103", "东山区").office_region() == region
    assert make_region("980000", "别省").office_region() is None


def test_descendants_are_read_through_an_index(db: None) -> None:
    Region.objects.bulk_create(
        Region(code=f"99{c:02d}{d:02d}", name="区", level="county", prefix=f"99{c:02d}{d:02d}")
        for c in range(1, 60)
        for d in range(1, 60)
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze units_region")
    assert "Index" in Region.objects.filter(prefix__startswith="9901").explain()


@pytest.mark.parametrize("code", ["990100", "99", "abc", ""])
def test_a_code_that_is_taken_or_none_is_refused(region: Region, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        make_region(code, "又一市")
    assert "code" in refusal.value.message_dict
    assert Region.objects.count() == 1


@pytest.mark.parametrize(
    "attack",
    [
        "update units_region set prefix = '9902' where code = '990100'",
        "update units_region set code = '990200' where code = '990100'",
        "update units_region set level = 'county' where code = '990100'",
        "update units_region set level = 'land' where code = '990100'",
        "update units_region set name = '' where code = '990100'",
        "update units_region set parent_id = id where code = '990100'",
        "update units_region set parent_id = (select id from units_region where code = '990200') where code = '990102'",
        "update units_region set parent_id = (select id from units_region where code = '990102') where code = '990100'",
    ],
)
def test_no_sql_makes_a_region_contradict_its_code(region: Region, district: Region, attack: str) -> None:
    make_region("990200", "临河市")
    before = list(Region.objects.values())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert list(Region.objects.values()) == before
