"""Cells: what people type into a spreadsheet, as the value it means, or a sentence why it means none."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError

from accounts.sheets import FORMULA_SIGNS

EPOCH, EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
OLDEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
LARGEST = 10_000_000
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_PART_OF_A_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
DATES = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T?00:00(?::00)?(?:\.0+)?)?"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
LOST_DIGITS = "号码被 Excel 当作数字保存（如4.4E+17），后几位已丢失；请把该列设为“文本”格式后重新填写。"

# The same days and codes stand in row after row.
KEPT = 4096

Parse = Callable[[Any], Any]


class Number(str):
    """A cell that holds a number, as its digits stand in the file."""


class Wrong(str):
    """A cell that holds an error, such as #N/A."""


def wrong(sentence: str) -> ValidationError:
    return ValidationError(sentence, code="cell")


def is_date_format(number: int, code: str) -> bool:
    """Whether a number format shows dates."""
    if code:
        return bool(re.search("[ymdYMD年月日]", NOT_PART_OF_A_DATE.sub("", code.split(";")[0])))
    return number in BUILT_IN_DATES


def date_of_serial(text: str, *, is_1904: bool = False) -> Any:
    """The day of a serial number of Excel; what is none stays a number."""
    try:
        days = float(text)
        return (EPOCH_1904 if is_1904 else EPOCH) + dt.timedelta(days=int(days))
    except (ValueError, OverflowError):
        return Number(text)


def plain(value: Any) -> str:
    """The cell as text without blanks around it; whole numbers without a point, and no apostrophe of an export."""
    if isinstance(value, Wrong):
        raise wrong(f"单元格是错误值（{value[:20]}）。")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value)
    if isinstance(value, Number):
        return text[:-2] if text.endswith(".0") else text
    if not text.isprintable():
        text = "".join(char for char in text if char.isprintable() or char.isspace())
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def narrow(value: Any) -> str:
    """The same with full-width digits, letters and signs as narrow ones, without blanks."""
    text = plain(value)
    # Most cells are narrow already.
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def text_of(most: int, *, blanks: bool = True) -> Parse:
    """A text of at most so many characters."""

    def parse(value: Any) -> str:
        text = " ".join(plain(value).split()) if blanks else plain(value)
        if len(text) > most:
            raise wrong(f"不超过{most}字，现有{len(text)}字。")
        return text

    return parse


def id_number(value: Any) -> str:
    """An ID number; one that a spreadsheet has rounded is refused, since its last digits are gone."""
    if isinstance(value, Number) or re.fullmatch(r"[\d.]+[eE]\+?\d+", narrow(value)):
        raise wrong(LOST_DIGITS)
    text = narrow(value).upper()
    if re.fullmatch(r"\d{15}", text):
        raise wrong("这是15位的旧号码，请填写18位公民身份号码。")
    return text


def date(value: Any, *, future: bool = False) -> dt.date:
    """A day: a date cell, or text such as 2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日, 20260301."""
    found = value if isinstance(value, dt.date) else _date_of_text(narrow(value))
    if not OLDEST <= found <= LATEST:
        raise wrong(f"日期{found}不在1900年至2199年之间。")
    if not future and found > dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date():
        raise wrong(f"日期{found}晚于今天。")
    return found


def future_date(value: Any) -> dt.date:
    return date(value, future=True)


@lru_cache(maxsize=KEPT)
def _date_of_text(text: str) -> dt.date:
    for form in DATES:
        if found := form.fullmatch(text):
            try:
                return dt.date(*map(int, found.groups()))
            except ValueError:
                raise wrong(f"没有“{text[:20]}”这一天。") from None
    if re.fullmatch(r"\d{4}[-/.年]\d{1,2}月?|\d{6}", text):
        raise wrong(f"“{text}”只到月份，请写到日，如2026-03-01。")
    raise wrong(f"“{text[:20]}”不是日期，请写成2026-03-01。")


def count(value: Any) -> int:
    """A whole number of people or posts, not negative."""
    text = narrow(value).replace(",", "")
    if re.fullmatch(r"\d+\.0+", text):
        text = text.partition(".")[0]
    if not re.fullmatch(r"\d{1,9}", text) or int(text) > LARGEST:
        raise wrong(f"“{text[:20]}”不是整数，请填写0或正整数。")
    return int(text)


def yes_or_no(value: Any) -> bool:
    """是 or 否."""
    found = {"是": True, "否": False, "1": True, "0": False, "有": True, "无": False}.get(narrow(value))
    if found is None:
        raise wrong(f"“{plain(value)[:20]}”须填“是”或“否”。")
    return found


def choice(choices: Iterable[tuple[Any, str]]) -> Parse:
    """One of the code standard: its words, its code, or both as the template's list shows them."""
    known: dict[str, Any] = {}
    for code, label in choices:
        for form in (str(code), str(label), f"{code} {label}", str(label).removesuffix("族")):
            known.setdefault(narrow(form), code)

    def parse(value: Any) -> Any:
        # What the list of the template offers is written as it is offered.
        found = known.get(value) if type(value) is str else None
        if found is None:
            found = known.get(narrow(value))
        if found is None:
            raise wrong(f"没有“{plain(value)[:20]}”这一项，请从下拉列表中选择。")
        return found

    return parse
