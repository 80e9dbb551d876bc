"""Real Celery for tests: worker and beat as processes of their own, on the test's database and a broker of its own."""

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from approvals.models import CheckRun
from approvals.scheduled import checks
from config.celery import app
from config.embedded.broker import Broker
from config.redis_urls import broker_url

PATIENCE = 120
# The clock of these processes stands as far back as a file says, so that a test can let midnight pass.
PROGRAM = """
    import datetime as dt, pathlib
    from django.utils import timezone
    from config.celery import app

    clock, now = pathlib.Path({clock!r}), timezone.now
    timezone.now = lambda: now() - dt.timedelta(seconds=float(clock.read_text()))
    app.conf.beat_schedule = {{name: {{**entry, "schedule": 1}} for name, entry in app.conf.beat_schedule.items()}}
    app.conf.broker_transport_options = {{"visibility_timeout": 1}}
    app.start({arguments!r})
"""


def database_url() -> str:
    """The address of the test's own database."""
    params = connection.get_connection_params()
    return f"postgresql://{params['user']}@:{params.get('port', 5432)}/{params['dbname']}?host={quote(params['host'])}"


class Office:
    """A broker with the workers and beats of a test."""

    def __init__(self, broker: Broker, folder: Path, stack: ExitStack) -> None:
        self.broker, self.folder, self.stack = broker, folder, stack
        self.clock = folder / "clock"
        self.clock.write_text("0")
        self.started = 0

    def stand_at(self, day: dt.date, time: dt.time) -> None:
        """Set the clock of every process of this office."""
        shift = timezone.now() - timezone.make_aware(dt.datetime.combine(day, time))
        later = self.clock.with_suffix(".next")
        later.write_text(str(shift.total_seconds()))
        later.replace(self.clock)

    def worker(self, *, processes: int = 1) -> subprocess.Popen[bytes]:
        return self._start("worker", f"--concurrency={processes}", "--without-mingle", "--without-gossip")

    def beat(self) -> subprocess.Popen[bytes]:
        return self._start("beat", f"--schedule={self.folder / f'beat{self.started}'}", "--pidfile=")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        self.started += 1
        script = textwrap.dedent(PROGRAM).format(clock=str(self.clock), arguments=["--quiet", *arguments])
        names = {"DATABASE_URL": database_url(), "REDIS_URL": self.broker.url()}
        child = subprocess.Popen(
            [sys.executable, "-c", script], cwd=Path(settings.ROOT), start_new_session=True,
            env={**os.environ, **names, "DJANGO_SETTINGS_MODULE": "config.settings_test"},
        )  # fmt: skip
        self.stack.callback(kill, child)
        return child

    def tick(self) -> None:
        """What beat sends every five minutes."""
        with app.connection(broker_url(self.broker.url())) as line:
            app.send_task("approvals.tasks.run_due_checks", connection=line)

    def unfinished(self) -> int:
        """Messages that wait for a worker, or that a worker has not acknowledged."""
        with redis.Redis.from_url(self.broker.url()) as line:
            return int(line.llen("celery")) + int(line.hlen("unacked"))


def kill(child: subprocess.Popen[bytes]) -> None:
    """Kill -9, with everything that the process started."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@contextmanager
def office(broker: Broker, folder: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(broker, folder, stack)
    wait_until(lambda: not sessions(), "the sessions of killed processes end")


def wait_until(holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, f"In vain waited until {what}."
        time.sleep(0.1)


def sessions(condition: str = "true") -> list[int]:
    """The other sessions of the test's database that meet a condition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
            f"and backend_type = 'client backend' and {condition}"
        )
        return [pid for (pid,) in cursor.fetchall()]


def runs() -> dict[str, int]:
    """How often each check has run."""
    keys = list(CheckRun.objects.values_list("check_key", flat=True))
    return {check.key: keys.count(check.key) for check in checks()}
