"""Posting and reversing: exact balances, one effect per key, and refusals in words that change nothing."""

import uuid
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts import acting
from accounts.models import User
from approvals.models import Document
from quotas import exceptions, ledger, periods, verification
from quotas.models import QuotaAccount, QuotaType, Transfer
from tests.book import Desk, balance, balances, commit, day, refused, unchanged
from tests.cast import make_region
from tests.quotas.conftest import Open
from units import lineage
from units.models import Region, Unit

SCHOOL = "澜川市第一中学的“事业编制（经费自理）”"
CITY = "澜川市的“事业编制（经费自理）”"


@pytest.fixture(autouse=True)
def _the_book_holds(db: None) -> object:
    yield
    commit()
    assert verification.verify() == []


def test_a_grant_comes_from_outside_and_an_allotment_from_the_reserve(
    granted: QuotaAccount, reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk
) -> None:
    assert balances(granted, reserve, vacant) == [-100, 100, 0]
    [transfer] = desk.post((reserve, vacant, 30), ago=10)
    assert balances(granted, reserve, vacant) == [-100, 70, 30]
    assert (transfer.source, transfer.target, transfer.quantity) == (reserve, vacant, 30)
    assert (transfer.effective_on, transfer.actor_name, transfer.document) == (day(10), "director同志", desk.paper)


def test_all_moves_of_a_statement_count_together(
    granted: QuotaAccount, reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk
) -> None:
    """What arrives and goes on in one statement is never short, in whatever order it is written."""
    desk.post((vacant, reserve, 120), (granted, reserve, 40), (reserve, vacant, 130))
    assert balances(granted, reserve, vacant) == [-140, 130, 10]


def test_all_moves_of_a_statement_are_posted_or_none(reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk) -> None:
    said = refused(lambda: desk.post((reserve, vacant, 30), (vacant, reserve, 31)))
    assert said == f"{SCHOOL}空编只有0名，不足以划转1名。"


def test_nothing_to_post_is_nothing_posted(desk: Desk) -> None:
    with unchanged():
        assert desk.post() == []


def test_the_last_post_is_given_once(reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk) -> None:
    desk.post((reserve, vacant, 100))
    assert refused(lambda: desk.post((reserve, vacant, 1))) == f"{CITY}储备只有0名，不足以划转1名。"


def test_no_more_goes_back_to_the_superior_than_came(
    granted: QuotaAccount, reserve: QuotaAccount, vacant: QuotaAccount, account: Open, school: Unit, desk: Desk
) -> None:
    excess = account(school, "excess")
    desk.post((reserve, vacant, 5))
    assert refused(lambda: desk.post((vacant, excess, 1))) == f"{SCHOOL}超编基数只有0名，不足以划转1名。"
    assert refused(lambda: desk.post((reserve, granted, 96))) == f"{CITY}储备只有95名，不足以划转96名。"
    desk.post((reserve, granted, 95))
    assert balances(granted, reserve, vacant) == [-5, 0, 5]


def test_people_above_the_cap_need_a_dated_exception(
    school: Unit, kind: QuotaType, vacant: QuotaAccount, account: Open, desk: Desk, director: User, paper: Document
) -> None:
    excess = account(school, "excess")
    said = refused(lambda: desk.post((excess, vacant, 1)))
    assert said == f"{SCHOOL}超编基数将达1名，有效的超编例外只批准0名。"
    exceptions.allow_excess(
        actor=director, unit=school, quota_type=kind, people_count=2, authority="市委编委", document=paper,
        ends_on=day(-30), reason="军转安置",
    )  # fmt: skip
    desk.post((excess, vacant, 2))
    assert balances(excess, vacant) == [-2, 2]
    said = refused(lambda: desk.post((excess, vacant, 1)))
    assert said == f"{SCHOOL}超编基数将达3名，有效的超编例外只批准2名。"
    desk.post((vacant, excess, 1))
    assert balances(excess, vacant) == [-1, 1]


def test_types_are_never_mixed(reserve: QuotaAccount, account: Open, school: Unit, desk: Desk) -> None:
    other = account(school, "vacant", QuotaType.objects.get(code="full_funded"))
    said = refused(lambda: desk.post((reserve, other, 1)))
    assert said == "不同编制类型之间不得划转（不得混用、挤占、挪用）。"


@pytest.mark.parametrize(
    ("quantity", "ago", "sentence"),
    [
        (0, 0, "划转数量须大于零。"),
        (-1, 0, "划转数量须大于零。"),
        (1, -1, "生效日期不能晚于今天。"),
        (1, 301, None),
        (101, 0, f"{CITY}储备只有100名，不足以划转101名。"),
    ],
)
def test_what_a_posting_may_not_be(
    reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk, quantity: int, ago: int, sentence: str | None
) -> None:
    early = f"{CITY}储备在{day(301)}将成为-1名，追溯日期的变动不得使任何一天的余额不实。"
    assert refused(lambda: desk.post((reserve, vacant, quantity), ago=ago)) == (sentence or early)


def test_an_account_is_not_moved_to_itself(reserve: QuotaAccount, desk: Desk) -> None:
    assert refused(lambda: desk.post((reserve, reserve, 1))) == "划出和划入不能是同一账户。"


def test_no_cap_no_entry(school: Unit, region: Region, kind: QuotaType) -> None:
    with unchanged():
        for owner, bucket, label in ((school, "vacant", "空编"), (region, "reserve", "储备")):
            with pytest.raises(ValidationError) as refusal:
                ledger.account(owner, kind, bucket)
            assert refusal.value.messages == [f"{owner}没有“{kind}”的{label}账户，无可划转。"]


def test_a_group_of_types_and_a_source_below_the_top_are_not_opened(
    region: Region, district: Region, town: Region, granted: QuotaAccount, account: Open, kind: QuotaType
) -> None:
    group = QuotaType.objects.get(code="institution")
    assert refused(lambda: account(region, "reserve", group)) == "编制类型的分组不能单独记账。"
    for below in (district, town):
        assert refused(lambda: account(below, "granted")) == "上级地区已建账，编制须由上级从储备下达。"  # noqa: B023
    account(make_region("990300", "邻川市"), "granted")


def test_an_account_is_opened_once(school: Unit, account: Open) -> None:
    first = account(school, "vacant")
    with unchanged():
        assert account(school, "vacant") == first


def test_an_abolished_unit_receives_nothing_more(
    school: Unit, reserve: QuotaAccount, vacant: QuotaAccount, account: Open, desk: Desk, director: User
) -> None:
    desk.post((reserve, vacant, 3), ago=20)
    with acting.by(director, reason="撤销"):
        lineage.abolish(school, on=day(5), document_number="澜编〔2026〕2号", actor=director)
    for ago in (0, 5):
        said = refused(lambda: desk.post((reserve, vacant, 1), ago=ago))  # noqa: B023
        assert said == f"{SCHOOL}空编：该机构已撤销，不能再划入。"
    assert refused(lambda: account(school, "pool")) == "该机构已撤销，不能再开立账户。"
    desk.post((reserve, vacant, 1), ago=6)
    desk.post((vacant, reserve, 4))
    assert balances(reserve, vacant) == [100, 0]


def test_nothing_takes_effect_in_a_closed_period_of_the_region_or_its_superior(
    region: Region, town: Region, reserve: QuotaAccount, vacant: QuotaAccount, account: Open, desk: Desk, director: User
) -> None:
    below = account(town, "reserve")
    periods.close_period(actor=director, region=region, ends_on=day(30))
    for target, ago in ((vacant, 30), (vacant, 299), (below, 31)):
        said = refused(lambda: desk.post((reserve, target, 1), ago=ago))  # noqa: B023
        assert said.endswith(f"：{day(30)}及以前已结账，不能再记入{day(ago)}生效的变动。")
    desk.post((reserve, vacant, 1), (reserve, below, 1), ago=29)
    assert balances(reserve, vacant, below) == [98, 1, 1]


# Keys


def test_the_same_key_with_the_same_content_is_posted_once(
    reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk
) -> None:
    first = desk.post((reserve, vacant, 3), (reserve, vacant, 4), key="once")
    with unchanged():
        assert desk.post((reserve, vacant, 3), (reserve, vacant, 4), key="once") == first
        assert desk.post((reserve, vacant, 3), key="once") == first[:1]
    assert balance(vacant) == 7


Again = Callable[[Desk, QuotaAccount, QuotaAccount], object]


@pytest.mark.parametrize(
    "again",
    [
        lambda desk, reserve, vacant: desk.post((reserve, vacant, 4), key="once"),
        lambda desk, reserve, vacant: desk.post((vacant, reserve, 3), key="once"),
        lambda desk, reserve, vacant: desk.post((reserve, vacant, 3), key="once", ago=1),
        lambda desk, reserve, vacant: desk.post((reserve, vacant, 3), (reserve, vacant, 1), key="once"),
    ],
    ids=["another quantity", "another direction", "another day", "one move more"],
)
def test_the_same_key_with_other_content_is_refused(
    reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk, again: Again
) -> None:
    desk.post((reserve, vacant, 3), key="once")
    assert refused(lambda: again(desk, reserve, vacant)) == "幂等键已用于另一笔变动。"


def test_a_key_used_twice_in_one_statement_is_refused(
    reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk, paper: Document, director: User
) -> None:
    def twice() -> None:
        with acting.by(director, reason="测试"):
            posting = ledger.Posting(reserve, vacant, 1, "twice")
            ledger.post([posting] * 2, document=paper, actor=director, effective_on=day(0), reason="测试")

    assert refused(twice) == "幂等键已用于另一笔变动。"


# Reversals


def test_a_reversal_mirrors_its_transfer_and_names_it(reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk) -> None:
    [wrong] = desk.post((reserve, vacant, 30), ago=10)
    mirror = desk.reverse(wrong)
    assert (mirror.source, mirror.target, mirror.quantity) == (vacant, reserve, 30)
    assert (mirror.reverses, mirror.effective_on, mirror.reason) == (wrong, wrong.effective_on, "更正")
    assert balances(reserve, vacant) == [100, 0]
    assert Transfer.objects.get(pk=wrong.pk).reversal == mirror


def test_a_transfer_is_reversed_once_and_a_reversal_can_be_reversed(
    reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk
) -> None:
    [wrong] = desk.post((reserve, vacant, 30), ago=10)
    mirror = desk.reverse(wrong)
    assert refused(lambda: desk.reverse(wrong)) == "该笔变动已被冲正，不能再次冲正。"
    desk.reverse(mirror, ago=0)
    assert balances(reserve, vacant) == [70, 30]


def test_a_reversal_is_not_before_its_transfer(reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk) -> None:
    [wrong] = desk.post((reserve, vacant, 30), ago=10)
    assert refused(lambda: desk.reverse(wrong, ago=11)) == "冲正的生效日期不能早于原变动。"
    assert desk.reverse(wrong, ago=9).effective_on == day(9)


def test_a_reversal_says_why(reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk) -> None:
    [wrong] = desk.post((reserve, vacant, 30))
    assert refused(lambda: desk.reverse(wrong, reason="")) == "请填写事由。"


def test_what_has_gone_on_cannot_be_reversed(
    reserve: QuotaAccount, vacant: QuotaAccount, education: Unit, account: Open, desk: Desk
) -> None:
    [first] = desk.post((reserve, vacant, 30), ago=10)
    desk.post((vacant, account(education, "vacant"), 25), ago=5)
    assert refused(lambda: desk.reverse(first)) == f"{SCHOOL}空编只有5名，不足以划转30名。"


def test_in_a_closed_period_a_reversal_takes_effect_later(
    region: Region, reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk, director: User
) -> None:
    [wrong] = desk.post((reserve, vacant, 30), ago=40)
    periods.close_period(actor=director, region=region, ends_on=day(30))
    assert "已结账" in refused(lambda: desk.reverse(wrong))
    desk.reverse(wrong, ago=29)
    assert balances(reserve, vacant) == [100, 0]


def test_what_the_gate_refuses_for_no_user_is_raised_as_it_is(reserve: QuotaAccount, vacant: QuotaAccount) -> None:
    """An empty key is a mistake of the program, not of a user: no sentence hides it."""
    transfer = Transfer.objects.get()
    row = Transfer(
        source=reserve, target=vacant, quantity=1, effective_on=day(0), reason="测试", document=transfer.document,
        actor=transfer.actor, actor_name="某人", key="",
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="a_transfer_has_an_idempotency_key"):
        ledger._insert([row])
    assert uuid.UUID(Transfer.objects.get().key.removesuffix(":0"))
