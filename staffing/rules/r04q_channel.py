"""R04Q: by which way somebody comes fits the kind of post (公务员考录进行政编制，公开招聘进事业编制)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.models import QuotaType
from staffing.models import Channel, HiringPlanLine
from staffing.rules.reading import lines_of

Nature = QuotaType.Nature
CIVIL_SERVICE = (Channel.CIVIL_EXAM, Channel.SELECTED)
OF_INSTITUTIONS = (
    Channel.OPEN_RECRUITMENT, Channel.FUNDED_TEACHER, Channel.TEACHER_RECRUITMENT, Channel.GRADUATE, Channel.TALENT,
)  # fmt: skip


@rule(
    "R04Q",
    title="进入方式与编制类型相符",
    severity=BLOCK,
    basis="《公务员法》第二十三条；《事业单位人事管理条例》第八条",
    subjects=("hiring_plan",),
)
def channel_fits_the_post(examination: Examination) -> Iterable[str]:
    """Civil servants come by their exam or selection, also to institutions managed as such; staff by recruitment."""
    for line in lines_of(examination):
        kind = line.quota_type
        if line.channel in CIVIL_SERVICE and not _for_civil_servants(line):
            yield (
                f"{line.unit.name}“{kind}”（{kind.get_nature_display()}）不是公务员或参照管理岗位，"
                f"不能以“{line.get_channel_display()}”用编{line.count}名。"
            )
        elif line.channel in OF_INSTITUTIONS and kind.nature in (Nature.ADMINISTRATIVE, Nature.SPECIAL):
            yield (
                f"{line.unit.name}“{kind}”（{kind.get_nature_display()}）须凡进必考，"
                f"不能以“{line.get_channel_display()}”用编{line.count}名。"
            )


def _for_civil_servants(line: HiringPlanLine) -> bool:
    return line.quota_type.nature in (Nature.ADMINISTRATIVE, Nature.SPECIAL) or line.unit.civil_service_managed
