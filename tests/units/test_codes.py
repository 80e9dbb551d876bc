"""Test vectors of DOMAIN §5.5 and the forms of division codes."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from units.codes import (
    credit_check,
    credit_code_warning,
    division_code,
    is_credit_code,
    is_organisation_code,
    organisation_check,
)


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y43", "11330200MB0000019Q", "12330200MB0000027G", "12330203MB00000A2L", "13330200MB00000433"],
)
def test_right_credit_codes_give_no_warning(code: str) -> None:
    assert is_credit_code(code)
    assert credit_code_warning(code) == ""


@pytest.mark.parametrize(
    ("code", "check"), [("91350100M0001TGQXM", "1"), ("91350211M0000XUF46", "R"), ("91350203M0001FUE2P", "J")]
)
def test_an_early_code_with_another_check_digit_gives_only_a_warning(code: str, check: str) -> None:
    assert credit_check(code[:17]) == check
    assert f"应为“{check}”" in credit_code_warning(code)


@pytest.mark.parametrize("code", ["1133020", "11330200MB0000019I", "11330200mb0000019q", "11330200MB0000019Q\n"])
def test_what_has_not_the_form_of_a_credit_code_is_said_so(code: str) -> None:
    assert not is_credit_code(code)
    assert "18位" in credit_code_warning(code)


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
STEMS = st.builds(
    lambda kind, division, rest: f"1{kind}{division:06d}{''.join(rest)}",
    st.sampled_from("1239"), st.integers(110_000, 659_999),
    st.lists(st.sampled_from(ALPHABET), min_size=9, max_size=9),
)  # fmt: skip


@given(STEMS, st.integers(0, 17), st.integers(1, 30))
def test_one_wrong_character_of_a_credit_code_is_always_noticed(stem: str, place: int, shift: int) -> None:
    right = stem + credit_check(stem)
    assert credit_code_warning(right) == ""
    other = ALPHABET[(ALPHABET.index(right[place]) + shift) % 31]
    assert credit_code_warning(right[:place] + other + right[place + 1 :]) != ""


@given(STEMS, st.integers(0, 16))
def test_two_characters_that_changed_places_are_always_noticed(stem: str, place: int) -> None:
    right = stem + credit_check(stem)
    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert (credit_code_warning(swapped) == "") is (swapped == right)


@given(STEMS)
def test_the_check_digit_makes_the_weighted_sum_nought(stem: str) -> None:
    """Written down once more, the other way round: by Horner's rule from the last character."""
    total = 0
    for char in reversed(stem):
        total = (total * 3 + ALPHABET.index(char)) % 31
    assert (total + ALPHABET.index(credit_check(stem))) % 31 == 0


def test_no_credit_code_is_no_doubt() -> None:
    assert credit_code_warning("") == ""


@pytest.mark.parametrize("code", ["MB0000019", "MB0000027", "MB0000043"])
def test_the_organisation_codes_inside_the_vectors_are_right(code: str) -> None:
    assert is_organisation_code(code)


@pytest.mark.parametrize(("first_eight", "check"), [("00000000", "0"), ("D2143569", "X"), ("00000005", "1")])
def test_organisation_checks_by_gb_11714(first_eight: str, check: str) -> None:
    assert organisation_check(first_eight) == check


@pytest.mark.parametrize("code", ["MB0000018", "MB000001", "mb0000019", ""])
def test_wrong_organisation_codes_are_found(code: str) -> None:
    assert not is_organisation_code(code)


@pytest.mark.parametrize(
    ("code", "level", "prefix"),
    [
        ("990000", "province", "99"),
        ("990100", "city", "9901"),
        ("990102", "county", "990102"),
        ("990102101", "town", "990102101"),
    ],
)
def test_a_division_code_tells_level_and_prefix(code: str, level: str, prefix: str) -> None:
    parts = division_code(code)
    assert (parts.level, parts.prefix) == (level, prefix)


@pytest.mark.parametrize(
    "code",
    ["", "99", "9901", "99010", "000000", "000100", "990002000", "990100101", "9901021012", "99010a", "９９０１００"],
)
def test_what_is_no_division_code_is_refused(code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        division_code(code)
    assert refusal.value.code == "region_code"
