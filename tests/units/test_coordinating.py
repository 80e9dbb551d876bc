"""Coordinating bodies (议事协调机构): set up on conditions, changed, reviewed and ended by the office on a document."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from tests.api import api_of, got, refusal
from tests.cast import make_user
from tests.pages import rows, signed_in, words
from tests.refusals import untouched
from tests.sheets import content, table_of
from units import coordinating
from units.models import BodyReview, CoordinatingBody, Region, Unit

DOCUMENT = "澜编发〔2024〕8号"
FOUNDED = dt.date(2024, 3, 1)
FIELDS = {
    "name": "优化营商环境领导小组", "form": "leading_group", "ground": "counterpart", "leader": "市长",
    "duties": "统筹优化营商环境。", "founded_on": FOUNDED,
}  # fmt: skip
FOR_A_TIME = {"is_temporary": True, "ends_on": dt.date(2099, 6, 30), "end_condition": "任务完成。"}
REVIEW = {"kind": "yearly", "year": 2025, "reviewed_on": dt.date(2025, 11, 3), "verdict": "keep", "opinion": "必要。"}


@pytest.fixture
def body(region: Region, education: Unit, clerk: User) -> CoordinatingBody:
    return found(clerk, region, education)


def found(actor: User, region: Region, lead: Unit, document: str = DOCUMENT, **more: Any) -> CoordinatingBody:
    return coordinating.found(
        actor=actor, region=region, fields={**FIELDS, "lead_unit": lead, **more}, document=document
    )


def refused(said: str) -> AbstractContextManager[object]:
    """What happens inside is refused in these words."""
    return pytest.raises(ValidationError, match=said)


def forbidden(said: str = "") -> AbstractContextManager[object]:
    """What happens inside is not for this person."""
    return pytest.raises(PermissionDenied, match=said or None)


def everybody_else(region: Region, education: Unit, stranger: Unit) -> list[User]:
    """Those who read the body, or do not, and may not keep it."""
    return [
        make_user("of-department", "department", unit=education), make_user("inspecting", "inspector", region=region),
        make_user("of-committee", "committee", region=region), make_user("of-another", "clerk", region=stranger.region),
        make_user("without-mandate"),
    ]  # fmt: skip


def test_a_body_lives_from_its_founding_to_its_end_each_step_on_its_document(
    region: Region, education: Unit, bureau: Unit, clerk: User, head: User
) -> None:
    body = found(clerk, region, education, **FOR_A_TIME)
    assert (body.founding_document, body.lead_unit, body.ends_on) == (DOCUMENT, education, FOR_A_TIME["ends_on"])
    later = dt.date(2099, 12, 31)
    coordinating.change(body, actor=head, fields={"ends_on": later, "lead_unit": bureau}, document="澜编发〔2025〕2号")
    coordinating.review(body, actor=head, **REVIEW)
    ended = dt.date(2026, 2, 1)
    coordinating.end(body, actor=clerk, on=ended, exit_reason="done", document="澜编发〔2026〕5号")
    body.refresh_from_db()
    assert (body.ends_on, body.lead_unit, body.exited_on, body.exit_reason) == (later, bureau, ended, "done")
    versions = body.history.order_by("history_id")
    assert [(v.document_number, v.history_change_reason, v.actor_name) for v in versions] == [
        (DOCUMENT, "议事协调机构设立", clerk.name), ("澜编发〔2025〕2号", "议事协调机构调整", head.name),
        ("澜编发〔2026〕5号", "议事协调机构退出", clerk.name),
    ]  # fmt: skip
    with refused("已退出"):
        coordinating.review(body, actor=head, **{**REVIEW, "year": 2026, "reviewed_on": ended})
    assert found(clerk, region, education).pk != body.pk


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"is_temporary": True}, "撤销的条件和期限"), ({**FOR_A_TIME, "end_condition": ""}, "撤销的条件和期限"),
        ({**FOR_A_TIME, "ends_on": FOUNDED}, "须晚于设立日期"), ({"leader": ""}, "不能为空"),
        ({"form": "gift"}, "gift"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(
    region: Region, education: Unit, clerk: User, more: dict[str, Any], said: str
) -> None:
    with untouched(), refused(said):
        found(clerk, region, education, **more)


def test_only_the_office_of_the_region_keeps_it(
    body: CoordinatingBody, region: Region, education: Unit, stranger: Unit
) -> None:
    says = f"{region.name}的议事协调机构由{region.name}编办维护。"
    users = everybody_else(region, education, stranger)
    with untouched():
        for user in users:
            with forbidden(says):
                found(user, region, education, name="另一机构")
            with forbidden(says):
                coordinating.change(body, actor=user, fields={"leader": "副市长"}, document=DOCUMENT)
            with forbidden(says):
                coordinating.review(body, actor=user, **REVIEW)
            with forbidden(says):
                coordinating.end(body, actor=user, on=FOUNDED, exit_reason="done", document=DOCUMENT)


def test_each_step_has_its_refusals(
    body: CoordinatingBody, region: Region, education: Unit, stranger: Unit, clerk: User
) -> None:
    with untouched():
        with refused("批准文号"):
            found(clerk, region, education, document=" ", name="另一机构")
        with refused("同名"):
            found(clerk, region, education)
        with refused("本地区在册机构"):
            found(clerk, region, stranger, name="另一机构")
        with refused("相同"):
            coordinating.change(body, actor=clerk, fields={"leader": "市长"}, document=DOCUMENT)
    coordinating.review(body, actor=clerk, **REVIEW)
    for wrong, said in (
        ({}, "已作过"), ({"year": 2023}, "2024年设立"), ({"year": 2026}, "不能晚于评估日期"),
        ({"year": 2024, "reviewed_on": dt.date(2024, 1, 1)}, "不得早于设立日期"),
        ({"year": 2024, "opinion": " "}, "不能为空"), ({"kind": "clean_up", "verdict": "perhaps"}, "perhaps"),
    ):  # fmt: skip
        with refused(said):
            coordinating.review(body, actor=clerk, **{**REVIEW, **wrong})
    for wrong_end, said in (({"on": dt.date(2999, 1, 1)}, "不得晚于今天"), ({"on": dt.date(2024, 1, 1)}, "早于设立")):
        with refused(said):
            coordinating.end(body, actor=clerk, **wrong_end, exit_reason="done", document=DOCUMENT)
    assert (CoordinatingBody.objects.count(), BodyReview.objects.count()) == (1, 1)


def test_the_list_tells_what_is_due_as_of_a_day(body: CoordinatingBody, clerk: User, department: User) -> None:
    client = signed_in(clerk)
    [_, row] = rows(client.get("/coordinating-bodies/?as_of=2025-06-30"))
    assert [cell for cell in row if "2025-12-31" in cell or "2029-12-31" in cell] == row[-2:]
    coordinating.review(body, actor=clerk, **REVIEW)
    [_, row] = rows(client.get("/coordinating-bodies/?as_of=2025-12-01"))
    assert row[-2].startswith("2026-12-31")
    for query, shown in (
        ("as_of=2024-01-01", 0), ("q=营商", 1), ("q=教育局", 1), ("q=没有", 0), ("form=committee", 0),
        ("state=exited", 0), ("state=all", 1), ("as_of=2025-12-01&due=done", 1), ("as_of=2025-12-01&due=open", 0),
        ("as_of=2025-10-01&due=open", 1), ("as_of=2025-10-01&due=late", 0),
    ):  # fmt: skip
        assert (body.name in client.get(f"/coordinating-bodies/?{query}").content.decode()) == bool(shown), query
    assert "请输入日期" in client.get("/coordinating-bodies/?as_of=昨天").content.decode()
    assert body.name in signed_in(department).get("/coordinating-bodies/").content.decode()
    [listed] = table_of(content(client.get("/exports/coordinating-bodies/?as_of=2025-12-01")))[2]
    assert (listed[1], listed[12]) == (body.name, "2025")


def test_the_office_keeps_a_body_on_its_pages(
    region: Region, education: Unit, clerk: User, inspector: User, outsider: User
) -> None:
    client = signed_in(clerk)
    given = {**FIELDS, "lead_unit": education.name, "document": DOCUMENT}
    for wrong, said in (
        ({"name": ""}, "请填写这一项"), ({"lead_unit": "没有这个局"}, "没有找到这个机构"),
        ({"is_temporary": "on"}, "撤销的条件和期限"),
        ({"ends_on": "某日"}, "请输入日期"), ({"form": "x"}, "请从列出的选项中选择"),
    ):  # fmt: skip
        answer = client.post("/coordinating-bodies/new/", {**given, **wrong})
        assert (answer.status_code, said in answer.content.decode()) == (422, True), wrong
    assert not CoordinatingBody.objects.exists()
    address = client.post("/coordinating-bodies/new/", given)["Location"]
    assert "优化营商环境领导小组" in words(client.get(address))
    changed = {**given, "leader": "常务副市长", "document": "澜编发〔2025〕9号"}
    assert client.post(f"{address}change/", changed)["Location"] == address
    assert "常务副市长" in words(client.get(address))
    assert "澜编发〔2025〕9号" in words(client.get(address))
    assert client.post(f"{address}review/", {**REVIEW, "opinion": ""}).status_code == 422
    assert client.post(f"{address}review/", REVIEW).status_code == 302
    again = client.post(f"{address}review/", REVIEW)
    assert (again.status_code, "该年度已作过此类评估" in again.content.decode()) == (422, True)
    reader = signed_in(inspector)
    assert "记录评估结论" not in words(reader.get(address))
    assert [reader.post(f"{address}{act}/").status_code for act in ("change", "review", "end")] == [403] * 3
    assert reader.get("/coordinating-bodies/new/").status_code == 403
    assert signed_in(outsider).get(address).status_code == 404
    exit_ = {"on": "2026-01-31", "exit_reason": "redundant", "document": "澜编发〔2026〕3号"}
    assert client.post(f"{address}end/", {**exit_, "on": "2999-01-01"}).status_code == 422
    assert client.post(f"{address}end/", exit_).status_code == 302
    assert "裁撤冗余" in words(client.get(address))
    assert client.post(f"{address}end/", exit_).status_code == 422


def test_the_api_reads_bodies_with_their_reviews(
    body: CoordinatingBody, education: Unit, clerk: User, department: User, outsider: User
) -> None:
    coordinating.review(body, actor=clerk, **REVIEW)
    [shown] = got(department, "coordinating-bodies/", as_of="2025-12-01")["results"]
    assert (shown["name"], shown["lead_unit"]["number"], shown["review_due_on"], shown["clean_up_due_on"]) == (
        body.name, education.number, "2026-12-31", "2029-12-31",
    )  # fmt: skip
    assert got(department, "coordinating-bodies/", as_of="2024-02-01")["results"] == []
    [review] = got(clerk, f"coordinating-bodies/{body.pk}/")["reviews"]
    assert (review["year"], review["verdict"]) == (2025, "keep")
    assert got(outsider, "coordinating-bodies/")["results"] == []
    assert api_of(outsider).get(f"/api/v1/coordinating-bodies/{body.pk}/").status_code == 404
    for day in ("昨天", "2999-01-01", "1900-01-01"):
        answer = api_of(clerk).get("/api/v1/coordinating-bodies/", {"as_of": day})
        assert (refusal(answer)[0], refusal(answer)[2]) == (400, "as_of")
