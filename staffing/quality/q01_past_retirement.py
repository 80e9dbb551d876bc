"""Q01: Whoever is past the month of retirement is no longer on a post."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import of_people, quality_rule


@quality_rule("Q01", title="到龄未办退休", aspect=Aspect.TRUTH)
def past_retirement(on: dt.date) -> str:
    """Whoever is past the month of retirement is no longer on a post."""
    which = "case when p.chosen_month is null then '法定退休月为' else '弹性退休月为' end"
    words = f"p.name || {which} || to_char(p.leaves_on, 'YYYY-MM') || '，仍在编。'"
    return of_people(words, f"p.leaves_on < date '{on.replace(day=1)}'")
