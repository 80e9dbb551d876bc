"""Unit numbers under concurrency: with the lock everybody gets an own one; without it one wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from accounts import acting
from accounts.models import User
from units import lineage
from units.models import Region, Unit

CLIENTS = 4


def race(region: Region, actor: User, numbers: list[str]) -> list[str]:
    """Every client sets one unit up at the same moment; returns the numbers given, '' for a refusal."""
    start = Barrier(CLIENTS)

    def client(n: int) -> str:
        fields = {"name": f"第{n}局", "category": "organ", "number": numbers[n]}
        try:
            start.wait()
            with acting.by(actor):
                on = date(2026, 1, 1)
                return lineage.set_up(region=region, fields=fields, on=on, document_number="文", actor=actor).number
        except (IntegrityError, ValidationError):
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as clients:
        return sorted(clients.map(client, range(CLIENTS)))


@pytest.mark.django_db(transaction=True)
def test_units_set_up_at_the_same_moment_get_different_numbers(region: Region, director: User) -> None:
    assert race(region, director, [""] * CLIENTS) == [f"990100-{n:05d}" for n in range(1, CLIENTS + 1)]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_all_would_take_the_same_number_and_one_gets_it(region: Region, director: User) -> None:
    assert race(region, director, ["990100-00001"] * CLIENTS) == ["", "", "", "990100-00001"]
    assert Unit.objects.count() == 1
