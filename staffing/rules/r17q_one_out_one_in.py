"""R17Q: a full unit takes one for one who leaves (满编单位出一进一)."""

import datetime as dt
from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.models import QuotaType
from staffing import vacancies
from staffing.rules.reading import before, heads_in_turn, heads_on_vacant_posts
from units.models import Unit


@rule(
    "R17Q",
    title="出一进一",
    severity=BLOCK,
    basis="超编单位只出不进、满编单位出一进一（本地编制使用规定）",
    subjects=("hiring_plan",),
)
def one_out_one_in(examination: Examination) -> Iterable[str]:
    """Not more heads in turn than people are to leave this year and no other slot waits for; vacant posts go first."""
    until = dt.date(examination.record.year, 12, 31)
    at_once = heads_on_vacant_posts(examination)
    for pair, heads in heads_in_turn(examination).items():
        unit, kind = pair
        free = before(examination, pair, "空编") - at_once.get(pair, 0)
        if free > 0:
            yield f"{unit.name}“{kind}”尚有空编{free}名未用，应先使用空编，再按“出一进一”编报{heads}名。"
        leaving, waiting = _leaving(unit, kind, until), _waiting(examination, unit, kind)
        if heads > max(leaving - waiting, 0):
            yield (
                f"{unit.name}“{kind}”{until.year}年底前预计退休{leaving}名，已有{waiting}个用编号待空编，"
                f"可“出一进一”{max(leaving - waiting, 0)}名，计划{heads}名。"
            )


def _leaving(unit: Unit, kind: QuotaType, until: dt.date) -> int:
    return vacancies.leavers([unit.pk], until)[unit.pk, kind.pk]


def _waiting(examination: Examination, unit: Unit, kind: QuotaType) -> int:
    """The slots of other decisions that wait already, and those that decided plans will bring."""
    waiting = vacancies.waiting_slots([unit.pk], but=examination.case)[unit.pk, kind.pk]
    return waiting + vacancies.promised_in_turn(unit, kind, but=examination.case)
