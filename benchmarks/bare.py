"""The same work in bare SQL: what PostgreSQL itself takes, statement by statement, over psycopg2."""

import datetime as dt
from typing import Any

import psycopg2

# The seven statements of a transfer that is posted from outside the database: lock, check, move, note, commit.
LOCK = "select id, balance from bare.account where id in (%s, %s) order by id for update"
CHECK = "select balance >= 1 from bare.account where id = %s"
INSERT = """insert into bare.transfer (effective_on, source_id, target_id, quantity, document_number)
            values (%s, %s, %s, 1, '基准')"""
TAKE = "update bare.account set balance = balance - 1 where id = %s"
GIVE = "update bare.account set balance = balance + 1 where id = %s"
AUDIT = "insert into bare.audit (actor, action, object_id, payload) values (1, 'quota.transfer', %s, '{\"amount\": 1}')"

OPENING = """
    select a.quota_type_id, a.bucket,
           coalesce((select sum(quantity) from quotas_transfer where target_id = a.id and effective_on < %(start)s), 0)
         - coalesce((select sum(quantity) from quotas_transfer where source_id = a.id and effective_on < %(start)s), 0)
      from quotas_quotaaccount a where a.unit_id = %(unit)s"""
ENTRIES = """
    select t.id, t.effective_on, t.recorded_at, a.quota_type_id, a.bucket, t.quantity, t.reason, t.actor_name, d.number,
           c.number, coalesce(u.name, r.name)
      from quotas_quotaaccount a
      join quotas_transfer t on t.source_id = a.id or t.target_id = a.id
      join quotas_quotaaccount o on o.id = t.source_id + t.target_id - a.id
      join units_region r on r.id = o.region_id
      left join units_unit u on u.id = o.unit_id
      join approvals_document d on d.id = t.document_id
      left join approvals_case c on c.id = t.case_id
     where a.unit_id = %(unit)s and t.effective_on between %(start)s and %(end)s
     order by t.effective_on, t.id"""
AS_OF = """
    select a.unit_id, a.quota_type_id, a.bucket, sum(v) from (
      select target_id as id, quantity as v from quotas_transfer
       where effective_on <= %(on)s and recorded_at <= %(known)s
      union all
      select source_id, -quantity from quotas_transfer
       where effective_on <= %(on)s and recorded_at <= %(known)s) x
      join quotas_quotaaccount a on a.id = x.id where a.unit_id is not null group by 1, 2, 3"""
AS_OF_ALWAYS_KNOWN = AS_OF.replace(" and recorded_at <= %(known)s", "")
FROM_CHECKPOINT = """
    select a.unit_id, a.quota_type_id, a.bucket, p.balance + coalesce(m.v, 0)
      from quotas_periodbalance p join quotas_quotaaccount a on a.id = p.account_id
      left join (select id, sum(v) as v from (
        select target_id as id, quantity as v from quotas_transfer
         where effective_on > %(since)s and effective_on <= %(on)s
        union all
        select source_id, -quantity from quotas_transfer
         where effective_on > %(since)s and effective_on <= %(on)s) x
        group by id) m on m.id = p.account_id
     where p.period_id = %(period)s and a.unit_id is not null"""
SUMMARY = """
    select a.region_id, a.quota_type_id, a.bucket, sum(a.balance) from quotas_quotaaccount a group by 1, 2, 3"""


class Bare:
    """One connection, each statement by itself."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg2.connect(url)
        self.connection.autocommit = True
        self.cursor = self.connection.cursor()

    def rows(self, sql: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows of one statement."""
        self.cursor.execute(sql, parameters)
        return list(self.cursor.fetchall())

    def dicts(self, sql: str) -> list[dict[str, Any]]:
        """All rows of one statement by the names of their columns."""
        self.cursor.execute(sql)
        names = [column.name for column in self.cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in self.cursor.fetchall()]

    def transfer(self, source: int, target: int, on: dt.date) -> None:
        """Post one transfer in the seven statements, and commit."""
        execute = self.cursor.execute
        execute("begin")
        execute(LOCK, [source, target])
        execute(CHECK, [source])
        if self.cursor.fetchone() == (True,):
            execute(INSERT, [on, source, target])
            execute(TAKE, [source])
            execute(GIVE, [target])
            execute(AUDIT, [source])
        execute("commit")

    def statement(self, unit: int, start: dt.date, end: dt.date) -> int:
        """Opening and entries of one unit; how many entries."""
        parameters = {"unit": unit, "start": start, "end": end}
        self.rows(OPENING, parameters)
        return len(self.rows(ENTRIES, parameters))
