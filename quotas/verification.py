"""Proof of the book: what the gate keeps is counted once more, independently of it; names what is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

from quotas.models import Bucket


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


# Who locks posts, as SELECTs of locked_id and quantity; lower apps add theirs.
HOLDS = "select locked_id, quantity from quotas_hold where state = 'held'"
_promises: list[str] = [HOLDS]


def promises(sql: str) -> None:
    """Register another owner of locked posts: a SELECT of locked_id and quantity, one row each."""
    if sql not in _promises:
        _promises.append(sql)


def verify() -> list[Discrepancy]:
    """Run every probe; an empty list means that the book holds."""
    return [found for run in _probes for found in run()]


def rows(sql: str) -> list[tuple[object, ...]]:
    """What a probe's query finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


LABELS = " ".join(f"when '{bucket.value}' then '{bucket.label}'" for bucket in Bucket)
NAME = f"coalesce(u.name, r.name) || '的“' || t.name || '”' || case a.bucket {LABELS} end"
JOINS = """join quotas_quotatype t on t.id = a.quota_type_id join units_region r on r.id = a.region_id
           left join units_unit u on u.id = a.unit_id"""
# Each transfer from both ends: what it did to which account on which day.
LEGS = """select id, source_id as account_id, effective_on, recorded_at, -quantity::bigint as delta from quotas_transfer
          union all select id, target_id, effective_on, recorded_at, quantity from quotas_transfer"""
# Each account with the regions, its own and those above, that have closed a period.
COVERS = """select a.id as account_id, c.id as region_id from quotas_quotaaccount a
            join units_region r on r.id = a.region_id
            join units_region c on c.prefix in (left(r.prefix, 2), left(r.prefix, 4), left(r.prefix, 6), r.prefix)
            where exists (select 1 from quotas_period p where p.region_id = c.id)"""
# Each leg with the period, of each of those regions, in which it counts.
CLOSED_LEGS = f"""select x.*, c.region_id, p.ends_on, p.closed_at from ({LEGS}) x
                  join ({COVERS}) c on c.account_id = x.account_id
                  join lateral (select ends_on, closed_at from quotas_period where region_id = c.region_id
                                and ends_on >= x.effective_on order by ends_on limit 1) p on true"""


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
              left join (select account_id, sum(delta) as total from ({LEGS}) y group by account_id) x
                on x.account_id = a.id
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
def every_day_had_its_sign() -> Iterator[Discrepancy]:
    """At the end of no day since the beginning was a balance on the wrong side of zero."""
    sql = f"""select distinct on (a.id) {NAME}, y.effective_on, y.balance from (
                select account_id, effective_on,
                       sum(sum(delta)) over (partition by account_id order by effective_on) as balance
                  from ({LEGS}) x group by account_id, effective_on) y
              join quotas_quotaaccount a on a.id = y.account_id {JOINS}
              where case when a.bucket in ('granted', 'excess') then y.balance > 0 else y.balance < 0 end
              order by a.id, y.effective_on"""
    for name, on, balance in rows(sql):
        yield Discrepancy("day", f"{name}账户在{on}为{balance}，符号不符。")


@probe
def every_lock_has_its_owner() -> Iterator[Discrepancy]:
    """What is locked is what open holds, and whatever else locks, promise."""
    promised = " union all ".join(f"({sql})" for sql in _promises)
    sql = f"""select {NAME}, a.balance, coalesce(h.total, 0) from quotas_quotaaccount a {JOINS}
              left join (select locked_id, sum(quantity) as total from ({promised}) p group by locked_id) h
                on h.locked_id = a.id
              where a.bucket = 'locked' and a.balance <> coalesce(h.total, 0) order by a.id"""
    for name, balance, total in rows(sql):
        yield Discrepancy("lock", f"{name}账户锁定{balance}，有主的锁定合计{total}。")


@probe
def every_body_holds_its_place() -> Iterator[Discrepancy]:
    """A body within the cap occupies exactly one of it, every other unit none (occupied = existing bodies)."""
    sql = """select u.name, x.held, x.due from (
               select w.id, case when w.within_cap and w.abolished_on is null then 1 else 0 end as due,
                      coalesce(sum(a.balance), 0) as held
                 from units_unit w
                 left join (quotas_quotaaccount a join quotas_quotatype t on t.id = a.quota_type_id
                            and t.family = 'body' and a.bucket = 'occupied') on a.unit_id = w.id
                group by w.id) x join units_unit u on u.id = x.id where x.held <> x.due order by u.id"""
    for name, held, due in rows(sql):
        yield Discrepancy("body", f"{name}占用机构限额{held}个，应占用{due}个。")


@probe
def every_transfer_cites_an_issued_document() -> Iterator[Discrepancy]:
    """No number on the ledger without a paper that proves it."""
    sql = """select t.id from quotas_transfer t join approvals_document d on d.id = t.document_id
             where d.state <> 'issued' or d.number = '' order by t.id"""
    for (number,) in rows(sql):
        yield Discrepancy("document", f"第{number}笔变动没有已印发的文件依据。")


@probe
def every_transfer_is_one_the_gate_lets_pass() -> Iterator[Discrepancy]:
    """Between accounts of one type; a reversal mirrors what it names; nothing came into a period after its closing."""
    sql = f"""select x.id, '两端编制类型不同' from quotas_transfer x join quotas_quotaaccount s on s.id = x.source_id
               join quotas_quotaaccount t on t.id = x.target_id where s.quota_type_id <> t.quota_type_id
             union all
             select x.id, '与所冲正的第' || o.id || '笔变动不相对应' from quotas_transfer x
               join quotas_transfer o on o.id = x.reverses_id
              where (o.source_id, o.target_id, o.quantity) <> (x.target_id, x.source_id, x.quantity)
             union all
             select x.id, '在' || max(x.ends_on) || '结账后记入已结账期间' from ({CLOSED_LEGS}) x
              where x.recorded_at > x.closed_at group by x.id
             order by 1, 2"""
    for number, wrong in rows(sql):
        yield Discrepancy("transfer", f"第{number}笔变动{wrong}。")


@probe
def every_checkpoint_can_be_recomputed() -> Iterator[Discrepancy]:
    """The balances at the end of each closed period, of every account below its region, equal what transfers say."""
    sql = f"""with told as (
                select p.ends_on, c.account_id, coalesce(b.balance, 0) as kept, coalesce(sum(m.delta) over (
                         partition by c.region_id, c.account_id order by p.ends_on), 0) as total
                  from ({COVERS}) c join quotas_period p on p.region_id = c.region_id
                  left join quotas_periodbalance b on b.period_id = p.id and b.account_id = c.account_id
                  left join (select account_id, region_id, ends_on, sum(delta) as delta from ({CLOSED_LEGS}) x
                             group by account_id, region_id, ends_on) m
                    on (m.account_id, m.region_id, m.ends_on) = (c.account_id, c.region_id, p.ends_on))
              select told.ends_on, {NAME}, told.kept, told.total from told
                join quotas_quotaaccount a on a.id = told.account_id {JOINS}
              where told.kept <> told.total order by told.ends_on, a.id"""
    for ends_on, name, kept, total in rows(sql):
        yield Discrepancy("checkpoint", f"{ends_on}期末{name}记为{kept}，按变动重算为{total}。")
