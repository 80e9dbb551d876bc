"""The standing cast: one city with a bureau, a district and a town, a department with a school, and one stranger."""

from datetime import date
from typing import Any

from accounts import acting
from accounts.models import User
from units import lineage, mandates
from units.models import InternalDivision, Region, Unit

FOUNDED = date(2020, 1, 1)
FOUNDING_DOCUMENT = "澜编〔2020〕1号"


def make_region(code: str, name: str, *, has_office: bool = False) -> Region:
    with acting.by(acting.system_user(), reason="录入区划"):
        return Region.objects.enter(code=code, name=name, has_office=has_office)


def make_unit(region: Region, name: str, *, category: str = "organ", **fields: Any) -> Unit:
    actor = acting.system_user()
    with acting.by(actor, reason="设立机构"):
        return lineage.set_up(
            region=region,
            fields={"name": name, "category": category, **fields},
            on=FOUNDED,
            document_number=FOUNDING_DOCUMENT,
            actor=actor,
        )


def make_division(unit: Unit, name: str = "办公室", **fields: Any) -> InternalDivision:
    given = {"kind": "comprehensive", "post_count": 5, "chief_count": 1, "deputy_count": 1, **fields}
    with acting.by(acting.system_user(), reason="内设机构"):
        return InternalDivision.objects.create(unit=unit, name=name, **given)


def make_user(username: str, role: str = "", *, region: Region | None = None, unit: Unit | None = None) -> User:
    """A user named after the sign-in name; the password is the name twice. Without a role: no mandate."""
    actor = acting.system_user()
    with acting.by(actor, reason="开立账号"):
        user = User.objects.create_user(username, password=username * 2, name=f"{username}同志")
    if role:
        mandates.grant(user, role=role, region=region, unit=unit, starts_on=FOUNDED, actor=actor)
    return user
