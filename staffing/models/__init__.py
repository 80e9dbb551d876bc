"""Models of staffing."""

from .batch import Candidate, EnrolmentBatch, Objection
from .change import ChangeLine, ChangeSheet, SheetState, Verdict
from .codes import (
    EDUCATIONS,
    ETHNICITIES,
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
from .engagement import ContractKind, EndReason, Engagement, MoneyLine, PaySource, ServiceContract
from .importing import ImportJob, ImportKind, ImportState
from .move import Secondment, StaffMove, StaffRelease, StaffReleaseLine
from .opening import Opening
from .person import Person
from .photo import Photo
from .plan import MOST_HEADS, HiringPlan, HiringPlanLine
from .posting import Posting, Tenure
from .quality import Aspect, Owner, QualityFinding, QualityScore
from .slip import Slip
from .slot import Slot

__all__ = [
    "EDUCATIONS", "ETHNICITIES", "MOST_HEADS", "Aspect", "Candidate", "ChangeLine", "ChangeSheet", "Channel",
    "CivilRank", "ContractKind", "Degree", "EndReason", "Engagement", "EnrolmentBatch", "EntryBasis", "ExitReason",
    "HiringPlan", "HiringPlanLine", "ImportJob", "ImportKind", "ImportState", "MoneyLine", "Objection",
    "Opening", "Owner", "PaySource", "Person", "Photo", "PoliticalStatus", "PostCategory", "Posting",
    "QualityFinding", "QualityScore", "RetirementCategory", "Secondment",
    "ServiceContract", "Sex", "SheetState", "Slip", "Slot", "SlotState", "StaffClass",
    "StaffMove", "StaffRelease", "StaffReleaseLine", "Tenure", "Verdict",
]  # fmt: skip
