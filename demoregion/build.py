"""The steps that build the region: regions and people, grants, bodies, posts, persons, and cases under way."""

import datetime as dt
from collections.abc import Iterable, Mapping

from accounts import acting
from accounts.models import User
from approvals import documents, workdays
from approvals.models import Document
from demoregion import places
from demoregion.places import Place
from demoregion.story import Office, Progress, settle
from quotas.models import QuotaType
from units import lineage, mandates
from units.codes import credit_check, organisation_check
from units.models import InternalDivision, Region, Role, Unit

PASSWORD = "bianheng-demo"
PEOPLE = {
    "clerk": ("林知远", Role.CLERK), "head": ("周若谷", Role.HEAD), "director": ("沈怀瑾", Role.DIRECTOR),
    "committee": ("陆承远", Role.COMMITTEE), "inspector": ("韩明镜", Role.INSPECTOR)
}  # fmt: skip
DISTRICT_PEOPLE = {
    "district_clerk": ("罗青禾", Role.CLERK), "district_head": ("邵静言", Role.HEAD),
    "district_director": ("温如松", Role.DIRECTOR), "district_committee": ("裴云舟", Role.COMMITTEE),
}  # fmt: skip
FOUNDED = dt.date(2019, 3, 18)
GRANTED = dt.date(2026, 1, 5)


def regions() -> dict[str, Region]:
    """The city, its district and ten towns."""
    with acting.by(acting.system_user(), reason="录入区划"):
        return {
            code: Region.objects.enter(code=code, name=name, has_office=office) for code, name, office in places.REGIONS
        }


def office(region: Region, name: str, people: Mapping[str, tuple[str, Role]]) -> Office:
    """The bureau with its divisions, and its people with their mandates."""
    system = acting.system_user()
    with acting.by(system, reason="建立编办"):
        fields = {"name": name, "category": "organ", "system_class": "party", "rank": "division_chief"}
        bureau = lineage.set_up(region=region, fields=fields, on=FOUNDED, document_number="建账", actor=system)
        for position, (title, kind, posts, chiefs, deputies) in enumerate(places.DIVISIONS, start=1):
            InternalDivision.objects.create(
                unit=bureau, name=title, kind=kind, post_count=posts, chief_count=chiefs, deputy_count=deputies,
                position=position,
            )  # fmt: skip
    users = {
        role: person(username, full, role, region=region, division=_division(bureau, role))
        for username, (full, role) in people.items()
    }
    names = (Role.CLERK, Role.HEAD, Role.DIRECTOR, Role.COMMITTEE)
    clerk, head, director, committee = (users[role] for role in names)
    return Office(region, bureau, clerk, head, director, committee)


def _division(bureau: Unit, role: Role) -> InternalDivision | None:
    """Clerks sit in the division that leads most cases, heads in another that is asked for its opinion."""
    place = {Role.CLERK: 2, Role.HEAD: 3}.get(role)
    return None if place is None else bureau.divisions.get(position=place)


def person(
    username: str, name: str, role: Role, *, region: Region | None = None, unit: Unit | None = None,
    division: InternalDivision | None = None,
) -> User:  # fmt: skip
    """A user of the demo with one mandate."""
    system = acting.system_user()
    with acting.by(system, reason="开立示例账号"):
        keeps_house = role == Role.ADMIN
        user = User.objects.create_user(
            username, password=PASSWORD, name=name, is_staff=keeps_house, is_superuser=keeps_house
        )
    mandates.grant(user, role=role, region=region, unit=unit, division=division, starts_on=FOUNDED, actor=system)
    return user


def credit_codes(units: Mapping[str, Unit]) -> None:
    """The credit code (统一社会信用代码) of every unit but the last three, whose gap the look at the data finds."""
    known = list(units.values())[:-3]
    for unit in known:
        body = f"MB{unit.pk:06d}"
        stem = f"11{unit.region.code[:6]}{body}{organisation_check(body)}"
        unit.uscc = stem + credit_check(stem)
    with acting.by(acting.system_user(), reason="补录统一社会信用代码"):
        Unit.objects.bulk_update(known, ["uscc"])


def types() -> dict[str, QuotaType]:
    return {kind.code: kind for kind in QuotaType.objects.all()}


def grants(city: Office, district: Office) -> None:
    """The superior's numbers for the city, and the city's for its district, each on its paper."""
    kinds = types()
    paper = documents.register_incoming(
        actor=city.clerk, region=city.region, number="省编发〔2026〕3号", title="关于下达澜川市机构编制总额的通知",
        issuer="中共江东省委机构编制委员会", issued_on=dt.date(2026, 1, 4),
    )  # fmt: skip
    posts = {code: n for code, n in places.CITY_GRANT.items() if kinds[code].family != QuotaType.Family.BODY}
    lines = [{"quota_type": kinds[code], "applied_count": n} for code, n in posts.items()]
    data = {"effective_on": GRANTED, "basis": paper, "lines": lines}
    settle(city, "quota_grant", data, title="下达澜川市编制和领导职数总额", reason="依据省编发〔2026〕3号。")
    lines = [
        {"quota_type": kinds[code], "applied_count": n, "target_region": district.region}
        for code, n in places.DISTRICT_GRANT.items()
        if kinds[code].family != QuotaType.Family.BODY
    ]
    data = {"effective_on": GRANTED, "basis": paper, "lines": lines}
    settle(city, "quota_grant", data, title="下达望湖区编制和领导职数总额", reason="依据省编发〔2026〕3号分解下达。")
    body = kinds["party_government_body"]
    for title, code, number in (
        ("下达澜川市党政机构限额", places.CITY, places.CITY_GRANT[body.code]),
        ("下达望湖区党政机构限额", places.DISTRICT, places.DISTRICT_GRANT[body.code]),
    ):
        target = None if code == places.CITY else district.region
        line = {"quota_type": body, "applied_count": number, "target_region": target}
        settle(
            city, "quota_grant", {"effective_on": GRANTED, "basis": paper, "lines": [line]}, title=title,
            reason="依据省编发〔2026〕3号。",
        )  # fmt: skip


def bodies(offices: Mapping[str, Office], regions_by_code: Mapping[str, Region], progress: Progress) -> dict[str, Unit]:
    """Set every body and institution up by a case of its office."""
    units: dict[str, Unit] = {}
    for done, place in enumerate(places.PLACES, start=1):
        units[place.name] = set_up(offices, regions_by_code[place.region], place, units)
        progress("设立机构", done, len(places.PLACES))
    return units


def set_up(offices: Mapping[str, Office], region: Region, place: Place, units: Mapping[str, Unit]) -> Unit:
    data = {
        "name": place.name, "category": place.category, "rank": place.rank, "within_cap": place.within_cap,
        "region": region, "competent_department": units.get(place.department), "effective_on": GRANTED,
        "system_class": place.system, "main_duties": "贯彻执行有关方针政策和法律法规，承担本领域管理服务职责。",
    }  # fmt: skip
    in_charge = offices[region.code if region.code in offices else places.DISTRICT]
    settle(in_charge, "body_set_up", data, title=f"设立{place.name}", reason="依据机构改革方案。")
    return Unit.objects.get(region=region, name=place.name)


def posts(offices: Mapping[str, Office], units: Mapping[str, Unit]) -> None:
    """Allot posts and leadership posts: one case per office and group, as a reform document would."""
    groups: tuple[tuple[str, str, Iterable[Place]], ...] = (
        (places.CITY, "核定市级机关编制和领导职数", places.CITY_ORGANS),
        (places.CITY, "核定市级政法机关编制", places.CITY_POLITICAL_LEGAL),
        (places.CITY, "核定市属事业单位编制", [p for p in places.INSTITUTIONS if p.region == places.CITY]),
        (places.DISTRICT, "核定区级机关编制和领导职数", places.DISTRICT_ORGANS),
        (places.DISTRICT, "核定区属事业单位编制", [p for p in places.INSTITUTIONS if p.region == places.DISTRICT]),
        (places.DISTRICT, "核定镇（街道）编制", places.TOWNS),
    )
    kinds = types()
    for code, title, members in groups:
        lines = [
            {"quota_type": kinds[kind], "applied_count": n, "target_unit": units[place.name]}
            for place in members
            for kind, n in place.posts.items()
            if n
        ]
        data = {"effective_on": GRANTED, "lines": lines}
        if members is places.TOWNS:
            data["basis"] = _paper_for_the_towns(offices[code])
        settle(offices[code], "quota_allot", data, title=title, reason="依据机构改革方案和三定规定。")


def _paper_for_the_towns(district: Office) -> Document:
    """The superior's paper that gives the towns their posts, which the district's allotment cites (R03)."""
    return documents.register_incoming(
        actor=district.clerk, region=district.region, number="澜编发〔2026〕6号", title="关于下达镇（街道）编制的通知",
        issuer="中共澜川市委机构编制委员会", issued_on=dt.date(2026, 1, 5),
    )  # fmt: skip


def today_minus(days: int) -> dt.date:
    """A past working day, for filing dates; never before the books were opened."""
    day = max(workdays.today() - dt.timedelta(days=days), GRANTED + dt.timedelta(days=10))
    while not workdays.is_workday(day):
        day -= dt.timedelta(days=1)
    return day
