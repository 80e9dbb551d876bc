"""Cases and numbers under clients at the same moment: each number once and without gaps, each step once."""

import pytest
from django.core.exceptions import ValidationError

from accounts import acting
from accounts.models import User
from approvals import deciding, documents, issuing, numbering, scheduled
from approvals.models import Case, CheckRun, Document, NumberSeries, Opinion
from quotas import verification
from quotas.models import Hold, QuotaRequest, QuotaType, Transfer
from tests.book import day
from tests.cast import make_region, make_user
from tests.stories import Actors, allot, give_reserve, ready
from tests.threads import at_once, lost, won
from units.models import Region, Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kind(db: None) -> QuotaType:
    return QuotaType.objects.get(code="self_funded")


@pytest.fixture
def actors(clerk: User, director: User, committee: User) -> Actors:
    return Actors(clerk, director, committee)


@pytest.fixture
def waiting(bureau: Unit, school: Unit, kind: QuotaType, actors: Actors) -> Case:
    """A case ready to be decided: the school gives 5 of its 20 vacant posts back."""
    give_reserve(school.region, kind, 100, actors)
    allot(school, kind, 20, actors)
    line = {"quota_type": kind, "applied_count": 5, "source_unit": school}
    return ready("quota_cut", school, {"effective_on": day(0), "lines": [line]}, actors)


def test_eight_clients_take_consecutive_numbers_and_what_is_rolled_back_leaves_no_gap(waiting: Case) -> None:
    director = User.objects.get(username="director")
    first = len(Document.objects.filter(kind="decision_sheet")) + 1

    def issue(title: str) -> str:
        with acting.by(director, reason="编号"):
            document = documents.issue_sheet(waiting, actor=director, title=title)
            if title == "作废":
                raise RuntimeError("Something went wrong after the number was taken.")
            return document.number

    def write(client: int) -> list[str]:
        numbers = []
        for n in range(25):
            if n % 5 == client % 5:
                with pytest.raises(RuntimeError):
                    issue("作废")
            numbers.append(issue(f"第{client}-{n}份"))
        return numbers

    results = at_once(8, write)
    assert lost(results) == []
    numbers = sorted(int(n.split("〕")[1].removesuffix("号")) for own in won(results) for n in own)
    assert numbers == list(range(first, first + 200))
    for own in won(results):
        assert own == sorted(own, key=lambda number: int(number.split("〕")[1].removesuffix("号")))


def test_offices_that_begin_at_the_same_moment_find_words_of_their_own(db: None) -> None:
    names = ["澜川市", "澜山市", "澜水市", "澜石市", "澜林市", "澜海市", "澜江市", "澜湖市"]
    regions = [make_region(f"99{n:02d}00", name, has_office=True) for n, name in enumerate(names, start=1)]
    director = make_user("director", "director", region=regions[0])

    def begin(client: int) -> str:
        with acting.by(director, reason="发文"):
            return numbering.next_number(regions[client], numbering.APPROVAL, 2026)

    results = at_once(8, begin)
    assert lost(results) == []
    words = sorted(NumberSeries.objects.values_list("prefix", flat=True))
    assert len(words) == 8
    assert [word for word in words if len(word) == 3] == ["澜编办"]
    assert {number.removesuffix("〔2026〕1号") for number in won(results)} == set(words)


def test_two_who_approve_one_case_at_once_decide_it_once(waiting: Case, region: Region) -> None:
    directors = [User.objects.get(username="director"), make_user("second", "director", region=region)]
    results = at_once(2, lambda n: deciding.approve(waiting.pk, actor=directors[n], opinion="同意"))
    assert len(won(results)) == 1
    assert lost(results) == ["办件当前状态为“已决定”，不能同意。"]
    assert Opinion.objects.filter(case=waiting, action="approve").count() == 1
    assert Hold.objects.filter(case=waiting).count() == 1
    assert verification.verify() == []


def test_two_who_issue_one_document_at_once_issue_it_once(waiting: Case, actors: Actors) -> None:
    deciding.approve(waiting.pk, actor=actors.director, opinion="同意")
    results = at_once(2, lambda _: issuing.issue(waiting.pk, actor=actors.clerk, title="批复"))
    assert len(won(results)) == 1
    assert lost(results) == ["办件当前状态为“已执行”，不能发文。"]
    assert Document.objects.filter(case=waiting, kind="approval").count() == 1
    assert Transfer.objects.filter(case=waiting).count() == 2


def test_two_workers_execute_a_due_case_once(waiting: Case, actors: Actors) -> None:
    with acting.by(actors.clerk, reason="次日生效"):
        QuotaRequest.objects.filter(case=waiting).update(effective_on=day(-1))
    deciding.approve(waiting.pk, actor=actors.director, opinion="同意")
    issuing.issue(waiting.pk, actor=actors.clerk, title="批复")
    with pytest.raises(ValidationError, match="尚不能入账"):
        issuing.execute(waiting.pk, actor=acting.system_user())
    with acting.by(actors.clerk, reason="到了次日"):
        QuotaRequest.objects.filter(case=waiting).update(effective_on=day(0))
        Hold.objects.filter(case=waiting).update(effective_on=day(0))
    results = at_once(2, lambda _: scheduled.run_due())
    assert lost(results) == []
    assert Opinion.objects.filter(case=waiting, action="execute").count() == 1
    assert Transfer.objects.filter(case=waiting).count() == 2
    assert sum(CheckRun.objects.filter(check_key="execute_due_cases").values_list("done", flat=True)) == 1
    assert verification.verify() == []
