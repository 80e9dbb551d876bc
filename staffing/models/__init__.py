"""Models of staffing."""

from .codes import (
    Channel,
    CivilRank,
    Degree,
    EntryBasis,
    ExitReason,
    PoliticalStatus,
    PostCategory,
    RetirementCategory,
    Sex,
    SlotState,
    StaffClass,
)  # fmt: skip
from .opening import Opening
from .person import Person
from .posting import Posting, Tenure
from .slot import Slot

__all__ = [
    "Channel", "CivilRank", "Degree", "EntryBasis", "ExitReason", "Opening", "Person", "PoliticalStatus",
    "PostCategory", "Posting", "RetirementCategory", "Sex", "Slot", "SlotState", "StaffClass", "Tenure",
]  # fmt: skip
