"""Seed 004 (青岛) in full: 1,301 batches and 2,454 people of one year go through the four steps."""

import pytest

from tests.scenarios.test_seed_004_four_steps import replay, sizes


@pytest.mark.django_db
def test_the_whole_year_is_replayed_and_reconciled(monkeypatch: pytest.MonkeyPatch) -> None:
    replay(list(sizes()), monkeypatch)
