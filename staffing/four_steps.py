"""Entries, exits, moves and secondments as the rest of the house meets them: subjects, faces, doors, menu."""

from accounts import navigation
from accounts.navigation import BOOKS, NavItem
from approvals import faces, subjects
from staffing import batch_doors, move_faces, movements
from staffing.batch_faces import EnrolmentBatchFace
from staffing.batches import ENROLMENT_BATCH
from staffing.departing import STAFF_RELEASE
from staffing.move_faces import StaffMoveFace, StaffReleaseFace
from staffing.moving import STAFF_MOVE


def register_all() -> None:
    """To be called once, when the app is ready."""
    subjects.register(ENROLMENT_BATCH)
    subjects.register(STAFF_MOVE)
    subjects.register(STAFF_RELEASE)
    faces.register(ENROLMENT_BATCH.key, EnrolmentBatchFace())
    faces.register(STAFF_MOVE.key, StaffMoveFace())
    faces.register(STAFF_RELEASE.key, StaffReleaseFace())
    move_faces.register()
    batch_doors.register()
    movements.register_all()
    navigation.register(NavItem("enrolments", "入编", "staffing:enrolments", 12))
    navigation.register(NavItem("secondments", "借调", "staffing:secondments", 47, group=BOOKS))
