"""Every form of the back office, field by field with what a careless or hostile hand may send: answered in words."""

import re
from itertools import product
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from approvals import numbering
from approvals.models import CaseKind, NumberSeries, RuleParameter
from quotas.models import QuotaType
from tests.cast import FOUNDED, make_user
from tests.pages import signed_in
from tests.stories import set_parameter
from units.models import Mandate, Region, Unit

BAD = [
    "", "-1", "0", "1e400", "99999999999999999999", "²", "null", "[]", "\\u0000", "2026-02-30", "0001-01-01",
    "9999-12-31", "<script>alert(1)</script>", "a/b?c#d%", "字" * 5001, "\u202e\n",
]  # fmt: skip
READ_BY = {
    "CaseKind": ("/cases/kinds/", "/cases/new/"), "QuotaType": ("/quotas/", "/quotas/types/"),
    "RuleParameter": ("/rules/",), "NumberSeries": ("/documents/",), "Region": ("/units/",),
}  # fmt: skip
OWN = {"accounts", "units", "approvals", "quotas", "staffing", "talentpool", "audits"}
EDITABLE = [
    model
    for model, keeper in admin.site._registry.items()
    if model._meta.app_label in OWN and type(keeper).has_change_permission is admin.ModelAdmin.has_change_permission
]


@pytest.fixture
def office(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("admin", password="admin", name="管理员"))
    return client


@pytest.fixture
def rows(region: Region, school: Unit, clerk: User) -> dict[type[Model], Model]:
    return {
        User: make_user("someone"), Region: region, Mandate: Mandate.objects.filter(user=clerk).get(),
        CaseKind: CaseKind.objects.get(code="quota_increase"), QuotaType: QuotaType.objects.get(code="part_funded"),
        NumberSeries: numbering.series_for(region, numbering.APPROVAL),
        RuleParameter: set_parameter("C02", "chiefs_per_deputy", 4, region=region, starts_on=FOUNDED),
    }  # fmt: skip


def test_only_tables_of_the_product_have_a_door(office: Client) -> None:
    """Above all no token can be made for somebody else, nor a group that means nothing."""
    assert {model._meta.app_label for model in admin.site._registry} <= OWN
    assert office.get("/admin/knox/authtoken/add/").status_code == 404
    page = office.get("/admin/").content.decode()
    assert "编衡后台" in page
    assert "Auth tokens" not in page


def test_there_is_a_row_of_every_table_that_can_be_edited(rows: dict[type[Model], Model]) -> None:
    assert set(EDITABLE) == set(rows)


@pytest.mark.parametrize("model", EDITABLE, ids=lambda model: model.__name__)
def test_no_field_of_a_form_answers_with_an_error_page(
    model: type[Model], office: Client, director: User, rows: dict[type[Model], Model]
) -> None:
    name, row = f"admin:{model._meta.app_label}_{model._meta.model_name}", rows[model]
    reader = signed_in(director)
    forms = [reverse(f"{name}_change", args=[row.pk])]
    if admin.site._registry[model].has_add_permission(office.get(forms[0]).wsgi_request):
        forms.append(reverse(f"{name}_add"))
    for url in forms:
        sound = fields_of(office, url)
        for field, bad in product(sound, BAD):
            with transaction.atomic():
                before = snapshot(model)
                answer = office.post(url, {**sound, field: bad})
                assert answer.status_code in (200, 302, 400), (url, field, bad)
                if answer.status_code != 302:
                    assert snapshot(model) == before, (url, field, bad)
                    assert_told_in_chinese(answer)
                else:
                    assert_pages_open(reader, READ_BY.get(model.__name__, ()))
                transaction.set_rollback(True)


def fields_of(office: Client, url: str) -> dict[str, Any]:
    """What a browser would send for the form as it stands."""
    form = office.get(url).context["adminform"].form
    values = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


def snapshot(model: type[Model]) -> list[Any]:
    return list(model._default_manager.order_by("pk").values_list())


def assert_told_in_chinese(answer: Any) -> None:
    if answer.status_code == 200:
        told = [str(sentence) for sentences in answer.context["errors"] for sentence in sentences]
        assert told
        assert all(re.search(r"[\u4e00-\u9fff]", sentence) for sentence in told), told


def assert_pages_open(reader: Client, pages: tuple[str, ...]) -> None:
    """Whatever was accepted, the pages that read it open."""
    for page in pages:
        assert reader.get(page).status_code == 200, page
