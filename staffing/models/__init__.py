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
from .plan import MOST_HEADS, HiringPlan, HiringPlanLine
from .posting import Posting, Tenure
from .slot import Slot

__all__ = [
    "MOST_HEADS", "Channel", "CivilRank", "Degree", "EntryBasis", "ExitReason", "HiringPlan", "HiringPlanLine",
    "Opening", "Person", "PoliticalStatus", "PostCategory", "Posting", "RetirementCategory", "Sex", "Slot",
    "SlotState", "StaffClass", "Tenure",
]  # fmt: skip
