"""Models of talentpool."""

from .loan import ExtensionRequest, Loan, LoanRequest, Talent, TalentClass
from .recovery import Recovery, RecoveryLine

__all__ = [
    "ExtensionRequest", "Loan", "LoanRequest", "Recovery", "RecoveryLine", "Talent", "TalentClass",
]  # fmt: skip
