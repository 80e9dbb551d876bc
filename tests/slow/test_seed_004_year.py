"""Seed 004 (青岛) in full: 1,301 batches and 2,454 people of one year go through the four steps."""

import pytest

from tests.scenarios.test_seed_004_four_steps import replay, sizes


# Every step commits, as in life: all gates that speak at commit are asked, and no transaction grows for a whole year.
@pytest.mark.django_db(transaction=True)
def test_the_whole_year_is_replayed_and_reconciled(monkeypatch: pytest.MonkeyPatch) -> None:
    replay(list(sizes()), monkeypatch)
