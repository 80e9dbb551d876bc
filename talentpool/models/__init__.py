"""Models of talentpool."""

from .loan import ExtensionRequest, Loan, LoanRequest, LoanState, Talent, TalentClass
from .recovery import Recovery, RecoveryLine

__all__ = [
    "ExtensionRequest", "Loan", "LoanRequest", "LoanState", "Recovery", "RecoveryLine", "Talent", "TalentClass",
]  # fmt: skip
