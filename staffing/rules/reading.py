"""What several rules read: the lines of a plan, and the heads it wants of each unit and type."""

from collections import defaultdict
from collections.abc import Iterable

from approvals.rulebook import Examination
from quotas import figures
from quotas.models import QuotaType
from staffing.models import HiringPlanLine
from staffing.planning import HIRING_PLAN
from units.models import Unit

Pair = tuple[Unit, QuotaType]


def lines_of(examination: Examination) -> list[HiringPlanLine]:
    """The lines that would become slots; read once for all rules."""
    if "plan_lines" not in examination.read:
        examination.read["plan_lines"] = [line for line in HIRING_PLAN.lines(examination.case) if line.count]
    lines: list[HiringPlanLine] = examination.read["plan_lines"]
    return lines


def heads_on_vacant_posts(examination: Examination) -> dict[Pair, int]:
    """Heads for whom a post must be vacant today, by unit and type."""
    return _added_up(line for line in lines_of(examination) if not line.one_out_one_in)


def heads_in_turn(examination: Examination) -> dict[Pair, int]:
    """Heads who come when somebody leaves (出一进一), by unit and type."""
    return _added_up(line for line in lines_of(examination) if line.one_out_one_in)


def all_heads(examination: Examination) -> dict[Pair, int]:
    return _added_up(lines_of(examination))


def _added_up(lines: Iterable[HiringPlanLine]) -> dict[Pair, int]:
    found: dict[Pair, int] = defaultdict(int)
    for line in lines:
        found[line.unit, line.quota_type] += line.count
    return found


def before(examination: Examination, pair: Pair, label: str) -> int:
    """A figure of the unit before the plan: 核定, 实有, 空编, 锁定 or 超编基数."""
    return figures.find(examination.before, *pair, label)
