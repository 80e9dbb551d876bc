"""Striking the totals of all regions (地区合计), so that an overview reads them and the few transfers since."""

import datetime as dt
from collections.abc import Iterator

from django.db import connection, transaction

from approvals.scheduled import Check, Outcome, register
from quotas import ledger
from quotas.models import RegionTotal
from quotas.reports.balances import BUCKET
from quotas.verification import LEGS, Discrepancy, probe, rows


def strike() -> int:
    """Add up every account as of the last transfer, of which there is no doubt while writing waits; returns its id.

    The totals before are kept, because somebody may just be reading them; older ones go.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        ledger.wait_for_writers()
        cursor.execute("select coalesce(max(id), 0) from quotas_transfer")
        upto = int(cursor.fetchone()[0])
        kept = _last()
        if kept == upto:
            return upto
        RegionTotal.objects.filter(upto__lt=kept or 0).delete()
        cursor.execute(
            f"""insert into quotas_regiontotal (region_id, quota_type_id, bucket, balance, upto)
                select a.region_id, a.quota_type_id, {BUCKET}, sum(a.balance), %s
                  from quotas_quotaaccount a group by 1, 2, 3""",
            [upto],
        )
    return upto


def strike_due(on: dt.date) -> Outcome:
    """The scheduled check."""
    before = _last() or 0
    return Outcome(found=strike() - before, done=RegionTotal.objects.count())


def _last() -> int | None:
    return RegionTotal.objects.order_by("-upto").values_list("upto", flat=True).first()


PROOF = f"""
    with struck as (select distinct upto from quotas_regiontotal),
    later as (
      select s.upto, x.account_id, sum(x.delta) as delta from struck s join ({LEGS}) x on x.id > s.upto group by 1, 2),
    counted as (
      select s.upto, a.region_id, a.quota_type_id, {BUCKET} as bucket, sum(a.balance - coalesce(l.delta, 0)) as balance
        from struck s cross join quotas_quotaaccount a
        left join later l on l.upto = s.upto and l.account_id = a.id group by 1, 2, 3, 4)
    select r.name, t.name, coalesce(k.balance, 0), coalesce(c.balance, 0)
      from quotas_regiontotal k full join counted c using (upto, region_id, quota_type_id, bucket)
      join units_region r on r.id = region_id join quotas_quotatype t on t.id = quota_type_id
     where coalesce(k.balance, 0) <> coalesce(c.balance, 0) order by r.id, t.id"""


@probe
def every_total_is_the_sum_of_its_accounts() -> Iterator[Discrepancy]:
    """The kept totals of regions are what their accounts had after that transfer."""
    for region, quota_type, kept, counted in rows(PROOF):
        yield Discrepancy("total", f"{region}“{quota_type}”合计记为{kept}，按账户重算为{counted}。")


def register_all() -> None:
    """To be called once, when the app is ready."""
    said = "重新计算各地区合计，供总览使用。"
    register(Check("strike_totals", "地区合计", dt.timedelta(hours=6), strike_due, said))
