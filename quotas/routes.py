"""Which way posts go for each kind of quota request (下达、核定、增编、减编、调剂、下沉、收回、机动)."""

from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError

from quotas import ledger
from quotas.holding import Promise
from quotas.models import Bucket, Pool, QuotaAccount, QuotaRequestLine, QuotaType
from units.models import Region, Unit

Family = QuotaType.Family


class End(StrEnum):
    """Where posts come from or go to."""

    ABOVE = "above"
    RESERVE = "reserve"
    UNIT = "unit"
    UNIT_OR_RESERVE = "unit_or_reserve"
    TOWN_UNIT = "town_unit"
    TARGET_RESERVE = "target_reserve"
    POOL = "pool"


@dataclass(frozen=True)
class Route:
    """Source and target of a kind, and what else its request must say."""

    label: str
    source: End
    target: End
    has_end_date: bool = False
    needs_basis: bool = False
    families: tuple[str, ...] = (Family.POST, Family.LEADERSHIP, Family.CONTRACT)

    @property
    def needs_pool(self) -> bool:
        return End.POOL in (self.source, self.target)


ROUTES: dict[str, Route] = {
    "quota_grant": Route("下达", End.ABOVE, End.TARGET_RESERVE, needs_basis=True, families=tuple(Family.values)),
    "quota_allot": Route("核定", End.RESERVE, End.UNIT),
    "quota_increase": Route("增编", End.RESERVE, End.UNIT),
    "quota_cut": Route("减编", End.UNIT, End.RESERVE),
    "quota_adjust": Route("调剂", End.UNIT, End.UNIT),
    "quota_sink": Route("下沉", End.UNIT_OR_RESERVE, End.TOWN_UNIT),
    "quota_take_back": Route("收回", End.UNIT, End.RESERVE),
    "quota_floating": Route("机动", End.RESERVE, End.UNIT, has_end_date=True),
}


NO_POOL = "请选择周转池。"


def register_route(code: str, route: Route) -> None:
    """Give a kind that another app adds to the catalogue its way through the book."""
    ROUTES[code] = route


def route_of(line: QuotaRequestLine) -> Route:
    return ROUTES[line.quota_request.case.kind.code]


def gaps(line: QuotaRequestLine) -> list[str]:
    """What the line still lacks, or names wrongly, for its route; one sentence each."""
    route, region = route_of(line), line.quota_request.case.region
    found = []
    if route.source == End.UNIT and line.source_unit is None:
        found.append("请选择划出单位。")
    if route.target in (End.UNIT, End.TOWN_UNIT) and line.target_unit is None:
        found.append("请选择划入单位。")
    for unit in (line.source_unit, line.target_unit):
        if unit is not None:
            found += _unit_gaps(unit, region)
    if route.target == End.TOWN_UNIT and line.target_unit and line.target_unit.region_id == region.pk:
        found.append(f"下沉的划入单位须在乡镇（街道）等下级地区，{line.target_unit.name}属于{region.name}本级。")
    if line.source_unit is not None and line.source_unit == line.target_unit:
        found.append("划出单位和划入单位不能相同。")
    if line.target_region is not None and not line.target_region.prefix.startswith(region.prefix):
        found.append(f"{line.target_region.name}不是{region.name}的下级地区。")
    return found


def _unit_gaps(unit: Unit, region: Region) -> list[str]:
    if not unit.is_active:
        return [f"{unit.name}已撤销。"]
    if not unit.region.prefix.startswith(region.prefix):
        return [f"{unit.name}不在{region.name}管辖范围内。"]
    return []


def owners(line: QuotaRequestLine) -> list[Unit | Region]:
    """Whose accounts the line moves: the units it names, and a region only where its own reserve or pool moves.

    So a request between two units does not stand on a reserve that other cases change every day.
    """
    route, region = route_of(line), line.quota_request.case.region
    found: list[Unit | Region] = [unit for unit in (line.source_unit, line.target_unit) if unit is not None]
    own = {End.ABOVE, End.RESERVE, End.POOL, End.TARGET_RESERVE} & {route.source, route.target}
    if own or (route.source == End.UNIT_OR_RESERVE and line.source_unit is None):
        found.append(region)
    if line.target_region is not None and line.target_region != region:
        found.append(line.target_region)
    return found


def promise(line: QuotaRequestLine) -> Promise:
    """The two accounts of the line; ValidationError when there is nothing to take from."""
    return Promise(_source(line), _target(line), line.count)


def _source(line: QuotaRequestLine) -> QuotaAccount:
    region, kind = line.quota_request.case.region, line.quota_type
    end = route_of(line).source
    if end == End.ABOVE:
        return _above(line)
    if end == End.POOL:
        return ledger.account(region, kind, Bucket.POOL, pool=_pool(line))
    if end == End.RESERVE or line.source_unit is None:
        return ledger.account(region, kind, Bucket.RESERVE)
    return ledger.account(line.source_unit, kind, Bucket.VACANT)


def _pool(line: QuotaRequestLine) -> Pool:
    pool = line.quota_request.pool
    if pool is None:
        raise ValidationError({"pool": NO_POOL}, code="required")
    return pool


def _above(line: QuotaRequestLine) -> QuotaAccount:
    """The region's own reserve for a lower region; for the region itself, the superior outside the installation."""
    region = line.quota_request.case.region
    if line.target_region is not None and line.target_region != region:
        return ledger.account(region, line.quota_type, Bucket.RESERVE)
    if QuotaAccount.objects.filter(bucket=Bucket.GRANTED, region__in=region.ancestors()).exists():
        raise ValidationError(f"{region.name}的编制由{region.parent}从储备下达。", code="above")
    return ledger.open_account(region, line.quota_type, Bucket.GRANTED)


def _target(line: QuotaRequestLine) -> QuotaAccount:
    region, kind = line.quota_request.case.region, line.quota_type
    end = route_of(line).target
    if end == End.TARGET_RESERVE:
        return ledger.open_account(line.target_region or region, kind, Bucket.RESERVE)
    if end == End.POOL:
        return ledger.open_account(region, kind, Bucket.POOL, pool=_pool(line))
    if end == End.RESERVE:
        return ledger.open_account(region, kind, Bucket.RESERVE)
    if line.target_unit is None:
        raise ValidationError("请选择划入单位。", code="required")
    return ledger.open_account(line.target_unit, kind, Bucket.VACANT)
