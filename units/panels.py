"""What the units app has to say on the page of a unit."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from accounts.changes import Change, changes_of
from accounts.models import User
from accounts.panels import Panel, register
from accounts.references import CASE, DOCUMENT, urls_of
from accounts.templatetags.ui import percent
from units.certificates import may_keep
from units.divisions import may_keep_divisions
from units.models import CoordinatingBody, InternalDivision, LineageEvent, Unit
from units.models.division import DivisionKind

LATEST = 50


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(Panel("unit", "basics", "基本情况", 10, "units/basics.html", basics))
    register(Panel("unit", "divisions", "内设机构", 40, "units/divisions.html", divisions))
    register(Panel("unit", "certificates", "管理证", 45, "units/certificates.html", certificates))
    register(Panel("unit", "history", "沿革与历史", 90, "units/history.html", history))


def basics(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """All that is known of the unit, in the words of the form (DOMAIN §5.1)."""
    return {"facts": _facts(unit)}


def _facts(unit: Unit) -> list[tuple[Any, ...]]:
    def label(name: str) -> str:
        return str(Unit._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

    def yes(value: bool) -> str:
        return "是" if value else "否"

    names = "number", "short_name", "category", "nature", "system_class", "rank", "institution_class", "funding_form"
    return [
        (label("name"), unit.name, "wide"),
        (label("other_names"), "、".join(unit.other_names), "wide"),
        *((label(name), _shown(unit, name)) for name in names),
        (label("uscc"), _credit_code(unit)),
        (label("region"), unit.region.name),
        (label("competent_department"), unit.competent_department.name if unit.competent_department else ""),
        (label("civil_service_managed"), yes(unit.civil_service_managed)),
        (label("within_cap"), yes(unit.within_cap)),
        (label("secrecy"), unit.get_secrecy_display()),
        (label("set_up_on"), unit.set_up_on.isoformat()),
        (label("set_up_document"), unit.set_up_document),
        (label("abolished_on"), unit.abolished_on.isoformat() if unit.abolished_on else ""),
        (label("address"), unit.address, "wide"),
        (label("main_duties"), unit.main_duties, "wide"),
    ]


def _credit_code(unit: Unit) -> str:
    """The code, with a warning when its check digit is doubtful."""
    warning = unit.uscc_warning
    return format_html('{}<p class="field__error">{}</p>', unit.uscc, warning) if warning else unit.uscc


def _shown(unit: Unit, name: str) -> str:
    display = getattr(unit, f"get_{name}_display", None)
    return str(display() if display else getattr(unit, name))


def divisions(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The internal divisions with their posts, the abolished ones last; and for the office, where to change them."""
    rows = list(InternalDivision.objects.filter(unit=unit).order_by("position", "id"))
    living = [row for row in rows if row.abolished_on is None]
    comprehensive = sum(row.kind == DivisionKind.COMPREHENSIVE for row in living)
    counts = {name: sum(getattr(row, name) for row in living) for name in ("post_count", "chief_count", "deputy_count")}
    return {
        "divisions": living,
        "abolished": [row for row in rows if row.abolished_on],
        "may_keep": isinstance(request.user, User) and may_keep_divisions(request.user, unit),
        "ratio": _ratio(counts["chief_count"], counts["deputy_count"]),
        "comprehensive_count": comprehensive,
        "comprehensive_share": percent(comprehensive, len(living)),
        **counts,
    }


def _ratio(chiefs: int, deputies: int) -> str:
    """Deputies to one chief, one decimal; nothing without chiefs."""
    return f"1 : {deputies / chiefs:.1f}" if chiefs else ""


def certificates(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The unit's certificates, the newest first, and the coordinating bodies whose daily work it carries."""
    assert isinstance(request.user, User), "Panels stand on pages for signed-in users."
    today = timezone.localdate()
    bodies = CoordinatingBody.objects.visible_to(request.user).in_force(today).filter(lead_unit=unit)
    return {
        "certificates": list(unit.certificates.with_reviews(today).order_by("-id")[:LATEST]),
        "bodies": list(bodies.order_by("name")[:LATEST]),
        "may_issue": unit.is_active and may_keep(request.user, unit),
    }


def history(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The unit's life by document, and the last changes of its record and of its divisions, field by field."""
    own = changes_of(Unit, LATEST, id=unit.pk)
    parts = changes_of(InternalDivision, LATEST, unit_id=unit.pk)
    changes: list[Change] = sorted((*own, *parts), key=lambda change: change.at, reverse=True)[:LATEST]
    events = list(LineageEvent.objects.filter(unit=unit).order_by("-on", "-id"))
    assert isinstance(request.user, User), "Panels stand on pages for signed-in users."
    numbers = [event.document_number for event in events] + [change.document_number for change in changes]
    papers = urls_of(DOCUMENT, request.user, numbers)
    cases = urls_of(CASE, request.user, [change.case_number for change in changes])
    return {
        "events": [(event, papers.get(event.document_number)) for event in events],
        "changes": [(each, papers.get(each.document_number), cases.get(each.case_number)) for each in changes],
        "latest": LATEST,
    }
