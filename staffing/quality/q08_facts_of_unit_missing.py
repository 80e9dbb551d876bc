"""Q08: A unit has its credit code and its main duties on record."""

import datetime as dt

from staffing.models import Aspect, Owner
from staffing.quality_rules import quality_rule


@quality_rule("Q08", title="机构信息", aspect=Aspect.COMPLETENESS, owner=Owner.BUREAU, per_person=False)
def facts_of_unit_missing(on: dt.date) -> str:
    """A unit has its credit code and its main duties on record."""
    return f"""
        select u.id as unit_id, null::bigint as person_id, 'unit' as subject,
               '机构未填' || concat_ws('、', case when u.uscc = '' then '统一社会信用代码' end,
                                            case when u.main_duties = '' then '主要职责' end) || '。' as words
          from units_unit u where (u.uscc = '' or u.main_duties = '')
           and (u.abolished_on is null or u.abolished_on > date '{on}')"""
