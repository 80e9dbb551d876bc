import os
import subprocess
import sys

import pytest

from config.embedded.services import ROOT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "PERSONAL_DATA_KEY": "k" * 50,
    "DATABASE_URL": "postgresql://bianheng:secret@db/bianheng",
    "REDIS_URL": "redis://redis:6379/0",
    "ALLOWED_HOSTS": "bianheng.example",
}
UNSET = (*PRODUCTION, "BIANHENG_DEMO", "HTTPS", "LOG_LEVEL", "DEBUG")


def python(*arguments, **changes):
    """Runs Python as a server would, with only these variables; None leaves one out."""
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    environment |= {name: value for name, value in (PRODUCTION | changes).items() if value is not None}
    return subprocess.run([sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("name", ["SECRET_KEY", "PERSONAL_DATA_KEY", "DATABASE_URL", "REDIS_URL"])
def test_without_a_needed_variable_nothing_starts_and_one_sentence_says_why(name):
    ended = python("manage.py", "check", **{name: None})
    assert ended.returncode != 0
    assert f"ImproperlyConfigured: Set {name}:" in ended.stderr.strip().splitlines()[-1]


def test_a_server_is_safe_without_further_settings():
    code = (
        "from django.conf import settings as s; print(s.DEBUG, s.DEMO, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT)"
    )
    assert python("-c", code).stdout.split() == ["False", "False", "True", "True"]


def test_django_finds_nothing_to_say_against_a_servers_settings():
    ended = python("manage.py", "check", "--deploy", "--fail-level=WARNING")
    assert ended.returncode == 0, ended.stderr


def test_requests_open_no_transaction_and_history_is_left_to_the_triggers(settings):
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False
    assert settings.SIMPLE_HISTORY_ENABLED is False
