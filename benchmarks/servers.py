"""The product and the yardstick behind gunicorn with two workers each, and a signed-in browser's connection to them."""

import contextlib
import http.client
import secrets
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.middleware.csrf import CSRF_SECRET_LENGTH

from accounts.models import User
from config.embedded.processes import Refused
from config.embedded.services import Environment
from config.supervisor import Family, Program, await_ready, run_to_end

HOST = "127.0.0.1"
YARDSTICK = {"DJANGO_SETTINGS_MODULE": "benchmarks.yardstick.settings"}


class Browser:
    """One kept connection with a session cookie, and a form token as the server would have given it."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.token = secrets.token_hex(CSRF_SECRET_LENGTH // 2)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={self.token}"}

    def get(self, address: str) -> bytes:
        """The page; anything but 200 is an error, a page that asks to sign in included."""
        return self._asked("GET", address, 200)[0]

    def post(self, address: str, form: Mapping[str, str]) -> str:
        """Send a form and return where its answer leads; a form that is shown again is an error."""
        return self._asked("POST", address, 302, urlencode({**form, "csrfmiddlewaretoken": self.token}))[1]

    def _asked(self, method: str, address: str, wanted: int, body: str = "") -> tuple[bytes, str]:
        try:
            return self._ask(method, address, wanted, body)
        except (ConnectionError, http.client.RemoteDisconnected):
            # The server closes a connection that rested while another was measured.
            self.connection.close()
            return self._ask(method, address, wanted, body)

    def _ask(self, method: str, address: str, wanted: int, body: str) -> tuple[bytes, str]:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self.connection.request(method, address, body or None, {**self.headers, **kind})
        response = self.connection.getresponse()
        content, leads_to = response.read(), response.getheader("Location", "")
        if response.status != wanted:
            raise Refused(f"{method} {address} answered {response.status}. 页面 {address} 返回 {response.status}。")
        return content, leads_to


@contextlib.contextmanager
def running(environments: Mapping[str, Environment]) -> Iterator[dict[str, int]]:
    """The port of each server, as long as the block lasts."""
    data = Path(next(iter(environments.values()))["BIANHENG_DATA"])
    with contextlib.ExitStack() as stack:
        members = Family(data / "logs")
        members.logs.mkdir(exist_ok=True)
        stack.callback(members.end)
        ports = {}
        for name, environment in environments.items():
            door = stack.enter_context(socket.create_server((HOST, 0)))
            web = ["gunicorn", "config.wsgi", f"--bind=fd://{door.fileno()}", "--workers=2", "--threads=4", "--preload"]
            members.start(Program(name, [*web, "--no-control-socket"], (door.fileno(),)), environment)
            ports[name] = door.getsockname()[1]
        for port in ports.values():
            await_ready(members, HOST, port)
        yield ports


def collect_static(environment: Environment) -> None:
    """The manifest that the product's pages name their static files by, where its settings ask for one."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return
    if run_to_end(["manage.py", "collectstatic", "--noinput", "--verbosity=0"], environment) != 0:
        raise Refused("manage.py collectstatic failed, see above. manage.py collectstatic 失败。")


def signed_in(user: User, *other_urls: str) -> str:
    """The key of a session of the user, here and in databases that hold the same user."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    row = store.model.objects.get(pk=store.session_key)
    for url in other_urls:
        with contextlib.closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(
                "insert into django_session (session_key, session_data, expire_date) values (%s, %s, %s)",
                [row.session_key, row.session_data, row.expire_date],
            )
    return str(row.session_key)
