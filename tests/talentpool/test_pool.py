"""The talent pool: filled from the reserve and emptied into it by a case, and shown on its board."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.navigation import items_for
from approvals import deciding, reviewing, workdays
from approvals.models import Case, CaseKind, Document
from quotas import verification
from quotas.models import Bucket, Pool, QuotaAccount, QuotaType, Transfer
from talentpool import catalogue, lending
from talentpool.board import stocks
from talentpool.models import Loan
from tests import stories
from tests.cast import make_region, make_unit, make_user
from tests.people import new_person
from tests.stories import Actors
from units.models import Region, Unit


@pytest.fixture
def actors(clerk: User, director: User, committee: User) -> Actors:
    return Actors(clerk, director, committee)


@pytest.fixture
def post_type(db: None) -> QuotaType:
    return QuotaType.objects.get(code="full_funded")


@pytest.fixture
def reserve(region: Region, bureau: Unit, post_type: QuotaType, actors: Actors) -> Document:
    """A city with a hundred posts in its reserve."""
    return stories.give_reserve(region, post_type, 100, actors)


def asked(bureau: Unit, line: dict[str, object]) -> dict[str, object]:
    """What a case about the city's pool asks for."""
    return {"effective_on": stories.EFFECTIVE, "lines": [line], "pool": the_pool(bureau.region)}


def move(kind: str, bureau: Unit, post_type: QuotaType, quantity: int, actors: Actors) -> Document:
    line = {"quota_type": post_type, "applied_count": quantity}
    return stories.decide(kind, bureau, asked(bureau, line), actors)


def the_pool(region: Region) -> Pool:
    """The city's pool for talents."""
    return Pool.objects.get_or_create(region=region, name="人才周转池")[0]


def own(region: Region, post_type: QuotaType) -> dict[str, int]:
    accounts = QuotaAccount.objects.filter(region=region, unit=None, quota_type=post_type).exclude(balance=0)
    return dict(accounts.values_list("bucket", "balance"))


def lend(unit: Unit, post_type: QuotaType, bucket: Bucket, quantity: int, actors: Actors) -> None:
    """Posts of the city's pool lent to a unit by a case; a person is on each that is occupied."""
    applicant = make_user(f"lend{unit.pk}", "department", unit=unit)
    talents = [
        {"name": f"人才{n:03d}", "talent_class": "short", "certification": "认定〔2026〕1号"} for n in range(quantity)
    ]
    pool = the_pool(Region.objects.get(name="澜川市"))
    asked = {"pool": pool, "unit": unit, "quota_type": post_type, "talents": talents}
    document = stories.decide("pool_loan", unit, asked, actors, filed_by=applicant)
    for loan in Loan.objects.filter(unit=unit) if bucket == Bucket.BORROWED_OCCUPIED else ():
        lending.enrol_talent(
            actor=actors.clerk, loan_id=loan.pk, person=new_person(loan.talent.name), started_on=workdays.today(),
            document=document, reason="到岗",
        )  # fmt: skip


def test_a_case_fills_the_pool_from_the_reserve(
    region: Region, bureau: Unit, post_type: QuotaType, actors: Actors, reserve: Document
) -> None:
    document = move("pool_fill", bureau, post_type, 30, actors)
    assert own(region, post_type) == {"granted": -100, "reserve": 70, "pool": 30}
    assert Transfer.objects.filter(document=document).count() == 1
    assert verification.verify() == []


def test_a_case_gives_posts_of_the_pool_back_to_the_reserve(
    region: Region, bureau: Unit, post_type: QuotaType, actors: Actors, reserve: Document
) -> None:
    move("pool_fill", bureau, post_type, 30, actors)
    move("pool_return", bureau, post_type, 12, actors)
    assert own(region, post_type) == {"granted": -100, "reserve": 82, "pool": 18}
    assert verification.verify() == []


def test_the_approver_sees_the_pool_before_and_after(
    region: Region, bureau: Unit, post_type: QuotaType, actors: Actors, reserve: Document
) -> None:
    line = {"quota_type": post_type, "applied_count": 30}
    case = stories.file(
        "pool_fill",
        bureau,
        asked(bureau, line),
        actors.clerk,
    )
    seen = deciding.preview(case, actor=actors.director)
    assert {(e.bucket, e.before, e.after) for e in seen.effects} == {("储备", 100, 70), ("周转池", 0, 30)}
    assert not seen.blocked
    assert own(region, post_type) == {"granted": -100, "reserve": 100}


@pytest.mark.parametrize(("kind", "said"), [("pool_fill", "储备100"), ("pool_return", "周转池只有30名")])
def test_more_than_there_is_cannot_be_moved(
    kind: str, said: str, region: Region, bureau: Unit, post_type: QuotaType, actors: Actors, reserve: Document
) -> None:
    if kind == "pool_return":
        move("pool_fill", bureau, post_type, 30, actors)
    before, transfers = own(region, post_type), Transfer.objects.count()
    with pytest.raises(ValidationError, match=said):
        move(kind, bureau, post_type, 101, actors)
    assert (own(region, post_type), Transfer.objects.count()) == (before, transfers)


def test_what_is_lent_cannot_be_given_back(
    region: Region, bureau: Unit, school: Unit, post_type: QuotaType, actors: Actors, reserve: Document
) -> None:
    move("pool_fill", bureau, post_type, 30, actors)
    lend(school, post_type, Bucket.BORROWED_LOCKED, 10, actors)
    with pytest.raises(ValidationError, match="周转池只有20名，不足以划转21名"):
        move("pool_return", bureau, post_type, 21, actors)


def test_a_pool_lends_posts_not_leadership(bureau: Unit, actors: Actors, reserve: Document) -> None:
    leader = QuotaType.objects.get(code="leader_141")
    with pytest.raises(ValidationError, match="第1行"):
        move("pool_fill", bureau, leader, 1, actors)


def test_only_the_office_files_for_the_pool(bureau: Unit, post_type: QuotaType, department: User) -> None:
    line = {"quota_type": post_type, "applied_count": 1}
    with pytest.raises(PermissionDenied):
        stories.file(
            "pool_fill",
            bureau,
            asked(bureau, line),
            department,
        )


def test_a_revoked_decision_leaves_everything_in_the_reserve(
    region: Region, bureau: Unit, post_type: QuotaType, actors: Actors, reserve: Document
) -> None:
    line = {"quota_type": post_type, "applied_count": 30}
    case = stories.file(
        "pool_fill",
        bureau,
        asked(bureau, line),
        actors.clerk,
    )
    reviewing.receive(case.pk, actor=actors.clerk)
    reviewing.check(case.pk, actor=actors.clerk, opinion="属实")
    deciding.approve(case.pk, actor=actors.director, opinion="同意")
    assert own(region, post_type) == {"granted": -100, "reserve": 70, "locked": 30}
    deciding.revoke(case.pk, actor=actors.director, opinion="暂缓")
    assert own(region, post_type) == {"granted": -100, "reserve": 100}


def test_the_document_says_what_is_agreed(
    bureau: Unit, post_type: QuotaType, actors: Actors, reserve: Document
) -> None:
    from approvals.faces import face_of

    document = move("pool_fill", bureau, post_type, 30, actors)
    case = document.case
    assert isinstance(case, Case)
    assert face_of(case.kind).clauses(case) == ["划入周转池（人才周转池）事业编制（全额拨款）30名。"]


def test_the_kinds_are_data_that_an_office_may_change(db: None) -> None:
    CaseKind.objects.filter(code="pool_fill").update(working_days=3)
    catalogue.load()
    assert CaseKind.objects.get(code="pool_fill").working_days == 3
    assert CaseKind.objects.filter(code__startswith="pool_").count() == 4


def test_the_board_counts_what_is_lent_at_the_office_in_charge(
    region: Region, bureau: Unit, school: Unit, education: Unit, post_type: QuotaType, actors: Actors,
    reserve: Document, inspector: User,
) -> None:  # fmt: skip
    move("pool_fill", bureau, post_type, 30, actors)
    lend(school, post_type, Bucket.BORROWED_LOCKED, 4, actors)
    lend(education, post_type, Bucket.BORROWED_OCCUPIED, 7, actors)
    [stock] = stocks(inspector)
    assert (stock.pool.region, stock.quota_type) == (region, post_type)
    assert (stock.total, stock.lent, stock.used, stock.promised, stock.free) == (30, 11, 7, 4, 19)
    assert verification.verify() == []


def test_a_part_of_a_pool_is_not_told_as_the_whole(
    region: Region, bureau: Unit, post_type: QuotaType, actors: Actors, reserve: Document, inspector: User
) -> None:
    """A street without an office borrows from the city's pool: only who oversees the city sees that pool."""
    street = make_region("990103001", "滨江街道")
    move("pool_fill", bureau, post_type, 30, actors)
    lend(make_unit(street, "滨江街道办事处"), post_type, Bucket.BORROWED_LOCKED, 4, actors)
    assert [(stock.pool.region, stock.total, stock.lent) for stock in stocks(inspector)] == [(region, 30, 4)]
    assert stocks(make_user("street", "inspector", region=street)) == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("director", 200), ("inspector", 200), ("department", 404), ("unit_clerk", 404)],
)
def test_who_oversees_a_region_sees_its_pools_on_the_board(
    who: str, status: int, bureau: Unit, post_type: QuotaType, actors: Actors, reserve: Document, client: Client,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    move("pool_fill", bureau, post_type, 30, actors)
    user = request.getfixturevalue(who)
    client.force_login(user)
    answer = client.get("/pool/")
    assert answer.status_code == status
    assert ("周转池" in [item.label for item in items_for(user)]) == (status == 200)
    if status == 200:
        assert "事业编制（全额拨款）" in answer.content.decode()


def test_a_stranger_office_sees_none_of_it(
    bureau: Unit, post_type: QuotaType, actors: Actors, reserve: Document, outsider: User, client: Client
) -> None:
    move("pool_fill", bureau, post_type, 30, actors)
    client.force_login(outsider)
    page = client.get("/pool/").content.decode()
    assert "周转池中没有编制" in page
    assert "澜川市" not in page


def test_the_board_costs_the_same_queries_for_one_pool_and_for_many(
    region: Region, bureau: Unit, school: Unit, actors: Actors, inspector: User, reserve: Document
) -> None:
    counts = []
    for code in ("full_funded", "part_funded", "self_funded"):
        kind = QuotaType.objects.get(code=code)
        if code != "full_funded":
            stories.give_reserve(region, kind, 10, actors)
        move("pool_fill", bureau, kind, 5, actors)
        with CaptureQueriesContext(connection) as queries:
            assert len(stocks(User.objects.get(pk=inspector.pk))) == len(counts) + 1
        counts.append(len(queries))
    assert len(set(counts)) == 1
