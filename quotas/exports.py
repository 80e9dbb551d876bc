"""Lists about quota as sheets: units with their numbers, the overview, statements, exceptions, who is above the cap."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts import exports
from accounts.exports import Listing, listing_of_rows, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from approvals import workdays
from quotas import policies, reports
from quotas.columns import columns_for
from quotas.forms import OverviewQuery, StatementQuery, UnitsQuery
from quotas.models import QuotaException, QuotaType
from quotas.places import find_place
from quotas.reports import Line, Section, UnitFigures, Whose
from units.mandates import scope_of
from units.models import Region, Unit

CHUNK = 500
MOST = 100_000


def _types() -> list[QuotaType]:
    return list(QuotaType.objects.order_by("position", "code"))


def _figure(key: str) -> Callable[[Any], int]:
    return lambda row: getattr(row.balance, key)


def _figures(family: str, *, of_region: bool) -> list[Column[Any]]:
    return [Column(label, _figure(key), 12, Kind.NUMBER) for key, label in columns_for(family, of_region=of_region)]


@exports.register("unit-balances", "单位编制")
def unit_balances(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The units of a region, or the user's own, with their numbers, in the order of the page."""
    form = UnitsQuery(query, _types())
    filters = words_of(form)
    if policies.reads_a_region(user):
        place = find_place(user, query.get("region", ""))
        whose = Whose(place.region, own_level=form.cleaned_data["level"] == "own")
        title = f"{place.region.name}单位编制"
    else:
        own = Unit.objects.filter(scope_of(user).as_own_condition()).values_list("pk", flat=True)
        whose, title = Whose(unit_ids=list(own)), "本单位编制"
    kinds = {kind.pk for kind in reports.counted(list(form.types), form.chosen)}
    asked = {"as_of": form.cleaned_data["as_of"], "sort": form.cleaned_data["sort"]}

    def rows() -> Iterator[UnitFigures]:
        after = ""
        while page := reports.page_of_units(whose, kinds, after=after, size=CHUNK, **asked):
            yield from page.rows
            after = page.next
            if not after:
                return

    def counted(limit: int) -> int:
        return min(limit, sum(1 for _ in zip(range(min(limit, MOST)), rows(), strict=False)))

    columns = [
        Column[Any]("机构编码", lambda row: row.unit.number, 16), Column[Any]("单位", lambda row: row.unit.name, 36),
        Column[Any]("地区", lambda row: row.unit.region.name, 12), *_figures(form.of_family, of_region=False),
    ]  # fmt: skip
    return Listing(columns, rows, counted, filters, title=title)


@exports.register("overview", "编制总览")
def overview(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """What is granted, reserved, approved and used, by place and type."""
    if not policies.reads_a_region(user):
        raise Http404
    place = find_place(user, query.get("region", ""))
    form = OverviewQuery(query, _types())
    filters = words_of(form)
    types = list(form.types)
    wanted = {kind.pk for kind in reports.counted(types, form.chosen)}
    found = reports.totals_by_child(place.region, as_of=form.cleaned_data["as_of"])
    balances = [balance for balance in found if balance.quota_type_id in wanted]
    rows = [
        (f"{each.region.name}{'本级' if each.is_own else ''}", row)
        for each in reports.by_place(place.region, place.below, balances, types)
        for row in each.types
    ]
    columns: list[Column[Any]] = [
        Column("地区", lambda row: row[0], 16), Column("编制类型", lambda row: row[1].quota_type.name, 26),
        *(
            Column(c.title, lambda row, get=c.get: get(row[1]), c.width, c.kind)  # type: ignore[misc]
            for c in _figures(form.of_family, of_region=True)
        ),
    ]  # fmt: skip
    return listing_of_rows(columns, rows, filters=filters, title=f"{place.region.name}编制总览")


STATEMENT: list[Column[tuple[Section, Line]]] = [
    Column("编制类型", lambda row: row[0].quota_type.name, 24),
    Column("生效日期", lambda row: row[1].entry.effective_on, 12, Kind.DATE),
    Column("摘要", lambda row: row[1].entry.reason, 44),
    Column("文号", lambda row: row[1].entry.document_number, 22),
    Column("办件号", lambda row: row[1].entry.case_number, 18),
    Column("对方", lambda row: row[1].entry.counter_owner, 30),
    Column("本方状态", lambda row: row[1].own_bucket, 10),
    Column("对方状态", lambda row: row[1].counter_bucket, 10),
    Column("增", lambda row: row[1].plus or None, 8, Kind.NUMBER),
    Column("减", lambda row: row[1].minus or None, 8, Kind.NUMBER),
    Column("内部转换", lambda row: row[1].inner or None, 10, Kind.NUMBER),
    Column("余额", lambda row: row[1].running, 10, Kind.NUMBER),
    Column("经办人", lambda row: row[1].entry.actor_name, 10),
    Column("记录时间", lambda row: row[1].entry.recorded_at, 18, Kind.MOMENT),
]


def _days(form: StatementQuery) -> dict[str, Any]:
    chosen = form.chosen
    kinds = {kind.pk for kind in reports.counted(form.types, chosen)} if chosen else None
    return {name: form.cleaned_data[name] for name in ("start", "end", "known_at")} | {"kinds": kinds}


def _lines(form: StatementQuery, statement: reports.Statement) -> list[tuple[Section, Line]]:
    return [(section, line) for section in reports.sections(statement, form.types) for line in section.lines]


@exports.register("unit-statement", "单位编制台账")
def unit_statement(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """Every move of a unit between two days, with its paper and the running balance."""
    units = Unit.objects.visible_to(user).select_related("region")
    unit = get_object_or_404(units, number=query.get("unit", ""))
    form = StatementQuery(query, _types())
    filters = words_of(form)
    statement = reports.statement_of_unit(unit, **_days(form))
    return listing_of_rows(STATEMENT, _lines(form, statement), filters=filters, title=f"{unit.name}编制台账")


@exports.register("region-statement", "地区编制台账")
def region_statement(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """Every move of a region's reserve and pool, or of its total, between two days."""
    region: Region = find_place(user, query.get("place", "")).region
    form = StatementQuery(query, _types())
    filters = words_of(form)
    of = form.cleaned_data["of"]
    owned = reports.accounts_within(region, own_level=of == "own") if of else reports.region_accounts(region)
    statement = reports.statement_of(owned, **_days(form))
    return listing_of_rows(STATEMENT, _lines(form, statement), filters=filters, title=f"{region.name}编制台账")


EXCEPTIONS: list[Column[reports.Excepted]] = [
    Column("单位", lambda row: row.exception.unit.name, 34),
    Column("地区", lambda row: row.exception.unit.region.name, 12),
    Column("编制类型", lambda row: row.exception.quota_type.name, 24),
    Column("批准人数", lambda row: row.exception.people_count, 10, Kind.NUMBER),
    Column("现超编", lambda row: row.over, 10, Kind.NUMBER),
    Column("批准机关", lambda row: row.exception.authority, 26),
    Column("依据文号", lambda row: row.exception.document.number, 22),
    Column("起始日期", lambda row: row.exception.starts_on, 12, Kind.DATE),
    Column("截止日期", lambda row: row.exception.ends_on, 12, Kind.DATE),
    Column("原因", lambda row: row.exception.reason, 40),
    Column("批准人", lambda row: row.exception.granted_by.name, 10),
]


@exports.register("exceptions", "超编例外")
def exceptions(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The exceptions in the user's scope that are in force, or all of them."""
    found = QuotaException.objects.filter(scope_of(user).as_condition("unit__"))
    every = query.get("all") == "1"
    if not every:
        found = found.filter(ends_on__gte=workdays.today())
    related = ("unit__region", "quota_type", "document", "granted_by")
    rows = reports.with_excess(found.select_related(*related).order_by("ends_on", "id")[:MOST])
    return listing_of_rows(EXCEPTIONS, rows, filters=[("期限", "含已到期的" if every else "有效的")])


OVER: list[Column[reports.Over]] = [
    Column("单位", lambda row: row.account.unit and row.account.unit.name, 34),
    Column("编制类型", lambda row: row.account.quota_type.name, 24),
    Column("超编", lambda row: row.people, 10, Kind.NUMBER),
    Column("例外期限", lambda row: row.ends_on, 12, Kind.DATE),
]


@exports.register("over-quota", "超编单位")
def over_quota(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The units above the cap of a type, most people first."""
    return listing_of_rows(OVER, reports.over_quota(user, MOST))


TYPES: list[Column[QuotaType]] = [
    Column("代码", lambda t: t.code, 22),
    Column("名称", lambda t: t.name, 28),
    Column("简称", lambda t: t.short_name, 14),
    Column("类别", lambda t: t.get_family_display(), 12),
    Column("性质", lambda t: t.get_nature_display(), 10),
    Column("经费形式", lambda t: t.funding_form, 12),
    Column("分组", lambda t: "是" if t.is_group else "", 6),
]


@exports.register("types", "编制类型")
def types(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The tree of quota types."""
    return listing_of_rows(TYPES, _types())
