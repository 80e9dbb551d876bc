"""Seed 004 (青岛): total, cap and standard are not exceeded; lead and joint divisions; four forms of argument."""

from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import deciding, issuing, reviewing
from approvals.models import Case, Document, State
from quotas import ledger, verification
from quotas.models import Bucket, QuotaType
from tests.cast import FOUNDED, make_region, make_unit, make_user
from tests.refusals import refused
from tests.scenarios.conftest import office_of
from tests.stories import (
    EFFECTIVE,
    HELD,
    Actors,
    approve,
    asked,
    decide,
    endow,
    file,
    found,
    kind,
    line,
    ready,
    reserve_of,
    superior_paper,
)
from units.models import InternalDivision, Region, Unit


@pytest.fixture
def city(db: None) -> Region:
    return make_region("990100", "澜川市", has_office=True)


@pytest.fixture
def bureau(city: Region) -> Unit:
    return make_unit(city, "中共澜川市委机构编制委员会办公室", system_class="party")


@pytest.fixture
def office(city: Region, bureau: Unit) -> Actors:
    return office_of(city)


@pytest.fixture
def head(city: Region) -> User:
    return make_user("head", "head", region=city)


@pytest.fixture
def cap(db: None) -> QuotaType:
    return kind("party_government_body")


@pytest.fixture
def paper(city: Region, office: Actors) -> Document:
    return superior_paper(city, office.clerk)


def carry_over(region: Region, cap: QuotaType, bodies: int, office: Actors, paper: Document) -> None:
    """So many bodies exist already and take their places under the cap."""
    existing = [
        Unit(
            region=region, number=f"{region.code}-B{n:02d}", name=f"{region.name}第{n}局", category="organ",
            within_cap=True, set_up_on=FOUNDED, set_up_document=paper.number,
        )
        for n in range(1, bodies + 1)
    ]  # fmt: skip
    with acting.by(office.clerk, reason="建账"):
        source = ledger.account(region, cap, Bucket.RESERVE)
        postings = [
            ledger.Posting(source, ledger.open_account(unit, cap, Bucket.OCCUPIED), 1, f"carry-over:{unit.number}")
            for unit in Unit.objects.bulk_create(existing)
        ]
        ledger.post(postings, document=paper, actor=office.clerk, effective_on=EFFECTIVE, reason="建账")


def body(name: str, region: Region) -> dict[str, Any]:
    words = {"name": name, "category": "organ", "rank": "division_chief", "system_class": "government"}
    return {**words, "region": region, "within_cap": True, "effective_on": EFFECTIVE}


def existing(region: Region) -> int:
    return region.units.active().filter(within_cap=True).count()


def test_fifty_three_of_fifty_five_bodies_leave_room_for_two(
    city: Region, bureau: Unit, office: Actors, cap: QuotaType, paper: Document
) -> None:
    endow(city, cap, 55, office, paper)
    carry_over(city, cap, 53, office, paper)
    pending = [ready("body_set_up", bureau, body(name, city), office) for name in ("澜川市数据局", "澜川市海洋局")]
    for case in pending:
        deciding.approve(
            case.pk, actor=office.committee, opinion="同意。", confirmed_base=deciding.base_token(case)
        )  # fmt: skip
    assert (existing(city), reserve_of(city, cap)) == (53, 0)
    third = ready("body_set_up", bureau, body("澜川市口岸局", city), office)
    says = "澜川市党政机构限额55个，现有53个、已批未设2个，53 + 2 + 1 = 56 > 55，将突破限额。"
    with refused(code="blocked", says=says):
        deciding.approve(third.pk, actor=office.committee, opinion="同意。")
    for case in pending:
        issuing.issue(case.pk, actor=office.clerk, title=f"关于{case.title}的批复")
    assert (existing(city), reserve_of(city, cap)) == (55, 0)
    says = "澜川市党政机构限额55个，现有55个、已批未设0个，55 + 0 + 1 = 56 > 55，将突破限额。"
    with refused(code="blocked", says=says):
        deciding.approve(third.pk, actor=office.committee, opinion="同意。", confirmed_base=deciding.base_token(third))
    raise_the_cap(city, bureau, cap, office)
    deciding.approve(third.pk, actor=office.committee, opinion="同意。", confirmed_base=deciding.base_token(third))
    issuing.issue(third.pk, actor=office.clerk, title="关于设立澜川市口岸局的批复")
    assert (existing(city), reserve_of(city, cap)) == (56, 0)
    assert verification.verify() == []


def raise_the_cap(city: Region, bureau: Unit, cap: QuotaType, office: Actors) -> None:
    """The superior grants one place more."""
    basis = superior_paper(city, office.clerk, "省编〔2026〕12号")
    decide("quota_grant", bureau, asked(line(cap, 1), basis=basis), office)


def test_a_district_of_thirty_seven_with_thirty_five(
    city: Region, bureau: Unit, office: Actors, cap: QuotaType, paper: Document
) -> None:
    """The district's own cap, its own bureau; the city's places are none of its own."""
    endow(city, cap, 55 + 37, office, paper)
    district = make_region("990102", "望湖区", has_office=True)
    district_bureau = make_unit(district, "中共望湖区委机构编制委员会办公室", system_class="party")
    people = office_of(district)
    decide("quota_grant", bureau, asked(line(cap, 37, region=district), basis=paper), office)
    carry_over(district, cap, 35, people, superior_paper(district, people.clerk, "澜编〔2026〕4号"))
    for name in ("望湖区数据局", "望湖区文旅局"):
        decide("body_set_up", district_bureau, body(name, district), people, title=f"设立{name}")
    assert existing(district) == 37
    case = ready("body_set_up", district_bureau, body("望湖区统计局", district), people)
    says = "望湖区党政机构限额37个，现有37个、已批未设0个，37 + 0 + 1 = 38 > 37，将突破限额。"
    with refused(code="blocked", says=says):
        deciding.approve(case.pk, actor=people.committee, opinion="同意。")
    assert reserve_of(city, cap) == 55


def test_no_body_is_set_up_beside_the_cap_unseen(city: Region, bureau: Unit, office: Actors) -> None:
    """不在限额外设置机构: 33 such bodies were cleared away in the city."""
    data = body("澜川市招商局", city) | {"within_cap": False}
    case = file("body_set_up", bureau, data, office.clerk)
    assert found(case, "C01W", office) == ["澜川市招商局为澜川市本级政府机关，未占用机构限额，属限额外设置机构。"]


def test_total_cap_and_standard_hold_at_once(
    city: Region, bureau: Unit, office: Actors, cap: QuotaType, paper: Document
) -> None:
    """总量、限额、标准不突破: what is not there is refused, what is above the norm is told."""
    admin, chief, deputy = kind("admin"), kind("division_141"), kind("division_142")
    for quota_type, count in ((admin, 30), (chief, 6), (deputy, 6)):
        endow(city, quota_type, count, office, paper)
    organ = make_unit(city, "澜川市数据局", system_class="government")
    wanted = [line(admin, 31, target=organ), line(chief, 6, target=organ), line(deputy, 3, target=organ)]
    total = file("quota_allot", bureau, asked(*wanted), office.clerk)
    assert found(total, "R02", office) == ["澜川市“行政编制”储备30名，申请动用31名，30 − 31 = -1，将突破总量1名。"]
    norm = file("quota_allot", bureau, asked(line(admin, 30, target=organ), *wanted[1:]), office.clerk)
    assert found(norm, "R02", office) == []
    assert found(norm, "C02", office) == [
        "澜川市数据局内设机构正职6名、副职3名，按3:1副职不超过2名（6 ÷ 3，不足1名按1名计），多1名。"
    ]
    beside = file("body_set_up", bureau, body("澜川市信访局", city), office.clerk)
    assert found(beside, "C01", office) == [
        "澜川市党政机构限额0个，现有0个、已批未设0个，0 + 0 + 1 = 1 > 0，将突破限额。"
    ]


@pytest.fixture
def divisions(bureau: Unit) -> list[InternalDivision]:
    """一处室牵头、多处室联动."""
    return [
        InternalDivision.objects.create(unit=bureau, name=name, kind="business", position=position)
        for position, name in enumerate(("事业机构编制处", "综合处", "监督检查处"), start=1)
    ]


@pytest.fixture
def request_of_a_school(
    city: Region, office: Actors, paper: Document, full_funded: QuotaType, divisions: list[InternalDivision]
) -> Case:
    """A school asks for twelve posts; the division for institutions leads."""
    endow(city, full_funded, 50, office, paper)
    school = make_unit(city, "澜川市第一中学", category="institution")
    case = file("quota_increase", school, asked(line(full_funded, 12, target=school)), office.clerk)
    return reviewing.receive(case.pk, actor=office.clerk, lead_division=divisions[0])


def test_one_division_leads_and_the_others_join(
    request_of_a_school: Case, divisions: list[InternalDivision], office: Actors, head: User
) -> None:
    case = request_of_a_school
    reviewing.ask_joint(case.pk, actor=office.clerk, divisions=divisions[1:])
    general, inspection = case.joint_reviews.order_by("id")
    with refused(code="joint", says="尚有科室未会签：综合处、监督检查处。"):
        reviewing.check(case.pk, actor=office.clerk, opinion="属实。")
    reviewing.answer_joint(case.pk, actor=head, review_id=general.pk, verdict="agree")
    with refused(code="required", says="请填写不同意的理由。"):
        reviewing.answer_joint(case.pk, actor=head, review_id=inspection.pk, verdict="disagree")
    reviewing.answer_joint(
        case.pk, actor=head, review_id=inspection.pk, verdict="disagree", opinion="去年超编整改未完成。"
    )
    checked = reviewing.check(case.pk, actor=office.clerk, opinion="已核实整改完成，拟予办理。")
    assert checked.state == State.CHECKED
    assert [opinion.text for opinion in case.opinions.filter(action="joint").order_by("id")] == [
        "综合处：同意。", "监督检查处：不同意。去年超编整改未完成。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "label"),
    [("comparison", "定量比较分析"), ("seminar", "座谈会"), ("defence", "答辩会"), ("hearing", "听证会")],
)
def test_the_need_is_argued_in_one_of_four_forms(
    form: str, label: str, request_of_a_school: Case, office: Actors
) -> None:
    case = request_of_a_school
    reviewing.check(case.pk, actor=office.clerk, opinion="属实。")
    reviewing.argue(
        case.pk, actor=office.clerk, form=form, held_on=HELD, conclusion="feasible", opinion="必要、合理、可行。",
        participants="教育局、财政局、市人大教科文卫委", vertical="三年学生增18%，编制未增。",
        horizontal="生师比高于同类学校。",
    )  # fmt: skip
    argument = case.arguments.get()
    assert (argument.get_form_display(), argument.get_conclusion_display()) == (label, "必要可行")
    case.refresh_from_db()
    assert case.state == State.ARGUED
    approve(case, office)
    issuing.issue(case.pk, actor=office.clerk, title="批复")
    case.refresh_from_db()
    assert case.state == State.EXECUTED
