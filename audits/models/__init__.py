"""Tables of inspection: what seals the records, and the returns of closed periods."""

from audits.models.report import PeriodReport, ReportLine
from audits.models.seal import SealBlock, SealPart, Unsealed

__all__ = ["PeriodReport", "ReportLine", "SealBlock", "SealPart", "Unsealed"]
