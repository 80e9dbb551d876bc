"""GB 11643: the vectors of the standard, and what is refused with which sentence."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from staffing.id_numbers import check_character, id_number, masked


@pytest.mark.parametrize(
    ("text", "born", "is_male"),
    [
        ("11010519491231002X", dt.date(1949, 12, 31), False),
        ("440524188001010014", dt.date(1880, 1, 1), True),
        ("000000198001010013", dt.date(1980, 1, 1), True),
        ("00000019850615002x", dt.date(1985, 6, 15), False),
        ("000000197002281232", dt.date(1970, 2, 28), True),
        (" 000000200002290045 ", dt.date(2000, 2, 29), False),
    ],
)
def test_a_number_tells_birth_date_and_sex(text: str, born: dt.date, is_male: bool) -> None:
    number = id_number(text)
    assert (number.text, number.birth_date, number.is_male) == (text.strip().upper(), born, is_male)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id_number"),
        ("110105491231002", "id_number"),
        ("1101051949123100２X", "id_number"),
        ("11010519491231002Y", "id_number"),
        ("000000190002290010", "id_number_date"),
        ("000000198013010011", "id_number_date"),
        ("000000000001010011", "id_number_date"),
        ("000000198001010012", "id_number_check"),
        ("11010519491231003X", "id_number_check"),
    ],
)
def test_a_number_that_does_not_hold_is_refused(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        id_number(text)
    assert refusal.value.code == code


STEMS = st.builds(
    lambda division, born, sequence: f"{division:06d}{born:%Y%m%d}{sequence:03d}",
    st.integers(0, 999_999), st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)), st.integers(0, 999),
)  # fmt: skip


@given(STEMS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(stem: str, place: int, shift: int) -> None:
    right = stem + check_character(stem)
    assert id_number(right).text == right
    digit = str((int(right[place]) + shift) % 10)
    with pytest.raises(ValidationError):
        id_number(right[:place] + digit + right[place + 1 :])


def test_screens_show_neither_birth_date_nor_the_whole_number() -> None:
    assert masked("11010519491231002X") == "11**************2X"
