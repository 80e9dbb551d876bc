import pytest
from django.http import Http404
from django.test import Client, RequestFactory, override_settings

from accounts.styleguide import SHEETS, styleguide
from tests.cast import make_user


@override_settings(DEMO=False)
def test_the_style_guide_exists_only_in_the_demo() -> None:
    with pytest.raises(Http404):
        styleguide(RequestFactory().get("/styleguide/"))


@pytest.mark.django_db
@pytest.mark.parametrize(("sheet", "status"), [*((sheet, 200) for sheet in SHEETS), ("nonsense", 404)])
def test_every_sheet_renders_and_no_other(client: Client, sheet: str, status: int) -> None:
    client.force_login(make_user("reader"))
    with override_settings(DEMO=True):
        assert client.get("/styleguide/", {"sheet": sheet}).status_code == status
