"""What moved on the accounts of a unit and what is promised of them, with the words that a line needs."""

import datetime as dt
from typing import NamedTuple

from django.db import connection

from units.models import Unit


class Move(NamedTuple):
    """One transfer in words: what moved from whom to whom, on which paper; a region stands without a unit's key."""

    transfer_id: int
    effective_on: dt.date
    reason: str
    quantity: int
    quota_type: str
    document_id: int
    document_number: str
    case_id: int | None
    case_number: str | None
    source_unit_id: int | None
    source_owner: str
    source_bucket: str
    target_unit_id: int | None
    target_owner: str
    target_bucket: str


# The newest of each account by its index, then the newest of all: an old account costs what a new one costs.
# Names by subqueries, because a plan for a join of ten tables costs ten times what reading them does.
SIDE = """
    select x.id, x.effective_on from quotas_quotaaccount a cross join lateral (
      select t.id, t.effective_on from quotas_transfer t where t.{side}_id = a.id
       order by t.effective_on desc, t.id desc limit %(limit)s) x where a.unit_id = %(unit)s"""
OWNER = """coalesce((select name from units_unit where id = {end}.unit_id),
                    (select name from units_region where id = {end}.region_id))"""
LATEST = f"""
    select t.id, t.effective_on, t.reason, t.quantity,
           (select short_name from quotas_quotatype where id = s.quota_type_id),
           t.document_id, (select number from approvals_document where id = t.document_id),
           t.case_id, (select number from approvals_case where id = t.case_id),
           s.unit_id, {OWNER.format(end="s")}, s.bucket, o.unit_id, {OWNER.format(end="o")}, o.bucket
      from (select id from ({SIDE.format(side="source")} union {SIDE.format(side="target")}) both_sides
             order by effective_on desc, id desc limit %(limit)s) latest
      join quotas_transfer t on t.id = latest.id
      join quotas_quotaaccount s on s.id = t.source_id
      join quotas_quotaaccount o on o.id = t.target_id
     order by t.effective_on desc, t.id desc"""


def latest_moves(unit: Unit, limit: int) -> list[Move]:
    """At most so many transfers that touch an account of the unit."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST, {"unit": unit.pk, "limit": limit})
        return [Move._make(row) for row in cursor.fetchall()]


class Promise(NamedTuple):
    """What a decision locks (锁定) until it is posted; `target` is empty where posts go back to a reserve."""

    case_id: int
    case_number: str
    case_title: str
    quota_type: str
    source: str
    target: str | None
    quantity: int
    effective_on: dt.date
    expires_on: dt.date


HELD = f"""
    select h.case_id, c.number, c.title, (select name from quotas_quotatype where id = s.quota_type_id),
           {OWNER.format(end="s")}, (select name from units_unit where id = o.unit_id),
           h.quantity, h.effective_on, h.expires_on
      from quotas_hold h
      join approvals_case c on c.id = h.case_id
      join quotas_quotaaccount s on s.id = h.source_id
      left join quotas_quotaaccount o on o.id = h.target_id
     where h.state = 'held' and (h.source_id = any(array(select id from quotas_quotaaccount where unit_id = %(unit)s))
                              or h.target_id = any(array(select id from quotas_quotaaccount where unit_id = %(unit)s)))
     order by h.id"""


def open_holds(unit: Unit) -> list[Promise]:
    """Promises that lock posts of the unit, and those whose posts will come to it."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"unit": unit.pk})
        return [Promise._make(row) for row in cursor.fetchall()]
