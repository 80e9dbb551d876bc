"""Q10: A secondment that ran out is prolonged by a document or ended."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import quality_rule


@quality_rule("Q10", title="借调期满未处理", aspect=Aspect.TIMELINESS)
def secondment_overrun(on: dt.date) -> str:
    """A secondment that ran out is prolonged by a document or ended."""
    return f"""
        select s.unit_id, x.person_id, 'secondment:' || x.id as subject,
               p.name || '借调已于' || x.ends_on || '期满，未延长也未结束。' as words
          from staffing_secondment x join staffing_posting s on s.id = x.posting_id
          join staffing_person p on p.id = x.person_id
         where x.ended_on is null and x.ends_on < date '{on}'"""
