"""The pools' part in the proof of the book: what is borrowed = loans, what is lent = what is borrowed."""

from collections.abc import Iterator

from quotas.verification import Discrepancy, probe, rows

SQL = """
    with loans as (
      select unit_id, quota_type_id, pool_id,
             case state when 'promised' then 'borrowed_locked' else 'borrowed_occupied' end as bucket, count(*) as n
        from talentpool_loan where state in ('promised', 'on_loan') group by 1, 2, 3, 4),
    book as (
      select unit_id, quota_type_id, pool_id, bucket, sum(balance) as n from quotas_quotaaccount
       where bucket in ('borrowed_locked', 'borrowed_occupied') group by 1, 2, 3, 4)
    select u.name, t.name, p.name, coalesce(b.n, 0), coalesce(l.n, 0)
      from book b full join loans l using (unit_id, quota_type_id, pool_id, bucket)
      join units_unit u on u.id = unit_id join quotas_quotatype t on t.id = quota_type_id
      join quotas_pool p on p.id = pool_id
     where coalesce(b.n, 0) <> coalesce(l.n, 0) order by u.id, t.id, p.id"""


@probe
def what_is_borrowed_is_loans() -> Iterator[Discrepancy]:
    """An independent count of the loans against what the ledger says is borrowed."""
    for unit, quota_type, pool, book, loans in rows(SQL):
        yield Discrepancy("loans", f"{unit}从{pool}借用“{quota_type}”，台账{book}名，借编记录{loans}名。")
