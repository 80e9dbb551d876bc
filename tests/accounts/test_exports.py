import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponseBase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import exports, progress
from accounts.models import ExportRun, User
from approvals import scheduled
from tests.cast import make_unit, make_user
from tests.pages import links, signed_in, words
from tests.sheets import content, table_of
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def fetched(user: User, address: str) -> HttpResponseBase:
    return signed_in(user).get(f"/exports/{address}")


def names(user: User, address: str) -> list[str]:
    response = fetched(user, address)
    assert response.status_code == 200, address
    return [row[1] for row in table_of(content(response))[2]]


def test_every_role_takes_the_units_of_its_own_scope(
    clerk: User, unit_clerk: User, outsider: User, school: Unit, education: Unit, stranger: Unit
) -> None:
    assert set(names(clerk, "units/")) == {school.name, education.name}
    assert names(unit_clerk, "units/") == [school.name]
    assert names(outsider, "units/") == [stranger.name]
    assert names(make_user("nobody"), "units/") == []


def test_the_filters_of_the_page_hold_for_its_sheet_and_are_printed_on_it(
    clerk: User, school: Unit, education: Unit
) -> None:
    response = fetched(clerk, "units/?category=institution&q=中学")
    head, titles, [row] = table_of(content(response))
    assert row[1] == school.name
    assert "筛选条件：机构名称、简称、编码：中学；类别：事业单位" in head
    assert "密级：内部" in head
    assert f"导出人：{clerk.name}" in head
    assert titles[:2] == ["机构编码", "机构名称"]


def test_a_list_with_a_secret_row_is_secret(clerk: User, region: Region) -> None:
    make_unit(region, "澜川市保密局", secrecy="secret")
    assert "密级：秘密" in table_of(content(fetched(clerk, "units/")))[0]
    assert ExportRun.objects.get().level == "秘密"


def test_a_filter_that_cannot_be_read_is_answered_in_words(clerk: User) -> None:
    response = signed_in(clerk).get("/exports/units/?category=nonsense")
    assert response.status_code == 400
    assert "没有这个类别。" in words(response)  # type: ignore[arg-type]
    assert not ExportRun.objects.exists()


def test_an_unknown_list_is_not_found(clerk: User) -> None:
    assert signed_in(clerk).get("/exports/nothing/").status_code == 404


def test_each_export_leaves_a_record_of_who_took_what(clerk: User, school: Unit) -> None:
    names(clerk, "units/?q=中学")
    run = ExportRun.objects.get()
    assert (run.actor, run.title, run.filters, run.row_count) == (clerk, "机构名录", "机构名称、简称、编码：中学", 1)
    assert run.state == ExportRun.State.DONE
    assert not run.file


def test_a_sheet_takes_as_many_queries_for_many_rows_as_for_one(clerk: User, region: Region) -> None:
    def taken() -> int:
        with CaptureQueriesContext(connection) as captured:
            names(clerk, "units/")
        return len(captured)

    make_unit(region, "澜川市审计局")
    once = taken()
    for number in range(8):
        make_unit(region, f"澜川市第{number}局", competent_department=None)
    assert taken() == once


# Long lists


@pytest.fixture
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "DIRECT", 1)


def ordered(user: User) -> ExportRun:
    response = signed_in(user).post("/exports/units/?state=all")
    run = ExportRun.objects.latest("id")
    assert response["Location"] == f"/exports/runs/{run.pk}/"
    return run


@pytest.mark.usefixtures("_long", "school")
def test_a_long_list_is_announced_and_written_only_when_asked_for(clerk: User) -> None:
    response = signed_in(clerk).get("/exports/units/")
    assert "将在后台生成" in words(response)  # type: ignore[arg-type]
    assert not ExportRun.objects.exists()


@pytest.mark.usefixtures("_long")
def test_a_long_list_is_written_in_the_background_for_its_owner_alone(
    clerk: User, head: User, school: Unit, education: Unit
) -> None:
    run = ordered(clerk)
    page = signed_in(clerk).get(f"/exports/runs/{run.pk}/")
    assert "等待生成" in words(page)  # type: ignore[arg-type]
    assert signed_in(clerk).get(f"/exports/runs/{run.pk}/file/").status_code == 404
    exports.run(run.pk)
    page = signed_in(clerk).get(f"/exports/runs/{run.pk}/")
    assert f"/exports/runs/{run.pk}/file/" in links(page)  # type: ignore[arg-type]
    data = content(signed_in(clerk).get(f"/exports/runs/{run.pk}/file/"))
    assert {row[1] for row in table_of(data)[2]} == {school.name, education.name}
    for address in (f"/exports/runs/{run.pk}/", f"/exports/runs/{run.pk}/file/"):
        assert signed_in(head).get(address).status_code == 404
    assert "机构名录" not in words(signed_in(head).get("/exports/"))  # type: ignore[arg-type]


@pytest.mark.usefixtures("_long", "school")
def test_ordering_twice_writes_once(clerk: User) -> None:
    assert ordered(clerk) == ordered(clerk)
    run = ordered(clerk)
    exports.run(run.pk)
    [file] = exports.folder().iterdir()
    exports.run(run.pk)
    assert [file] == list(exports.folder().iterdir())


@pytest.mark.usefixtures("_long", "school")
def test_the_progress_of_a_running_export_is_shown(clerk: User) -> None:
    run = ordered(clerk)
    progress.report(run.job, 3000, 6000)
    assert "3,000 / 6,000（50.0%）" in words(signed_in(clerk).get(f"/exports/runs/{run.pk}/"))  # type: ignore[arg-type]
    exports.run(run.pk)
    assert progress.of(run.job) is None


@pytest.mark.usefixtures("_long", "school")
def test_a_file_expires_and_is_removed(clerk: User) -> None:
    run = ordered(clerk)
    exports.run(run.pk)
    ExportRun.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert signed_in(clerk).get(f"/exports/runs/{run.pk}/file/").status_code == 404
    assert "已过期" in words(signed_in(clerk).get("/exports/"))  # type: ignore[arg-type]
    assert exports.tidy(timezone.now() + dt.timedelta(days=4)) == (1, 0)
    assert list(exports.folder().iterdir()) == []


@pytest.mark.usefixtures("_long", "school")
def test_what_a_dead_worker_left_waiting_is_ordered_anew(clerk: User) -> None:
    run = ordered(clerk)
    later = timezone.now() + dt.timedelta(minutes=3)
    progress.report(run.job, 1, 2)
    assert exports.tidy(later) == (0, 0)
    progress.end(run.job)
    assert exports.tidy(later) == (0, 1)
    assert scheduled.run("tidy_exports").found == 0


@pytest.mark.usefixtures("_long", "school")
def test_who_lost_the_scope_meanwhile_gets_nothing(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = ordered(clerk)

    def gone(*_: object) -> None:
        raise Http404

    monkeypatch.setattr(exports, "find", gone)
    exports.run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.file) == (ExportRun.State.FAILED, "")
    assert "管辖范围" in words(signed_in(clerk).get(f"/exports/runs/{run.pk}/"))  # type: ignore[arg-type]


@pytest.mark.parametrize("key", exports.keys() or ["units"])
def test_every_list_can_be_taken_by_a_clerk_or_is_not_theirs(clerk: User, key: str) -> None:
    response = signed_in(clerk).get(f"/exports/{key}/")
    assert response.status_code in (200, 404)
    content(response)


def test_files_lie_in_the_media_folder_of_the_house(clerk: User) -> None:
    assert exports.folder().is_relative_to(settings.MEDIA_ROOT)
