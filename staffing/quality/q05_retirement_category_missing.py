"""Q05: Whoever is on a post has a retirement category, without which nothing is foretold."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import of_people, quality_rule


@quality_rule("Q05", title="退休类别", aspect=Aspect.COMPLETENESS)
def retirement_category_missing(on: dt.date) -> str:
    """Whoever is on a post has a retirement category, without which nothing is foretold."""
    return of_people("p.name || '未填退休类别，无法预测退休时间。'", "p.retirement_category = ''")
