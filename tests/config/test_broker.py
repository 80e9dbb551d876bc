import os
from pathlib import Path

import pytest
import redis

from config.celery import app
from config.embedded.broker import Broker
from config.embedded.processes import Refused
from config.embedded.services import running, services
from config.redis_urls import broker_url, cache_url


def test_a_broker_answers_and_leaves_no_process(folder):
    broker = Broker(folder)
    with running(broker, share=False):
        pid = broker.server.pid
        assert redis.Redis.from_url(broker.url()).ping()
    assert not Path(f"/proc/{pid}").exists()
    assert not broker.ready()


def test_a_path_with_spaces_chinese_and_great_length_is_no_trouble(hard_folder):
    broker = Broker(hard_folder)
    with running(broker, share=False), app.connection(broker_url(broker.url())) as line:
        line.ensure_connection(max_retries=1)
        with redis.Redis.from_url(cache_url(broker.url())) as cache:
            assert cache.ping()
    broker.socket().parent.rmdir()


def test_a_socket_that_a_killed_broker_left_does_not_stop_the_start(folder):
    broker = Broker(folder)
    broker.start()
    broker.server.kill()
    broker.server.wait()
    assert broker.socket().exists()
    with running(broker, share=False):
        assert broker.ready()


def test_a_second_owner_is_refused_in_one_sentence(folder):
    with running(Broker(folder), share=False):
        refused = pytest.raises(Refused, match="in use by another process")
        with refused, running(Broker(folder), share=False):
            pytest.fail("two owners")


def test_services_that_the_environment_names_are_used_and_not_started(folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere/0")
    with services(folder, share=False) as environment:
        assert environment["DATABASE_URL"] == "postgresql://somewhere/else"
        assert environment["REDIS_URL"] == "redis://somewhere/0"
        assert not (folder / "postgres").exists()
        assert not (folder / "broker").exists()


@pytest.mark.parametrize("name", ["SECRET_KEY", "PERSONAL_DATA_KEY"])
def test_a_key_is_made_once_and_for_its_owner_only(folder, monkeypatch, name):
    monkeypatch.setenv("REDIS_URL", "redis://somewhere/0")
    monkeypatch.delenv(name)
    keys = []
    for _ in range(2):
        with services(folder, share=False) as environment:
            keys.append(environment[name])
    assert keys[0] == keys[1]
    assert len(keys[0]) > 50
    assert os.stat(folder / name.lower()).st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("given", "broker", "cache"),
    [
        ("redis://redis:6379/0", "redis://redis:6379/0", "redis://redis:6379/1"),
        ("rediss://:secret@redis/3", "rediss://:secret@redis/3", "rediss://:secret@redis/1"),
        (
            "unix:///a%20b/s.sock?db=0",
            "redis+socket:///a%20b/s.sock?virtual_host=0",
            "unix:///a%20b/s.sock?db=1",
        ),
    ],
)
def test_broker_and_cache_are_two_databases_of_one_server(given, broker, cache):
    assert broker_url(given) == broker
    assert cache_url(given) == cache
