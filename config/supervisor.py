"""Web, worker and beat as children of one process: started together, watched, and ended together."""

import contextlib
import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.embedded.processes import Refused, spawn, stop, tail
from config.embedded.services import ROOT, Environment

READY_SECONDS = 120
STOP_SECONDS = 20


@dataclass(frozen=True)
class Program:
    """One long-running Python program: its name, its module with arguments, and the sockets it is handed."""

    name: str
    arguments: Sequence[str]
    pass_fds: tuple[int, ...] = ()


class Family:
    """The running children by name, and where each writes its log."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, program: Program, environment: Environment) -> None:
        """Starts one; its log begins anew."""
        log = self.logs / f"{program.name}.log"
        log.unlink(missing_ok=True)
        command = [sys.executable, "-m", *program.arguments]
        self.children[program.name] = spawn(
            command, log=log, env=environment, pass_fds=program.pass_fds, cwd=ROOT, farewell=signal.SIGTERM
        )

    def check(self) -> None:
        """Refuses to go on when one has ended, with the end of its log."""
        for name, child in self.children.items():
            if child.poll() is not None:
                log = self.logs / f"{name}.log"
                raise Refused(
                    f"{name} 进程已退出({child.returncode}),日志 {log}。"
                    f"The {name} process ended ({child.returncode}), its log says:\n{tail(log)}"
                )

    def end(self) -> None:
        """Asks all of them first, then waits for each."""
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
            stop(child)


@contextlib.contextmanager
def family(programs: Sequence[Program], environment: Environment, logs: Path) -> Iterator[Family]:
    """Runs the programs for as long as the block lasts."""
    logs.mkdir(exist_ok=True)
    members = Family(logs)
    try:
        for program in programs:
            members.start(program, environment)
        yield members
    finally:
        members.end()


def await_ready(members: Family, host: str, port: int) -> None:
    """Waits for /readyz to say 200, as long as everybody is alive."""
    end = time.monotonic() + READY_SECONDS
    while not _is_ready(host, port):
        members.check()
        if time.monotonic() > end:
            raise Refused(f"{READY_SECONDS} 秒内未就绪,日志在 {members.logs}。Not ready in time; see {members.logs}.")
        time.sleep(0.1)


def _is_ready(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def run_to_end(arguments: Sequence[str], environment: Environment) -> int:
    """Runs one Python program to its end on our terminal, and takes it along when we are interrupted or killed."""
    child = spawn([sys.executable, *arguments], log=None, env=environment, cwd=ROOT)
    try:
        return child.wait()
    finally:
        stop(child, (signal.SIGTERM, 10))


def set_signals(*, raising: bool) -> None:
    """Ctrl-C, SIGTERM and a closed terminal interrupt once; while everything is being ended they are not heard."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt if raising else signal.SIG_IGN)


def _interrupt(number: int, frame: object) -> None:
    set_signals(raising=False)
    raise KeyboardInterrupt
