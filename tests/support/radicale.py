"""A real CalDAV server over TLS, with one account; started once for a run."""

from __future__ import annotations

import base64
import http.client
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.programs import free_port, stop

USER, PASSWORD = "mentor@example.org", "ólivé tree 7"
_MKCALENDAR = """<C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>
<displayname>{name}</displayname><C:supported-calendar-component-set><C:comp name="{kind}"/>
</C:supported-calendar-component-set></prop></set></C:mkcalendar>"""


@dataclass
class Radicale:
    """Where it is, and how its owner fills it."""

    port: int
    trusted: Path
    folder: Path

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def calendar(self, path: str, name: str, kind: str = "VEVENT") -> str:
        """A new one of the account; its address."""
        where = f"/{USER.replace('@', '%40')}/{path}/"
        self.ask("MKCALENDAR", where, _MKCALENDAR.format(name=name, kind=kind))
        return self.url + where

    def ask(self, method: str, path: str, body: str = "") -> None:
        """One request of the owner's own program. Raises: AssertionError when it is refused."""
        trusting = ssl.create_default_context(cafile=str(self.trusted))
        asked = http.client.HTTPSConnection("127.0.0.1", self.port, context=trusting, timeout=10)
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        asked.request(method, path, body.encode(), {"Authorization": f"Basic {login}"})
        answer = asked.getresponse()
        assert answer.status < 300, (answer.status, answer.read())
        asked.close()

    def empty(self) -> None:
        """Nothing of the account is left."""
        shutil.rmtree(self.folder / "collection-root", ignore_errors=True)


@contextmanager
def radicale(folder: Path, certificate: Path) -> Iterator[Radicale]:
    """Runs one with its files in a folder."""
    users = folder / "users"
    users.write_text(f"{USER}:{PASSWORD}\n")
    made = Radicale(free_port(), certificate, folder / "storage")
    options = {
        "server-hosts": f"127.0.0.1:{made.port}",
        "server-certificate": certificate,
        "server-key": certificate,
        "auth-type": "htpasswd",
        "auth-htpasswd-filename": users,
        "auth-htpasswd-encryption": "plain",
        "auth-delay": 0,
        "storage-filesystem-folder": made.folder,
        "logging-level": "error",
    }
    words = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "radicale", "--config=", "--server-ssl", *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(made, process)
        yield made
    finally:
        stop(process)


def _wait(made: Radicale, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "Radicale ended at once"
        try:
            made.ask("OPTIONS", "/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Radicale does not answer")
