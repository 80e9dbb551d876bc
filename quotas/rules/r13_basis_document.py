"""R13: every change of the ledger can name its document: title, issuing body, number, date."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.routes import ROUTES


@rule(
    "R13",
    title="依据文件",
    severity=BLOCK,
    basis="机构编制台账管理要求：批准文件名称、机关、文号、日期齐全",
    subjects=("quota_request",),
)
def basis_document(examination: Examination) -> Iterable[str]:
    """A grant rests on the superior's paper; a paper that is named is complete and not from the future."""
    basis = examination.record.basis
    if basis is None:
        if ROUTES[examination.case.kind.code].needs_basis:
            yield "下达编制须有上级文件：缺文件名称、发文机关、文号和日期4项。"
        return
    fields = {"文件名称": basis.title, "发文机关": basis.issuer, "文号": basis.number, "日期": basis.issued_on}
    if absent := [label for label, value in fields.items() if not value]:
        yield f"依据文件应具备4项要素，缺{len(absent)}项：{'、'.join(absent)}。"
    if basis.issued_on and basis.issued_on > examination.on:
        yield f"依据文件{basis.number}的日期{basis.issued_on}晚于生效日期{examination.on}。"
