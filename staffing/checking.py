"""Looking at the register by the rules of data quality: findings kept without duplicates, scores kept per unit."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.acting import use_case
from accounts.models import User
from approvals import workdays
from approvals.models import RuleParameter
from approvals.scheduled import Outcome
from staffing import policies
from staffing.models import Aspect, Owner
from staffing.quality_rules import QualityRule, rules
from staffing.rules.q00_data_quality import PARAMETERS
from units.models import Region, Unit


class Found(NamedTuple):
    """What one look found: how much is open now, how much of it is new, how much is mended."""

    open: int
    new: int
    mended: int


class Terms(NamedTuple):
    """What holds in the area of one office: when findings are due, and the weights of the five."""

    prefix: str
    unit_due: dt.date
    bureau_due: dt.date
    weights: tuple[int, ...]


def check_all(on: dt.date) -> Outcome:
    """The scheduled check: every rule over every unit, then every score."""
    terms, new, still, mended = _terms(on), 0, 0, 0
    for rule in rules():
        found = _apply(rule, terms, on, None)
        new, still, mended = new + found.new, still + found.open, mended + found.mended
    _score(terms, on, None)
    return Outcome(found=still, done=mended, note=f"新发现{new}项，已整改{mended}项，待整改{still}项。")


@use_case
def check_unit(*, actor: User, unit: Unit) -> Found:
    """Look at one unit again, as soon as something was mended; whoever answers for the unit may ask for it."""
    if not policies.may_recheck(actor, unit):
        raise PermissionDenied("只有本单位、主管部门和编办可以重新核对。")
    on = workdays.today()
    terms = _terms(on)
    every = [_apply(rule, terms, on, [unit.pk]) for rule in rules()]
    _score(terms, on, [unit.pk])
    return Found(*(sum(column) for column in zip(*every, strict=True)))


APPLY = """
    with found as materialized (select x.* from ({rule}) x where {which}),
    mended as (
      update staffing_qualityfinding f set mended_on = %(on)s
       where f.rule = %(code)s and f.mended_on is null and {of_findings}
         and not exists (select from found x where x.unit_id = f.unit_id and x.subject = f.subject) returning 1),
    kept as (
      insert into staffing_qualityfinding (rule, aspect, unit_id, person_id, subject, words, owner, found_on, due_on)
      select %(code)s, %(aspect)s, x.unit_id, x.person_id, x.subject, left(x.words, 200), %(owner)s, %(on)s, o.due
        from found x join units_unit u on u.id = x.unit_id join units_region r on r.id = u.region_id
        cross join lateral (
          select t.due from unnest(%(prefixes)s::text[], %(dues)s::date[]) t (prefix, due)
           where starts_with(r.prefix, t.prefix) order by length(t.prefix) desc limit 1) o
      on conflict (rule, unit_id, subject) where mended_on is null
        do update set words = excluded.words where staffing_qualityfinding.words <> excluded.words
      returning xmax = 0 as is_new)
    select (select count(*) from found), (select count(*) from kept where is_new), (select count(*) from mended)"""


def _apply(rule: QualityRule, terms: Sequence[Terms], on: dt.date, units: list[int] | None) -> Found:
    """One rule in one statement: what is found is kept once, what is no longer found is mended."""
    sql = APPLY.format(
        # The rule is SQL of its own; a per cent sign in it is none of a parameter.
        rule=rule.find(on).replace("%", "%%"),
        which="x.unit_id = any(%(units)s)" if units else "true",
        of_findings="f.unit_id = any(%(units)s)" if units else "true",
    )
    dues = [each.unit_due if rule.owner == Owner.UNIT else each.bureau_due for each in terms]
    asked: dict[str, Any] = {
        "on": on, "code": rule.code, "aspect": rule.aspect, "owner": rule.owner, "units": units, "dues": dues,
        "prefixes": [each.prefix for each in terms],
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return Found(*cursor.fetchone())


def _terms(on: dt.date) -> list[Terms]:
    """The terms of every office that set its own, and of all others together (the empty prefix)."""
    offices: list[Region | None] = [None]
    if RuleParameter.objects.filter(rule="Q00").exists():
        offices += Region.objects.filter(has_office=True).order_by("prefix")
    return [_terms_of(office, on) for office in offices]


def _terms_of(office: Region | None, on: dt.date) -> Terms:
    if office is None:
        values = [parameter.default for parameter in PARAMETERS]
    else:
        values = [parameter.in_force("Q00", region=office, on=on) for parameter in PARAMETERS]
    unit_due, bureau_due = (workdays.add_workdays(on, days) for days in values[:2])
    return Terms(office.prefix if office else "", unit_due, bureau_due, tuple(values[2:]))


SCORE = """
    with items as (
      select * from unnest(%(aspects)s::text[], %(per_person)s::int[], %(per_unit)s::int[])
        i (aspect, per_person, per_unit)),
    people as (
      select a.unit_id, sum(a.balance) as n from quotas_quotaaccount a
        join quotas_quotatype t on t.id = a.quota_type_id and t.family in ('post', 'contract')
       where a.unit_id is not null and a.bucket in ('occupied', 'borrowed_occupied') and {accounts} group by 1),
    faults as (
      select f.unit_id, f.aspect, count(*) as n from staffing_qualityfinding f
       where f.mended_on is null and {findings} group by 1, 2),
    parts as (
      select u.id as unit_id, u.region_id, i.aspect, coalesce(p.n, 0) as people, coalesce(f.n, 0) as faults,
             coalesce(p.n, 0) * i.per_person + i.per_unit as checked
        from units_unit u cross join items i left join people p on p.unit_id = u.id
        left join faults f on f.unit_id = u.id and f.aspect = i.aspect
       where {units} and (u.abolished_on is null or u.abolished_on > %(on)s or f.n > 0)),
    scored as (
      select s.*,
             round(100 * (1 - least(1, case when checked > 0 then faults::numeric / checked else 0 end)), 1) as score,
             o.weights[array_position(%(aspects)s::text[], s.aspect)] as weight
        from parts s join units_region r on r.id = s.region_id
        cross join lateral (
          select string_to_array(t.weights, ',')::int[] as weights
            from unnest(%(prefixes)s::text[], %(weights)s::text[]) t (prefix, weights)
           where starts_with(r.prefix, t.prefix) order by length(t.prefix) desc limit 1) o)
    insert into staffing_qualityscore (unit_id, computed_on, people_count, open_count, truth, accuracy, completeness,
                                       timeliness, conformity, total)
    select unit_id, %(on)s, max(people), sum(faults), {columns}, round(sum(score * weight) / sum(weight), 1)
      from scored group by unit_id having count(*) = 5
    on conflict (unit_id) do update set computed_on = excluded.computed_on, people_count = excluded.people_count,
      open_count = excluded.open_count, truth = excluded.truth, accuracy = excluded.accuracy,
      completeness = excluded.completeness, timeliness = excluded.timeliness, conformity = excluded.conformity,
      total = excluded.total"""


def _score(terms: Sequence[Terms], on: dt.date, units: list[int] | None) -> None:
    """Scores in one statement: 100 × (1 − findings ÷ what was looked at) for each of the five; their weighted mean."""
    aspects = [aspect.value for aspect in Aspect]
    one = "= any(%(units)s)" if units else ""
    sql = SCORE.format(
        accounts=f"a.unit_id {one}" if units else "true",
        findings=f"f.unit_id {one}" if units else "true",
        units=f"u.id {one}" if units else "true",
        columns=", ".join(f"max(score) filter (where aspect = '{aspect}')" for aspect in aspects),
    )
    of_aspect = [[rule for rule in rules() if rule.aspect == aspect] for aspect in aspects]
    asked: dict[str, Any] = {
        "on": on, "units": units, "aspects": aspects,
        "per_person": [sum(rule.per_person for rule in found) for found in of_aspect],
        "per_unit": [sum(not rule.per_person for rule in found) for found in of_aspect],
        "prefixes": [each.prefix for each in terms],
        "weights": [",".join(map(str, each.weights)) for each in terms],
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, asked)
