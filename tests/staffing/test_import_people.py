"""Existing people from a workbook: a whole file or nothing, through the gates of the screen."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from approvals.models import Document
from quotas import exceptions
from quotas.models import QuotaType
from staffing import encryption, enrolment
from staffing.imports import jobs, people
from staffing.models import ImportJob, ImportState, Opening, Person, Posting
from staffing.models.codes import ETHNICITIES
from tests.book import book, commit, unchanged
from tests.cast import make_division, make_unit
from tests.people import new_person
from tests.sheets import rows_of
from tests.staffing.imports import STARTED, imported, people_file, said, somebody, uploaded
from tests.workbooks import sent, workbook
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
TITLES = ["单位", "编制类型", "姓名", "公民身份号码"]
Give = Callable[[Unit, QuotaType, int], None]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ready(school: Unit, post_type: QuotaType, vacancies: Give) -> Unit:
    """A school with three vacant posts."""
    vacancies(school, post_type, 3)
    return school


def refused(job: ImportJob) -> list[tuple[str, str]]:
    assert job.state == ImportState.REFUSED
    assert not Posting.objects.exists()
    assert not Person.objects.exists()
    return said(job)


def test_people_come_in_with_their_whole_data_set(
    ready: Unit, clerk: User, paper: Document, post_type: QuotaType, balances: Any
) -> None:
    office = make_division(ready, "教务处")
    row = somebody(
        ready, 2, 姓名="张示例", 性别="女", 出生日期="1960/6/15", 内设机构="教务处", 职务="教师", 民族="回族",
        政治面貌="群众", 学历="21 大学本科毕业", 学位="学士", 毕业院校="示例师范大学",
        参加工作时间="1982年7月1日",
        入编时间="1990-01-01", 退休类别="女职工（原55周岁）",
        岗位类别="专业技术", 进入方式="公开招聘", 公务员登记="否", 籍贯="示例县",
    )  # fmt: skip
    job = uploaded(people_file([row, somebody(ready, 3)]), clerk, paper)
    assert dict(job.preview["figures"]) == {
        "登记人员": 2, "其中新建档": 2, "涉及单位": 1, "使用空编": 2, "列入超编例外": 0,
    }  # fmt: skip
    assert job.preview["rows"] == [[ready.number, ready.name, post_type.name, 2, 0, 2, 3, 1, 0]]
    assert not Person.objects.exists()
    assert imported(job, clerk).state == ImportState.DONE
    commit()
    posting = Posting.objects.select_related("person").get(person__name="张示例")
    person = posting.person
    assert (person.sex, person.ethnicity, person.education, person.degree) == ("2", "03", "21", "4")
    assert (person.political_status, person.work_started_on) == ("13", dt.date(1982, 7, 1))
    assert (person.retirement_category, person.is_civil_servant) == ("female55", False)
    assert (posting.division, posting.title, posting.post_category) == (office, "教师", "technical")
    assert (posting.enrolled_on, posting.started_on, posting.basis) == (dt.date(1990, 1, 1), STARTED, "opening")
    assert encryption.decrypt(bytes(person.id_number_cipher), bytes(person.id_number_index)).startswith("000000")
    assert balances(ready, post_type) == {"vacant": 1, "occupied": 2}
    assert person.history.get().actor_name == clerk.name


def test_every_error_is_named_by_its_cell_and_nothing_comes_in(
    ready: Unit, clerk: User, paper: Document, stranger: Unit
) -> None:
    good, twin = somebody(ready, 3), somebody(ready, 3, 姓名="另一人")
    rows = [
        good,
        twin,
        somebody(ready, 4, 公民身份号码="00000019600615004", 民族="火星族"),
        somebody(stranger, 5),
        somebody(ready, 6, 编制类型="没有的类型", 性别="男", 出生日期="1960-06-16"),
        somebody(ready, 7, 姓名="张 三"),
        somebody(ready, 8, 入编时间="2026-04-01", 退休类别="男职工（原60周岁）"),
        somebody(ready, 9, 内设机构="没有的科室", 姓名=None),
    ]
    job = uploaded(people_file(rows), clerk, paper)
    found = refused(job)
    assert ("D3", "公民身份号码与第2行重复。") in found
    assert ("D4", "公民身份号码应为18位，前17位为数字。") in found
    assert ("E4", "没有“火星族”这一项，请从下拉列表中选择。") in found
    assert any(cell == "A5" and "由本编办管理" in sentence for cell, sentence in found)
    assert any(cell == "B6" and "没有“没有的类型”" in sentence for cell, sentence in found)
    assert any(cell == "C7" and "不含空格" in sentence for cell, sentence in found)
    assert ("H8", "不能晚于登记日期2026-03-01。") in found
    assert ("I8", "与性别不符，公民身份号码为女性。") in found
    assert ("C9", "必须填写。") in found


def test_sex_and_birth_date_are_compared_with_the_number(ready: Unit, clerk: User, paper: Document) -> None:
    job = uploaded(people_file([somebody(ready, 6, 性别="男", 出生日期="1960-06-16")]), clerk, paper)
    assert refused(job) == [
        ("E2", "与公民身份号码不符，号码为女性。"), ("F2", "与公民身份号码不符，号码为1960-06-15。"),
    ]  # fmt: skip


def test_the_table_of_errors_repeats_the_rows_with_reasons_and_can_be_mended_and_sent_again(
    ready: Unit, clerk: User, paper: Document
) -> None:
    rows = [somebody(ready, 3), somebody(ready, 4, 民族="火星族"), somebody(ready, 5, 职务="=1+1")]
    job = uploaded(people_file(rows), clerk, paper)
    path = jobs.errors_of(job)
    assert path is not None
    table = rows_of(path.read_bytes())
    titles = [str(title).strip("*") for title in table[3]]
    reason, ethnicity, name = titles.index("原因"), titles.index("民族"), titles.index("姓名")
    assert [row[reason] for row in table[4:]] == ["", "民族：没有“火星族”这一项，请从下拉列表中选择。", ""]
    assert [row[name] for row in table[4:]] == ["示例3", "示例4", "示例5"]
    table[5][ethnicity] = "汉族"
    mended = workbook("现有人员", table[3], table[4:])
    assert imported(uploaded(mended, clerk, paper), clerk).state == ImportState.DONE
    assert Posting.objects.get(person__name="示例5").title == "=1+1"


def test_more_people_than_vacant_posts_are_named_row_by_row(ready: Unit, clerk: User, paper: Document) -> None:
    job = uploaded(people_file([somebody(ready, n) for n in range(1, 6)]), clerk, paper)
    assert [cell for cell, _ in refused(job)] == ["A5", "A6"]
    assert "空编3名、超编例外尚可用0名，本行已超出。" in said(job)[0][1]


def test_who_is_above_the_cap_comes_in_under_a_dated_exception(
    ready: Unit, clerk: User, director: User, paper: Document, post_type: QuotaType, balances: Any, monkeypatch: Any
) -> None:
    exception = exceptions.allow_excess(
        actor=director, unit=ready, quota_type=post_type, people_count=2, authority="市委编委", document=paper,
        ends_on=dt.date(2199, 1, 1), reason="历史超编",
    )  # fmt: skip
    monkeypatch.setattr("tests.staffing.imports.STARTED", exception.starts_on)
    job = uploaded(people_file([somebody(ready, n) for n in range(1, 6)]), clerk, paper)
    assert dict(job.preview["figures"])["列入超编例外"] == 2
    imported(job, clerk)
    commit()
    assert balances(ready, post_type) == {"occupied": 5, "excess": -2}
    assert list(Posting.objects.order_by("id").values_list("basis", flat=True)) == ["opening"] * 3 + ["exception"] * 2


def test_who_is_on_a_post_already_is_refused_by_row(
    ready: Unit, clerk: User, paper: Document, post_type: QuotaType, basis: Any
) -> None:
    row = somebody(ready, 3)
    given = new_person("示例3")._replace(id_number=row["公民身份号码"])
    enrolment.register(unit=ready, quota_type=post_type, people=[given], **basis)
    before = book()["staffing_posting"]
    job = uploaded(
        people_file([somebody(ready, 5), row, row | {"姓名": "冒名", "公民身份号码": row["公民身份号码"]}]),
        clerk,
        paper,
    )
    assert job.state == ImportState.REFUSED
    assert ("D3", f"示例3已在{ready.name}占编，一人不得同时占用两个编制。") in said(job)
    assert book()["staffing_posting"] == before


def test_formulas_are_read_as_values_and_said_to_be(ready: Unit, clerk: User, paper: Document) -> None:
    data = people_file([somebody(ready, 3, 职务=None)], formulas=[(1, 4, '="教"&"师"', "教师")])
    job = uploaded(data, clerk, paper)
    assert "文件中有1个公式单元格（E2等）" in job.notices[0]
    imported(job, clerk)
    assert Posting.objects.get().title == "教师"


@pytest.mark.parametrize(
    ("data", "said_of_it"),
    [
        (workbook("现有人员", ["姓名"], [["示例"]]), "没有找到表头"),
        (workbook("现有人员", TITLES, []), "表头下面没有数据"),
        (workbook("现有人员", ["单位", "编制类型", "姓名"], [["a", "b", "c"]]), "缺少“公民身份号码”列"),
        (workbook("现有人员", [*TITLES, "工资"], [["a"]]), "没有“工资”这一列（E列）"),
        (workbook("现有人员", [*TITLES, "姓名"], [["a"]]), "“姓名”列重复（E列）"),
        (workbook("现有人员", TITLES, [["a"]], merged=["A3:A4"]), "合并单元格（A3:A4）"),
        (workbook("人员", ["单位"], []), "没有名为“现有人员”的工作表"),
    ],
)  # fmt: skip
def test_a_file_of_another_shape_is_answered_in_words(
    ready: Unit, clerk: User, paper: Document, data: bytes, said_of_it: str
) -> None:
    job = uploaded(data, clerk, paper)
    assert said_of_it in refused(job)[0][1]


def test_what_was_uploaded_is_removed_when_it_is_done_with(
    ready: Unit, clerk: User, paper: Document, django_capture_on_commit_callbacks: Any
) -> None:
    good = uploaded(people_file([somebody(ready, 3)]), clerk, paper)
    with django_capture_on_commit_callbacks(execute=True):
        wrong = uploaded(people_file([somebody(ready, 4, 民族="火星族")]), clerk, paper)
    kept = {path.name for path in jobs.folder().iterdir()}
    assert kept == {good.file, wrong.errors_file}


def test_people_come_in_once_however_often_the_job_runs(ready: Unit, clerk: User, paper: Document) -> None:
    job = imported(uploaded(people_file([somebody(ready, 3)]), clerk, paper), clerk)
    with unchanged():
        jobs.work(job.pk)
        jobs.carry_out(actor=clerk, pk=job.pk)
    assert Posting.objects.count() == 1


def test_what_changed_after_the_preview_is_shown_again_before_it_is_done(
    ready: Unit, clerk: User, paper: Document, post_type: QuotaType, basis: Any
) -> None:
    job = uploaded(people_file([somebody(ready, 3)]), clerk, paper)
    enrolment.register(unit=ready, quota_type=post_type, people=[new_person()], **basis)
    jobs.confirm(actor=clerk, pk=job.pk)
    jobs.work(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED
    assert "确认以后账面有了变化。" in job.notices[0]
    assert job.preview["rows"][0][4:8] == [1, 2, 2, 1]
    assert Posting.objects.count() == 1
    assert imported(job, clerk).state == ImportState.DONE


def test_a_job_at_which_workers_die_is_given_up(ready: Unit, clerk: User, paper: Document, monkeypatch: Any) -> None:
    job = uploaded(people_file([somebody(ready, 3)]), clerk, paper)
    jobs.confirm(actor=clerk, pk=job.pk)

    def killed(**_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "carry_out", killed)
    for _ in range(jobs.MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            jobs.work(job.pk)
    jobs.work(job.pk)
    job.refresh_from_db()
    assert (job.state, Posting.objects.count()) == (ImportState.FAILED, 0)
    assert "多次中断" in job.notices[-1]


def test_only_the_office_in_charge_uploads_and_confirms(
    ready: Unit, clerk: User, inspector: User, unit_clerk: User, department: User, outsider: User, paper: Document
) -> None:
    data = people_file([somebody(ready, 3)])
    for user in (inspector, unit_clerk, department, outsider):
        with unchanged(), pytest.raises(PermissionDenied):
            uploaded(data, user, paper)
    job = uploaded(data, clerk, paper)
    with unchanged(), pytest.raises(ImportJob.DoesNotExist):
        jobs.confirm(actor=outsider, pk=job.pk)


def test_nothing_is_imported_after_the_register_was_declared_complete(
    ready: Unit, clerk: User, region: Region, paper: Document
) -> None:
    job = uploaded(people_file([somebody(ready, 3)]), clerk, paper)
    Opening.objects.create(region=region, completed_by=clerk, reason="账实一致")
    with unchanged(), pytest.raises(ValidationError, match="已于"):
        uploaded(people_file([somebody(ready, 4)]), clerk, paper)
    jobs.confirm(actor=clerk, pk=job.pk)
    jobs.work(job.pk)
    assert not Posting.objects.exists()


def test_the_statements_do_not_grow_with_the_people(
    region: Region, clerk: User, paper: Document, post_type: QuotaType, vacancies: Give
) -> None:
    schools = [make_unit(region, f"澜川市第{n}小学", category="institution") for n in range(20)]
    for each in schools:
        vacancies(each, post_type, 50)

    def statements(first: int, count: int, units: int) -> int:
        rows = [somebody(schools[n % units], first + n) for n in range(count)]
        job = uploaded(people_file(rows), clerk, paper)
        with CaptureQueriesContext(connection) as captured:
            imported(job, clerk)
        return len(captured)

    once = statements(1, 100, 4)
    assert statements(111, 200, 20) == once
    assert once <= 60


def test_a_batch_ends_where_it_must(ready: Unit, clerk: User, paper: Document, monkeypatch: Any) -> None:
    monkeypatch.setattr(people.People, "batch", 2)
    job = imported(uploaded(people_file([somebody(ready, n) for n in (1, 2, 3)]), clerk, paper), clerk)
    assert (job.row_count, Posting.objects.count()) == (3, 3)


def test_the_template_offers_the_code_standards_and_the_units_of_the_office(
    ready: Unit, region: Region, stranger: Unit, tmp_path: Path
) -> None:
    kind = people.People()
    jobs.write_template(tmp_path / "t.xlsx", kind, region)
    data = (tmp_path / "t.xlsx").read_bytes()
    titles = [str(title) for title in rows_of(data)[3]]
    assert titles[:4] == ["单位*", "编制类型*", "姓名*", "公民身份号码*"]
    lists = rows_of(data, 1)
    columns = {lists[0][n]: [row[n] for row in lists[1:] if row[n]] for n in range(len(lists[0]))}
    assert columns["民族"] == [name for _, name in ETHNICITIES]
    assert f"{ready.number} {ready.name}" in columns["单位"]
    assert not any(stranger.name in each for each in columns["单位"])
    assert b"dataValidation" in _part(data, "xl/worksheets/sheet1.xml")


def _part(data: bytes, name: str) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(name)


def test_a_file_that_is_no_workbook_leaves_nothing_behind(ready: Unit, clerk: User, paper: Document) -> None:
    with unchanged(), pytest.raises(ValidationError) as refusal:
        jobs.upload(
            actor=clerk, region=paper.region, kind="people", upload=sent(b"%PDF-1.4"), started_on=STARTED,
            document=paper, reason="建账",
        )  # fmt: skip
    assert "内容却不是" in refusal.value.message_dict["file"][0]
    assert not list(jobs.folder().iterdir())
