"""Units and opening balances from workbooks: the house as it stands on the day the books are opened."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts import acting
from accounts.models import User
from approvals.models import Document
from quotas import ledger
from quotas.bodies import body_type
from quotas.models import Bucket, QuotaException, QuotaType
from staffing.imports import jobs
from staffing.models import ImportJob, ImportState
from tests.book import commit, unchanged
from tests.staffing.imports import STARTED, imported, said, uploaded
from tests.workbooks import filled
from units.models import LineageEvent, Region, Unit

pytestmark = pytest.mark.django_db
TYPE = "事业编制（全额拨款）"
EXCEPTION = {
    "超编人数": 3, "批准机关": "市委编委", "超编依据文号": "澜编〔2026〕1号", "超编截止日期": "2199-12-31",
    "超编原因": "历史超编",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reserve(region: Region, clerk: User, paper: Document, post_type: QuotaType) -> None:
    """Ten posts and one body in the reserve of the city."""
    with acting.by(clerk, reason="下达"):
        for kind, count in ((post_type, 10), (body_type(), 1)):
            source = ledger.open_account(region, kind, Bucket.GRANTED)
            target = ledger.open_account(region, kind, Bucket.RESERVE)
            move = ledger.Posting(source, target, count, f"test:{kind.pk}")
            ledger.post([move], document=paper, actor=clerk, effective_on=STARTED, reason="下达")


def balances_file(*rows: dict[str, Any]) -> bytes:
    return filled("期初核定数", rows)


def sent(rows: list[dict[str, Any]], actor: User, paper: Document) -> ImportJob:
    return uploaded(balances_file(*rows), actor, paper, kind="balances", name="期初.xlsx")


@pytest.mark.usefixtures("reserve")
def test_balances_come_from_the_reserve_and_what_is_above_by_a_dated_exception(
    school: Unit, clerk: User, director: User, paper: Document, post_type: QuotaType, balances: Any
) -> None:
    job = sent([{"单位": f"{school.number} {school.name}", "编制类型": TYPE, "核定数": 8, **EXCEPTION}], clerk, paper)
    assert job.preview["rows"] == [[school.number, school.name, TYPE, 8, 3, 10, 2]]
    assert imported(job, director).state == ImportState.DONE
    commit()
    assert balances(school, post_type) == {"vacant": 8}
    exception = QuotaException.objects.get()
    assert (exception.people_count, exception.ends_on, exception.granted_by) == (3, dt.date(2199, 12, 31), director)


@pytest.mark.usefixtures("reserve")
def test_who_sent_the_balances_does_not_confirm_them_nor_does_a_clerk(
    school: Unit, clerk: User, head: User, director: User, paper: Document
) -> None:
    job = sent([{"单位": school.number, "编制类型": TYPE, "核定数": 8}], director, paper)
    for user in (clerk, head, director):
        with unchanged(), pytest.raises(PermissionDenied, match="不能由上传人自己确认"):
            jobs.confirm(actor=user, pk=job.pk)


@pytest.mark.usefixtures("reserve")
def test_wrong_balances_are_named_by_cell(
    school: Unit, education: Unit, stranger: Unit, clerk: User, director: User, paper: Document
) -> None:
    row = {"单位": school.number, "编制类型": TYPE, "核定数": 4, "超编人数": None, "批准机关": None}
    job = sent(
        [
            row,
            row,
            row | {"单位": education.number, "核定数": 7},
            row | {"单位": stranger.number},
            row | {"单位": education.number, "编制类型": "机关行政编制", "核定数": "-1"},
            row | {"单位": education.number, "编制类型": "事业编制（差额补贴）", "核定数": 0, "超编人数": 2},
        ],
        clerk,
        paper,
    )
    found = dict(said(job))
    assert found["A3"] == "与第2行重复。"
    assert "储备只剩2名，不足以核定7名。" in found["C4"]
    assert "由本编办管理" in found["A5"]
    assert "不是整数" in found["C6"]
    assert found["D7"].startswith("超编须填全：缺批准机关、")
    first = sent([row], clerk, paper)
    imported(first, director)
    assert "期初只登记一次" in dict(said(sent([row], clerk, paper)))["A2"]


UNIT = {"机构名称": "澜川市第二中学", "机构类别": "事业单位", "设立日期": "1990-09-01", "主管部门": "澜川市教育局"}


def units(rows: list[dict[str, Any]], clerk: User, paper: Document) -> ImportJob:
    return uploaded(filled("机构", rows), clerk, paper, kind="units", name="机构.xlsx")


@pytest.mark.usefixtures("reserve")
def test_units_are_set_up_with_their_lineage_their_departments_and_their_place_under_the_cap(
    region: Region, education: Unit, clerk: User, paper: Document
) -> None:
    bureau = {
        "机构名称": "澜川市体育局",
        "机构类别": "机关",
        "设立日期": "1980-01-01",
        "限额内机构": "是",
        "机构规格": "正科",
    }
    below = {"机构名称": "澜川市体育馆", "机构类别": "事业单位", "设立日期": "1985-01-01", "主管部门": "澜川市体育局"}
    code = {"统一社会信用代码": "12330203MB00000A2L", "事业单位类别": "公益一类"}
    job = units([UNIT | code, bureau, below], clerk, paper)
    assert dict(job.preview["figures"]) == {"新设机构": 3, "占用机构限额": 1}
    assert not Unit.objects.filter(name="澜川市体育局").exists()
    imported(job, clerk)
    commit()
    school, hall = Unit.objects.get(name="澜川市第二中学"), Unit.objects.get(name="澜川市体育馆")
    assert (school.competent_department, school.uscc) == (education, "12330203MB00000A2L")
    assert hall.competent_department == Unit.objects.get(name="澜川市体育局")
    assert LineageEvent.objects.get(unit=school).document_number == paper.number
    assert ledger.account(region, body_type(), Bucket.RESERVE).balance == 0


@pytest.mark.usefixtures("reserve")
def test_wrong_units_are_named_by_cell(region: Region, education: Unit, clerk: User, paper: Document) -> None:
    within = {"限额内机构": "是", "统一社会信用代码": None, "地区": None}
    rows = [
        UNIT | within,
        UNIT | within | {"机构名称": education.name},
        UNIT | within | {"机构名称": UNIT["机构名称"], "主管部门": "没有的局", "限额内机构": "否"},
        UNIT | {"机构名称": "澜川市第三中学", "统一社会信用代码": "123", "地区": "990200", "限额内机构": "否"},
    ]
    job = units(rows, clerk, paper)
    found = dict(said(job))
    assert found["A3"] == "澜川市已有同名机构。"
    assert found["E3"] == "澜川市空余机构限额不足。"
    assert found["A4"] == "与第2行重复。"
    assert found["D4"].startswith("没有主管部门“没有的局”")
    assert "18位" in found["F5"]
    assert "不在本编办管理的地区之内" in found["G5"]
    assert not Unit.objects.filter(name=UNIT["机构名称"]).exists()


@pytest.mark.parametrize("kind", ["units", "balances", "people"])
def test_every_kind_has_a_template(kind: str, region: Region, tmp_path: Path) -> None:
    from staffing.imports.catalogue import kind_of

    jobs.write_template(tmp_path / "t.xlsx", kind_of(kind), region)
    assert (tmp_path / "t.xlsx").stat().st_size > 5000
