"""Parameters of rules: within their bounds through the back office, in raw SQL and when the rule runs."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from approvals import deciding, rulebook
from approvals.models import RuleParameter
from approvals.parameters import Chosen, Parameter, Whole
from tests.refusals import refused
from tests.stories import Actors, asked, endow, kind, line, ready
from units.models import Region, Unit

ADD = "/admin/approvals/ruleparameter/add/"
DECLARED = [(rule.code, each) for rule in rulebook.rules() for each in rule.parameters]


def wrong(declared: Parameter) -> list[Any]:
    """Values that the parameter cannot have, as somebody might store them."""
    always: list[Any] = [-1, 3.5, "三", "", None, True, [], {}, [3], ["nothing_known"], 10**12]
    if isinstance(declared.values, Whole):
        return [*always, declared.values.minimum - 1, declared.values.maximum + 1, ["court"]]
    assert isinstance(declared.values, Chosen)
    return [*always, 3, *([list(declared.values.words)] if declared.values.only_one else [])]


@pytest.fixture
def office(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("admin", password="admin", name="管理员"))
    return client


@pytest.fixture
def given(region: Region) -> dict[str, Any]:
    return {
        "about": "C02.chiefs_per_deputy", "value": "4", "region": region.pk, "starts_on": "2026-03-01", "ends_on": "",
        "document_number": "澜编〔2026〕9号", "note": "",
    }  # fmt: skip


def test_every_declared_parameter_has_a_default_within_its_bounds() -> None:
    assert DECLARED
    for _, declared in DECLARED:
        assert declared.values.ensure(declared.default) == declared.default
        assert declared.values.read(declared.default_text) == declared.default


@pytest.mark.parametrize(("code", "declared"), DECLARED, ids=[f"{code}.{each.name}" for code, each in DECLARED])
def test_registration_and_database_agree_on_the_bounds(code: str, declared: Parameter, region: Region) -> None:
    values = declared.values
    right = [declared.default]
    right += [values.minimum, values.maximum] if isinstance(values, Whole) else [[word] for word in values.words]
    assert isinstance(values, Whole | Chosen)
    assert [_stored(code, declared, value, region) for value in right] == [True] * len(right)
    for value in wrong(declared):
        with refused(code="parameter"):
            values.ensure(value)
        assert not _stored(code, declared, value, region), value


def _stored(rule: str, declared: Parameter, value: Any, region: Region) -> bool:
    columns = "rule, name, value, region_id, starts_on, document_number, note"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"insert into approvals_ruleparameter ({columns}) values (%s, %s, %s, %s, '2026-03-01', '文', '')",
                [rule, declared.name, json.dumps(value), region.pk],
            )
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def test_the_office_sets_a_value_in_words(office: Client, given: dict[str, Any]) -> None:
    assert office.post(ADD, given).status_code == 302
    systems = {**given, "about": "R05.system_classes", "value": "法院、政府，政法机关", "region": ""}
    assert office.post(ADD, systems).status_code == 302
    stored = {(each.rule, each.name): each.value for each in RuleParameter.objects.all()}
    assert stored == {
        ("C02", "chiefs_per_deputy"): 4, ("R05", "system_classes"): ["court", "government", "political_legal"],
    }  # fmt: skip
    page = office.get(f"/admin/approvals/ruleparameter/{RuleParameter.objects.get(rule='R05').pk}/change/")
    assert 'value="法院、政府、政法机关"' in page.content.decode()
    assert "法院、政府、政法机关" in office.get("/rules/").content.decode()


@pytest.mark.parametrize(
    "value", ["0", "-1", "21", "三", "3.5", "1e3", "²", "４", " ", "99999999999999999999", "[3]", '"3"']
)
def test_a_value_out_of_bounds_is_named_beside_the_field(office: Client, given: dict[str, Any], value: str) -> None:
    answer = office.post(ADD, {**given, "value": value})
    assert answer.status_code == 200
    [sentence] = answer.context["adminform"].form.errors["value"]
    assert sentence in ("取值须为1至20的整数。", "该字段是必填项。")
    assert not RuleParameter.objects.exists()


@pytest.mark.parametrize("value", ["教育", "法院、法院", "法院、教育", "3", "、", '["court"]'])
def test_words_that_are_none_of_the_choices_are_refused(office: Client, given: dict[str, Any], value: str) -> None:
    answer = office.post(ADD, {**given, "about": "R05.system_classes", "value": value})
    assert answer.context["adminform"].form.errors["value"][0].startswith("取值须为党委、人大、")
    assert not RuleParameter.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("about", "C02.nothing", "选择一个有效的选项"), ("about", "", "必填"), ("starts_on", "2026-02-30", "日期"),
        ("starts_on", "0001-01-01", "日期须在"), ("ends_on", "2025-01-01", "失效日期不能早于生效日期。"),
        ("ends_on", "9999-12-31", "日期须在"), ("region", "999999", "选择一个有效的选项"),
        ("document_number", "", "必填"),
        ("document_number", "文" * 61, "60"), ("note", "注" * 201, "200"),
    ],
)  # fmt: skip
def test_everything_else_is_answered_in_chinese(
    office: Client, given: dict[str, Any], field: str, value: str, says: str
) -> None:
    answer = office.post(ADD, {**given, field: value})
    assert answer.status_code == 200
    assert says in str(answer.context["adminform"].form.errors)
    assert not RuleParameter.objects.exists()


def test_the_same_day_twice_is_named(office: Client, given: dict[str, Any]) -> None:
    office.post(ADD, given)
    answer = office.post(ADD, {**given, "value": "5"})
    assert "该地区此参数在同一生效日期已有取值。" in answer.content.decode()
    assert RuleParameter.objects.get().value == 4


def test_a_value_that_got_past_every_door_blocks_with_a_sentence(
    region: Region, education: Unit, actors: Actors, paper: Any
) -> None:
    """As if the bounds had been narrowed after the value was set."""
    endow(region, kind("division_142"), 5, actors, paper)
    case = ready("quota_allot", education, asked(line(kind("division_142"), 1, target=education)), actors)
    with connection.cursor() as cursor:
        cursor.execute(
            "alter table approvals_ruleparameter drop constraint a_parameter_of_a_quota_rule_is_within_its_bounds"
        )
    RuleParameter.objects.create(
        rule="C02", name="chiefs_per_deputy", value=0, starts_on="2026-01-01", document_number="澜编〔2026〕9号"
    )
    [finding] = [finding for finding in deciding.preview(case, actor=actors.director).findings if finding.blocks]
    assert (finding.rule, finding.sentence) == (
        "C02",
        "规则C02的参数“每1名副职对应的正职数”（澜编〔2026〕9号）有误：取值须为1至20的整数。请先更正参数。",
    )
