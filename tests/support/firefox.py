"""A real Firefox, driven over WebDriver BiDi; refuses to know more of it than the tests need."""

from __future__ import annotations

import asyncio
import itertools
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.support.browsers import until
from tests.support.programs import free_port, program

START_S = 60
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.disabledForTesting": True,
    "remote.active-protocols": 1,
}


class Firefox:
    """One browser window; `run` evaluates an async function body in its page."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._context = ""

    async def open(self) -> None:
        """Begin the session and find the window."""
        await self._ask("session.new", {"capabilities": {}})
        tree = await self._ask("browsingContext.getTree", {})
        self._context = tree["contexts"][0]["context"]

    async def go(self, url: str) -> None:
        """Load an address."""
        order = {"context": self._context, "url": url, "wait": "complete"}
        await self._ask("browsingContext.navigate", order)

    async def run(self, body: str) -> Any:
        """What the body of an async function returns, as JSON can say it."""
        order = {
            "expression": f"(async () => JSON.stringify(await (async () => {{ {body} }})()))()",
            "target": {"context": self._context},
            "awaitPromise": True,
            "userActivation": True,
        }
        answer = await self._ask("script.evaluate", order)
        if answer["type"] != "success":
            raise AssertionError(answer["exceptionDetails"]["text"])

        value = answer["result"].get("value")
        return None if value is None else json.loads(value)

    async def draw(self, points: list[tuple[int, int]]) -> None:
        """Drag the mouse through points of the page."""
        moves = [{"type": "pointerMove", "x": x, "y": y} for x, y in points]
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        await self._act({**mouse, "actions": [moves[0], down, *moves[1:], up]})

    async def type(self, text: str) -> None:
        """Press a key for each sign."""
        keys = [{"type": kind, "value": sign} for sign in text for kind in ("keyDown", "keyUp")]
        await self._act({"type": "key", "id": "keys", "actions": keys})

    async def _act(self, source: dict[str, Any]) -> None:
        await self._ask("input.performActions", {"context": self._context, "actions": [source]})

    async def _ask(self, method: str, params: dict[str, Any]) -> Any:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                break
            answer = message.json()
            if answer.get("id") == number:
                if answer["type"] == "error":
                    raise AssertionError(f"{method}: {answer['message']}")
                return answer["result"]
        raise AssertionError("Firefox has gone")


@asynccontextmanager
async def firefox() -> AsyncIterator[Firefox]:
    """A headless Firefox with a fresh profile and fake devices."""
    path = program("firefox-esr", package="firefox-esr")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        lines = [f"user_pref({_js(k)}, {_js(v)});" for k, v in PREFERENCES.items()]
        (Path(folder) / "user.js").write_text("\n".join(lines))
        process = await asyncio.create_subprocess_exec(
            path,
            "--headless",
            "--no-remote",
            "--profile",
            folder,
            f"--remote-debugging-port={port}",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with ClientSession() as http:
                async with await _connect(http, port) as socket:
                    browser = Firefox(socket)
                    await browser.open()
                    yield browser
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _connect(http: ClientSession, port: int) -> ClientWebSocketResponse:
    async with asyncio.timeout(START_S):
        while True:
            try:
                return await http.ws_connect(f"ws://127.0.0.1:{port}/session", max_msg_size=0)
            except OSError:
                await asyncio.sleep(0.2)


def _js(value: object) -> str:

    return json.dumps(value)


SIGN_UP = """
const answer = await fetch('/api/auth/sign-up', {
  method: 'POST', headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ name: 'Odysseus', email: 'odysseus@example.org', password: '%s',
    roles: ['mentor'], timeZone: 'Europe/Athens' }),
});
return answer.status;
"""


async def click(fox: Firefox, test_id: str) -> None:
    """Click as soon as it is there."""
    find = f"document.querySelector('[data-testid={test_id}]')"

    async def found() -> int:
        return int(await fox.run(f"const e = {find}; return Boolean(e) && !e.disabled;"))

    await until(found, 1, f"Firefox finds {test_id}")
    await asyncio.sleep(0.2)
    await fox.run(f"{find}.click();")
