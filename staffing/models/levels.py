"""Levels of leaders (职务层次, GB/T 12407), the smaller number the higher, and the highest of each rank of units."""

from units.models.unit import Rank

LEVELS = [
    (101, "国家级正职"), (102, "国家级副职"), (111, "省部级正职"), (112, "省部级副职"), (121, "厅局级正职"),
    (122, "厅局级副职"), (131, "县处级正职"), (132, "县处级副职"), (141, "乡科级正职"), (142, "乡科级副职"),
]  # fmt: skip
# What a post's level is chosen from: civil servants (1xx) and staff of institutions (2xx).
RANK_LEVELS = [
    *LEVELS, (150, "科员级"), (160, "办事员级"), (199, "未定职公务员"), (211, "一级职员"), (212, "二级职员"),
    (221, "三级职员"), (222, "四级职员"), (231, "五级职员"), (232, "六级职员"), (241, "七级职员"), (242, "八级职员"),
    (250, "九级职员"), (260, "十级职员"), (299, "未定级职员"),
]  # fmt: skip
ORDER = [level for level, _ in LEVELS]
# Below 乡科级 the standard has no leaders, so that none of its levels fits a unit at 股级.
BELOW_ALL = 149
HIGHEST_OF_RANK = {
    Rank.PROVINCE_CHIEF: 111, Rank.PROVINCE_DEPUTY: 112, Rank.BUREAU_CHIEF: 121, Rank.BUREAU_DEPUTY: 122,
    Rank.DIVISION_CHIEF: 131, Rank.DIVISION_DEPUTY: 132, Rank.SECTION_CHIEF: 141, Rank.SECTION_DEPUTY: 142,
    Rank.SUBSECTION_CHIEF: BELOW_ALL, Rank.SUBSECTION_DEPUTY: BELOW_ALL,
}  # fmt: skip


def highest_of(rank: str) -> int | None:
    """The highest level a unit of this rank may have; None where the rank says nothing (未定级, 其他)."""
    return HIGHEST_OF_RANK.get(Rank(rank))


def steps_below(level: int, post: int) -> int:
    """How many levels a leader stands below the post: 1 for a deputy on the chief's post; 0 for the same or higher."""
    if level not in ORDER or post not in ORDER:
        return 0
    return max(ORDER.index(level) - ORDER.index(post), 0)


def level_words(level: int | None) -> str:
    return dict(LEVELS).get(level or 0, "")
