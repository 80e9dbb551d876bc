"""Enrolment in four steps as the rest of the house meets it: subject, face, doors, menu."""

from accounts import navigation
from accounts.navigation import NavItem
from approvals import faces, subjects
from staffing import batch_doors
from staffing.batch_faces import EnrolmentBatchFace
from staffing.batches import ENROLMENT_BATCH


def register_all() -> None:
    """To be called once, when the app is ready."""
    subjects.register(ENROLMENT_BATCH)
    faces.register(ENROLMENT_BATCH.key, EnrolmentBatchFace())
    batch_doors.register()
    navigation.register(NavItem("enrolments", "入编", "staffing:enrolments", 12))
