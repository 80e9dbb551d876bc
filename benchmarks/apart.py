"""Work in a process of its own, as a worker does it: how long it takes and how much memory at most."""

import os
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import django

from config.embedded.services import Environment

Call = Callable[..., "Future[Done]"]


class Done(NamedTuple):
    """What the work returned, the milliseconds of the work alone, and the peak of the process in MiB."""

    value: Any
    ms: float
    peak: float


@contextmanager
def processes() -> Iterator[Call]:
    """A way to call `module.function(*arguments)` under an environment; each call has a process to itself."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:

        def call(environment: Environment, name: str, *arguments: Any) -> "Future[Done]":
            return pool.submit(_done, environment, name, arguments)

        yield call


def _done(environment: Environment, name: str, arguments: tuple[Any, ...]) -> Done:
    os.environ.update(environment)
    django.setup()
    module, _, function = name.rpartition(".")
    work = getattr(import_module(module), function)
    began = time.perf_counter()
    value = work(*arguments)
    return Done(value, (time.perf_counter() - began) * 1000, _peak())


def _peak() -> float:
    """The most memory that the process held; not `ru_maxrss`, which remembers the process that it was begun by."""
    found = re.search(r"^VmHWM:\s*(\d+) kB$", Path("/proc/self/status").read_text(), re.M)
    assert found, "Linux says how much memory a process has held."
    return int(found[1]) / 1024
