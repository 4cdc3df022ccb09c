"""A call between two homes: one behind a link of any quality, the other on a perfect one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import footage
from tests.support.browsers import Visitor, chromium, visiting
from tests.support.namespaces import Link, Namespace, link, namespace, require_namespaces
from tests.support.processes import ithaca
from tests.support.programs import program

HOUSE = "10.99.0.1"
PORT = 8080
URL = f"http://{HOUSE}:{PORT}"
OURS = {"wifi": "10.99.1.2", "mobile": "10.99.2.2", "cable": "10.99.3.2"}
THEIRS = {"wifi": "10.99.1.1", "mobile": "10.99.2.1", "cable": "10.99.3.1"}
"""The ends of each way: at its user's, and at the server's host."""
CAMERA = f"{footage.WIDTH}x{footage.HEIGHT}"


@dataclass(frozen=True, slots=True)
class Homes:
    """The server's host, a home with two ways to it, and an office beside it."""

    house: Namespace
    home: Namespace
    office: Namespace
    wifi: Link
    mobile: Link

    def use(self, device: str) -> None:
        """The home has `wifi` or `mobile` and nothing else, as a telephone has.

        With both up a browser would keep a path over each, and packets would go out by one and
        come back by the other.
        """
        for other in {"wifi", "mobile"} - {device}:
            self.home.run("ip", "addr", "flush", "dev", other)
            self.home.run("ip", "link", "set", other, "down")
        self.open(device)
        self.home.run("ip", "route", "replace", "default", "dev", device)

    def open(self, device: str) -> None:
        """Give it an address; who sends from that address takes this way."""
        self.home.run("ip", "link", "set", device, "up")
        self.home.run("ip", "addr", "replace", OURS[device], "peer", THEIRS[device], "dev", device)
        table = str(list(OURS).index(device) + 100)
        self.home.run("ip", "route", "replace", "default", "dev", device, "table", table)
        self.home.run("ip", "rule", "add", "from", OURS[device], "table", table)


@pytest.fixture
async def homes() -> AsyncIterator[Homes]:
    require_namespaces()
    async with AsyncExitStack() as stack:
        house, home, office = (
            stack.enter_context(namespace(role)) for role in ("house", "home", "office")
        )
        house.run("ip", "addr", "add", f"{HOUSE}/32", "dev", "lo")
        ways = [(home, "wifi"), (home, "mobile"), (office, "cable")]
        wifi, mobile, _ = [
            await stack.enter_async_context(
                link((near, OURS[device]), (house, THEIRS[device]), device)
            )
            for near, device in ways
        ]
        office.run("ip", "route", "replace", "default", "dev", "cable")
        homes = Homes(house, home, office, wifi, mobile)
        homes.use("wifi")
        yield homes


@asynccontextmanager
async def _at(place: Namespace, folder: Path, name: str) -> AsyncIterator[Visitor]:
    launcher = place.launcher(program("chromium", package="chromium"), folder)
    flags = (
        f"--unsafely-treat-insecure-origin-as-secure={URL}",  # cameras need a secure page
        f"--use-file-for-fake-video-capture={footage.write(folder / 'camera.y4m')}",
    )
    async with (
        chromium(*flags, launcher=launcher) as browser,
        visiting(browser, URL, name, camera=CAMERA) as visitor,
    ):
        await visitor.sign_up()
        yield visitor


@dataclass(frozen=True, slots=True)
class Pair:
    """Who is in the call: the first at home, the second in the office."""

    home: Visitor
    office: Visitor


@pytest.fixture
async def pair(homes: Homes, tmp_path: Path) -> AsyncIterator[Pair]:
    """Two people with pages of their own, before they meet."""
    settings: dict[str, Any] = {
        "data_dir": tmp_path,
        "host": HOUSE,
        "port": PORT,
        "public_url": URL,
        "media_listen": HOUSE,
        "media_port": 40000,
        "log_level": "warning",
    }
    async with ithaca("serve", within=homes.house.words, **settings) as server:
        await server.ready()
        async with (
            _at(homes.home, tmp_path, "Penelope") as home,
            _at(homes.office, tmp_path, "Odysseus") as office,
        ):
            yield Pair(home, office)
