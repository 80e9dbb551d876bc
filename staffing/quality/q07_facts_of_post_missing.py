"""Q07: Of everybody the post, its category and the way of coming are known."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import of_people, quality_rule


@quality_rule("Q07", title="岗位信息", aspect=Aspect.COMPLETENESS)
def facts_of_post_missing(on: dt.date) -> str:
    """Of everybody the post, its category and the way of coming are known."""
    words = """p.name || '未填' || concat_ws('、', case when s.title = '' then '职务（岗位）' end,
        case when s.post_category = '' then '岗位类别' end, case when s.entry_way = '' then '进入方式' end) || '。'"""
    return of_people(words, "s.title = '' or s.post_category = '' or s.entry_way = ''")
