"""Citizen ID numbers (公民身份号码) by GB 11643-1999: division, birth date, sequence, check character."""

import datetime as dt
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


@dataclass(frozen=True)
class IdNumber:
    """A number that holds by the standard, with what it says about its owner."""

    text: str
    birth_date: dt.date
    is_male: bool


def check_character(first_seventeen: str) -> str:
    """The eighteenth character of an ID number."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def id_number(text: str) -> IdNumber:
    """Take an ID number apart; ValidationError with a sentence when it does not hold by GB 11643."""
    text = text.strip().upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        raise ValidationError("公民身份号码应为18位，前17位为数字。", code="id_number")
    try:
        birth_date = dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        raise ValidationError(f"公民身份号码中的出生日期{text[6:14]}不存在。", code="id_number_date") from None
    if text[17] != check_character(text[:17]):
        raise ValidationError("公民身份号码校验位不符，请核对。", code="id_number_check")
    return IdNumber(text, birth_date, is_male=int(text[16]) % 2 == 1)


def masked(text: str) -> str:
    """The number as screens show it: the first two characters and the last two.

    Birth date and sex stand beside it, so that more of division and sequence would tell the whole number.
    """
    return f"{text[:2]}{'*' * 14}{text[16:]}"
