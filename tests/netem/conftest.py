"""A call between two homes: one behind a link of any quality, the other on a perfect one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.browsers import Visitor, chromium, visiting
from tests.support.namespaces import Link, Namespace, link, namespace, require_namespaces
from tests.support.processes import ithaca
from tests.support.programs import program

HOUSE = "10.99.0.1"
PORT = 8080
URL = f"http://{HOUSE}:{PORT}"
CAMERA = "640x360"


@dataclass(frozen=True, slots=True)
class Homes:
    """The server's host, a home with two ways to it, and an office beside it."""

    house: Namespace
    home: Namespace
    office: Namespace
    wifi: Link
    mobile: Link

    def use(self, device: str) -> None:
        """Send all of the home's traffic over `wifi` or `mobile`."""
        self.home.run("ip", "route", "replace", "default", "dev", device)


@pytest.fixture
async def homes() -> AsyncIterator[Homes]:
    require_namespaces()
    async with AsyncExitStack() as stack:
        house, home, office = (
            stack.enter_context(namespace(role)) for role in ("house", "home", "office")
        )
        house.run("ip", "addr", "add", f"{HOUSE}/32", "dev", "lo")
        ways = [(home, "10.99.1.2", "wifi"), (home, "10.99.2.2", "mobile")]
        wifi, mobile, _ = [
            await stack.enter_async_context(
                link((near, address), (house, address[:-1] + "1"), device)
            )
            for near, address, device in [*ways, (office, "10.99.3.2", "cable")]
        ]
        office.run("ip", "route", "replace", "default", "dev", "cable")
        homes = Homes(house, home, office, wifi, mobile)
        homes.use("wifi")
        yield homes


@asynccontextmanager
async def _at(place: Namespace, folder: Path, name: str) -> AsyncIterator[Visitor]:
    launcher = place.launcher(program("chromium", package="chromium"), folder)
    flag = f"--unsafely-treat-insecure-origin-as-secure={URL}"  # cameras need a secure page
    async with (
        chromium(flag, launcher=launcher) as browser,
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
