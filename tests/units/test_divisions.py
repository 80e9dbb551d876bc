"""Internal divisions (内设机构): kept by the office of the unit's own level, each change on its document."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.models import User
from tests.cast import FOUNDED, make_division, make_user
from tests.pages import links, row, rows, signed_in, words
from tests.refusals import forbidden, refused, untouched
from units import divisions, lineage
from units.models import InternalDivision, Region, Unit

DOCUMENT = "澜编办〔2026〕12号"
FIELDS = {"name": "人事科", "kind": "business", "post_count": 6, "chief_count": 1, "deputy_count": 2, "position": 20}
SENT = {**FIELDS, "document_number": DOCUMENT}
ON = date(2026, 1, 31)


def set_up(actor: User, unit: Unit, document: str = DOCUMENT, **more: Any) -> InternalDivision:
    return divisions.set_up_division(actor=actor, unit=unit, fields={**FIELDS, **more}, document_number=document)


def change(division: InternalDivision, actor: User, document: str = DOCUMENT, **fields: Any) -> InternalDivision:
    return divisions.change_division(division, actor=actor, fields=fields, document_number=document)


def abolish(division: InternalDivision, actor: User, on: date = ON, document: str = DOCUMENT) -> InternalDivision:
    return divisions.abolish_division(division, actor=actor, on=on, document_number=document)


def as_row(division: InternalDivision) -> tuple[Any, ...]:
    d = InternalDivision.objects.get(pk=division.pk)
    return (d.name, d.kind, d.post_count, d.chief_count, d.deputy_count, d.position, d.abolished_on)


def last_words(division: InternalDivision) -> tuple[str, str, str]:
    latest = division.history.latest("history_id")
    return latest.actor_name, latest.document_number, latest.history_change_reason


def address(unit: Unit, rest: str = "") -> str:
    return f"/units/{unit.number}/divisions/{rest}"


@pytest.fixture
def office(school: Unit) -> InternalDivision:
    return make_division(school, post_count=5, chief_count=1, deputy_count=1)


def everybody_else(region: Region, education: Unit, school: Unit, stranger: Unit) -> list[User]:
    """Those who see the school, or do not, and may not keep its divisions."""
    return [
        make_user("of-department", "department", unit=education),
        make_user("of-unit", "unit", unit=school),
        make_user("inspecting", "inspector", region=region),
        make_user("of-committee", "committee", region=region),
        make_user("keeps-house", "admin", region=region),
        make_user("of-another", "clerk", region=stranger.region),
        make_user("without-mandate"),
    ]


# The use cases.


def test_a_division_is_set_up_with_who_and_on_what_document(school: Unit, clerk: User) -> None:
    made = set_up(clerk, school)
    assert made.unit == school
    assert as_row(made) == ("人事科", "business", 6, 1, 2, 20, None)
    assert last_words(made) == ("clerk同志", DOCUMENT, "内设机构调整")
    assert made.history.count() == 1


def test_a_change_touches_what_was_named_and_nothing_else(office: InternalDivision, director: User) -> None:
    change(office, director, name="综合办公室", post_count=7)
    assert as_row(office) == ("综合办公室", "comprehensive", 7, 1, 1, 0, None)
    assert last_words(office) == ("director同志", DOCUMENT, "内设机构调整")
    assert office.history.count() == 2


def test_an_abolished_division_stays_readable(office: InternalDivision, clerk: User) -> None:
    abolish(office, clerk)
    assert as_row(office) == ("办公室", "comprehensive", 5, 1, 1, 0, ON)
    assert last_words(office) == ("clerk同志", DOCUMENT, "内设机构调整")


def test_the_name_of_an_abolished_division_is_free_again(office: InternalDivision, clerk: User, school: Unit) -> None:
    abolish(office, clerk)
    again = set_up(clerk, school, name="办公室")
    assert again.pk != office.pk


def test_nobody_but_the_office_of_the_level_may(
    region: Region, education: Unit, school: Unit, stranger: Unit, office: InternalDivision
) -> None:
    says = "澜川市第一中学的内设机构由本级机构编制部门维护。"
    for user in everybody_else(region, education, school, stranger):
        assert not divisions.may_keep_divisions(user, school)
        with forbidden(says):
            set_up(user, school)
        with forbidden(says):
            change(office, user, post_count=9)
        with forbidden(says):
            abolish(office, user)


def test_an_upper_office_sees_a_lower_unit_and_does_not_keep_it(clerk: User, town: Region, district: Region) -> None:
    below = make_division(lineage_unit(town, clerk))
    own = make_user("of-district", "clerk", region=district)
    with forbidden():
        change(below, clerk, post_count=9)
    assert change(below, own, post_count=9).post_count == 9


def lineage_unit(region: Region, actor: User) -> Unit:
    with acting.by(actor):
        fields = {"name": "柳堤镇人民政府", "category": "organ"}
        return lineage.set_up(region=region, fields=fields, on=FOUNDED, document_number=DOCUMENT, actor=actor)


def test_nothing_is_done_in_an_abolished_unit(school: Unit, office: InternalDivision, clerk: User) -> None:
    with acting.by(clerk):
        lineage.abolish(school, on=ON, document_number=DOCUMENT, actor=clerk)
    says = "澜川市第一中学已撤销，内设机构不再调整。"
    school.refresh_from_db()
    assert not divisions.may_keep_divisions(clerk, school)
    with refused(code="abolished", says=says):
        set_up(clerk, school)
    with refused(code="abolished", says=says):
        change(office, clerk, post_count=9)
    with refused(code="abolished", says=says):
        abolish(office, clerk)


def test_nothing_is_done_without_a_document(school: Unit, office: InternalDivision, clerk: User) -> None:
    says = "须注明批准文号。"
    with refused(code="required", says=says):
        set_up(clerk, school, document=" ")
    with refused(code="required", says=says):
        change(office, clerk, document="", post_count=9)
    with refused(code="required", says=says):
        abolish(office, clerk, document="\t")


def test_leaders_fit_the_posts(school: Unit, office: InternalDivision, clerk: User) -> None:
    says = "正副职数之和不得超过内设机构编制数。"
    with refused(code="beyond_posts", says=says):
        set_up(clerk, school, post_count=2, chief_count=1, deputy_count=2)
    with refused(code="beyond_posts", says=says):
        change(office, clerk, post_count=1)
    assert set_up(clerk, school, post_count=3, chief_count=1, deputy_count=2).post_count == 3


def test_a_name_is_used_once_in_a_unit(school: Unit, education: Unit, office: InternalDivision, clerk: User) -> None:
    says = "本单位已有同名内设机构。"
    with refused(code="name_is_taken", says=says):
        set_up(clerk, school, name="办公室")
    other = set_up(clerk, school)
    with refused(code="name_is_taken", says=says):
        change(other, clerk, name="办公室")
    assert set_up(clerk, education, name="办公室").name == "办公室"


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("name", "科" * 61), ("kind", "ship"), ("post_count", -1)])
def test_a_wrong_value_is_refused(
    school: Unit, office: InternalDivision, clerk: User, field: str, value: object
) -> None:
    with refused(ValidationError):
        set_up(clerk, school, **{field: value})
    with refused(ValidationError):
        change(office, clerk, **{field: value})


def test_a_change_that_changes_nothing_is_said(office: InternalDivision, clerk: User) -> None:
    with refused(code="unchanged", says="各项与现状相同，没有需要调整的内容。"):
        change(office, clerk, name="办公室", post_count=5)


def test_an_abolished_division_is_not_changed_again(office: InternalDivision, clerk: User) -> None:
    abolish(office, clerk)
    with refused(code="abolished"):
        change(office, clerk, post_count=9)
    with refused(code="abolished"):
        abolish(office, clerk)


@pytest.mark.parametrize(
    ("day", "code"), [(date(9999, 1, 1), "future"), (FOUNDED - timedelta(days=1), "before_set_up")]
)
def test_a_division_ends_within_its_units_life(office: InternalDivision, clerk: User, day: date, code: str) -> None:
    with refused(code=code):
        abolish(office, clerk, on=day)
    assert abolish(office, clerk, on=FOUNDED).abolished_on == FOUNDED


def test_permission_is_asked_before_anything_is_told(office: InternalDivision, clerk: User, outsider: User) -> None:
    abolish(office, clerk)
    with pytest.raises(PermissionDenied):
        change(office, outsider, document="", post_count=-1)


# The pages.


def test_the_tab_shows_posts_totals_ratio_and_share(clerk: User, school: Unit, office: InternalDivision) -> None:
    make_division(school, "教务处", kind="business", post_count=12, chief_count=1, deputy_count=2)
    make_division(school, "党总支", kind="party_affairs", post_count=3, chief_count=1, deputy_count=0)
    page = signed_in(clerk).get(f"/units/{school.number}/", {"tab": "divisions"})
    assert row(page, "教务处")[:5] == ["业务", "12", "1", "2", "在册"]
    assert row(page, "在册合计")[:3] == ["20", "3", "3"]
    assert "正副职比 1 : 1.0 综合类 1/3 个，占 33.3%" in words(page)


def test_without_chiefs_there_is_no_ratio(clerk: User, school: Unit) -> None:
    make_division(school, chief_count=0, deputy_count=0)
    assert "正副职比 — " in words(signed_in(clerk).get(f"/units/{school.number}/", {"tab": "divisions"}))


def test_only_the_office_is_offered_a_change(
    clerk: User, head: User, director: User, department: User, unit_clerk: User, inspector: User, school: Unit,
    office: InternalDivision,
) -> None:  # fmt: skip
    doors = {address(school, "new/"), address(school, f"{office.pk}/")}
    for user, offered in (
        (clerk, True), (head, True), (director, True), (department, False), (unit_clerk, False), (inspector, False),
    ):  # fmt: skip
        client = signed_in(user)
        page = client.get(f"/units/{school.number}/", {"tab": "divisions"})
        assert (doors & links(page)) == (doors if offered else set()), user
        for door in doors:
            assert client.get(door).status_code == (200 if offered else 403), user


def test_a_clerk_adds_changes_and_ends_a_division(clerk: User, school: Unit) -> None:
    client, tab = signed_in(clerk), f"/units/{school.number}/?tab=divisions"
    page = client.post(address(school, "new/"), SENT, follow=True)
    assert page.redirect_chain == [(tab, 302)]
    assert "已设立人事科，编制6名。" in words(page)
    made = InternalDivision.objects.get()
    assert as_row(made) == ("人事科", "business", 6, 1, 2, 20, None)
    door = address(school, f"{made.pk}/")
    assert 'value="人事科"' in client.get(door).content.decode()
    assert "已调整人事处。" in words(client.post(door, {**SENT, "name": "人事处", "post_count": 8}, follow=True))
    assert as_row(made) == ("人事处", "business", 8, 1, 2, 20, None)
    assert last_words(made)[:2] == ("clerk同志", DOCUMENT)
    page = client.post(f"{door}abolish/", {"on": "2026-01-31", "document_number": DOCUMENT}, follow=True)
    assert "已撤销人事处。" in words(page)
    assert ["人事处", "业务", "8", "1", "2", "2026-01-31 撤销", ""] in rows(page)
    assert client.get(door).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"document_number": " "}, "document_number", "须注明批准文号。"),
        ({"name": "办公室"}, "name", "本单位已有同名内设机构。"),
        ({"name": ""}, "name", "请填写名称。"),
        ({"post_count": "2"}, "post_count", "正副职数之和不得超过内设机构编制数。"),
        ({"deputy_count": "x"}, "deputy_count", "请填写整数。"),
        ({"chief_count": ""}, "chief_count", "请填写人数，没有填0。"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    clerk: User, school: Unit, office: InternalDivision, sent: dict[str, str], field: str, sentence: str
) -> None:
    client, other = signed_in(clerk), make_division(school, "教务处")
    for door in (address(school, "new/"), address(school, f"{other.pk}/")):
        with untouched():
            page = client.post(door, {**SENT, **sent})
        assert page.status_code == 422
        assert page.context["form"].errors == {field: [sentence]}
        assert f'<div id="id_{field}_error"><p class="field__error">{sentence}</p></div>' in page.content.decode()
        assert f'value="{DOCUMENT}"' in page.content.decode() or field == "document_number"


def test_a_refused_abolition_says_why_at_its_field(clerk: User, school: Unit, office: InternalDivision) -> None:
    client, door = signed_in(clerk), address(school, f"{office.pk}/abolish/")
    with untouched():
        page = client.post(door, {"on": "2019-01-01", "document_number": ""})
    assert page.status_code == 422
    assert page.context["abolition"].errors == {"document_number": ["须注明批准文号。"]}
    with untouched():
        page = client.post(door, {"on": "2019-01-01", "document_number": DOCUMENT})
    assert page.context["abolition"].errors == {"on": ["撤销日期不得早于机构设立日期。"]}
    assert 'id="end_on_error"' in page.content.decode()


def test_whoever_may_not_is_sent_away_and_nothing_changes(
    department: User, inspector: User, outsider: User, school: Unit, office: InternalDivision
) -> None:
    for user, status in ((department, 403), (inspector, 403), (outsider, 404)):
        client = signed_in(user)
        with untouched():
            assert client.get(address(school, "new/")).status_code == status
            assert client.post(address(school, "new/"), SENT).status_code == status
            assert client.post(address(school, f"{office.pk}/"), SENT).status_code == status
            ended = client.post(address(school, f"{office.pk}/abolish/"), {"on": ON, "document_number": DOCUMENT})
            assert ended.status_code == status


def test_a_division_has_the_address_of_its_own_unit(
    clerk: User, education: Unit, school: Unit, office: InternalDivision
) -> None:
    client = signed_in(clerk)
    assert client.get(address(education, f"{office.pk}/")).status_code == 404
    assert client.get(address(school, f"{office.pk}/abolish/")).status_code == 405
    assert client.get(address(school, "0/")).status_code == 404


def test_in_an_abolished_unit_nothing_is_offered(clerk: User, school: Unit, office: InternalDivision) -> None:
    with acting.by(clerk):
        lineage.abolish(school, on=ON, document_number=DOCUMENT, actor=clerk)
    client = signed_in(clerk)
    page = client.get(f"/units/{school.number}/", {"tab": "divisions"})
    assert not {each for each in links(page) if "/divisions/" in each}
    assert client.get(address(school, "new/")).status_code == 403
