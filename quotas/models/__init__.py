"""The ledger and the requests that move it."""

from .ledger import (
    APPROVED,
    Bucket,
    Hold,
    Period,
    PeriodBalance,
    QuotaAccount,
    QuotaException,
    QuotaType,
    Transfer,
)
from .request import BodyRequest, FloatingQuota, QuotaRequest, QuotaRequestLine, ReserveUse
from .total import RegionTotal

__all__ = [
    "APPROVED",
    "BodyRequest",
    "Bucket",
    "FloatingQuota",
    "Hold",
    "Period",
    "PeriodBalance",
    "QuotaAccount",
    "QuotaException",
    "QuotaRequest",
    "QuotaRequestLine",
    "QuotaType",
    "RegionTotal",
    "ReserveUse",
    "Transfer",
]
