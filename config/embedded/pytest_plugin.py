"""Gives a test run its own PostgreSQL and broker before Django reads its settings; loaded with `-p`."""

import contextlib
import os
from collections.abc import Generator

import pytest

from config.embedded.postgres import FAST
from config.embedded.processes import Refused
from config.embedded.services import services, throw_away_folder

NAMES = ("DATABASE_URL", "REDIS_URL", "BIANHENG_DATA")
_stack = contextlib.ExitStack()
_before = {name: os.environ.get(name) for name in NAMES}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Starts the services; a wrapper, so that it comes before pytest-django's own hook.

    A worker of pytest-xdist uses those of the process that started it, on a database of its own.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        return (yield)
    try:
        data = _stack.enter_context(throw_away_folder())
        environment = _stack.enter_context(services(data, share=False, settings=FAST))
    except Refused as reason:
        raise pytest.UsageError(str(reason)) from reason
    os.environ.update({name: environment[name] for name in NAMES})
    return (yield)


def pytest_unconfigure() -> None:
    """Stops what was started, nothing else, and gives the environment back."""
    _stack.close()
    for name, value in _before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
