"""Pages and API of imports: who finds them, what they say, and that bad input is answered in words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts import progress
from accounts.models import User
from approvals.models import Document
from quotas.models import QuotaType
from staffing.imports import jobs
from staffing.models import ImportJob, ImportState, Posting
from tests.api import V1, api_of
from tests.pages import links, queries_of, rows, signed_in, words
from tests.sheets import content
from tests.staffing.imports import imported, people_file, somebody, uploaded
from tests.workbooks import sent
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
WRONG = {"民族": "火星族"}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ready(school: Unit, post_type: QuotaType, vacancies: Callable[[Unit, QuotaType, int], None]) -> Unit:
    vacancies(school, post_type, 3)
    return school


def form(region: Region, paper: Document, data: bytes) -> dict[str, Any]:
    given = {"region": region.pk, "started_on": "2026-03-01", "document": paper.number, "reason": "建账"}
    return given | {"file": sent(data)}


def opened(user: User, job: ImportJob) -> Any:
    return signed_in(user).get(f"/imports/{job.pk}/")


def test_a_clerk_sends_a_file_sees_what_it_will_change_and_confirms(
    ready: Unit, clerk: User, region: Region, paper: Document, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(clerk)
    assert "/imports/template/people/" in links(client.get("/imports/new/people/"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/imports/new/people/", form(region, paper, people_file([somebody(ready, 3)])))
    job = ImportJob.objects.get()
    assert answer["Location"] == f"/imports/{job.pk}/"
    page = client.get(answer["Location"])
    assert "待确认" in words(page)
    assert ["990100-00002", ready.name, "事业编制（全额拨款）", "1", "0", "1", "3", "2", "0"] in rows(page)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/imports/{job.pk}/confirm/")
    assert "已发生的变化" in words(opened(clerk, job))
    assert Posting.objects.count() == 1


def test_errors_are_listed_by_cell_with_a_table_to_mend(ready: Unit, clerk: User, paper: Document) -> None:
    job = uploaded(people_file([somebody(ready, 3, **WRONG)]), clerk, paper)
    page = opened(clerk, job)
    assert ["E2", "民族", "没有“火星族”这一项，请从下拉列表中选择。"] in rows(page)
    assert f"/imports/{job.pk}/errors/" in links(page)
    answer = signed_in(clerk).get(f"/imports/{job.pk}/errors/")
    assert content(answer).startswith(b"PK")
    assert "no-store" in answer["Cache-Control"]


def test_the_errors_of_a_row_are_told_from_left_to_right(ready: Unit, clerk: User, paper: Document) -> None:
    job = uploaded(people_file([somebody(ready, 3, **WRONG, 公民身份号码="00000019840315001")]), clerk, paper)
    assert [title for _, _, title, _ in job.problems] == ["公民身份号码", "民族"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"file": ""}, "请选择文件。"),
        ({"file": sent(b"")}, "文件是空的"),
        ({"file": sent(b"%PDF-1.4", "a.pdf")}, "只接受 .xlsx 文件"),
        ({"started_on": "2199-01-01"}, "日期不能晚于今天。"),
        ({"started_on": "昨天"}, "请输入日期"),
        ({"document": "没有的文号"}, "没有找到文号为"),
        ({"region": "0"}, "您不在这个地区的编办工作。"),
        ({"reason": ""}, "该字段是必填项。"),
    ],
)
def test_what_is_wrong_with_the_form_stands_beside_its_field(
    ready: Unit, clerk: User, region: Region, paper: Document, more: dict[str, Any], said: str
) -> None:
    data = form(region, paper, people_file([somebody(ready, 3)])) | more
    answer = signed_in(clerk).post("/imports/new/people/", data)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not ImportJob.objects.exists()


def test_the_progress_is_shown_while_a_worker_is_at_it(ready: Unit, clerk: User, paper: Document) -> None:
    job = uploaded(people_file([somebody(ready, 3)]), clerk, paper)
    jobs.confirm(actor=clerk, pk=job.pk)
    progress.report(job.job, 1, 4, "导入")
    page = opened(clerk, job)
    assert "1 / 4（25.0%）" in words(page)
    assert b"hx-trigger" in page.content
    progress.end(job.job)


def test_a_file_can_be_given_up_before_it_is_carried_out(
    ready: Unit, clerk: User, paper: Document, django_capture_on_commit_callbacks: Any
) -> None:
    job = uploaded(people_file([somebody(ready, 3)]), clerk, paper)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(clerk).post(f"/imports/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == ImportState.CANCELLED
    assert not list(jobs.folder().iterdir())
    answer = signed_in(clerk).post(f"/imports/{job.pk}/confirm/")
    assert answer.status_code == 409
    assert "该导入已取消，不能确认。" in words(answer)


def test_nobody_else_finds_an_import(
    ready: Unit, clerk: User, outsider: User, unit_clerk: User, department: User, inspector: User, paper: Document
) -> None:
    job = uploaded(people_file([somebody(ready, 3, **WRONG)]), clerk, paper)
    for user in (outsider, unit_clerk, department, inspector):
        client = signed_in(user)
        for path in ("", "errors/"):
            assert client.get(f"/imports/{job.pk}/{path}").status_code == 404
        for path in ("confirm/", "cancel/"):
            assert client.post(f"/imports/{job.pk}/{path}").status_code == 404
        assert api_of(user).get(f"{V1}/imports/{job.pk}/").status_code == 404
    for user in (unit_clerk, department, inspector):
        assert signed_in(user).get("/imports/").status_code == 404
        assert signed_in(user).get("/imports/template/people/").status_code == 404
        assert api_of(user).get(f"{V1}/imports/").status_code == 404
    assert Client().get("/imports/").status_code == 302


def test_an_unknown_kind_is_not_found(clerk: User) -> None:
    for path in ("new/nothing/", "template/nothing/"):
        assert signed_in(clerk).get(f"/imports/{path}").status_code == 404


def test_the_list_takes_as_many_queries_for_many_imports_as_for_one(ready: Unit, clerk: User, paper: Document) -> None:
    def taken() -> dict[str, int]:
        return queries_of(signed_in(clerk), ["/imports/"])

    imported(uploaded(people_file([somebody(ready, 3)]), clerk, paper), clerk)
    once = taken()
    for number in (4, 5, 6):
        uploaded(people_file([somebody(ready, number, **WRONG)]), clerk, paper)
    assert taken() == once


def test_the_api_sends_looks_and_confirms(
    ready: Unit, clerk: User, region: Region, paper: Document, django_capture_on_commit_callbacks: Any
) -> None:
    api = api_of(clerk)
    data = form(region, paper, people_file([somebody(ready, 3)])) | {"region": region.code, "kind": "people"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = api.post(f"{V1}/imports/", data, format="multipart")
    assert answer.status_code == 201, answer.content
    pk = answer.json()["id"]
    assert api.get(f"{V1}/imports/{pk}/").json()["state"] == "checked"
    assert [each["id"] for each in api.get(f"{V1}/imports/").json()["results"]] == [pk]
    with django_capture_on_commit_callbacks(execute=True):
        assert api.post(f"{V1}/imports/{pk}/confirm/").status_code == 200
    assert api.get(f"{V1}/imports/{pk}/").json()["state"] == "done"
    assert api.post(f"{V1}/imports/{pk}/cancel/").status_code == 409


def test_a_key_makes_one_import_of_what_was_sent_twice(
    ready: Unit, clerk: User, region: Region, paper: Document
) -> None:
    api, workbook = api_of(clerk), people_file([somebody(ready, 3)])

    def send(key: str, content: bytes) -> Any:
        data = form(region, paper, content) | {"region": region.code, "kind": "people"}
        return api.post(f"{V1}/imports/", data, format="multipart", headers={"Idempotency-Key": key})

    first, again = send("a", workbook), send("a", workbook)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert send("a", people_file([somebody(ready, 4)])).status_code == 422
    assert ImportJob.objects.count() == 1


def test_the_api_answers_a_bad_file_in_words(ready: Unit, clerk: User, region: Region, paper: Document) -> None:
    data = form(region, paper, b"%PDF-1.4") | {"region": region.code, "kind": "people"}
    answer = api_of(clerk).post(f"{V1}/imports/", data, format="multipart")
    assert answer.status_code == 400
    assert answer.json()["field"] == "file"
    assert "内容却不是" in answer.json()["message"]
