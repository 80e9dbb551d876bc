"""The kept totals of regions: the same answers as from every account, before and after what is posted next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import scheduled
from quotas import reports, totals, verification
from quotas.models import QuotaAccount, RegionTotal
from quotas.reports import Balance
from tests.book import Desk
from tests.quotas.conftest import Open
from units.models import Region, Unit

Answers = tuple[set[tuple[object, ...]], set[tuple[object, ...]]]


@pytest.fixture
def allotted(reserve: QuotaAccount, school: Unit, town: Region, account: Open, desk: Desk) -> list[QuotaAccount]:
    """The school's vacant, occupied and locked accounts, the reserve's locked one and the town's reserve."""
    vacant = account(school, "vacant")
    desk.post((reserve, vacant, 30), (reserve, account(town, "reserve"), 5), ago=100)
    return [reserve, vacant]


def answers(region: Region) -> Answers:
    """Both overviews of a region, without what is zero."""
    return _rows(reports.totals_by_region(region)), _rows(reports.totals_by_child(region))


def _rows(balances: list[Balance]) -> set[tuple[object, ...]]:
    return {(b.owner_id, b.quota_type_id, bucket, n) for b in balances for bucket, n in b.buckets.items() if n}


def test_totals_answer_as_the_accounts_do(region: Region, district: Region, allotted: list[QuotaAccount]) -> None:
    before = answers(region), answers(district)
    totals.strike()
    assert (answers(region), answers(district)) == before


def test_what_is_posted_after_the_striking_counts(region: Region, allotted: list[QuotaAccount], desk: Desk) -> None:
    reserve, vacant = allotted
    totals.strike()
    desk.post((reserve, vacant, 7), (vacant, reserve, 2))
    struck = answers(region)
    RegionTotal.objects.all().delete()
    assert struck == answers(region)


def test_an_overview_reads_no_account_that_nothing_moved(region: Region, allotted: list[QuotaAccount]) -> None:
    totals.strike()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        reports.totals_by_child(region)
    plan = "explain " + next(query["sql"] for query in queries.captured_queries if "with own" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(plan)
        steps = "\n".join(step for (step,) in cursor.fetchall())
    assert "quotas_transfer_pkey" in steps
    assert "quotas_quotaaccount_pkey" in steps


def test_whoever_asked_before_a_striking_still_finds_the_totals(allotted: list[QuotaAccount], desk: Desk) -> None:
    marks = [totals.strike()]
    for _ in range(2):
        desk.post((*allotted, 1))
        marks.append(totals.strike())
    assert set(RegionTotal.objects.values_list("upto", flat=True)) == set(marks[1:])


def test_striking_again_without_a_transfer_changes_nothing(allotted: list[QuotaAccount]) -> None:
    totals.strike()
    kept = list(RegionTotal.objects.values_list("pk", flat=True))
    totals.strike()
    assert list(RegionTotal.objects.values_list("pk", flat=True)) == kept


def test_the_scheduled_check_strikes(allotted: list[QuotaAccount]) -> None:
    done = scheduled.run("strike_totals")
    assert (done.found > 0, done.done) == (True, RegionTotal.objects.count())


def test_the_proof_of_the_book_names_a_total_that_does_not_hold(region: Region, allotted: list[QuotaAccount]) -> None:
    totals.strike()
    assert verification.verify() == []
    total = RegionTotal.objects.get(region=region, bucket="reserve")
    RegionTotal.objects.filter(pk=total.pk).update(balance=66)
    said = [found.sentence for found in verification.verify()]
    assert said == [f"{region.name}“{total.quota_type.name}”合计记为66，按账户重算为65。"]
