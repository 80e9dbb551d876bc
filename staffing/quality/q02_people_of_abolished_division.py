"""Q02: Nobody is in an internal division that is abolished."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import quality_rule


@quality_rule("Q02", title="撤销内设机构仍有人员", aspect=Aspect.TRUTH)
def people_of_abolished_division(on: dt.date) -> str:
    """Nobody is in an internal division that is abolished."""
    return f"""
        select s.unit_id, s.person_id, 'person:' || s.person_id as subject,
               p.name || '所在“' || d.name || '”已于' || d.abolished_on || '撤销。' as words
          from units_internaldivision d join staffing_posting s on s.division_id = d.id
          join staffing_person p on p.id = s.person_id
         where s.ended_on is null and d.abolished_on <= date '{on}'"""
