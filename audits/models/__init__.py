"""Tables of inspection: what seals the records."""

from audits.models.seal import SealBlock, SealPart, Unsealed

__all__ = ["SealBlock", "SealPart", "Unsealed"]
