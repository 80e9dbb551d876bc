"""The filing form as a person fills it in, and the boxes of a case as they are sent."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from approvals.models import Case
from tests.stories import ANSWERS
from units.models import Unit


def hidden(page: HttpResponse, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, f"the page has no hidden {name}"
    return found.group(1)


def typed(client: Client, unit: Unit, kind: str = "quota_allot", **changes: Any) -> dict[str, Any]:
    """A complete request of six posts for the applicant, with the key of a form that was opened."""
    page = client.get(f"/cases/new/{kind}/")
    return {
        "key": hidden(page, "key"), "applicant": unit.number, "title": "新增教师编制", "reason": "扩班。",
        "lines-TOTAL_FORMS": "3", "lines-INITIAL_FORMS": "0", "lines-0-quota_type": "full_funded",
        "lines-0-target_unit": unit.name, "lines-0-applied_count": "6", "lines-0-purpose": "班主任",
        "effective_on": "2026-03-01", **ANSWERS, **changes,
    }  # fmt: skip


def send(client: Client, case: Case, action: str, **fields: Any) -> HttpResponse:
    """Send the box of an action with the key of a form that was opened."""
    return client.post(f"/cases/{case.number}/actions/{action}/", {"key": f"{case.pk}-{action}", **fields})
