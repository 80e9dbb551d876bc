"""`make demo`: services, migrations, the demo region, then web, worker and beat until Ctrl-C stops them all."""

import argparse
import contextlib
import hashlib
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from config.embedded.postgres import MARK, Cluster
from config.embedded.processes import Refused, die_with_parent, disk_full, in_words, is_full, try_lock
from config.embedded.services import ROOT, Environment, data_folder, in_use, make_folder, services
from config.supervisor import Family, Program, await_ready, family, run_to_end, set_signals

HOST = "127.0.0.1"
PASSWORD = "bianheng-demo"
ACCOUNTS = {
    "clerk": "经办",
    "head": "科长",
    "director": "主任",
    "committee": "编委",
    "department": "主管部门",
    "unit": "单位专管员",
    "inspector": "督查员",
    "admin": "系统管理员",
}
# Everything that the demo and its services leave in the data folder.
OURS = ("postgres", "broker", "media", "static", "logs", "beat", "seeded", "secret_key", "personal_data_key")


def main() -> int:
    """0 after an orderly end, 1 with one sentence when the demo could not start or a process of it ended."""
    parser = argparse.ArgumentParser(prog="python -m config.demo", description=__doc__)
    parser.add_argument("--check", action="store_true", help="start, wait until ready, stop")
    parser.add_argument("--reset", action="store_true", help="remove the demo's data and stop")
    parser.add_argument("--bound", action="store_true", help="end with the process that started this one")
    arguments = parser.parse_args()
    if arguments.bound:
        die_with_parent()
    set_signals(raising=True)
    data = data_folder()
    try:
        with in_words(), _only_one(data):
            reset(data) if arguments.reset else run(data, check=arguments.check)
    except Refused as reason:
        say(str(disk_full(data)) if data.exists() and is_full(data) else str(reason))
        return 1
    except KeyboardInterrupt:
        say("已停止。Stopped.")
    return 0


def say(words: str) -> None:
    """One line to the terminal, at once."""
    print(words, flush=True)


def run(data: Path, *, check: bool) -> None:
    """From the services to the address; returns when `check` is done, else runs until it is interrupted."""
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        door = stack.enter_context(_door(_port()))
        with _step("启动数据库和消息中间件 database and broker"):
            environment = stack.enter_context(services(data, share=False))
        _prepare(data, environment)
        with _step("启动网页、后台任务和定时器 web, worker, beat"):
            members = stack.enter_context(family(_programs(data, door), environment, data / "logs"))
            await_ready(members, *door.getsockname())
        _announce(door.getsockname()[1], time.monotonic() - began)
        if not check:
            _watch(members)


def reset(data: Path) -> None:
    """Removes what the demo made in the data folder, and nothing else; a database named by DATABASE_URL stays."""
    with try_lock(Cluster(data).lock) as idle:
        if not idle:
            raise in_use("PostgreSQL", data)
    cluster = (data / "postgres").resolve()
    if cluster.is_dir() and not (cluster / MARK).exists():
        raise Refused(f"{cluster} 不是编衡建立的目录,未删除。{cluster} was not made by Bianheng; nothing was removed.")
    for path in (cluster, *(data / name for name in OURS)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    say(f"{data} 的示例数据已清除,下次 make demo 重新建立。The demo's data is removed; the next make demo begins anew.")


@contextlib.contextmanager
def _only_one(data: Path) -> Iterator[None]:
    make_folder(data)
    with try_lock(data / "demo.lock") as ours:
        if not ours:
            raise Refused(
                f"{data} 的示例系统已在运行,请先停止它,或用 BIANHENG_DATA 另选目录。"
                f"A demo already runs on {data}; stop that first, or set BIANHENG_DATA."
            )
        yield


@contextlib.contextmanager
def _step(title: str) -> Iterator[None]:
    began = time.monotonic()
    say(f"· {title} …")
    yield
    say(f"  {time.monotonic() - began:.1f} s")


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Refused(f"PORT={text} 不是端口号。PORT={text} is no port number.")
    return int(text)


@contextlib.contextmanager
def _door(port: int) -> Iterator[socket.socket]:
    """The web address, taken before the long work, so that a taken port is known at once."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
            door.listen(128)
        except OSError as error:
            other = port + 1 if port < 65535 else 8000
            raise Refused(
                f"端口 {port} 不可用({error.strerror}),请换一个,例如 PORT={other} make demo。"
                f"Port {port} cannot be used; choose another, such as PORT={other} make demo."
            ) from error
        yield door


def _prepare(data: Path, environment: Environment) -> None:
    with _step("迁移数据库、整理静态文件 migrations and static files"):
        _run(environment, "manage.py", "migrate", "--verbosity=0")
        if not _is_collected(data):
            _run(environment, "manage.py", "collectstatic", "--noinput", "--verbosity=0")
    # Remembers which database was seeded, because DATABASE_URL may name another one next time.
    seeded, database = data / "seeded", hashlib.sha256(environment["DATABASE_URL"].encode()).hexdigest()
    if not seeded.exists() or seeded.read_text() != database:
        with _step("建立示例地区,仅首次需要 demo region, first time only"):
            _run(environment, "-m", "demoregion")
            seeded.write_text(database)


def _is_collected(data: Path) -> bool:
    """Whether nothing changed since the static files were collected; folders count, for what was removed from them."""
    manifest = data / "static" / "staticfiles.json"
    sources = [ROOT / "requirements" / "app.txt", ROOT / "static", *(ROOT / "static").rglob("*")]
    return manifest.exists() and max(path.stat().st_mtime for path in sources) < manifest.stat().st_mtime


def _run(environment: Environment, *arguments: str) -> None:
    # The terminal is the person's; what merely informs stays in the logs of web and worker.
    ended = run_to_end(arguments, {"LOG_LEVEL": "WARNING", **environment})
    if ended != 0:
        what = " ".join(arguments[:2])
        raise Refused(f"{what} 失败({ended})。{what} failed ({ended}), see above.")


def _programs(data: Path, door: socket.socket) -> list[Program]:
    bind = f"--bind=fd://{door.fileno()}"
    web = ["gunicorn", "config.wsgi", bind, "--workers=2", "--threads=4", "--no-control-socket"]
    schedule = data / "beat" / "schedule"
    schedule.parent.mkdir(exist_ok=True)
    celery = ["celery", "--app=config", "--quiet"]
    return [
        Program("web", web, (door.fileno(),)),
        Program("worker", [*celery, "worker", "--concurrency=1", "--without-mingle", "--without-gossip"]),
        Program("beat", [*celery, "beat", f"--schedule={schedule}", "--pidfile="]),
    ]


def _announce(port: int, seconds: float) -> None:
    say(f"\n编衡已就绪({seconds:.1f} s)  Bianheng is ready:  http://{HOST}:{port}/")
    say(f"示例账号,密码均为 {PASSWORD}  Demo accounts, all with the password {PASSWORD}:")
    for username, role in ACCOUNTS.items():
        say(f"  {username:<12}{role}")
    say("按 Ctrl-C 停止全部进程。Ctrl-C stops every process.")


def _watch(members: Family) -> None:
    while True:
        members.check()
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
