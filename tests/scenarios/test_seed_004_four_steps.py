"""Seed 004 (青岛): batches and people through 公示—申请—审核—入库, reconciled with ledger, roster and slips."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db.models import Count

from accounts import acting
from approvals import filing, workdays
from approvals.models import Attachment, Case, CaseKind, Opinion, State
from quotas import verification
from quotas.models import Bucket, QuotaAccount
from staffing import admission, noticing
from staffing.models import Candidate, Person, Posting, Slip, Slot, SlotState
from tests.cast import make_region, make_unit, make_user
from tests.scenarios.conftest import office_of
from tests.staffing.batches import drafted, on, row, slots_for
from tests.stories import endow, kind, superior_paper

# The year of the seed is replayed in full by tests/slow; here every hundredth batch.
BATCHES, PEOPLE, UNITS = 1301, 2454, 20
PART = 100


def sizes() -> Iterator[int]:
    """1,301 batches of one to three with 2,454 people in all."""
    pairs = PEOPLE - BATCHES - 6
    threes, twos, ones = [3] * 3, [2] * pairs, [1] * (BATCHES - pairs - 3)
    yield from threes + twos + ones


def test_the_sizes_are_those_of_the_year() -> None:
    assert (len(list(sizes())), sum(sizes())) == (BATCHES, PEOPLE)


@pytest.mark.django_db
def test_a_part_of_the_year_is_replayed_and_reconciled(monkeypatch: pytest.MonkeyPatch) -> None:
    replay(list(sizes())[::PART], monkeypatch)


def replay(planned: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every batch goes its four steps by the same use cases as on the screen, and the books are compared."""
    city = make_region("990100", "澜川市", has_office=True)
    make_unit(city, "中共澜川市委机构编制委员会办公室", system_class="party")
    office, head = office_of(city), make_user("head", "head", region=city)
    paper, posts = superior_paper(city, office.clerk), kind("full_funded")
    units = [make_unit(city, f"澜川市第{n}中学", category="institution") for n in range(1, UNITS + 1)]
    filers = {unit.pk: make_user(f"filer{unit.pk}", "unit", unit=unit) for unit in units}
    plan = [(units[number % UNITS], size) for number, size in enumerate(planned)]
    needed = {unit.pk: sum(size for u, size in plan if u == unit) for unit in units}
    # The paper of a batch is a scan; where its bytes lie is not what this story is about.
    monkeypatch.setattr("tests.staffing.batches.attach", papers)
    published, filed_on = workdays.today() - dt.timedelta(days=40), workdays.today()
    with on(published):
        free = {}
        for unit in units:
            if needed[unit.pk]:
                endow(unit, posts, needed[unit.pk] + 5, office, paper)
                free[unit.pk] = iter(slots_for(unit, posts, needed[unit.pk], clerk=office.clerk))
        cases = []
        for unit, size in plan:
            case = drafted(unit, filers[unit.pk], [row(next(free[unit.pk])) for _ in range(size)])
            cases.append(noticing.announce(case.pk, actor=filers[unit.pk]))
    with on(filed_on):
        for case in cases:
            filing.file(case.pk, actor=filers[case.applicant_id])
            admission.check(case.pk, actor=office.clerk, opinion="材料齐全，拟予入库。")
            admission.admit(case.pk, actor=head)
    reconciled(needed, len(planned))


def papers(case: Case) -> None:
    """The papers of a batch, without their bytes."""
    with acting.by(case.filed_by, reason="上传要件"):
        Attachment.objects.bulk_create(
            Attachment(
                case=case, paper=paper, name="材料.pdf", file="x.pdf", size=1, sha256="", uploaded_by=case.filed_by
            )
            for paper in case.kind.required_papers
        )


def reconciled(needed: dict[int, int], batches: int) -> None:
    """Batches, people, postings, slots, slips and the ledger tell the same."""
    kinds, people = CaseKind.objects.get(code="enrolment"), sum(needed.values())
    needed = {unit: count for unit, count in needed.items() if count}
    assert Case.objects.filter(kind=kinds, state=State.CLOSED).count() == batches
    assert Opinion.objects.filter(case__kind=kinds, action="announce").count() == batches
    assert Candidate.objects.filter(posting__isnull=False, is_announced=True).count() == people
    assert (Person.objects.count(), Posting.objects.active().count()) == (people, people)
    assert dict(Posting.objects.values_list("unit").annotate(n=Count("pk"))) == needed
    occupied = QuotaAccount.objects.filter(bucket=Bucket.OCCUPIED).exclude(balance=0)
    assert dict(occupied.values_list("unit", "balance")) == needed
    assert Slot.objects.filter(state=SlotState.USED).count() == Slot.objects.count() == people
    assert Slip.objects.filter(kind=Slip.Kind.ENTRY).values("posting").distinct().count() == people
    year = workdays.today().year
    expected = [f"澜编入〔{year}〕{n}号" for n in range(1, people + 1)]
    assert list(Slip.objects.order_by("id").values_list("number", flat=True)) == expected
    assert verification.verify() == []
