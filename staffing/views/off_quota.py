"""Off-quota staff: the register, number and money by unit, and the forms of the office."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from approvals import flow, workdays
from approvals.flow import Once
from approvals.forms.parts import refuse
from approvals.views import sending
from quotas.models import QuotaType
from staffing import money, off_quota, policies
from staffing import off_quota_register as register
from staffing.areas import Area
from staffing.facts import NewPerson
from staffing.forms.forecast import AreaQuery
from staffing.forms.off_quota import (
    CitingForm,
    ConvertForm,
    EndForm,
    EngageForm,
    MoneyForm,
    MoneyQuery,
    OffQuotaQuery,
    RenewForm,
)
from staffing.models import Engagement
from staffing.off_quota import Contract, Service
from staffing.views.forecast import AreaView
from units.models import Unit

# Both forms stand on one page and have fields of one name.
OF_END, OF_RENEWAL = "end_%s", "renewal_%s"


def viewer(request: HttpRequest) -> User:
    """The signed-in user; the middleware lets nobody else in."""
    assert isinstance(request.user, User), "Only signed-in users get here."
    return request.user


class RegisterView(AreaView):
    """Who is engaged off quota in an area, with the number and the money of the area."""

    template_name = "staffing/off_quota.html"
    form_class = OffQuotaQuery
    nav_key = "off_quota"
    family = QuotaType.Family.CONTRACT

    def answer(self, area: Area, kinds: set[int], form: AreaQuery) -> dict[str, Any]:
        asked, user = form.cleaned_data, viewer(self.request)
        found = register.engagements(area, state=asked["state"], kind=asked["kind"])
        return {
            "control": register.control_of(area, asked["year"]),
            "year": asked["year"],
            "page": register.page_of(found, self.request.GET.get("after", "")),
            "services": register.services(area),
            "may_engage": policies.keeps_a_register(user),
        }


class MoneyView(AreaView):
    """Number and money of each unit of an area in a year, and the form to set them."""

    template_name = "staffing/off_quota_money.html"
    form_class = MoneyQuery
    nav_key = "off_quota"
    family = QuotaType.Family.CONTRACT

    def answer(self, area: Area, kinds: set[int], form: AreaQuery) -> dict[str, Any]:
        user, year = viewer(self.request), form.cleaned_data["year"]
        initial = {"unit": area.unit, "year": year}
        return {
            "year": year,
            "control": register.control_of(area, year),
            "page": register.by_unit(area, year, after=self.request.GET.get("after", "")),
            "money_form": MoneyForm(user=user, initial=initial) if policies.keeps_a_register(user) else None,
        }


def _require_office(user: User) -> None:
    if not policies.keeps_a_register(user):
        raise PermissionDenied("只有编办可以办理编外人员。")


def _done(form: CitingForm, act: Callable[[Once | None], str], request: HttpRequest) -> bool:
    """Whether the form was right and the act done, now or before; else the refusal stands beside its field."""
    if not form.is_valid():
        return False
    user, key = viewer(request), sending.key_of(request)

    def known() -> str | None:
        return "这一页已经办理过。" if key is not None and flow.receipt(user, key) is not None else None

    try:
        messages.success(request, sending.once(lambda: act(key), found=known))
    except ValidationError as refusal:
        refuse(form, refusal)
        return False
    return True


def _asked_unit(request: HttpRequest) -> Unit | None:
    number = request.GET.get("unit", "")[:30]
    return Unit.objects.visible_to(viewer(request)).filter(number=number).first() if number else None


def engage(request: HttpRequest) -> HttpResponse:
    """The form to engage somebody, and engaging."""
    user = viewer(request)
    _require_office(user)
    if request.method != "POST":
        return _engage_page(request, EngageForm(user=user, initial={"unit": _asked_unit(request)}))
    form = EngageForm(request.POST, user=user)

    def act(key: Once | None) -> str:
        given = form.cleaned_data
        person = NewPerson(given["name"].strip(), given["id_number"], title=given["title"])
        contract = Contract(
            person, given["kind"], given["ends_on"], given["yearly_cost"], given["pay_source"], given["employer"]
        )
        common = {name: given[name] for name in ("unit", "quota_type", "started_on", "document", "reason")}
        [done] = off_quota.engage(actor=user, contracts=[contract], once=key, **common)
        return f"已登记：{done.person.name}，{done.unit.name}{done.title}。"

    if _done(form, act, request):
        return redirect(f"{reverse('staffing:off_quota')}?unit={form.cleaned_data['unit'].number}")
    return _engage_page(request, form)


def _engage_page(request: HttpRequest, form: EngageForm) -> HttpResponse:
    context = {"form": form, "nav_key": "off_quota"}
    return render(request, "staffing/off_quota_engage.html", context, status=422 if form.errors else 200)


def _engagement(request: HttpRequest, pk: int) -> Engagement:
    seen = Engagement.objects.visible_to(viewer(request)).select_related(
        "person", "unit__region", "quota_type", "document", "end_document", "service"
    )
    return get_object_or_404(seen, pk=pk)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One engagement, and what may be done with it."""
    return _detail(request, _engagement(request, pk))


def _detail(request: HttpRequest, found: Engagement, **forms: CitingForm) -> HttpResponse:
    user = viewer(request)
    may_act = found.ended_on is None and policies.may_keep_register(user, found.unit)
    shown: dict[str, Any] = {"engagement": found, "today": workdays.today(), "nav_key": "off_quota"}
    if may_act:
        terms = {"ends_on": found.ends_on, "yearly_cost": found.yearly_cost}
        shown["end_form"] = forms.get("end_form") or EndForm(
            user=user, initial={"ended_on": workdays.today()}, auto_id=OF_END
        )
        shown["renew_form"] = forms.get("renew_form") or RenewForm(user=user, initial=terms, auto_id=OF_RENEWAL)
    wrong = any(form.errors for form in forms.values())
    return render(request, "staffing/off_quota_person.html", shown, status=422 if wrong else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an engagement."""
    form = EndForm(request.POST, user=viewer(request), auto_id=OF_END)
    return _change(request, pk, "end_form", form, off_quota.end)


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a contract run longer."""
    form = RenewForm(request.POST, user=viewer(request), auto_id=OF_RENEWAL)
    return _change(request, pk, "renew_form", form, off_quota.renew)


def _change(
    request: HttpRequest, pk: int, name: str, form: CitingForm, use_case: Callable[..., Engagement]
) -> HttpResponse:
    found, user = _engagement(request, pk), viewer(request)
    if not policies.may_keep_register(user, found.unit):
        raise PermissionDenied(f"只有主管{found.unit.name}的编办可以办理编外人员。")

    def act(key: Once | None) -> str:
        done = use_case(actor=user, engagement=found, once=key, **form.given())
        what = f"续至{done.ends_on}" if done.ended_on is None else f"已于{done.ended_on}终止"
        return f"{done.person.name}的编外聘用{what}。"

    if _done(form, act, request):
        return redirect("staffing:off_quota_person", pk=pk)
    return _detail(request, found, **{name: form})


def convert(request: HttpRequest, number: str) -> HttpResponse:
    """The form to buy as a service what people of a unit are engaged for, and doing so."""
    user = viewer(request)
    unit = get_object_or_404(Unit.objects.visible_to(user).select_related("region"), number=number)
    if not policies.may_keep_register(user, unit):
        raise PermissionDenied(f"只有主管{unit.name}的编办可以办理。")
    staff = Engagement.objects.active().filter(unit=unit).select_related("person", "unit__region").order_by("id")
    form = ConvertForm(request.POST if request.method == "POST" else None, user=user, engagements=staff)

    def act(key: Once | None) -> str:
        given = form.cleaned_data
        service = Service(given["title"], given["provider"], given["yearly_amount"], given["ends_on"])
        done = off_quota.convert(
            actor=user, engagements=list(given["engagements"]), service=service, on=given["on"],
            document=given["document"], reason=given["reason"], once=key,
        )  # fmt: skip
        return f"已转为购买服务：{done.title}，核减控制数{done.replaced_count}名。"

    if request.method == "POST" and _done(form, act, request):
        return redirect(f"{reverse('staffing:off_quota')}?unit={unit.number}")
    context = {"form": form, "unit": unit, "staff": staff, "nav_key": "off_quota"}
    return render(request, "staffing/off_quota_convert.html", context, status=422 if form.errors else 200)


@require_POST
def set_money(request: HttpRequest) -> HttpResponse:
    """Set the money of a unit for a year."""
    user = viewer(request)
    _require_office(user)
    form = MoneyForm(request.POST, user=user)

    def act(key: Once | None) -> str:
        line = money.set_money(actor=user, once=key, **form.given())
        return f"已核定：{line.unit.name}{line.year}年编外人员经费{line.amount:,.2f}元。"

    if _done(form, act, request):
        given = form.cleaned_data
        return redirect(f"{reverse('staffing:off_quota_money')}?unit={given['unit'].number}&year={given['year']}")
    return render(request, "staffing/off_quota_set_money.html", {"form": form, "nav_key": "off_quota"}, status=422)
