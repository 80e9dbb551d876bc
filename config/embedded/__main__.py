"""Runs a command with the embedded services: `python -m config.embedded [--throw-away [--fast]] command …`."""

import argparse
import contextlib
import signal
import subprocess
import sys
from pathlib import Path

from config.embedded.postgres import FAST
from config.embedded.processes import Refused
from config.embedded.services import data_folder, services, throw_away_folder


def main() -> int:
    """The command's own exit code, or 1 with one sentence when the services do not start."""
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.add_argument("--throw-away", action="store_true", help="an empty data folder, removed afterwards")
    parser.add_argument("--fast", action="store_true", help="without fsync, for data that may be lost")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    try:
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(throw_away_folder()) if arguments.throw_away else data_folder()
            return _run(arguments.command, folder, FAST if arguments.fast else {})
    except Refused as reason:
        print(reason, file=sys.stderr)
        return 1


def _run(command: list[str], folder: Path, settings: dict[str, str]) -> int:
    # Ctrl-C is the command's to answer; a handler, not "ignore", because the command would inherit that.
    signal.signal(signal.SIGINT, lambda *_: None)
    with services(folder, share=True, settings=settings) as environment:
        child = subprocess.Popen(command, env=environment)
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        return child.wait()


if __name__ == "__main__":
    sys.exit(main())
