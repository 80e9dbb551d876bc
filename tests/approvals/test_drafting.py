"""The first wording of a document: what each kind of business says is agreed, and how its paper opens and closes."""

import datetime as dt

import pytest

from approvals import drafting, filing
from approvals.models import Case, CaseKind, Document
from quotas import wording
from quotas.models import BodyRequest
from tests.cast import make_unit
from tests.stories import Actors, asked, file, kind, line, superior_paper
from units.models import Region, Unit


@pytest.fixture
def library(region: Region) -> Unit:
    return make_unit(region, "澜川市图书馆", category="institution")


@pytest.mark.parametrize(
    ("code", "more", "clause"),
    [
        ("quota_allot", {}, "核定澜川市图书馆事业编制（全额拨款）3名。"),
        ("quota_increase", {}, "同意澜川市图书馆增加事业编制（全额拨款）3名。"),
        ("quota_cut", {}, "核减澜川市第一中学事业编制（全额拨款）3名，纳入储备管理。"),
        ("quota_adjust", {}, "从澜川市第一中学调剂事业编制（全额拨款）3名至澜川市图书馆。"),
        ("quota_take_back", {}, "收回澜川市第一中学事业编制（全额拨款）3名，纳入储备管理。"),
        (
            "quota_floating",
            {"ends_on": dt.date(2027, 3, 1)},
            "核定澜川市图书馆机动使用的事业编制（全额拨款）3名，使用期限至2027年3月1日，到期收回。",
        ),
    ],
)
def test_each_kind_says_what_is_agreed(
    school: Unit, bureau: Unit, library: Unit, actors: Actors, code: str, more: dict[str, dt.date], clause: str
) -> None:
    data = asked(line(kind("full_funded"), 3, source=school, target=library), **more)
    fields = {"title": "申请", "reason": "需要。", "data": data}
    case = filing.draft(actor=actors.clerk, kind=CaseKind.objects.get(code=code), applicant=bureau, **fields)
    assert drafting.body_of(case).splitlines()[1] == f"一、{clause}"


def test_posts_sink_from_a_unit_or_from_the_reserve(
    region: Region, bureau: Unit, school: Unit, town: Region, actors: Actors
) -> None:
    centre = make_unit(town, "柳堤镇便民服务中心", category="institution")
    data = asked(*(line(kind("full_funded"), 1, source=source, target=centre) for source in (school, None)))
    case = file("quota_sink", bureau, data, actors.clerk)
    assert drafting.body_of(case).splitlines()[1:3] == [
        "一、从澜川市第一中学下沉事业编制（全额拨款）1名至柳堤镇便民服务中心。",
        "二、从澜川市本级储备下沉事业编制（全额拨款）1名至柳堤镇便民服务中心。",
    ]


def test_a_grant_is_a_notice_and_counts_bodies_in_their_own_measure(
    region: Region, district: Region, bureau: Unit, actors: Actors
) -> None:
    data = asked(
        line(kind("party_government_body"), 5, region=district), line(kind("admin"), 8),
        basis=superior_paper(region, actors.clerk),
    )  # fmt: skip
    case = file("quota_grant", bureau, data, actors.clerk)
    assert drafting.title_of(case) == f"关于{bureau.name}下达编制的通知"
    text = drafting.body_of(case).splitlines()
    assert text[0] == "经研究，现将有关事项通知如下："
    assert text[1:3] == ["一、下达望湖区党政机构限额5个。", "二、下达澜川市行政编制8名。"]
    assert text[-1] == "特此通知。"


def test_a_reply_opens_with_what_was_asked_and_names_the_authority(
    wanted: dict[str, object], school: Unit, actors: Actors
) -> None:
    case = file("quota_increase", school, wanted, actors.clerk, title="增加教师编制")
    text = drafting.body_of(case).splitlines()
    assert text[0] == (f"你单位《增加教师编制》（{case.number}）收悉。经中共澜川市委机构编制委员会同意，现批复如下：")
    assert text[2] == "二、上述事项自2026年3月1日起执行。"
    assert text[-1] == "此复。"


def test_a_line_that_was_cut_to_nothing_is_not_in_the_document(
    wanted: dict[str, object], school: Unit, actors: Actors
) -> None:
    case = file("quota_allot", school, wanted, actors.clerk)
    case.quota_request.lines.update(approved_count=0)  # type: ignore[attr-defined]
    assert "核定" not in drafting.body_of(Case.objects.get(pk=case.pk)).splitlines()[1]


def test_bodies_are_set_up_renamed_and_abolished_in_words(school: Unit) -> None:
    assert wording.body_clauses(BodyRequest(move="rename", unit=school, name="澜川市实验中学")) == [
        "同意将澜川市第一中学更名为澜川市实验中学，其编制、职数和人员不变。"
    ]
    assert wording.body_clauses(BodyRequest(move="abolish", unit=school)) == ["同意撤销澜川市第一中学。"]
    founded = BodyRequest(move="set_up", name="市数据局", main_duties="统筹数据。\n\n推进数字政府；", within_cap=True)
    assert wording.body_clauses(founded) == [
        "同意设立市数据局。", "主要职责：统筹数据；推进数字政府。", "该机构占用党政机构限额1个。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (202, "二百零二"),
    ],
)
def test_paragraphs_are_numbered_in_chinese(number: int, words: str) -> None:
    assert drafting.numeral(number) == words


def test_blank_lines_are_no_paragraphs() -> None:
    assert drafting.paragraphs_of(" 一、同意。\n\n  \r\n二、执行。 ") == ["一、同意。", "二、执行。"]
    assert drafting.paragraphs_of_document(Document(kind="external", body="")) == []
