"""A private PostgreSQL cluster: made on first use, on a unix socket only, ended with the process that started it."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg2

from config.embedded import binaries
from config.embedded.processes import Refused, disk_full, is_full, socket_folder, spawn, stop, tail, wait_until

OWNER = "app"
DATABASE = "app"
PORT = 5432
MARK = "BIANHENG"
MARK_TEXT = "编衡内嵌 PostgreSQL 的数据目录。Data folder of Bianheng's embedded PostgreSQL.\n"
FIRST_START_BYTES = 200 * 2**20

COMMON = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The folder is private and on one disk; pg_stat_statements and the like stay off.
    "shared_buffers": "128MB",
}
# For data that is thrown away with the run: survives a killed server, not a power cut.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
}


class Cluster:
    """The cluster of one data folder, as `Service` in config.embedded.services wants it."""

    name = "PostgreSQL"

    def __init__(self, data: Path, settings: Mapping[str, str] | None = None) -> None:
        self.data = data.resolve()
        self.lock = self.data / "postgres.lock"
        self.settings = {**COMMON, **(settings or {})}
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        """The cluster's own folder; a link when root's data folder is closed to the server's user."""
        return (self.data / "postgres").resolve()

    @property
    def cluster(self) -> Path:
        """What PostgreSQL itself calls its data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "server.log"

    def url(self, database: str = DATABASE) -> str:
        """The address for DATABASE_URL."""
        return f"postgresql://{OWNER}@:{PORT}/{database}?host={quote(str(self.sockets()))}"

    def sockets(self) -> Path:
        """The folder of the server's socket."""
        return socket_folder(self.home, self.user())

    def user(self) -> pwd.struct_passwd | None:
        """Whom the server runs as when we are root, which PostgreSQL refuses: the folder's owner, else nobody."""
        if os.geteuid() != 0:
            return None
        owner = self.home.stat().st_uid if self.home.exists() else 0
        return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")

    def ready(self) -> bool:
        """Whether the server takes connections."""
        try:
            self._connect("postgres").close()
        except (psycopg2.OperationalError, OSError, Refused):
            return False
        return True

    def start(self) -> None:
        """Makes the cluster if there is none, clears away a dead owner's server, starts and waits; needs the lock."""
        self._settle()
        programs = self._programs()
        if (self.cluster / "PG_VERSION").exists():
            self._check_version(programs)
        else:
            self._initialise(programs)
        self._outlive_former_server()
        self._launch(programs)
        self._create_database()

    def stop(self) -> None:
        """Fast shutdown of the server that we started; nothing else is touched."""
        if self.server is not None:
            stop(self.server, (signal.SIGINT, 20), (signal.SIGQUIT, 10))
            self.server = None

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        host = str(self.sockets())
        return psycopg2.connect(host=host, port=PORT, user=OWNER, dbname=database, connect_timeout=5)

    def _settle(self) -> None:
        """Finds or makes the cluster's folder, and refuses one that is somebody else's."""
        if (self.data / "PG_VERSION").exists():
            raise _not_ours(self.data)
        self._make_home()
        if os.geteuid() != 0 and self.home.stat().st_uid != os.geteuid():
            raise Refused(f"{self.home} 属于其他用户。{self.home} belongs to another user; set BIANHENG_DATA.")
        mark = self.home / MARK
        if not mark.exists():
            if any(entry.name != "run" for entry in self.home.iterdir()):
                raise _not_ours(self.home)
            mark.write_text(MARK_TEXT, encoding="utf-8")
        self._give(self.home)

    def _make_home(self) -> None:
        user = self.user()
        if self.home.exists() or user is None:
            self.home.mkdir(mode=0o700, exist_ok=True)
            return
        if binaries.may_enter(user, self.data):
            self.home.mkdir(mode=0o700)
            self._give(self.home)
            return
        binaries.ROOTS_PLACE.mkdir(mode=0o755, exist_ok=True)
        home = Path(tempfile.mkdtemp(prefix="data-", dir=binaries.ROOTS_PLACE))
        os.chown(home, user.pw_uid, user.pw_gid)
        link = self.data / "postgres"
        link.unlink(missing_ok=True)
        link.symlink_to(home)

    def _give(self, folder: Path) -> None:
        if user := self.user():
            os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(0o700)

    def _programs(self) -> Path:
        programs = binaries.find()
        user = self.user()
        return binaries.runnable_by(user, programs) if user else programs

    def _check_version(self, programs: Path) -> None:
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        ours = binaries.major_version(programs)
        if made_by != ours:
            raise Refused(
                f"数据目录 {self.data} 由 PostgreSQL {made_by} 建立,现有程序为 {ours}:"
                f"请用 PG_BIN 指定 {made_by} 版程序,或用 BIANHENG_DATA 另选目录。"
                f"The data folder was made by PostgreSQL {made_by}, these programs are {ours}: "
                f"name programs of version {made_by} with PG_BIN, or another folder with BIANHENG_DATA."
            )

    def _initialise(self, programs: Path) -> None:
        """Builds beside the goal and renames, so that an interrupted first start leaves nothing half made."""
        if shutil.disk_usage(self.home).free < FIRST_START_BYTES:
            raise disk_full(self.home)
        half = self.home / "data.new"
        shutil.rmtree(half, ignore_errors=True)
        command: list[str | Path] = [
            programs / "initdb",
            "-D",
            half,
            "-U",
            OWNER,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ]
        command += ["--auth-local=trust", "--auth-host=reject", "--no-instructions"]
        if self.settings.get("fsync") == "off":
            command.append("--no-sync")
        self.log.unlink(missing_ok=True)
        made = spawn(command, log=self.log, env=_clean_environment(), user=self.user(), farewell=signal.SIGKILL).wait()
        if made != 0:
            raise self._failure("initdb")
        half.rename(self.cluster)

    def _outlive_former_server(self) -> None:
        """A killed owner's server is still shutting down: wait for it. A pid that now is another program's: say so."""
        pid_file = self.cluster / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError):
            lines = pid_file.read_text().splitlines()
            pid = int(lines[0])
            if self._is_server(pid):
                for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                    os.kill(pid, number)
                    if wait_until(lambda: not self._is_server(pid), seconds=20):
                        return
            elif Path(f"/proc/{pid}").exists():
                # The server ignores its parent's pid and still looks whether the shared memory is in use.
                pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    def _is_server(self, pid: int) -> bool:
        try:
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(self.cluster) in arguments

    def _launch(self, programs: Path) -> None:
        """Starts the server; tries again while backends of a killed one are still leaving."""
        for _ in range(10):
            self.log.unlink(missing_ok=True)
            self.server = spawn(
                [programs / "postgres", "-D", self.cluster, "-p", str(PORT), *self._options()],
                log=self.log,
                env=_clean_environment(),
                user=self.user(),
                farewell=signal.SIGINT,
            )
            if wait_until(lambda: self._ended() or self.ready(), seconds=120) and not self._ended():
                return
            if "shared memory block" not in tail(self.log):
                break
            time.sleep(0.5)
        raise self._failure("postgres")

    def _options(self) -> list[str]:
        folder = str(self.sockets()).replace('"', '""')
        settings = {**self.settings, "unix_socket_directories": f'"{folder}"'}
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _ended(self) -> bool:
        return self.server is None or self.server.poll() is not None

    def _failure(self, program: str) -> Refused:
        said = tail(self.log)
        # A server without room may not even have room to say so.
        if is_full(self.home) or "No space left on device" in said or "Disk quota exceeded" in said:
            return disk_full(self.home)
        return Refused(f"{program} 没有启动,日志 {self.log}。{program} did not start, its log says:\n{said}")

    def _create_database(self) -> None:
        with contextlib.closing(self._connect("postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("select 1 from pg_database where datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f'create database "{DATABASE}" template template0')


def _not_ours(folder: Path) -> Refused:
    return Refused(
        f"{folder} 已有其他数据,不是编衡的数据目录,请用 BIANHENG_DATA 另选目录。"
        f"{folder} holds other data and is no data folder of Bianheng; choose another with BIANHENG_DATA."
    )


def _clean_environment() -> dict[str, str]:
    """Ours without PG… variables, which would point the programs elsewhere, and with messages we can read."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C.UTF-8"}
