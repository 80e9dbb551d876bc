"""Q00: within how many working days findings about data are mended, and how the five count in a score."""

from collections.abc import Iterable

from approvals.rulebook import WARN, Examination, Parameter, Whole, rule

WEIGHTS = ("truth", "accuracy", "completeness", "timeliness", "conformity")
LABELS = ("真实", "准确", "完整", "及时", "规范")
PARAMETERS = (
    Parameter("unit_days", "单位整改期限（工作日）", 5, Whole(1, 60)),
    Parameter("bureau_days", "编办整改期限（工作日）", 10, Whole(1, 60)),
    *(
        Parameter(f"weight_{name}", f"{label}性权重", 20, Whole(1, 100))
        for name, label in zip(WEIGHTS, LABELS, strict=True)
    ),
)


@rule(
    "Q00",
    title="数据质量五性",
    severity=WARN,
    basis="机构编制实名制数据真实、准确、完整、及时、规范的要求（本地实名制管理办法）",
    subjects=("data_quality",),
    parameters=PARAMETERS,
)
def data_quality(examination: Examination) -> Iterable[str]:
    """No case is held up by it: the rules of `staffing/quality` look at the whole register every day."""
    return ()
