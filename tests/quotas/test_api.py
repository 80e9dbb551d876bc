"""The ledger by API: types, balances and statements at two times, transfers, exceptions, closed periods, counts."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from approvals.models import Case
from quotas import exceptions, periods
from quotas.models import QuotaAccount, QuotaType, Transfer
from tests.api import V1, api_of, done, got, refusal, sent
from tests.book import Desk, balance, day, unchanged
from tests.cast import make_unit
from tests.stories import EFFECTIVE
from tests.stories import file as file_case
from units.models import Region, Unit


@pytest.fixture
def allotted(reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk) -> Transfer:
    """30 of the 100 posts of 300 days ago went to the school 200 days ago."""
    [transfer] = desk.post((reserve, vacant, 30), ago=200)
    return transfer


def only(body: dict[str, Any], *names: str) -> tuple[int, ...]:
    [row] = body["balances"]
    return tuple(row[name] for name in names)


def test_the_types_are_a_tree(clerk: User) -> None:
    types = {row["code"]: row for row in got(clerk, "quotas/types/")}
    assert set(types) == set(QuotaType.objects.values_list("code", flat=True))
    assert (types["full_funded"]["parent_code"], types["full_funded"]["family"]) == ("institution", "post")
    assert types["institution"]["is_group"]


def test_balances_are_those_of_any_day_and_as_known_at_any_moment(
    allotted: Transfer, reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk, school: Unit, clerk: User
) -> None:
    before = timezone.now()
    desk.post((reserve, vacant, 5), ago=100)
    now = got(clerk, "quotas/balances/", unit=school.number)
    assert only(now, "approved", "vacant", "total") == (35, 35, 35)
    assert (now["unit"]["name"], now["region"]["code"], now["as_of"]) == (school.name, "990100", day(0).isoformat())
    for ago, approved in ((250, 0), (150, 30), (50, 35)):
        seen = got(clerk, "quotas/balances/", unit=school.number, as_of=day(ago).isoformat())
        assert only(seen, "approved") == (approved,)
    known = got(clerk, "quotas/balances/", unit=school.number, as_of=day(50), known_at=before.isoformat())
    assert only(known, "approved") == (30,)
    assert known["known_at"] is not None


def test_a_regions_balances_are_the_sums_of_all_it_holds(
    allotted: Transfer, account: Any, reserve: QuotaAccount, desk: Desk, town: Region, clerk: User
) -> None:
    hall = make_unit(town, "柳堤镇人民政府")
    desk.post((reserve, account(hall, "vacant"), 4))
    assert only(got(clerk, "quotas/balances/", region="990100"), "approved", "reserve", "total") == (34, 66, 100)
    assert only(got(clerk, "quotas/balances/", region="990102"), "approved", "reserve", "total") == (4, 0, 4)


def test_a_statement_runs_from_opening_to_closing(
    allotted: Transfer, reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk, school: Unit, clerk: User
) -> None:
    desk.post((reserve, vacant, 5), ago=100)
    between = {"from": day(150).isoformat(), "to": day(50).isoformat()}
    statement = got(clerk, "quotas/statement/", unit=school.number, **between)
    assert [(t["quota_type"], t["opening"], t["closing"]) for t in statement["types"]] == [("self_funded", 30, 35)]
    assert [(e["delta"], e["running"], e["counter_owner"]) for e in statement["entries"]] == [(5, 35, "澜川市")]
    assert statement["entries"][0]["document_number"] == desk.paper.number
    own = got(clerk, "quotas/statement/", region="990100", **between)
    assert [(e["delta"], e["running"]) for e in own["entries"]] == [(-5, 65)]
    assert (own["unit"], own["is_cut"]) == (None, False)


def test_a_statement_begins_with_the_year_unless_told_otherwise(allotted: Transfer, school: Unit, clerk: User) -> None:
    statement = got(clerk, "quotas/statement/", unit=school.number)
    today = day(0)
    assert (statement["start"], statement["end"]) == (today.replace(month=1, day=1).isoformat(), today.isoformat())


def test_a_transfer_tells_both_ends_and_what_it_reverses(
    allotted: Transfer, desk: Desk, school: Unit, clerk: User
) -> None:
    mirror = desk.reverse(allotted)
    newest, oldest, _ = got(clerk, "quotas/transfers/")["results"]
    assert (newest["id"], newest["reverses"]) == (mirror.pk, allotted.pk)
    assert (oldest["from_account"]["unit"], oldest["from_account"]["bucket"]) == (None, "reserve")
    assert (oldest["to_account"]["unit"]["number"], oldest["quantity"]) == (school.number, 30)


def test_the_transfers_are_narrowed_by_their_filters(allotted: Transfer, desk: Desk, school: Unit, clerk: User) -> None:
    def quantities(**query: Any) -> list[int]:
        return [row["quantity"] for row in got(clerk, "quotas/transfers/", **query)["results"]]

    assert quantities() == [30, 100]
    assert quantities(unit=school.number) == [30]
    assert quantities(type="self_funded") == [30, 100]
    assert quantities(type="admin") == []
    assert quantities(document=desk.paper.pk) == [30, 100]
    assert quantities(document=desk.paper.pk + 1) == []
    assert quantities(case="none") == quantities(unit="none") == []


def test_everybody_reads_the_accounts_of_their_own_scope(
    allotted: Transfer, region: Region, school: Unit, education: Unit, department: User, unit_clerk: User,
    inspector: User, outsider: User,
) -> None:  # fmt: skip
    for user in (department, unit_clerk, inspector):
        assert only(got(user, "quotas/balances/", unit=school.number), "approved") == (30,)
        assert [row["quantity"] for row in got(user, "quotas/transfers/", unit=school.number)["results"]] == [30]
    for user in (department, unit_clerk):
        assert len(got(user, "quotas/transfers/")["results"]) == 1
        for report in ("balances", "statement"):
            hidden = api_of(user).get(f"{V1}/quotas/{report}/", {"region": "990100"})
            assert refusal(hidden) == (404, "not_found", "")
    assert refusal(api_of(unit_clerk).get(f"{V1}/quotas/balances/", {"unit": education.number}))[0] == 404
    for report in ("balances", "statement"):
        for query in ({"unit": school.number}, {"region": "990100"}, {"unit": "none"}, {"region": "990101"}):
            assert refusal(api_of(outsider).get(f"{V1}/quotas/{report}/", query)) == (404, "not_found", "")
    for address in ("transfers", "exceptions", "periods"):
        assert got(outsider, f"quotas/{address}/")["results"] == []
    assert got(outsider, "quotas/transfers/", unit=school.number)["results"] == []


@pytest.mark.parametrize(
    ("report", "query", "code", "field"),
    [
        ("balances", {}, "owner", "unit"),
        ("balances", {"unit": "a", "region": "990100"}, "owner", "unit"),
        ("balances", {"unit": ""}, "owner", "unit"),
        ("balances", {"unit": "x" * 31}, "max_length", "unit"),
        ("balances", {"region": "9901"}, "region_code", "region"),
        ("balances", {"region": "990100", "as_of": "yesterday"}, "invalid", "as_of"),
        ("balances", {"region": "990100", "as_of": "2026-02-30"}, "invalid", "as_of"),
        ("balances", {"region": "990100", "as_of": "2199-12-31"}, "future", "as_of"),
        ("balances", {"region": "990100", "as_of": "0001-01-01"}, "out_of_time", "as_of"),
        ("balances", {"region": "990100", "known_at": "noon"}, "invalid", "known_at"),
        ("balances", {"region": "990100", "known_at": "0001-01-01T00:00:00+14:00"}, "overflow", "known_at"),
        ("balances", {"region": "990100", "known_at": "9999-12-31T23:59:59-12:00"}, "overflow", "known_at"),
        ("balances", {"region": "990100", "known_at": "2199-12-31T00:00"}, "out_of_time", "known_at"),
        ("statement", {}, "owner", "unit"),
        ("statement", {"region": "990100", "from": "2026-03-02", "to": "2026-03-01"}, "order", "to"),
        ("statement", {"region": "990100", "from": "0001-01-01"}, "out_of_time", "from"),
        ("statement", {"region": "990100", "to": "2199-12-31"}, "future", "to"),
        ("transfers", {"unit": "x" * 31}, "max_length", "unit"),
        ("transfers", {"type": "a b"}, "invalid", "type"),
        ("transfers", {"document": "first"}, "invalid", "document"),
        ("transfers", {"document": str(10**30)}, "max_value", "document"),
        ("transfers", {"case": "x" * 41}, "max_length", "case"),
        ("exceptions", {"on": "x"}, "invalid", "on"),
        ("periods", {"region": "x"}, "region_code", "region"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_beside_its_field(
    region: Region, clerk: User, report: str, query: dict[str, str], code: str, field: str
) -> None:
    assert refusal(api_of(clerk).get(f"{V1}/quotas/{report}/", query)) == (400, code, field)


def test_exceptions_and_closed_periods_are_read(
    region: Region, school: Unit, stranger: Unit, kind: QuotaType, desk: Desk, director: User, clerk: User
) -> None:
    ends_on = day(-90)
    exceptions.allow_excess(
        actor=director, unit=school, quota_type=kind, people_count=2, authority="市委编委", document=desk.paper,
        ends_on=ends_on, reason="机构整合。",
    )  # fmt: skip
    [row] = got(clerk, "quotas/exceptions/", unit=school.number, on=day(0).isoformat())["results"]
    assert (row["people_count"], row["ends_on"], row["document"]["number"]) == (
        2,
        ends_on.isoformat(),
        desk.paper.number,
    )
    assert got(clerk, "quotas/exceptions/", on=day(-91).isoformat())["results"] == []
    assert got(clerk, "quotas/exceptions/", unit=stranger.number)["results"] == []
    periods.close_period(actor=director, region=region, ends_on=day(30))
    [closed] = got(clerk, "quotas/periods/", region="990100")["results"]
    assert (closed["ends_on"], closed["closed_by"]) == (day(30).isoformat(), "director同志")


@pytest.fixture
def received(school: Unit, reserve: QuotaAccount, kind: QuotaType, unit_clerk: User, clerk: User) -> Case:
    line = {"quota_type": kind, "applied_count": 5, "target_unit": school}
    case = file_case("quota_allot", school, {"effective_on": EFFECTIVE, "lines": [line]}, unit_clerk)
    done(clerk, f"cases/{case.number}/actions/receive/")
    return case


def test_the_office_proposes_counts(received: Case, clerk: User, unit_clerk: User) -> None:
    line = received.quota_request.lines.get()
    wanted = {"counts": [{"line": line.pk, "approved_count": 3}]}
    assert refusal(sent(unit_clerk, f"cases/{received.number}/counts/", wanted)) == (403, "permission_denied", "")
    [shown] = done(clerk, f"cases/{received.number}/counts/", wanted, key="counts-1")
    assert (shown["id"], shown["applied_count"], shown["approved_count"]) == (line.pk, 5, 3)
    again = sent(clerk, f"cases/{received.number}/counts/", wanted, key="counts-1")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")


@pytest.mark.parametrize(
    ("counts", "code", "field"),
    [
        ([], "min_length", "counts"),
        ("all", "not_a_list", "counts"),
        ([{"line": 0, "approved_count": 3}], "min_value", "counts.0.line"),
        ([{"line": 999_999, "approved_count": 3}], "does_not_exist", "counts"),
        ([{"line": 1}], "required", "counts.0.approved_count"),
        ([{"line": 1, "approved_count": -1}], "min_value", "counts.0.approved_count"),
    ],
)
def test_counts_that_make_no_sense_are_refused(received: Case, clerk: User, counts: Any, code: str, field: str) -> None:
    with unchanged():
        assert refusal(sent(clerk, f"cases/{received.number}/counts/", {"counts": counts})) == (400, code, field)


def test_more_is_not_proposed_than_was_applied_for(received: Case, clerk: User) -> None:
    line = received.quota_request.lines.get()
    with unchanged():
        wanted = {"counts": [{"line": line.pk, "approved_count": 6}]}
        assert refusal(sent(clerk, f"cases/{received.number}/counts/", wanted)) == (400, "count", f"count_{line.pk}")


def test_reports_and_lists_cost_the_same_at_every_size(
    region: Region, reserve: QuotaAccount, vacant: QuotaAccount, account: Any, desk: Desk, school: Unit, clerk: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    costs = {
        "transfers/": 3,  # user, mandates, rows
        "exceptions/": 3,
        "periods/": 3,
        "types/": 2,  # user, rows
        f"balances/?unit={school.number}": 5,  # user, mandates, unit, balances, types
        "balances/?region=990100": 7,  # user, mandates, region twice, last totals, balances, types
        f"statement/?unit={school.number}": 6,  # user, mandates, unit, opening, entries, types
        "statement/?region=990100": 7,  # the region twice
    }
    for number in (2, 60):
        for n in range(number):
            other = make_unit(region, f"第{number}.{n}小学", category="institution")
            desk.post((reserve, account(other, "vacant"), 1), (reserve, vacant, 1))
            desk.post((account(other, "vacant"), reserve, 1), (vacant, reserve, 1))
        for address, queries in costs.items():
            with django_assert_num_queries(queries, info=address):
                assert api_of(clerk).get(f"{V1}/quotas/{address}").status_code == 200
    assert balance(reserve) == 100


def test_a_day_is_read_in_beijing(allotted: Transfer, school: Unit, clerk: User) -> None:
    moment = dt.datetime(2026, 1, 1, 0, 30)  # noqa: DTZ001 -- the caller names no zone
    seen = got(clerk, "quotas/balances/", unit=school.number, known_at=moment.isoformat())
    assert seen["known_at"] == "2026-01-01T00:30:00+08:00"
