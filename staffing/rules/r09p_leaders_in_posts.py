"""R09P: nobody takes a leadership post that is not vacant (不得超职数)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule


@rule(
    "R09P",
    title="职数预审",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第二十条、第二十六条第五项",
    subjects=("appointment",),
    exception_by="本级机构编制委员会（须有限期超职数例外）",
)
def leaders_in_posts(examination: Examination) -> Iterable[str]:
    """A full unit takes a leader when one has left (一出一进); one that is over takes none."""
    appointment = examination.record
    posts, unit = appointment.posts, appointment.unit
    if not appointment.terms.takes_post or appointment.by_exception:
        return
    figures = f"{unit.name}“{posts.quota_type}”核定{posts.approved}名、现任占职{posts.occupied}名"
    if posts.over:
        yield f"{figures}，超职数{posts.over}名，只出不进。"
    elif not posts.vacant:
        kept = f"、预留{posts.reserved}名" if posts.reserved else ""
        yield f"{figures}{kept}，没有空缺，须先免后任（一出一进）。"
