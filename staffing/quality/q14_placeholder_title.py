"""Q14: A post is named, not filled in with a sign that stands for nothing."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import of_people, quality_rule


@quality_rule("Q14", title="岗位写法", aspect=Aspect.CONFORMITY)
def placeholder_title(on: dt.date) -> str:
    """A post is named, not filled in with a sign that stands for nothing."""
    signs = r"^([0-9.,，、/\\_*?？—-]+|无|其他|职员|未知|待定)$"
    return of_people("p.name || '职务（岗位）写作“' || s.title || '”，应填规范名称。'", f"s.title ~ '{signs}'")
