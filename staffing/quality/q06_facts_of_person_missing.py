"""Q06: Ethnicity, political status, education and the start of work are known of everybody."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import of_people, quality_rule


@quality_rule("Q06", title="人员基本信息", aspect=Aspect.COMPLETENESS)
def facts_of_person_missing(on: dt.date) -> str:
    """Ethnicity, political status, education and the start of work are known of everybody."""
    words = """p.name || '未填' || concat_ws('、',
        case when p.ethnicity = '' then '民族' end, case when p.political_status = '' then '政治面貌' end,
        case when p.education = '' then '学历' end,
        case when p.work_started_on is null then '参加工作时间' end) || '。'"""
    missing = "p.ethnicity = '' or p.political_status = '' or p.education = '' or p.work_started_on is null"
    return of_people(words, missing)
