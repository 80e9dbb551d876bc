"""Coordinating bodies and establishment certificates of the demo: in time, due soon, late, ended; and their reviews."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from demoregion import places
from demoregion.build import FOUNDED, GRANTED
from demoregion.people import TODAY
from demoregion.story import Office
from units import certificates, coordinating
from units.models import CoordinatingBody, EstablishmentCertificate, Unit

DAY = dt.timedelta(days=1)
MAYOR, DEPUTY = "市委副书记、市长", "市政府副市长"
PLANNING, GOVERNMENT = "澜川市发展和改革委员会", "澜川市人民政府办公室"
# name, form, ground, who carries the work, leader, duties, year of founding, last year reviewed
BODIES = [
    ("澜川市优化营商环境工作领导小组", "leading_group", "counterpart", PLANNING, MAYOR,
     "统筹推进全市优化营商环境工作，协调解决跨部门重大问题。", 2021, 2025),
    ("澜川市防汛抗旱指挥部", "headquarters", "counterpart", "澜川市水利局", DEPUTY,
     "组织、协调、指导全市防汛抗旱和抢险救灾工作。", 2019, 2026),
    ("澜川市城市更新工作领导小组", "leading_group", "led", "澜川市住房和城乡建设局", MAYOR,
     "研究城市更新政策，协调项目实施中的重大事项。", 2022, 2024),
    ("澜川市职业教育工作联席会议", "joint_conference", "counterpart", places.EDUCATION, DEPUTY,
     "统筹职业教育发展，协调校企合作和实训基地建设。", 2023, 2025),
]  # fmt: skip


def build(city: Office, district: Office, units: Mapping[str, Unit]) -> None:
    """Everything at once, as an office enters what it had on paper."""
    for name, form, ground, lead, leader, duties, founded, reviewed in BODIES:
        fields = {"name": name, "form": form, "ground": ground, "leader": leader, "duties": duties}
        body = _founded(city, {**fields, "lead_unit": units.get(lead, city.bureau)}, dt.date(founded, 4, 12))
        _reviewed(city, body, founded + 1, reviewed)
    _temporary(city, units)
    for office, last in ((city, 2025), (district, 2024)):
        found = _issued(office, office.bureau, FOUNDED + 14 * DAY)
        for year in range(FOUNDED.year + 1, last + 1):
            _checked(office, found, year)
    for unit in sorted(units.values(), key=lambda unit: unit.pk)[:40]:
        office = city if unit.region == city.region else district
        _issued(office, unit, GRANTED + 15 * DAY)


def _temporary(city: Office, units: Mapping[str, Unit]) -> None:
    """One that ends within a month, and one whose task is done."""
    fields: dict[str, Any] = {
        "form": "joint_conference", "ground": "led", "leader": DEPUTY, "is_temporary": True,
        "lead_unit": units.get(GOVERNMENT, city.bureau),
    }  # fmt: skip
    ending = _founded(
        city,
        {
            **fields, "name": "澜川市老旧小区改造联席会议", "duties": "统筹三年老旧小区改造任务，协调资金和施工。",
            "ends_on": TODAY + 25 * DAY, "end_condition": "三年改造任务完成并通过验收。",
        },
        dt.date(2024, 1, 8),
    )  # fmt: skip
    _reviewed(city, ending, 2025, 2025)
    over = _founded(
        city,
        {
            **fields, "name": "澜川市全民健身运动会组织委员会", "form": "committee", "duties": "筹办全民健身运动会。",
            "ends_on": dt.date(2026, 6, 30), "end_condition": "运动会闭幕并完成决算。",
        },
        dt.date(2025, 3, 3),
    )  # fmt: skip
    coordinating.end(
        over, actor=city.head, on=dt.date(2026, 6, 18), exit_reason="done", document="澜编发〔2026〕31号"
    )  # fmt: skip


def _founded(office: Office, fields: Mapping[str, Any], on: dt.date) -> CoordinatingBody:
    document = f"澜编发〔{on.year}〕{on.day}号"
    return coordinating.found(
        actor=office.clerk, region=office.region, fields={**fields, "founded_on": on}, document=document
    )


def _reviewed(office: Office, body: CoordinatingBody, first: int, last: int) -> None:
    for year in range(first, last + 1):
        coordinating.review(
            body, actor=office.head, kind="yearly", year=year, reviewed_on=dt.date(year, 11, 5), verdict="keep",
            opinion="议事规则健全，年内召开会议三次，予以保留。",
        )  # fmt: skip


def _issued(office: Office, unit: Unit, on: dt.date) -> EstablishmentCertificate:
    number = f"{unit.region.code}{on.year}{unit.pk:05d}"
    return certificates.issue(actor=office.clerk, unit=unit, number=number, issue_reason="first", issued_on=on)


def _checked(office: Office, found: EstablishmentCertificate, year: int) -> None:
    certificates.review(
        found, actor=office.head, year=year, reviewed_on=dt.date(year, 11, 20), result="passed",
        opinion="证载与台账、实有一致，准予通过。",
    )  # fmt: skip
