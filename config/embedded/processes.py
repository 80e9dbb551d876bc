"""Child processes that cannot outlive us, locks that die with us, and refusals in one sentence."""

import contextlib
import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from pwd import struct_passwd

PR_SET_PDEATHSIG = 1
# A unix socket's address holds 107 bytes; the longest name we put into the folder has 14.
LONGEST_SOCKET_FOLDER = 90
# Two of the 16 MiB files that PostgreSQL writes ahead.
LEAST_FREE_BYTES = 32 * 2**20
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Refused(Exception):
    """Why something could not be started: one sentence in Chinese and English, for the person at the terminal."""


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Turns what a full disk or a forbidden folder raises into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(error.filename or "") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise Refused(
                f"无权写入 {error.filename},请用 BIANHENG_DATA 另选数据目录。"
                f"No permission for {error.filename}; choose another folder with BIANHENG_DATA."
            ) from error
        raise


def disk_full(folder: object) -> Refused:
    """The sentence for a disk without room."""
    return Refused(
        f"磁盘空间不足({folder}),请清理后再试,或用 BIANHENG_DATA 另选数据目录。"
        f"The disk is full ({folder}); free some space or choose another folder with BIANHENG_DATA."
    )


def is_full(folder: Path) -> bool:
    """Whether there is so little room that a program may fail without being able to say why."""
    return shutil.disk_usage(folder).free < LEAST_FREE_BYTES


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path | None,
    env: Mapping[str, str],
    user: struct_passwd | None = None,
    farewell: signal.Signals = signal.SIGTERM,
    pass_fds: Sequence[int] = (),
    cwd: Path | str = "/",
) -> subprocess.Popen[bytes]:
    """Starts a child in its own session, as `user`; the kernel sends it `farewell` when we die, even by kill -9.

    Its output goes to `log`, or to our own when that is None.
    """
    parent = os.getpid()

    def bind_to_parent() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(farewell))
            if os.getppid() != parent:
                os._exit(1)

    with log.open("ab") if log else contextlib.nullcontext() as output:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=bind_to_parent,
            pass_fds=tuple(pass_fds),
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )


def die_with_parent() -> None:
    """Asks the kernel for a SIGTERM when whoever started us is gone, so that no server stays behind."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def stop(child: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> None:
    """Sends one signal after the other, each with its patience in seconds, and at last SIGKILL."""
    for number, patience in (*steps, (signal.SIGKILL, 10.0)):
        if child.poll() is not None:
            return
        child.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)


def wait_until(holds: Callable[[], bool], *, seconds: float, pause: float = 0.05) -> bool:
    """True as soon as the condition holds, False when the time is up."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


@contextlib.contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """An advisory lock, True if we got it; the kernel frees it when we die, so it is never stale."""
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log, for a message."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def socket_folder(home: Path, owner: struct_passwd | None = None) -> Path:
    """A folder only its owner may enter: `home`/run, or a short one where a socket's path would be too long."""
    folder = home / "run"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        tag = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"bianheng-{os.getuid()}-{tag}"
    uid = owner.pw_uid if owner else os.getuid()
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (uid, os.getuid()):
        raise Refused(f"{folder} 属于其他用户。{folder} belongs to another user.")
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)
    return folder
