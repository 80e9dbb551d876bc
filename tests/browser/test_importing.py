"""A workbook with errors: sent, read by row and column, mended in the table of errors, sent again, seen, confirmed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from quotas import reports, verification
from staffing.models import ImportJob, Posting
from tests import stories
from tests.people import id_number
from tests.sheets import rows_of
from tests.stories import Actors, endow, kind
from tests.workbooks import workbook
from units.models import Region, Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def paper(region: Region, school: Unit, actors: Actors) -> str:
    """The paper that the registration cites; with it the school has three vacant posts."""
    document = stories.superior_paper(region, actors.clerk)
    endow(school, kind("full_funded"), 3, actors, document)
    return document.number


def table(page: Page, button: str) -> tuple[int, list[list[Any]]]:
    """A workbook that the page offers: the row of its titles, counted from 0, and all its rows."""
    with page.expect_download() as download:
        page.get_by_role("link", name=button).click()
    rows = rows_of(Path(download.value.path()).read_bytes())
    head = next(number for number, row in enumerate(rows) if "姓名*" in row)
    return head, rows


def filled(titles: list[str], *people: dict[str, str]) -> list[list[str]]:
    return [[person.get(title.rstrip("*"), "") for title in titles] for person in people]


def send(page: Page, paper: str, data: bytes) -> None:
    page.locator("[name=document]").fill(paper)
    file = {"name": "现有人员.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    page.locator("[name=file]").set_input_files(files=[file])
    page.get_by_role("button", name="上传并检查").click()


def test_a_workbook_with_errors_is_mended_and_its_people_are_on_the_register(
    sign_in: Callable[..., Page], shoot: Callable[[Page, str], None], paper: str, school: Unit, clerk: User
) -> None:
    page = sign_in(clerk)
    site = page.url.rstrip("/")
    page.goto(f"{site}/imports/")
    page.get_by_role("link", name="导入现有人员").click()
    head, template = table(page, "下载模板")
    titles = template[head]
    same = {"单位": school.number, "编制类型": "事业编制（全额拨款）"}
    people = [
        {**same, "姓名": "程雪舟", "公民身份号码": id_number(1, born="19840315"), "民族": "汉族"},
        {**same, "姓名": "陆青禾", "公民身份号码": "00000019840315001", "民族": "火星族"},
        {**same, "姓名": "", "公民身份号码": id_number(5, born="19910606"), "编制类型": "教师编"},
    ]
    send(page, paper, workbook("现有人员", titles, filled(titles, *people)))
    expect(page.get_by_role("heading", name="错误 4 处，没有导入任何一行")).to_be_visible()
    wrong = [[cell.inner_text() for cell in row.locator("th,td").all()[:2]] for row in page.locator("tbody tr").all()]
    assert wrong == [["D3", "公民身份号码"], [f"{column(titles, '民族')}3", "民族"], ["B4", "编制类型"], ["C4", "姓名"]]
    shoot(page, "import-errors")
    assert not Posting.objects.exists()

    head, errors = table(page, "下载错误表")
    titles, rows = errors[head], errors[head + 1 :]
    assert [bool(row[titles.index("原因")]) for row in rows] == [False, True, True]
    mend(titles, rows[1], 公民身份号码=id_number(3, born="19840315"), 民族="汉族")
    mend(titles, rows[2], 姓名="顾长亭", 编制类型="事业编制（全额拨款）")
    page.get_by_role("link", name="重新上传").click()
    send(page, paper, workbook("现有人员", titles, rows))
    expect(page.get_by_role("heading", name="将发生的变化")).to_be_visible()
    expect(page.get_by_role("row", name=school.name)).to_contain_text("3")
    shoot(page, "import-preview")
    page.get_by_role("button", name="确认导入").click()
    page.locator("dialog[open] [data-answer=yes]").click()
    expect(page.get_by_role("heading", name="已发生的变化")).to_be_visible()

    page.get_by_role("link", name=school.name).click()
    page.goto(f"{site}/units/{school.number}/?tab=people")
    for name in ("程雪舟", "陆青禾", "顾长亭"):
        expect(page.get_by_role("row", name=name)).to_be_visible()
    [balance] = reports.balances_of_unit(school)
    assert (balance.approved, balance.occupied, balance.vacant) == (3, 3, 0)
    assert sorted(ImportJob.objects.values_list("state", flat=True)) == ["done", "refused"]
    assert verification.verify() == []


def column(titles: list[str], title: str) -> str:
    return chr(ord("A") + [each.rstrip("*") for each in titles].index(title))


def mend(titles: list[str], row: list[Any], **cells: str) -> None:
    for title, value in cells.items():
        row[[each.rstrip("*") for each in titles].index(title)] = value
