"""R16: first the post, then the person (先编后人): no more heads than posts are vacant."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from staffing.rules.reading import before, heads_on_vacant_posts


@rule(
    "R16",
    title="先编后人",
    severity=BLOCK,
    basis="用编进人先核准、后招录，在空编数额内使用编制（本地编制使用规定）",
    subjects=("hiring_plan",),
)
def posts_first(examination: Examination) -> Iterable[str]:
    """The heads of all lines of a unit and type together fit into its vacant posts; a full unit has none."""
    for pair, heads in heads_on_vacant_posts(examination).items():
        unit, kind = pair
        vacant = before(examination, pair, "空编")
        if heads <= vacant or before(examination, pair, "超编基数"):
            continue
        book = f"{unit.name}“{kind}”" + "、".join(
            f"{label}{before(examination, pair, label)}名" for label in ("核定", "实有", "锁定", "空编")
        )
        if vacant:
            yield f"{book}，计划用编{heads}名，超出空编{heads - vacant}名。"
        else:
            yield f"{book}，已满编，计划用编{heads}名须改为“出一进一”。"
