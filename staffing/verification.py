"""The register's part in the proof of the book: occupied = active postings and tenures."""

from collections.abc import Iterator

from quotas.verification import Discrepancy, probe, promises, rows

SQL = """
    with people as (
      select unit_id, quota_type_id, count(*) as n from staffing_posting where ended_on is null group by 1, 2
      union all
      select unit_id, quota_type_id, count(*) from staffing_tenure where ended_on is null and takes_post group by 1, 2
      union all
      select unit_id, quota_type_id, count(*) from staffing_engagement where ended_on is null group by 1, 2),
    book as (
      select a.unit_id, a.quota_type_id, sum(a.balance) as n
        from quotas_quotaaccount a join quotas_quotatype t on t.id = a.quota_type_id
       where a.bucket in ('occupied', 'borrowed_occupied') and t.family in ('post', 'leadership', 'contract')
       group by 1, 2)
    select u.name, t.name, coalesce(b.n, 0), coalesce(p.n, 0)
      from book b full join people p on p.unit_id = b.unit_id and p.quota_type_id = b.quota_type_id
      join units_unit u on u.id = coalesce(b.unit_id, p.unit_id)
      join quotas_quotatype t on t.id = coalesce(b.quota_type_id, p.quota_type_id)
     where coalesce(b.n, 0) <> coalesce(p.n, 0) order by u.id, t.id"""


# An open slot (用编号) locks one post of its unit.
promises("""select a.id as locked_id, 1 as quantity from staffing_slot s join quotas_quotaaccount a
            on a.unit_id = s.unit_id and a.quota_type_id = s.quota_type_id and a.bucket = 'locked'
            where s.state = 'open'""")


@probe
def occupied_is_people() -> Iterator[Discrepancy]:
    """An independent count of the people on posts and in office against what the ledger says is occupied."""
    for unit, quota_type, occupied, people in rows(SQL):
        yield Discrepancy("people", f"{unit}“{quota_type}”台账实有{occupied}名，在编在职人员{people}名。")
