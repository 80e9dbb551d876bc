"""Numbers of documents and cases lead to their pages, for those who may open them."""

from collections import Counter

from accounts import references
from accounts.models import User
from approvals.models import Case, Document


def documents(user: User, numbers: set[str]) -> dict[str, str]:
    """Two issuers may use one number; then the number alone does not say which paper is meant, and leads nowhere."""
    found = list(Document.objects.visible_to(user).issued().filter(number__in=numbers).only("id", "number"))
    times = Counter(paper.number for paper in found)
    return {paper.number: paper.get_absolute_url() for paper in found if times[paper.number] == 1}


def cases(user: User, numbers: set[str]) -> dict[str, str]:
    found = Case.objects.visible_to(user).filter(number__in=numbers).only("id", "number")
    return {case.number: case.get_absolute_url() for case in found}


def register_all() -> None:
    """To be called once, when the app is ready."""
    references.register(references.DOCUMENT, documents)
    references.register(references.CASE, cases)
