"""Workbooks with existing people (建账导入) as the district sent them: one with errors, one that was carried out."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from approvals import documents
from approvals.models import Document
from demoregion.build import today_minus
from demoregion.people import Crowd
from demoregion.story import Office
from staffing.imports import catalogue, jobs, template
from staffing.models import ImportKind
from units.models import Unit

Row = Mapping[str, Any]
PRIMARY, MIDDLE = "望湖区实验小学", "望湖区第三初级中学"


def imports(office: Office, units: Mapping[str, Unit]) -> None:
    """The district's workbooks of people: one with errors to be mended, one that was carried out."""
    paper = documents.register_incoming(
        actor=office.clerk, region=office.region, number="望编核〔2026〕7号", title="关于补登在编人员的通知",
        issuer="中共望湖区委机构编制委员会", issued_on=today_minus(30),
    )  # fmt: skip
    crowd = Crowd(first=21_500)
    good = [row_of(crowd, units[PRIMARY]) for _ in range(2)]
    _sent(office, good, paper, name="望湖区实验小学在编人员.xlsx", confirmed=True)
    wrong = [row_of(crowd, units[MIDDLE]) for _ in range(9)]
    wrong[1] |= {"id_number": wrong[0]["id_number"]}
    wrong[3] |= {"id_number": wrong[3]["id_number"][:-2] + "00"}
    wrong[4] |= {"education": "大本", "graduated_on": "二〇一五年七月"}
    wrong[6] |= {"quota_type": "事业编", "name": ""}
    wrong[7] |= {"unit": "望湖区三中"}
    _sent(office, wrong, paper, name="望湖区第三初级中学在编人员（2026年补登）.xlsx")


def row_of(crowd: Crowd, unit: Unit) -> dict[str, Any]:
    """A row of the template for somebody at the unit."""
    [person] = crowd.recruits("专任教师", "full_funded", 1)
    given = {"unit": unit.number, "quota_type": "事业编制（全额拨款）", "name": person.name, "title": person.title}
    return {**given, "id_number": person.id_number, "graduated_on": person.facts["graduated_on"]}


def _sent(office: Office, rows: Sequence[Row], paper: Document, *, name: str, confirmed: bool = False) -> None:
    kind = catalogue.kind_of(ImportKind.PEOPLE)
    fields = kind.fields(office.region)
    given = [template.Given([row.get(field.key) for field in fields]) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.xlsx"
        template.write(path, kind.sheet, kind.notes, fields, given)
        upload = SimpleUploadedFile(name, path.read_bytes())
    job = jobs.upload(
        actor=office.clerk, region=office.region, kind=ImportKind.PEOPLE, upload=upload, started_on=today_minus(15),
        document=paper, reason="建账补登",
    )  # fmt: skip
    if confirmed:
        jobs.confirm(actor=office.head, pk=job.pk)
