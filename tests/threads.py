"""Real clients: threads that start at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection

T = TypeVar("T")


def at_once(clients: int, act: Callable[[int], T]) -> list[T | Exception]:
    """What each client got, or why it was refused, in the order of their numbers."""
    start = Barrier(clients, timeout=60)

    def client(number: int) -> T | Exception:
        try:
            connection.ensure_connection()
            start.wait()
            return act(number)
        except (ValidationError, DatabaseError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(client, range(clients)))


def won(results: list[T | Exception]) -> list[T]:
    return [result for result in results if not isinstance(result, Exception)]


def lost(results: list[T | Exception]) -> list[str]:
    """The sentences of those who were refused."""
    refusals = [result for result in results if isinstance(result, Exception)]
    return [" ".join(r.messages) if isinstance(r, ValidationError) else repr(r) for r in refusals]
