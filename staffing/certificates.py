"""Slips on paper: the lines that stand on one, its QR code, and the PDF, which is the same bytes every time."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import segno
import typst

from approvals.documents import issuer_of
from staffing import id_numbers, slips
from staffing.encryption import decrypt
from staffing.models import Person, Posting, Slip

TEMPLATE = Path(__file__).parent / "papers" / "slip.typ"
RELATED = (
    "region", "posting__person", "posting__unit", "posting__quota_type", "posting__division", "posting__slot",
    "posting__document", "posting__exit_document", "issued_by",
)  # fmt: skip


def lines_of(slip: Slip, *, number: str = "") -> list[tuple[str, str]]:
    """Label and words of every line (DOMAIN §4.2); the ID number masked unless the whole one is given."""
    posting, person = slip.posting, slip.posting.person
    known = number or person.masked_id_number
    head = [
        ("姓名", person.name), ("性别", person.get_sex_display()), ("出生日期", f"{person.birth_date:%Y年%-m月%-d日}"),
        ("公民身份号码", known), ("单位", posting.unit.name),
    ]  # fmt: skip
    own = _of_entry(posting) if slip.kind == Slip.Kind.ENTRY else _of_exit(posting)
    return [*head, *((label, words) for label, words in own if words)]


def _of_entry(posting: Posting) -> list[tuple[str, str]]:
    return [
        ("内设机构", str(posting.division or "")), ("编制类型", posting.quota_type.name),
        ("经费形式", posting.unit.get_funding_form_display()), ("职务（岗位）", posting.title),
        ("职务层次", posting.get_rank_level_display() or ""), ("职级", posting.get_civil_rank_display()),
        ("岗位类别", posting.get_post_category_display()), ("进入方式", posting.get_entry_way_display()),
        ("进入来源", posting.came_from), ("用编号", str(posting.slot or "")), ("依据文件", posting.document.number),
        ("入编日期", f"{posting.enrolled_on:%Y年%-m月%-d日}"),
    ]  # fmt: skip


def _of_exit(posting: Posting) -> list[tuple[str, str]]:
    assert posting.ended_on is not None, "An exit slip is issued with the exit."
    basis = posting.exit_document.number if posting.exit_document else ""
    return [
        ("编制类型", posting.quota_type.name), ("出编原因", posting.get_exit_reason_display()),
        ("去向", posting.destination), ("腾出用编号", str(posting.slot or "")), ("依据文件", basis),
        ("出编日期", f"{posting.ended_on:%Y年%-m月%-d日}"),
    ]  # fmt: skip


def remark_of(slip: Slip) -> str:
    """What whoever receives the paper is to do with it."""
    if slip.kind == Slip.Kind.ENTRY:
        return "请凭此单到组织、人力资源社会保障、财政部门办理工资核定、社会保险和经费手续。"
    return "该人员自出编之日起不再占用编制，请相应办理工资停发、社会保险和经费核减手续。"


def qr_svg(address: str) -> str:
    """The QR code of an address as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()


def full_number(person: Person) -> str:
    """The whole ID number, for those who may have the paper."""
    return id_numbers.id_number(decrypt(bytes(person.id_number_cipher), bytes(person.id_number_index))).text


def pdf(found: Sequence[Slip], *, address: str, masked: bool) -> bytes:
    """One page for each slip; `address` is the verifying page without the code."""
    pages = [_page(slip, address, masked) for slip in found]
    made: bytes = typst.compile(
        str(TEMPLATE), font_paths=[str(fonts.sans_path().parent)], ignore_system_fonts=True, timestamp=0,
        sys_inputs={"pages": json.dumps(pages, ensure_ascii=False)},
    )  # fmt: skip
    return made


def _page(slip: Slip, address: str, masked: bool) -> dict[str, Any]:
    number = "" if masked else full_number(slip.posting.person)
    return {
        "title": slip.get_kind_display(), "number": slip.number, "rows": lines_of(slip, number=number),
        "remark": remark_of(slip), "issuer": issuer_of(slip.region), "date": f"{slip.issued_on:%Y年%-m月%-d日}",
        "code": slips.spoken(slip.code), "address": address, "qr": qr_svg(f"{address}{slip.code}/"),
    }  # fmt: skip
