"""`make demo` as a person runs it: from nothing to a page, again, interrupted, killed."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.processes import wait_until
from config.embedded.services import ROOT, remove, throw_away_folder

FIRST_START_SECONDS = 15 * 60
# What the test run and the `make` around it have set, and a person at a terminal has not.
NOT_A_PERSONS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "HTTPS", "LOG_LEVEL"}
NOT_A_PERSONS |= {"ARGS", "MAKEFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "MFLAGS"}


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """The data folder of all these starts, so that only the first one is long."""
    with throw_away_folder() as place:
        folder = place / "数据 data"
        folder.mkdir()
        yield folder
        remove(folder)


@pytest.fixture(scope="module")
def environment(data):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name not in NOT_A_PERSONS}
    return kept | {"BIANHENG_DATA": str(data), "PORT": str(port)}


def make(*arguments, environment):
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=FIRST_START_SECONDS
    )


@contextlib.contextmanager
def running_demo(environment):
    """A demo that has printed its address; killed at the end, down to its last process."""
    command = ["make", "--no-print-directory", "demo"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            lines = []
            for line in process.stdout:
                lines.append(line)
                if "Ctrl-C" in line:
                    break
            assert "http://127.0.0.1:" in "".join(lines), "".join(lines)
            yield process
        finally:
            process.kill()
            assert wait_until(lambda: processes_of(environment["BIANHENG_DATA"]) == [], seconds=60)


def processes_of(data):
    """The process ids that were started for this data folder, zombies left out."""
    wanted = f"BIANHENG_DATA={data}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal() and wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found


def process_named(name, data):
    """The one with this word in its command line."""
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_text().split("\0") for pid in processes_of(data)}
    return next(pid for pid, words in commands.items() if name in words)


def get(environment, path):
    connection = http.client.HTTPConnection("127.0.0.1", int(environment["PORT"]), timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.fixture(scope="module", autouse=True)
def first_start(environment):
    """From an empty folder to ready and back."""
    return make("demo", "ARGS=--check", environment=environment)


def test_the_first_start_gets_ready_and_names_address_and_accounts(first_start, environment, data):
    assert first_start.returncode == 0, first_start.stdout + first_start.stderr
    assert f"http://127.0.0.1:{environment['PORT']}/" in first_start.stdout
    assert "bianheng-demo" in first_start.stdout
    assert processes_of(data) == []


def test_a_later_start_is_short_and_keeps_the_data(environment, data):
    with running_demo(environment):
        assert get(environment, "/readyz")[0] == 200
        status, page = get(environment, "/sign-in/")
        assert status == 200
        assert "clerk" in page


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_every_process(environment, data, number):
    with running_demo(environment) as process:
        os.kill(process_named("config.demo", data), number)
        process.wait(60)
    assert processes_of(data) == []


@pytest.mark.parametrize("name", ["make", "config.demo"])
def test_kill_9_ends_every_process(environment, data, name):
    with running_demo(environment):
        os.kill(process_named(name, data), signal.SIGKILL)
        assert wait_until(lambda: processes_of(data) == [], seconds=60), processes_of(data)


def test_a_second_demo_on_the_same_folder_is_refused_in_one_sentence(environment):
    with running_demo(environment):
        second = make("demo", environment=environment | {"PORT": "0"})
    assert second.returncode != 0
    assert "already runs" in second.stdout


def test_a_command_joins_the_running_demo(environment):
    with running_demo(environment):
        ended = make("manage", "ARGS=showmigrations accounts", environment=environment)
        assert ended.returncode == 0, ended.stderr
        assert "[X] 0001_initial" in ended.stdout
        assert get(environment, "/readyz")[0] == 200
