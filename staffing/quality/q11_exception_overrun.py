"""Q11: People above the cap are covered by an exception in force."""

import datetime as dt

from staffing.models import Aspect, Owner
from staffing.quality_rules import quality_rule


@quality_rule("Q11", title="超编例外到期", aspect=Aspect.TIMELINESS, owner=Owner.BUREAU, per_person=False)
def exception_overrun(on: dt.date) -> str:
    """People above the cap are covered by an exception in force."""
    return f"""
        select a.unit_id, null::bigint as person_id, 'excess:' || a.quota_type_id as subject,
               t.name || '超编' || -a.balance || '名，批准的期限已到。' as words
          from quotas_quotaaccount a join quotas_quotatype t on t.id = a.quota_type_id
         where a.bucket = 'excess' and a.balance < 0
           and not exists (select from quotas_quotaexception x where x.unit_id = a.unit_id
                              and x.quota_type_id = a.quota_type_id
                              and date '{on}' between x.starts_on and x.ends_on)"""
