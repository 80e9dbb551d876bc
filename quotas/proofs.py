"""What a document or a case has moved on the ledger, as a block on their pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from accounts.panels import Panel, register
from approvals.models import Case, Document
from quotas.models import Transfer

SHOWN = 200
RELATED = ("source__quota_type", "source__unit", "source__region", "target__unit", "target__region", "document")


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(Panel("document", "transfers", "证明的变动", 10, "quotas/proofs.html", of_document))
    register(Panel("case", "transfers", "台账变动", 10, "quotas/proofs.html", of_case, visible=_has_moved))


def _seen(request: HttpRequest) -> QuerySet[Transfer]:
    assert isinstance(request.user, User), "Panels stand on pages for signed-in users."
    return Transfer.objects.visible_to(request.user).select_related(*RELATED).order_by("id")


def of_document(request: HttpRequest, document: Document) -> dict[str, Any]:
    """The transfers that cite the document, as far as the reader may see them."""
    return {"transfers": _seen(request).filter(document=document)[:SHOWN], "title": "本文件证明的变动"}


def of_case(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The transfers of the case, from the lock to the posting."""
    return {"transfers": _seen(request).filter(case=case)[:SHOWN], "title": "台账变动", "with_document": True}


def _has_moved(request: HttpRequest, case: Case) -> bool:
    return case.decided_on is not None
