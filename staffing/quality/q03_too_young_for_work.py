"""Q03: Nobody began to work before the sixteenth birthday."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import of_people, quality_rule


@quality_rule("Q03", title="参加工作时年龄", aspect=Aspect.ACCURACY)
def too_young_for_work(on: dt.date) -> str:
    """Nobody began to work before the sixteenth birthday."""
    born = "to_char(p.birth_date, 'YYYY-MM')"
    words = f"p.name || '参加工作时间' || p.work_started_on || '不满16周岁（出生' || {born} || '）。'"
    return of_people(words, "p.work_started_on < p.birth_date + interval '16 years'")
