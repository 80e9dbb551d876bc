"""Q04: Nobody entered the unit before beginning to work, nor joined the party before the eighteenth birthday."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import of_people, quality_rule


@quality_rule("Q04", title="时间先后", aspect=Aspect.ACCURACY)
def dates_out_of_order(on: dt.date) -> str:
    """Nobody entered the unit before beginning to work, nor joined the party before the eighteenth birthday."""
    words = """case when s.entered_unit_on < p.work_started_on
               then p.name || '进入本单位时间' || s.entered_unit_on || '早于参加工作时间' || p.work_started_on || '。'
               else p.name || '加入党派时间' || p.party_joined_on || '不满18周岁。' end"""
    young = "p.party_joined_on < p.birth_date + interval '18 years' and p.political_status in ('01', '02')"
    return of_people(words, f"s.entered_unit_on < p.work_started_on or ({young})")
