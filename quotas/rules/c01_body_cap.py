"""C01: bodies stay within their cap (限额不突破): 55 in the city, 37 in each district (青岛)."""

from collections.abc import Iterable

from approvals.offices import office_of
from approvals.rulebook import BLOCK, Examination, rule
from quotas import bodies, figures
from quotas.models import BodyRequest


@rule(
    "C01",
    title="机构限额不突破",
    severity=BLOCK,
    basis="《中国共产党机构编制工作条例》；不在限额外设置机构",
    subjects=("body_request",),
    exception_by="上级机构编制委员会（须先增加限额）",
)
def body_cap(examination: Examination) -> Iterable[str]:
    """A new body within the cap finds a free place; the cap is what the superior granted."""
    request: BodyRequest = examination.record
    if request.move != BodyRequest.Move.SET_UP or not request.within_cap:
        return
    office, kind = office_of(request.region), bodies.body_type()
    free = figures.find(examination.before, office, kind, "储备")
    locked = figures.find(examination.before, office, kind, "储备锁定")
    existing = figures.find(examination.before, office, kind, "现有机构")
    if free < 1:
        cap = existing + locked + free
        yield (
            f"{office.name}{kind}{cap}个，现有{existing}个、已批未设{locked}个，"
            f"{existing} + {locked} + 1 = {existing + locked + 1} > {cap}，将突破限额。"
        )
