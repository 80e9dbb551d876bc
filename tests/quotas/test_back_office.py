"""The back office (admin site): changes of data are recorded under the administrator's name; the ledger has no door."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from approvals.models import CaseKind
from quotas.models import QuotaType
from tests.cast import make_user


@pytest.fixture
def keeper(db: None) -> User:
    user = make_user("keeper")
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    user.refresh_from_db()
    return user


def test_an_office_changes_the_time_limit_of_a_kind_and_the_history_names_who(client: Client, keeper: User) -> None:
    client.force_login(keeper)
    kind = CaseKind.objects.get(code="quota_increase")
    data = {
        "name": kind.name, "filed_by_roles": "unit", "required_papers": "申请报告", "working_days": 15,
        "authority": kind.authority, "position": 1, "is_active": "on", "guidance": "",
    }  # fmt: skip
    answer = client.post(reverse("admin:approvals_casekind_change", args=[kind.pk]), data)
    assert answer.status_code == 302
    kind.refresh_from_db()
    assert (kind.working_days, kind.code, kind.subject) == (15, "quota_increase", "quota_request")
    latest = kind.history.latest()
    assert (latest.history_user_id, latest.actor_name, latest.history_type) == (keeper.pk, keeper.name, "~")


def test_a_type_that_is_counted_keeps_its_family(client: Client, keeper: User) -> None:
    client.force_login(keeper)
    kind = QuotaType.objects.get(code="admin")
    data = {"name": "行政编制", "short_name": "行政", "family": "body", "funding_form": "", "position": 2}
    client.post(reverse("admin:quotas_quotatype_change", args=[kind.pk]), {**data, "parent": kind.parent_id or ""})
    kind.refresh_from_db()
    assert kind.family == "post"


def test_neither_case_nor_document_nor_transfer_has_a_door_in_the_back_office(client: Client, keeper: User) -> None:
    client.force_login(keeper)
    page = client.get(reverse("admin:index")).content.decode()
    assert "办件类型" in page
    for word in ("/admin/quotas/transfer/", "/admin/approvals/case/", "/admin/approvals/document/"):
        assert word not in page


@pytest.mark.parametrize("role", ["clerk", "director", "inspector"])
def test_the_back_office_is_closed_to_everybody_else(client: Client, request: pytest.FixtureRequest, role: str) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse("admin:approvals_casekind_changelist")).status_code == 302
