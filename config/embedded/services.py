"""Runs the services of a data folder while a block lasts, and makes the environment for programs that use them."""

import contextlib
import fcntl
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from config.embedded.broker import Broker
from config.embedded.postgres import Cluster
from config.embedded.processes import Refused, in_words, try_lock

Environment = dict[str, str]
ROOT = Path(__file__).resolve().parent.parent.parent
JOIN_SECONDS = 90
PREFIX = "bianheng-run-"


def data_folder() -> Path:
    """BIANHENG_DATA, else `.var` in the project's folder."""
    return Path(os.environ.get("BIANHENG_DATA") or ROOT / ".var").resolve()


def in_use(name: str, data: Path) -> Refused:
    """The sentence for a data folder whose server another process owns."""
    return Refused(
        f"{data} 的 {name} 正被另一进程使用,请先停止它,或用 BIANHENG_DATA 另选目录。"
        f"{name} of {data} is in use by another process; stop that first, or set BIANHENG_DATA."
    )


def make_folder(data: Path) -> None:
    """Makes the data folder, or says in one sentence why it cannot be one."""
    with in_words():
        try:
            data.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, FileNotFoundError, NotADirectoryError) as error:
            raise Refused(
                f"{data} 不能作数据目录,请用 BIANHENG_DATA 另选。"
                f"{data} cannot be a data folder; choose another with BIANHENG_DATA."
            ) from error


class Service(Protocol):
    """A server that at most one process owns, by a lock that the kernel frees when the owner dies."""

    name: str
    lock: Path

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def ready(self) -> bool: ...


@contextlib.contextmanager
def running(service: Service, *, share: bool) -> Iterator[None]:
    """Owns the server for this block; with `share` a server that another process owns serves as well."""
    end = time.monotonic() + JOIN_SECONDS
    while True:
        with try_lock(service.lock) as ours:
            if ours:
                try:
                    service.start()
                    yield
                finally:
                    service.stop()
                return
        if share and service.ready():
            yield
            return
        if not share or time.monotonic() > end:
            raise in_use(service.name, service.lock.parent)
        time.sleep(0.1)


@contextlib.contextmanager
def services(data: Path, *, share: bool, settings: Mapping[str, str] | None = None) -> Iterator[Environment]:
    """The environment for programs on this data folder; starts what DATABASE_URL and REDIS_URL do not already name."""
    make_folder(data)
    with contextlib.ExitStack() as stack:
        environment = {**os.environ, **_surroundings(data)}
        if not environment.get("DATABASE_URL"):
            cluster = Cluster(data, settings)
            with in_words():
                stack.enter_context(running(cluster, share=share))
                environment["DATABASE_URL"] = cluster.url()
        if not environment.get("REDIS_URL"):
            broker = Broker(data)
            with in_words():
                stack.enter_context(running(broker, share=share))
                environment["REDIS_URL"] = broker.url()
        yield environment


def _surroundings(data: Path) -> Environment:
    defaults = {"DJANGO_SETTINGS_MODULE": "config.settings", "BIANHENG_DEMO": "1"}
    chosen = {name: os.environ.get(name) or value for name, value in defaults.items()}
    for name in ("SECRET_KEY", "PERSONAL_DATA_KEY"):
        chosen[name] = os.environ.get(name) or own_key(data, name.lower())
    return {**chosen, "BIANHENG_DATA": str(data.resolve())}


def own_key(data: Path, name: str) -> str:
    """A key of the data folder's own, made on first use and readable by its owner only."""
    path = data / name
    with in_words(), contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


@contextlib.contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A data folder for one run, removed after it; what killed runs left is swept first."""
    place = Path(os.environ.get("TMPDIR") or "/var/tmp")
    _sweep(place)
    with in_words():
        data = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    # The server's user may pass through when we are root, and can see nothing.
    data.chmod(0o711)
    with (data / "in_use").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield data
        finally:
            remove(data)


def _sweep(place: Path) -> None:
    for folder in place.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == os.geteuid() and (folder / "in_use").exists():
                with try_lock(folder / "in_use") as abandoned:
                    if abandoned:
                        remove(folder)


def remove(data: Path) -> None:
    """Removes a data folder with the cluster that its link may point to."""
    cluster = (data / "postgres").resolve()
    if cluster.exists():
        shutil.rmtree(cluster)
    shutil.rmtree(data)
