"""Q09: An off-quota contract that ran out is renewed or ended."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import quality_rule


@quality_rule("Q09", title="编外合同到期未处理", aspect=Aspect.TIMELINESS)
def contract_overrun(on: dt.date) -> str:
    """An off-quota contract that ran out is renewed or ended."""
    return f"""
        select e.unit_id, e.person_id, 'engagement:' || e.id as subject,
               p.name || '编外合同已于' || e.ends_on || '到期，未续签也未终止。' as words
          from staffing_engagement e join staffing_person p on p.id = e.person_id
         where e.ended_on is null and e.ends_on < date '{on}'"""
