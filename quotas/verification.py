"""Proof of the book: Σ balances = 0 per type, balance = Σ transfers, locked = open holds; names what is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Discrepancy:
    """One thing that does not hold, in a sentence that names it."""

    kind: str
    sentence: str


Probe = Callable[[], Iterator[Discrepancy]]
_probes: list[Probe] = []


def probe(function: Probe) -> Probe:
    """Register a probe; lower apps add theirs (e.g. occupied = active postings)."""
    if function not in _probes:
        _probes.append(function)
    return function


def verify() -> list[Discrepancy]:
    """Run every probe; an empty list means that the book holds."""
    return [found for run in _probes for found in run()]


def rows(sql: str) -> list[tuple[object, ...]]:
    """What a probe's query finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


NAME = """coalesce(u.name, r.name) || '“' || t.name || '”' || a.bucket"""
JOINS = """join quotas_quotatype t on t.id = a.quota_type_id join units_region r on r.id = a.region_id
           left join units_unit u on u.id = a.unit_id"""


@probe
def every_type_adds_up_to_zero() -> Iterator[Discrepancy]:
    """For each type all balances add up to zero, always."""
    sql = """select t.name, sum(a.balance) from quotas_quotaaccount a join quotas_quotatype t on t.id = a.quota_type_id
             group by t.id, t.name having sum(a.balance) <> 0 order by t.name"""
    for name, total in rows(sql):
        yield Discrepancy("sum", f"“{name}”各账户余额合计为{total}，应为0。")


@probe
def every_balance_is_the_sum_of_its_transfers() -> Iterator[Discrepancy]:
    """An independent recount of every account from the transfers alone."""
    sql = f"""select {NAME}, a.balance, coalesce(x.total, 0) from quotas_quotaaccount a {JOINS}
              left join (select id, sum(q) as total from (
                  select source_id as id, -quantity::bigint as q from quotas_transfer
                  union all select target_id, quantity from quotas_transfer) y group by id) x on x.id = a.id
              where a.balance <> coalesce(x.total, 0) order by a.id"""
    for name, balance, total in rows(sql):
        yield Discrepancy("balance", f"{name}账户余额{balance}，按变动重算为{total}。")


@probe
def every_balance_has_its_sign() -> Iterator[Discrepancy]:
    """Sources are at most zero, everything else at least zero."""
    sql = f"""select {NAME}, a.balance from quotas_quotaaccount a {JOINS}
              where (a.bucket in ('granted', 'excess')) = (a.balance > 0) and a.balance <> 0 order by a.id"""
    for name, balance in rows(sql):
        yield Discrepancy("sign", f"{name}账户余额{balance}，符号不符。")


@probe
def every_lock_has_its_owner() -> Iterator[Discrepancy]:
    """What is locked is what open holds promise."""
    sql = f"""select {NAME}, a.balance, coalesce(h.total, 0) from quotas_quotaaccount a {JOINS}
              left join (select locked_id, sum(quantity) as total from quotas_hold where state = 'held'
                         group by locked_id) h on h.locked_id = a.id
              where a.bucket = 'locked' and a.balance <> coalesce(h.total, 0) order by a.id"""
    for name, balance, total in rows(sql):
        yield Discrepancy("lock", f"{name}账户锁定{balance}，有主的锁定合计{total}。")


@probe
def every_transfer_cites_an_issued_document() -> Iterator[Discrepancy]:
    """No number on the ledger without a paper that proves it."""
    sql = """select t.id from quotas_transfer t join approvals_document d on d.id = t.document_id
             where d.state <> 'issued' or d.number = '' order by t.id"""
    for (number,) in rows(sql):
        yield Discrepancy("document", f"第{number}笔变动没有已印发的文件依据。")


@probe
def every_checkpoint_can_be_recomputed() -> Iterator[Discrepancy]:
    """A period's balances equal what its transfers say."""
    sql = f"""select p.ends_on, {NAME}, b.balance, coalesce(x.total, 0)
              from quotas_periodbalance b join quotas_period p on p.id = b.period_id
              join quotas_quotaaccount a on a.id = b.account_id {JOINS}
              left join lateral (select sum(case when y.target_id = a.id then y.quantity else -y.quantity end) as total
                                   from quotas_transfer y
                                  where (y.source_id = a.id or y.target_id = a.id) and y.effective_on <= p.ends_on) x
                on true
              where b.balance <> coalesce(x.total, 0) order by p.ends_on, a.id"""
    for ends_on, name, balance, total in rows(sql):
        yield Discrepancy("checkpoint", f"{ends_on}期末{name}记为{balance}，按变动重算为{total}。")
