"""Seed 000 (济南市长清区): posts sink to ten towns; recovered administrative posts form a reserve of its own use."""

import datetime as dt

import pytest

from approvals import deciding, documents, issuing
from approvals.models import Document, State
from quotas import reports, verification
from quotas.models import QuotaType
from tests.cast import make_unit, make_user
from tests.refusals import refused
from tests.stories import (
    EFFECTIVE,
    Actors,
    allot,
    approve,
    approved,
    asked,
    decide,
    give_reserve,
    line,
    ready,
    reserve_of,
)
from units.models import Region, Unit

HAD = 12  # posts of each town's centre before
SUNK = (40, 36, 32, 28, 26, 24, 22, 20, 18, 14)  # more for the larger towns (重点倾斜)
FROM_SPREADING, FROM_LAND, FROM_RESERVE = 150, 76, 34


@pytest.fixture
def centres(towns: list[Region]) -> list[Unit]:
    """The service centre of each town."""
    return [make_unit(town, f"{town.name}便民服务中心", category="institution") for town in towns]


@pytest.fixture
def givers(
    lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, centres: list[Unit], full_funded: QuotaType
) -> tuple[Unit, Unit]:
    """Two institutions of the district with vacant posts; the centres with twelve each; the rest in the reserve."""
    spreading = make_unit(lakeside, "望湖区农业技术推广中心", category="institution")
    land = make_unit(lakeside, "望湖区国土整治中心", category="institution")
    give_reserve(lakeside, full_funded, 500, lakeside_office)
    first = [line(full_funded, HAD, target=centre) for centre in centres]
    data = asked(line(full_funded, 160, target=spreading), line(full_funded, 90, target=land), *first)
    decide("quota_allot", lakeside_bureau, data, lakeside_office)
    return spreading, land


def sinking(givers: tuple[Unit, Unit], centres: list[Unit], quota_type: QuotaType) -> list[dict[str, object]]:
    """260 posts for ten towns: what the two institutions give in the order of the towns, the rest from the reserve."""
    sources = [(givers[0], FROM_SPREADING), (givers[1], FROM_LAND), (None, FROM_RESERVE)]
    lines = []
    for centre, wanted in zip(centres, SUNK, strict=True):
        while wanted:
            source, left = sources[0]
            count = min(wanted, left)
            lines.append(line(quota_type, count, source=source, target=centre))
            wanted -= count
            sources[0] = (source, left - count)
            if not sources[0][1]:
                sources.pop(0)
    return lines


def test_two_hundred_and_sixty_posts_sink_to_ten_towns_in_one_case(
    givers: tuple[Unit, Unit], centres: list[Unit], lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors,
    full_funded: QuotaType,
) -> None:  # fmt: skip
    spreading, land = givers
    assert sum(SUNK) == FROM_SPREADING + FROM_LAND + FROM_RESERVE == 260
    assert (approved(lakeside, full_funded), reserve_of(lakeside, full_funded)) == (500, 130)
    lines = sinking(givers, centres, full_funded)
    document = decide(
        "quota_sink", lakeside_bureau, asked(*lines), lakeside_office, title="向10个镇（街道）下沉事业编制260名"
    )  # fmt: skip
    assert [approved(centre, full_funded) for centre in centres] == [HAD + count for count in SUNK]
    assert (approved(spreading, full_funded), approved(land, full_funded)) == (10, 14)
    assert (approved(lakeside, full_funded), reserve_of(lakeside, full_funded)) == (500, 96)
    arrived = document.transfers.filter(target__unit__in=centres)
    assert sum(arrived.values_list("quantity", flat=True)) == 260
    assert document.number.startswith("望编办〔")
    assert set(document.units.all()) == {lakeside_bureau, spreading, land, *centres}
    assert verification.verify() == []


def test_each_towns_statement_shows_the_entry_and_its_paper(
    givers: tuple[Unit, Unit], centres: list[Unit], lakeside_bureau: Unit, lakeside_office: Actors,
    full_funded: QuotaType,
) -> None:  # fmt: skip
    lines = sinking(givers, centres, full_funded)
    document = decide("quota_sink", lakeside_bureau, asked(*lines), lakeside_office)
    for centre, sunk in zip(centres, SUNK, strict=True):
        statement = reports.statement_of_unit(centre, EFFECTIVE, dt.date(2026, 12, 31))
        sunken = [entry for entry in statement.entries if entry.document_id == document.pk]
        assert {entry.document_number for entry in sunken} == {document.number}
        assert sum(entry.delta for entry in sunken) == sunk
        assert statement.closing == {full_funded.pk: HAD + sunk}


def test_the_total_cannot_be_exceeded_by_sinking(
    givers: tuple[Unit, Unit], centres: list[Unit], lakeside_bureau: Unit, lakeside_office: Actors,
    full_funded: QuotaType,
) -> None:  # fmt: skip
    case = ready("quota_sink", lakeside_bureau, asked(line(full_funded, 131, target=centres[0])), lakeside_office)
    says = "望湖区“事业编制（全额拨款）”储备130名，申请动用131名，130 − 131 = -1，将突破总量1名。"
    with refused(code="blocked", says=says):
        deciding.approve(case.pk, actor=lakeside_office.director, opinion="同意。")


@pytest.fixture
def town_hall(towns: list[Region]) -> Unit:
    return make_unit(towns[0], "望湖区柳堤镇人民政府", system_class="government")


@pytest.fixture
def bureau_of_land(lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, admin: QuotaType) -> Unit:
    """A district organ with forty administrative posts, all vacant; none are left in the reserve."""
    organ = make_unit(lakeside, "望湖区自然资源局", system_class="government")
    give_reserve(lakeside, admin, 40, lakeside_office)
    allot(organ, admin, 40, lakeside_office)
    return organ


def test_administrative_posts_do_not_cross_the_levels(
    bureau_of_land: Unit, town_hall: Unit, lakeside_bureau: Unit, lakeside_office: Actors, admin: QuotaType
) -> None:
    data = asked(line(admin, 5, source=bureau_of_land, target=town_hall))
    case = ready("quota_sink", lakeside_bureau, data, lakeside_office)
    says = (
        "“行政编制”5名拟从县级（望湖区自然资源局）调配到乡级（望湖区柳堤镇人民政府），"
        "属行政编制跨层级调配，依据文件中没有中央机构编制管理机关的批准。"
    )
    with refused(code="blocked", says=says):
        deciding.approve(case.pk, actor=lakeside_office.director, opinion="同意。")
    assert (approved(bureau_of_land, admin), approved(town_hall, admin)) == (40, 0)


def test_unless_a_central_document_is_the_basis(
    bureau_of_land: Unit, town_hall: Unit, lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors,
    admin: QuotaType,
) -> None:  # fmt: skip
    basis = documents.register_incoming(
        actor=lakeside_office.clerk, region=lakeside, number="中央编办复字〔2026〕2号",
        issuer="中央机构编制委员会办公室", title="关于同意统筹使用行政编制的批复", issued_on=dt.date(2026, 2, 1),
    )  # fmt: skip
    data = asked(line(admin, 5, source=bureau_of_land, target=town_hall), basis=basis)
    decide("quota_sink", lakeside_bureau, data, lakeside_office)
    assert (approved(bureau_of_land, admin), approved(town_hall, admin)) == (35, 5)
    assert approved(lakeside, admin) == 40


@pytest.fixture
def recovered(bureau_of_land: Unit, lakeside_bureau: Unit, lakeside_office: Actors, admin: QuotaType) -> Document:
    """The functions of a bureau were merged: six of its administrative posts are recovered."""
    data = asked(line(admin, 6, source=bureau_of_land))
    return decide("quota_take_back", lakeside_bureau, data, lakeside_office)


def test_recovered_administrative_posts_go_to_the_reserve(
    recovered: Document, bureau_of_land: Unit, lakeside: Region, admin: QuotaType
) -> None:
    assert (approved(bureau_of_land, admin), reserve_of(lakeside, admin)) == (34, 6)
    assert approved(lakeside, admin) == 40
    [entry] = recovered.transfers.all()
    assert (entry.quantity, entry.target.bucket, entry.target.owner) == (6, "reserve", lakeside)


@pytest.mark.parametrize("use", ["strategy", "reform", "cross_area"])
def test_the_reserve_serves_its_own_purposes(
    use: str, recovered: Document, lakeside: Region, lakeside_office: Actors, admin: QuotaType
) -> None:
    veterans = make_unit(lakeside, "望湖区退役军人事务局", system_class="government")
    data = asked(line(admin, 2, target=veterans), reserve_use=use)
    decide("quota_increase", veterans, data, lakeside_office)
    assert (approved(veterans, admin), reserve_of(lakeside, admin)) == (2, 4)


def test_an_ordinary_use_is_refused(
    recovered: Document, lakeside: Region, lakeside_office: Actors, admin: QuotaType
) -> None:
    office = make_unit(lakeside, "望湖区人民政府办公室", system_class="government")
    data = asked(line(admin, 2, target=office), reserve_use="ordinary")
    case = ready("quota_increase", office, data, lakeside_office)
    says = "“行政编制”储备2名只用于区委区政府重大战略实施、重点领域体制改革、跨区域调整；本次储备用途为“其他日常需要”。"
    with refused(code="blocked", says=says):
        deciding.approve(case.pk, actor=lakeside_office.committee, opinion="同意。")
    deciding.refuse(case.pk, actor=lakeside_office.committee, opinion="储备不用于日常需要，请内部调剂。")
    assert (approved(office, admin), reserve_of(lakeside, admin)) == (0, 6)


def test_the_education_department_moves_posts_between_its_schools_inside_its_total(
    lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    """总量控制、统筹城乡、结构调整、有增有减."""
    education = make_unit(lakeside, "望湖区教育和体育局", system_class="government")
    town_school, city_school = (
        make_unit(lakeside, name, category="institution", competent_department=education)
        for name in ("望湖区石桥小学", "望湖区实验小学")
    )
    officer = make_user("officer", "department", unit=education)
    give_reserve(lakeside, full_funded, 100, lakeside_office)
    data = asked(line(full_funded, 60, target=town_school), line(full_funded, 40, target=city_school))
    decide("quota_allot", lakeside_bureau, data, lakeside_office)
    moved = asked(line(full_funded, 9, source=town_school, target=city_school))
    decide("quota_adjust", education, moved, lakeside_office, filed_by=officer)
    assert (approved(town_school, full_funded), approved(city_school, full_funded)) == (51, 49)
    assert (approved(lakeside, full_funded), reserve_of(lakeside, full_funded)) == (100, 0)


def test_a_decision_that_is_not_yet_out_has_the_posts_locked(
    givers: tuple[Unit, Unit], centres: list[Unit], lakeside_bureau: Unit, lakeside_office: Actors,
    full_funded: QuotaType,
) -> None:  # fmt: skip
    case = ready("quota_sink", lakeside_bureau, asked(*sinking(givers, centres, full_funded)), lakeside_office)
    approve(case, lakeside_office)
    [spreading] = [b for b in reports.balances_of_unit(givers[0]) if b.quota_type_id == full_funded.pk]
    assert (spreading.approved, spreading.vacant, spreading.locked) == (160, 10, 150)
    assert [approved(centre, full_funded) for centre in centres] == [HAD] * 10
    issuing.issue(case.pk, actor=lakeside_office.clerk, title="关于下沉编制的通知")
    case.refresh_from_db()
    assert case.state == State.EXECUTED
