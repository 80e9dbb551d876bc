"""Sealing while others write: who commits late is sealed later, and two who seal make one chain."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts import acting
from accounts.models import User
from audits import seal_checks, sealing
from audits.models import SealBlock, SealPart, Unsealed
from tests.threads import at_once, won
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)
HISTORY = "units_historicalunit"


def in_a_thread(act: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def sealed_rows() -> set[int]:
    return {pk for part in SealPart.objects.filter(table_name=HISTORY) for pk in part.row_ids}


def test_a_row_that_commits_late_is_sealed_later(school: Unit, education: Unit, clerk: User) -> None:
    """The late row has the smaller number: a seal that went by numbers would pass it by for ever."""
    system, written, may_commit = acting.system_user(), threading.Event(), threading.Event()

    def late() -> None:
        with acting.by(clerk, reason="迟迟不提交"):
            Unit.objects.filter(pk=school.pk).update(address="甲")
            written.set()
            assert may_commit.wait(30)

    thread = in_a_thread(late)
    assert written.wait(30)
    with acting.by(clerk, reason="先提交"):
        Unit.objects.filter(pk=education.pk).update(address="乙")
    sealing.seal_all(actor=system)
    assert seal_checks.verify() == []
    newest = Unit.history.latest("history_id").history_id
    assert newest in sealed_rows()
    may_commit.set()
    thread.join(30)
    row = Unit.history.get(history_change_reason="迟迟不提交").history_id
    assert row < newest
    assert row not in sealed_rows()
    assert Unsealed.objects.filter(table_name=HISTORY, row_id=row).exists()
    sealing.seal_all(actor=system)
    assert row in sealed_rows()
    assert seal_checks.verify() == []


def test_eight_who_write_and_seal_at_once_make_one_chain(school: Unit, clerk: User) -> None:
    system = acting.system_user()

    def write_and_seal(number: int) -> int:
        for turn in range(5):
            with acting.by(clerk, reason="并发"):
                Unit.objects.filter(pk=school.pk).update(address=f"{number}-{turn}")
            sealing.seal_next(actor=system, limit=3)
        return number

    assert len(won(at_once(8, write_and_seal))) == 8
    sealing.seal_all(actor=system)
    numbers = list(SealBlock.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert not Unsealed.objects.exists()
    assert len(sealed_rows()) == Unit.history.count()
    assert seal_checks.verify() == []


def test_without_the_lock_two_blocks_would_follow_one(
    school: Unit, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: each takes a lock of its own, and the table refuses the fork."""
    system, meet = acting.system_user(), threading.Barrier(2, timeout=30)
    monkeypatch.setattr(sealing, "_lock", lambda: None)
    real = sealing._block

    def together(parts: list[SealPart], algorithm: str) -> SealBlock:
        block = real(parts, algorithm)
        meet.wait()
        return block

    monkeypatch.setattr(sealing, "_block", together)
    results = at_once(2, lambda number: sealing.seal_next(actor=system))
    assert len(won(results)) == 1
    assert "audits_sealblock" in repr(next(each for each in results if isinstance(each, Exception)))
    assert seal_checks.verify() == []
