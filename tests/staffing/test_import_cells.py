import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from staffing.imports import cells
from staffing.imports.cells import Number, Wrong
from staffing.models import PoliticalStatus
from staffing.models.codes import ETHNICITIES

DAY = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01", "2026-3-1", "2026/3/1", "2026.3.1", "2026年3月1日", "2026年03月01", "20260301",
        "２０２６－０３－０１",
        " 2026-03-01 ", "2026-03-01 00:00:00", "2026-03-01T00:00:00.000", DAY, Number("20260301"),
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_usual_forms(text: Any) -> None:
    assert cells.date(text) == DAY


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-30", "没有“2026-02-30”这一天。"),
        ("1985.06", "“1985.06”只到月份，请写到日，如2026-03-01。"),
        ("去年", "“去年”不是日期，请写成2026-03-01。"),
        (Number("46082"), "“46082”不是日期，请写成2026-03-01。"),
        ("1899-12-31", "日期1899-12-31不在1900年至2199年之间。"),
        ("2199-01-01", "日期2199-01-01晚于今天。"),
        (Wrong("#N/A"), "单元格是错误值（#N/A）。"),
    ],
)
def test_what_is_no_day_is_answered_in_words(text: Any, sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        cells.date(text)
    assert refusal.value.messages == [sentence]


def test_a_future_day_is_read_where_one_may_be_meant() -> None:
    assert cells.future_date("2199-01-01") == dt.date(2199, 1, 1)


def test_full_width_digits_of_an_id_number_become_narrow() -> None:
    assert cells.id_number(" ００００００１９８５０６１５００２ｘ　") == "00000019850615002X"


@pytest.mark.parametrize("value", [Number("440524188001010014"), "4.4E+17", "4.40524188001010E+17", Number("4.4E+17")])
def test_an_id_number_that_lost_its_digits_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError, match="当作数字保存"):
        cells.id_number(value)


def test_an_id_number_of_fifteen_digits_is_refused_by_name() -> None:
    with pytest.raises(ValidationError, match="15位的旧号码"):
        cells.id_number("000000850615002")


@pytest.mark.parametrize("value", ["汉族", "汉", "01", "01 汉族", " 汉 族 "])
def test_a_code_is_chosen_by_words_by_code_or_by_both(value: str) -> None:
    assert cells.choice(ETHNICITIES)(value) == "01"


def test_a_word_outside_the_standard_is_refused() -> None:
    with pytest.raises(ValidationError, match="没有“党员”这一项"):
        cells.choice(PoliticalStatus.choices)("党员")


@pytest.mark.parametrize(("value", "count"), [("１２", 12), ("1,200", 1200), (Number("12.0"), 12), (Number("0"), 0)])
def test_a_count_is_a_whole_number(value: Any, count: int) -> None:
    assert cells.count(value) == count


@pytest.mark.parametrize("value", ["12.5", "-3", "十二", Number("1E+30"), "99999999999", True])
def test_what_is_no_count_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError, match="不是整数"):
        cells.count(value)


def test_an_apostrophe_of_an_export_is_taken_off_again() -> None:
    assert cells.text_of(20)("'+86 10") == "+86 10"
    assert cells.text_of(20)("'普通") == "'普通"


@pytest.mark.parametrize(
    ("number", "code", "shows"),
    [
        (14, "", True), (0, "", False), (2, "", False), (31, "", True), (165, 'yyyy"年"m"月"d"日"', True),
        (166, '0.00" days"', False), (167, "[Red]0", False), (168, "[$-F800]dddd", True),
    ],
)  # fmt: skip
def test_number_formats_that_show_dates_are_known(number: int, code: str, shows: bool) -> None:
    assert cells.is_date_format(number, code) is shows
