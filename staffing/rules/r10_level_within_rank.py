"""R10: a leader's level is not above post and rank of the unit (不得超机构规格), save for a dated 高配."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from staffing.models.levels import level_words


@rule(
    "R10",
    title="不得超机构规格",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第二十六条第五项",
    subjects=("appointment",),
    exception_by="本级党委、机构编制委员会（须有高配批准文件和截止日期）",
)
def level_within_rank(examination: Examination) -> Iterable[str]:
    """A higher level needs the paper that allows it and the day on which it ends; nobody else may bear them."""
    appointment = examination.record
    terms, unit = appointment.terms, appointment.unit
    dated = terms.above_rank_document is not None and terms.above_rank_until is not None
    if appointment.is_above_rank and not dated:
        yield (
            f"{unit.name}（{unit.get_rank_display()}）“{appointment.posts.quota_type}”职务，"
            f"任职层次{level_words(appointment.level)}，超出规格；高配须填写批准文件和截止日期。"
        )
    if not appointment.is_above_rank and (terms.above_rank_document or terms.above_rank_until):
        yield f"任职层次{level_words(appointment.level)}没有超出职务和机构规格，不填高配批准文件和截止日期。"
