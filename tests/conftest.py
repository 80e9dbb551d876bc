"""What every test stands on: no network, and a flush that the ledger's triggers let pass."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from accounts.models import User
from tests.cast import make_region, make_unit, make_user
from tests.roles import Cast
from tests.stations import Place
from tests.stories import Actors
from units.models import Region, Unit

# A busy machine is no counter-example.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Files are not spelt out: a workbook bears the second it was made in, and workers must name tests alike."""
    return "file" if isinstance(val, bytes) else None


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """A test that reaches for another machine fails at once; unix sockets and loopback stay open."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_loopback(address[0]):
            raise RuntimeError(f"A test reached for the network: {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers() -> Iterator[None]:
    """Tests with transaction=True end with TRUNCATE, which append-only tables refuse: their triggers rest meanwhile."""
    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(self: DatabaseOperations, sql_list: list[str]) -> None:
        # SET LOCAL ends with the flush's own transaction.
        flush(self, ["SET LOCAL session_replication_role = replica", *sql_list] if sql_list else [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keys begin far from one and from each other's, so that no test can lean on a number or on another table's."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "select setval(oid::regclass, 40000000 + 10000 * row_number() over (order by oid))"
            " from pg_class where relkind = 'S'"
        )


# The standing cast (tests/cast.py).


@pytest.fixture
def region(db: None) -> Region:
    return make_region("990100", "澜川市", has_office=True)


@pytest.fixture
def district(region: Region) -> Region:
    return make_region("990102", "望湖区", has_office=True)


@pytest.fixture
def town(district: Region) -> Region:
    return make_region("990102101", "柳堤镇")


@pytest.fixture
def bureau(region: Region) -> Unit:
    return make_unit(region, "中共澜川市委机构编制委员会办公室", short_name="市委编办", system_class="party")


@pytest.fixture
def education(region: Region) -> Unit:
    return make_unit(region, "澜川市教育局", short_name="市教育局", system_class="government")


@pytest.fixture
def school(education: Unit) -> Unit:
    fields = {"institution_class": "public_one", "funding_form": "full", "competent_department": education}
    return make_unit(education.region, "澜川市第一中学", category="institution", **fields)


@pytest.fixture
def stranger(db: None) -> Unit:
    """A unit of another city, whom nobody here but the outsider may see."""
    return make_unit(make_region("990200", "临河市", has_office=True), "临河市水务局")


@pytest.fixture
def clerk(region: Region) -> User:
    return make_user("clerk", "clerk", region=region)


@pytest.fixture
def head(region: Region) -> User:
    return make_user("head", "head", region=region)


@pytest.fixture
def director(region: Region) -> User:
    return make_user("director", "director", region=region)


@pytest.fixture
def committee(region: Region) -> User:
    return make_user("committee", "committee", region=region)


@pytest.fixture
def department(education: Unit) -> User:
    return make_user("department", "department", unit=education)


@pytest.fixture
def unit_clerk(school: Unit) -> User:
    return make_user("unit_clerk", "unit", unit=school)


@pytest.fixture
def inspector(region: Region) -> User:
    return make_user("inspector", "inspector", region=region)


@pytest.fixture
def outsider(stranger: Unit) -> User:
    return make_user("outsider", "clerk", region=stranger.region)


@pytest.fixture
def actors(clerk: User, director: User, committee: User) -> Actors:
    return Actors(clerk, director, committee)


@pytest.fixture
def cast(
    region: Region, district: Region, clerk: User, head: User, director: User, committee: User, inspector: User,
    department: User, unit_clerk: User, outsider: User,
) -> Cast:  # fmt: skip
    """Everybody of the tables of roles (tests/roles.py)."""
    city = {"clerk": clerk, "head": head, "director": director, "committee": committee, "inspector": inspector}
    city["admin"] = make_user("admin", "admin", region=region)
    others = {"department": department, "unit": unit_clerk, "stranger": outsider, "nobody": None}
    return {**city, **others, "district": make_user("district", "clerk", region=district)}


@pytest.fixture
def places(region: Region, district: Region, bureau: Unit, school: Unit, stranger: Unit) -> dict[str, Place]:
    """The own city, a district of it, and another city; each with posts in its reserve."""
    own, other = Place(region, school), Place(stranger.region, stranger)
    fields: dict[str, Any] = {"category": "institution", "institution_class": "public_one"}
    subordinate = Place(district, make_unit(district, "望湖区第一中学", **fields))
    own.receive_posts(1000)
    subordinate.receive_posts(300, above=own)
    other.receive_posts(1000)
    return {"own": own, "subordinate": subordinate, "stranger": other}
