"""C01W: Party and government bodies are not set up outside the cap (不在限额外设置机构, 青岛)."""

from collections.abc import Iterable

from approvals.offices import office_of
from approvals.rulebook import WARN, Examination, rule
from quotas.models import BodyRequest
from units.models import Category, SystemClass

COUNTED = (SystemClass.PARTY, SystemClass.GOVERNMENT, SystemClass.SUPERVISION)


@rule(
    "C01W",
    title="限额外设置机构",
    severity=WARN,
    basis="机构限额管理规定：不在限额外设置机构，限额外行政机构应予清理规范（本地办理规程）",
    subjects=("body_request",),
    exception_by="上级机构编制委员会",
)
def outside_cap(examination: Examination) -> Iterable[str]:
    """An organ of the region's own Party or government system is counted under the cap."""
    request: BodyRequest = examination.record
    if request.move != BodyRequest.Move.SET_UP or request.within_cap or request.category != Category.ORGAN:
        return
    if request.region == office_of(request.region) and request.system_class in COUNTED:
        system = SystemClass(request.system_class).label
        yield f"{request.name}为{request.region.name}本级{system}机关，未占用机构限额，属限额外设置机构。"
