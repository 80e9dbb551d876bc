from typing import Any

import pytest
from django.test import Client

from accounts import acting
from accounts.models import User
from approvals import documents
from tests.cast import make_unit
from tests.pages import links, rows, signed_in, words
from tests.stories import EFFECTIVE, Actors, decide
from units import lineage
from units.models import InternalDivision, Region, Unit

TABS = ("basics", "quotas", "leadership", "divisions", "ledger", "cases", "documents", "history")


def test_the_tree_opens_at_the_users_region_and_hides_what_lies_deeper(
    clerk: User, school: Unit, education: Unit, town: Region, stranger: Unit
) -> None:
    page = signed_in(clerk).get("/units/")
    text = words(page)
    assert "澜川市 2" in text
    assert "澜川市教育局 市教育局 1" in text
    assert "望湖区 0" in text
    assert school.name not in text
    assert stranger.name not in text


def test_a_branch_of_a_region_shows_its_units_and_regions(clerk: User, district: Region, town: Region) -> None:
    make_unit(district, "望湖区财政局")
    make_unit(town, "柳堤镇人民政府")
    page = signed_in(clerk).get("/units/branch/", {"region": district.code})
    assert words(page) == "望湖区财政局 柳堤镇 1 展开"


def test_a_branch_of_a_department_shows_its_units(clerk: User, education: Unit, school: Unit) -> None:
    page = signed_in(clerk).get("/units/branch/", {"unit": education.number})
    assert words(page) == school.name
    assert f"/units/{school.number}/" in links(page)


def test_without_scripts_a_branch_opens_by_address(clerk: User, education: Unit, school: Unit, town: Region) -> None:
    page = signed_in(clerk).get("/units/", {"open": education.number})
    assert school.name in words(page)
    page = signed_in(clerk).get("/units/", {"open": town.parent.code if town.parent else ""})
    assert "柳堤镇" in words(page)


def test_a_branch_outside_the_scope_is_not_found(
    outsider: User, unit_clerk: User, department: User, region: Region, education: Unit, school: Unit
) -> None:
    for user in (outsider, unit_clerk):
        assert signed_in(user).get("/units/branch/", {"unit": education.number}).status_code == 404
    for user in (outsider, unit_clerk, department):
        assert signed_in(user).get("/units/branch/", {"region": region.code}).status_code == 404
    assert signed_in(outsider).get("/units/branch/").status_code == 404
    assert signed_in(outsider).get("/units/branch/", {"region": "x" * 99}).status_code == 404


def test_a_department_sees_itself_and_its_units_as_a_tree(department: User, school: Unit, bureau: Unit) -> None:
    text = words(signed_in(department).get("/units/"))
    assert "澜川市教育局 市教育局 1 澜川市第一中学" in text
    assert bureau.name not in text


def test_a_unit_clerk_sees_the_unit_alone(unit_clerk: User, school: Unit, education: Unit) -> None:
    text = words(signed_in(unit_clerk).get("/units/"))
    assert school.name in text
    assert education.name not in text


def test_a_search_finds_by_name_category_and_state(clerk: User, school: Unit, education: Unit, region: Region) -> None:
    closed = make_unit(region, "澜川市第九中学", category="institution")
    with acting.by(clerk, reason="撤销"):
        lineage.abolish(closed, on=closed.set_up_on, document_number="澜编〔2026〕5号", actor=clerk)
    client = signed_in(clerk)

    def names(**query: str) -> list[str]:
        return [found[0] for found in rows(client.get("/units/", query))[1:]]

    assert names(q="中学") == [school.name]
    assert names(q="中学", state="all") == [school.name, closed.name]
    assert names(state="abolished") == [closed.name]
    assert names(category="organ") == ["澜川市教育局 市教育局"]
    assert names(q=school.number) == [school.name]
    assert "没有符合条件的机构" in words(client.get("/units/", {"q": "不存在"}))


def test_a_search_is_read_page_by_page_in_both_directions(clerk: User, region: Region) -> None:
    made = [make_unit(region, f"第{number:03d}小学", category="institution").name for number in range(120)]
    client = signed_in(clerk)

    def page(**cursor: str) -> Any:
        return client.get("/units/", {"q": "小学", **cursor})

    first = page()
    second = page(after=first.context["page"].next)
    third = page(after=second.context["page"].next)
    seen = [found[0] for each in (first, second, third) for found in rows(each)[1:]]
    assert seen == made
    assert not third.context["page"].next
    back = page(before=third.context["page"].previous)
    assert rows(back) == rows(second)
    assert not page(before=back.context["page"].previous).context["page"].previous


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"category": "nothing"}, "没有这个类别。"),
        ({"state": "nothing"}, "没有这个状态。"),
        ({"q": "长" * 101}, "最多输入100个字。"),
    ],
)
def test_a_wrong_filter_is_said_at_its_field(clerk: User, query: dict[str, str], sentence: str) -> None:
    page = signed_in(clerk).get("/units/", query)
    assert page.status_code == 200
    [name] = query
    assert page.context["form"].errors == {name: [sentence]}
    assert f'<div id="id_{name}_error"><p class="field__error">{sentence}</p></div>' in page.content.decode()


@pytest.mark.parametrize("query", [{"after": "’;--"}, {"before": "0"}, {"page": "abc"}, {"open": "99" * 50}])
def test_a_strange_cursor_or_branch_does_no_harm(clerk: User, school: Unit, query: dict[str, str]) -> None:
    assert signed_in(clerk).get("/units/", {"q": "中学", **query}).status_code == 200
    assert signed_in(clerk).get("/units/", query).status_code == 200


def test_the_basics_hold_every_field_and_warn_of_a_doubtful_credit_code(clerk: User, region: Region) -> None:
    unit = make_unit(
        region, "澜川市图书馆", category="institution", uscc="12370000MB00000000", other_names=["澜川市少儿图书馆"],
        rank="section_chief", institution_class="public_one", funding_form="full", nature="public",
        secrecy="internal", address="澜川市文昌路1号", main_duties="文献借阅。", civil_service_managed=False,
    )  # fmt: skip
    text = words(signed_in(clerk).get(f"/units/{unit.number}/"))
    for fact in (
        "澜川市图书馆", "澜川市少儿图书馆", "事业单位", "正科", "公益一类", "全额拨款", "内部", "澜川市文昌路1号",
        "文献借阅。", "2020-01-01", "澜编〔2020〕1号", "12370000MB00000000", "校验码应为",
    ):  # fmt: skip
        assert fact in text, fact


def test_every_tab_has_its_own_address_and_only_the_open_one_is_read(clerk: User, school: Unit) -> None:
    client = signed_in(clerk)
    offered = links(client.get(f"/units/{school.number}/"))
    for tab in TABS:
        assert f"/units/{school.number}/?tab={tab}" in offered
        page = client.get(f"/units/{school.number}/", {"tab": tab})
        assert page.context["panel"].key == tab
    page = client.get(f"/units/{school.number}/", {"tab": "nothing"})
    assert "没有“nothing”这一页，显示的是基本情况。" in words(page)


def test_a_unit_outside_the_scope_is_not_found(
    outsider: User, unit_clerk: User, school: Unit, education: Unit, bureau: Unit
) -> None:
    for tab in TABS:
        assert signed_in(outsider).get(f"/units/{school.number}/", {"tab": tab}).status_code == 404
    assert signed_in(unit_clerk).get(f"/units/{education.number}/").status_code == 404
    assert signed_in(unit_clerk).get(f"/units/{school.number}/").status_code == 200
    assert signed_in(outsider).get("/units/no-such-number/").status_code == 404


def test_the_department_is_linked_only_for_those_who_may_open_it(
    clerk: User, unit_clerk: User, school: Unit, education: Unit
) -> None:
    url = f"/units/{school.number}/"
    assert f"/units/{education.number}/" in links(signed_in(clerk).get(url))
    page = signed_in(unit_clerk).get(url)
    assert f"/units/{education.number}/" not in links(page)
    assert education.name in words(page)


def test_divisions_are_summed_and_abolished_ones_stay_readable(clerk: User, education: Unit) -> None:
    with acting.by(clerk, reason="内设"):
        for name, posts, gone in (("办公室", 8, None), ("人事科", 5, None), ("基建科", 3, "2025-01-01")):
            InternalDivision.objects.create(
                unit=education, name=name, kind="comprehensive", post_count=posts, chief_count=1, abolished_on=gone
            )
    found = rows(signed_in(clerk).get(f"/units/{education.number}/", {"tab": "divisions"}))
    assert ["办公室", "综合", "8", "1", "0", "在册", "调整"] in found
    assert ["基建科", "综合", "3", "1", "0", "2025-01-01 撤销", ""] in found
    assert ["在册合计", "13", "2", "0", "", ""] in found


def test_history_says_who_changed_what_when_why_and_on_what_paper(clerk: User, director: User, school: Unit) -> None:
    with acting.by(director, reason="更名方案已批准"):
        acting.cite(document="澜编〔2026〕8号", case="990100-2026-00001")
        lineage.rename(school, name="澜川中学", on=school.set_up_on, document_number="澜编〔2026〕8号", actor=director)
    with acting.by(clerk, reason="搬迁"):
        school.refresh_from_db()
        school.address, school.civil_service_managed, school.competent_department = "新址", True, None
        school.save()
    found = rows(signed_in(clerk).get(f"/units/{school.number}/", {"tab": "history"}))
    assert found[1][1:] == ["更名", "澜川市第一中学", "澜川中学", "澜编〔2026〕8号", "director同志"]
    moved, renamed, begun = found[-3:]
    assert moved[1:] == [
        "clerk同志", "澜川中学", "主管部门： 澜川市教育局 → — 参照公务员法管理： 否 → 是 地址： — → 新址", "搬迁",
    ]  # fmt: skip
    assert renamed[1:] == [
        "director同志", "澜川中学", "机构名称： 澜川市第一中学 → 澜川中学",
        "更名方案已批准 澜编〔2026〕8号 990100-2026-00001",
    ]  # fmt: skip
    assert begun[1:4] == ["系统", "澜川市第一中学", "新建"]


def test_the_numbers_of_papers_and_cases_lead_to_them_for_those_who_may_open_them(
    bureau: Unit, school: Unit, actors: Actors, clerk: User, unit_clerk: User
) -> None:
    paper = decide("body_rename", bureau, {"unit": school, "name": "澜川中学", "effective_on": EFFECTIVE}, actors)
    url, case = f"/units/{school.number}/?tab=history", paper.case
    assert case is not None
    page = signed_in(clerk).get(url)
    assert {paper.get_absolute_url(), case.get_absolute_url()} <= links(page)
    own = signed_in(unit_clerk).get(url)
    assert paper.number in words(own)
    assert paper.get_absolute_url() in links(own)
    assert case.get_absolute_url() not in links(own)
    # Another issuer's paper of the same number: the number alone does not say which.
    documents.register_incoming(
        actor=clerk, region=bureau.region, number=paper.number, title="同号文件", issuer="乙", issued_on=EFFECTIVE
    )
    assert paper.get_absolute_url() not in links(signed_in(clerk).get(url))


def test_history_shows_the_last_fifty_changes_with_what_was_before_them(clerk: User, school: Unit) -> None:
    for number in range(52):
        with acting.by(clerk, reason="更正"):
            Unit.objects.filter(pk=school.pk).update(address=f"{number}号")
    changes = signed_in(clerk).get(f"/units/{school.number}/", {"tab": "history"}).context["changes"]
    assert [(c.fields[0].before, c.fields[0].after) for c, *_ in changes] == [
        (f"{n - 1}号", f"{n}号") for n in range(51, 1, -1)
    ]


def test_pages_are_for_those_who_signed_in(client: Client, school: Unit) -> None:
    for url in ("/units/", "/units/branch/", f"/units/{school.number}/"):
        assert client.get(url).headers["Location"].startswith("/sign-in/")
