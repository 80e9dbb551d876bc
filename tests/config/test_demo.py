import socket

import pytest

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from config import demo
from config.embedded.postgres import Cluster
from config.embedded.processes import Refused
from config.embedded.services import make_folder, running


def test_the_accounts_printed_are_those_that_exist():
    assert {account.username: account.role for account in DEMO_ACCOUNTS} == demo.ACCOUNTS
    assert demo.PASSWORD == DEMO_PASSWORD


def test_a_taken_port_is_refused_before_anything_is_started(folder, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        with pytest.raises(Refused, match="cannot be used; choose another, such as PORT="):
            demo.run(folder, check=True)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Refused, match="is no port number"):
        demo._port()


def test_reset_removes_what_the_demo_made_and_nothing_else(folder):
    with running(Cluster(folder), share=False):
        pass
    (folder / "media").mkdir()
    (folder / "diary.txt").touch()
    demo.reset(folder)
    assert {path.name for path in folder.iterdir()} == {"diary.txt", "postgres.lock"}


def test_reset_refuses_a_cluster_that_is_not_ours(folder):
    (folder / "postgres" / "data").mkdir(parents=True)
    with pytest.raises(Refused, match="nothing was removed"):
        demo.reset(folder)
    assert (folder / "postgres" / "data").exists()


def test_reset_refuses_while_the_server_is_in_use(folder):
    with running(Cluster(folder), share=False), pytest.raises(Refused, match="in use by another process"):
        demo.reset(folder)


def test_a_file_in_the_place_of_the_folder_is_refused_in_one_sentence(folder):
    (folder / "file").touch()
    for place in (folder / "file", folder / "file" / "below"):
        with pytest.raises(Refused, match="cannot be a data folder"):
            make_folder(place)


def test_a_second_demo_on_the_same_folder_is_refused(folder):
    with demo._only_one(folder), pytest.raises(Refused, match="already runs"), demo._only_one(folder):
        pytest.fail("two demos")
