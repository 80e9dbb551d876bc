"""How an ID number is kept: encrypted, and found by a keyed blind index; history tells it masked."""

from typing import Any

from django.db import models

from staffing import encryption, id_numbers


class NumberCipher(models.BinaryField):  # type: ignore[type-arg]  # generic in the stubs only
    """The encrypted number, beside its blind index `id_number_index`."""

    def told(self, row: Any) -> str:
        """What history says of it."""
        return masked(row)


class BlindIndex(models.BinaryField):  # type: ignore[type-arg]  # generic in the stubs only
    """What the number is found by; no fact of its own, so history is silent about it."""

    untold = True


def masked(row: Any) -> str:
    """The number of a row as screens, lists, history and the API show it."""
    return id_numbers.masked(encryption.decrypt(bytes(row.id_number_cipher), bytes(row.id_number_index)))
