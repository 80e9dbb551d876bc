"""The scheduled look at who is about to retire, office by office: said in the note of the run."""

import datetime as dt

from django.db import connection

from approvals.scheduled import Outcome
from staffing.forecasting import month_of, shifted

AHEAD = 3

SQL = """
    with due as (
      select r.prefix, p.retires_on from staffing_posting s join staffing_person p on p.id = s.person_id
        join units_unit u on u.id = s.unit_id join units_region r on r.id = u.region_id
       where s.ended_on is null and p.retires_on <= %s)
    select o.name, count(*) filter (where d.retires_on < %s), count(*) filter (where d.retires_on >= %s)
      from due d join lateral (select o.name, o.prefix from units_region o where o.has_office
             and o.prefix in (left(d.prefix, 2), left(d.prefix, 4), left(d.prefix, 6), d.prefix)
           order by length(o.prefix) desc limit 1) o on true
     group by o.name, o.prefix order by o.prefix"""


def remind(on: dt.date) -> Outcome:
    """Count the people whose statutory month is past or within three months; nothing is changed."""
    this = month_of(on)
    with connection.cursor() as cursor:
        cursor.execute(SQL, [shifted(this, AHEAD), this, this])
        rows = cursor.fetchall()
    notes = [
        f"{name}：{AHEAD}个月内到龄{coming}人" + (f"，已到龄未办理{overdue}人" if overdue else "") + "。"
        for name, overdue, coming in rows
    ]
    return Outcome(found=sum(overdue + coming for _, overdue, coming in rows), done=0, note="\n".join(notes))
