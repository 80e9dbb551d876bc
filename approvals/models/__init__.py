"""Cases and what belongs to them."""

from .case import FLOW, OPEN_STATES, Action, Attachment, Case, Deliberation, Opinion, State
from .document import Document, NumberCounter, NumberSeries
from .kind import Authority, CaseKind
from .meeting import AgendaItem, Meeting
from .notification import Notification, NotificationReceipt
from .office import CheckRun, Deputy, RuleParameter
from .receipt import Receipt
from .review import Argument, JointReview

__all__ = [
    "FLOW",
    "OPEN_STATES",
    "Action",
    "AgendaItem",
    "Argument",
    "Attachment",
    "Authority",
    "Case",
    "CaseKind",
    "CheckRun",
    "Deliberation",
    "Deputy",
    "Document",
    "JointReview",
    "Meeting",
    "Notification",
    "NotificationReceipt",
    "NumberCounter",
    "NumberSeries",
    "Opinion",
    "Receipt",
    "RuleParameter",
    "State",
]
