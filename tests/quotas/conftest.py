"""A desk with a paper to cite, and a city's reserve with a school beside it."""

from collections.abc import Callable

import pytest

from accounts import acting
from accounts.models import User
from approvals import documents
from approvals.models import Document
from quotas import ledger
from quotas.models import OF_POOL, Pool, QuotaAccount, QuotaType
from tests.book import Desk, day
from units.models import Region, Unit

Open = Callable[..., QuotaAccount]


@pytest.fixture
def kind(db: None) -> QuotaType:
    return QuotaType.objects.get(code="self_funded")


@pytest.fixture
def paper(region: Region, director: User) -> Document:
    return documents.register_incoming(
        actor=director, region=region, number="省编〔2020〕9号", title="下达编制", issuer="省委编委", issued_on=day(400)
    )


@pytest.fixture
def desk(director: User, paper: Document) -> Desk:
    return Desk(director, paper)


def topmost(owner: Unit | Region) -> Region:
    """The region that lends: of the owner's own regions the one furthest up."""
    region = owner.region if isinstance(owner, Unit) else owner
    return Region.objects.around(region).order_by("prefix")[0] if isinstance(owner, Unit) else region


@pytest.fixture
def account(director: User, kind: QuotaType) -> Open:
    """Opens accounts, of the usual type when none is named."""

    def opened(owner: Unit | Region, bucket: str, quota_type: QuotaType | None = None) -> QuotaAccount:
        with acting.by(director, reason="开户"):
            lent = bucket in OF_POOL
            pool = Pool.objects.get_or_create(region=topmost(owner), name="人才周转池")[0] if lent else None
            return ledger.open_account(owner, quota_type or kind, bucket, pool=pool)

    return opened


@pytest.fixture
def granted(region: Region, account: Open) -> QuotaAccount:
    return account(region, "granted")


@pytest.fixture
def reserve(region: Region, account: Open, granted: QuotaAccount, desk: Desk) -> QuotaAccount:
    """The city's reserve: 100 posts since 300 days."""
    opened = account(region, "reserve")
    desk.post((granted, opened, 100), ago=300)
    return opened


@pytest.fixture
def vacant(school: Unit, account: Open) -> QuotaAccount:
    """The school's vacant posts: none yet."""
    return account(school, "vacant")
