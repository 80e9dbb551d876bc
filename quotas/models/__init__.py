"""The ledger and the requests that move it."""

from .freeze import Freeze
from .ledger import (
    APPROVED,
    OF_POOL,
    Bucket,
    Hold,
    Period,
    PeriodBalance,
    QuotaAccount,
    QuotaException,
    QuotaType,
    Transfer,
)
from .pool import Pool
from .request import BodyRequest, FloatingQuota, QuotaRequest, QuotaRequestLine, ReserveUse
from .total import RegionTotal

__all__ = [
    "APPROVED",
    "OF_POOL",
    "BodyRequest",
    "Bucket",
    "FloatingQuota",
    "Freeze",
    "Hold",
    "Period",
    "PeriodBalance",
    "Pool",
    "QuotaAccount",
    "QuotaException",
    "QuotaRequest",
    "QuotaRequestLine",
    "QuotaType",
    "RegionTotal",
    "ReserveUse",
    "Transfer",
]
