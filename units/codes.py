"""National codes: divisions (GB/T 2260, GB/T 10114), organisation codes (GB 11714), credit codes (GB 32100)."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_PATTERN = r"^[0-9ABCDEFGHJKLMNPQRTUWXY]{18}$"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class DivisionCode:
    """A division code taken apart; every place below it has a code that starts with its prefix."""

    code: str
    level: str
    prefix: str


def division_code(code: str) -> DivisionCode:
    """Takes six digits (province, city, county) or nine (town) apart; refuses anything else."""
    if re.fullmatch(r"[0-9]{9}", code) and not code.startswith("00") and code[4:6] != "00" and code[6:] != "000":
        return DivisionCode(code, "town", code)
    if re.fullmatch(r"[0-9]{6}", code) and not code.startswith("00"):
        if code.endswith("0000"):
            return DivisionCode(code, "province", code[:2])
        if code.endswith("00"):
            return DivisionCode(code, "city", code[:4])
        return DivisionCode(code, "county", code)
    raise ValidationError("区划代码应为6位（省、市、县）或9位（乡镇街道）数字。", code="region_code")


def organisation_check(first_eight: str) -> str:
    """The ninth character of an organisation code by GB 11714."""
    total = sum(int(char, 36) * weight for char, weight in zip(first_eight, ORGANISATION_WEIGHTS, strict=True))
    check = 11 - total % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def is_organisation_code(code: str) -> bool:
    """Whether nine characters are an organisation code with a right check character."""
    return bool(re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code)) and organisation_check(code[:8]) == code[8]


def credit_check(first_seventeen: str) -> str:
    """The eighteenth character of a unified social credit code by GB 32100-2015."""
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(first_seventeen))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a credit code with a right check character."""
    return bool(re.fullmatch(CREDIT_PATTERN, code)) and credit_check(code[:17]) == code[17]


def credit_code_warning(code: str) -> str:
    """A sentence about a doubtful credit code, or nothing; some early codes fail the check and are legal."""
    if not code or is_credit_code(code):
        return ""
    if not re.fullmatch(CREDIT_PATTERN, code):
        return "统一社会信用代码应为18位数字或大写字母（不含I、O、S、V、Z）。"
    return (
        f"统一社会信用代码第18位校验码应为“{credit_check(code[:17])}”，实为“{code[17]}”，请核对（早期赋码允许不符）。"
    )
