"""Which of the papers and cases behind some numbers the user may open: a link is drawn only to what will open."""

from collections.abc import Iterable

from accounts.models import User
from approvals.models import Case, Document


def open_documents(user: User, ids: Iterable[int]) -> set[int]:
    wanted = set(ids)
    found = Document.objects.visible_to(user).filter(pk__in=wanted) if wanted else Document.objects.none()
    return set(found.values_list("pk", flat=True))


def open_cases(user: User, ids: Iterable[int | None]) -> set[int]:
    wanted = {number for number in ids if number is not None}
    found = Case.objects.visible_to(user).filter(pk__in=wanted) if wanted else Case.objects.none()
    return set(found.values_list("pk", flat=True))
