"""Q12: A name is written in Chinese characters, with a middle dot where there is one."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import of_people, quality_rule


@quality_rule("Q12", title="姓名写法", aspect=Aspect.CONFORMITY)
def name_out_of_form(on: dt.date) -> str:
    """A name is written in Chinese characters, with a middle dot where there is one."""
    return of_people("'姓名“' || p.name || '”含非汉字字符。'", "p.name !~ '^[一-龥㐀-䶵·]+$'")
