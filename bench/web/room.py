"""How soon the room can be used on a slow phone: from an address to the lobby's button "join".

Chromium, throttled as Lighthouse's mobile profile has it (processor four times slower, 1.6 Mbit/s
down and 0.75 up, 150 ms for a round trip), nothing kept from before, somebody signed in who opens
a session of theirs. The page's own script presses "allow" the moment it is there, as fast fingers
would; usable is when the button to join can be pressed. The server is without TLS and HTTP/2,
which a proxy before it would add. Figures are medians; asserts nothing.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.async_api import Browser, CDPSession

from bench.browsed import browsed
from server.core.bundle import FOLDER
from tests.support.browsers import Visitor, visiting

ROUNDS = 7
PATIENCE_MS = 60_000
SLOW_NET = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}

# Both buttons by what is on the page at every frame: nothing outside the page can see it sooner.
_WATCH = """
(() => {
  const look = () => {
    const at = window.usable ??= {};
    const allow = document.querySelector('[data-testid=lobby-allow]');
    if (allow && !at.lobby) { at.lobby = performance.now(); allow.click(); }
    const join = document.querySelector('[data-testid=lobby-join]');
    if (join && !join.disabled && !join.dataset.disabled) at.join ??= performance.now();
    if (!at.join) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


class Opening(NamedTuple):
    """One cold visit."""

    lobby_ms: float
    usable_ms: float
    busy_ms: float
    """Of the main thread, slowed down."""
    wire_kb: float
    requests: float


def measure() -> dict[str, float]:
    """Milliseconds, kilobytes."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    async with browsed() as (browser, url), visiting(browser, url, "Penelope", **PHONE) as host:
        await host.sign_up()
        link = await host.open_session()
        kept = await host.context.storage_state()
        loaded, entry = await _asked(host, link), _entry()
        rounds = [await _opened(browser, url, link, kept) for _ in range(ROUNDS)]
    middle = Opening(*(median(figures) for figures in zip(*rounds, strict=True)))
    return {
        "entry_gzip_kb": _gzip_kb(entry),
        "room_gzip_kb": _gzip_kb(loaded - entry),
        "room_usable_ms_throttled": round(middle.usable_ms),
        "room_usable_ms_worst": round(max(one.usable_ms for one in rounds)),
        "room_lobby_ms_throttled": round(middle.lobby_ms),
        "room_main_thread_ms_throttled": round(middle.busy_ms),
        "room_wire_kb": round(middle.wire_kb, 1),
        "room_requests": round(middle.requests),
    }


def _entry() -> set[str]:
    """What the first answer names: nothing is shown before these are there."""
    return set(re.findall(r'/assets/[^"]+\.(?:js|css)', (FOLDER / "index.html").read_text()))


async def _asked(host: Visitor, address: str) -> set[str]:
    """Scripts and styles that come until the page rests."""
    page = await host.context.new_page()
    await page.add_init_script(_WATCH)
    paths: set[str] = set()
    page.on("request", lambda request: paths.add(urlsplit(request.url).path))
    await page.goto(address, wait_until="networkidle")
    await page.close()
    return {one for one in paths if one.endswith((".js", ".css"))}


async def _opened(browser: Browser, url: str, link: str, kept: Any) -> Opening:
    async with visiting(browser, url, "Penelope", storage_state=kept, **PHONE) as host:
        cdp = await host.context.new_cdp_session(host.page)
        wire = await _slowed(cdp)
        await host.page.add_init_script(_WATCH)
        await host.page.goto(link, wait_until="commit", timeout=PATIENCE_MS)
        await host.page.wait_for_function("() => window.usable?.join", timeout=PATIENCE_MS)
        at = await host.page.evaluate("() => window.usable")
        spent = {one["name"]: one["value"] for one in await _metrics(cdp)}
        return Opening(
            at["lobby"], at["join"], spent["TaskDuration"] * 1e3, sum(wire) / 1e3, len(wire)
        )


async def _slowed(cdp: CDPSession) -> list[float]:
    """Slow from now on; the bytes of each answer, as they come."""
    wire: list[float] = []
    cdp.on("Network.loadingFinished", lambda one: wire.append(one["encodedDataLength"]))
    await cdp.send("Network.enable")
    await cdp.send("Performance.enable")
    await cdp.send("Network.emulateNetworkConditions", SLOW_NET)
    await cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return wire


async def _metrics(cdp: CDPSession) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await cdp.send("Performance.getMetrics"))["metrics"]
    return found


def _gzip_kb(paths: set[str]) -> float:
    """Of files of the bundle, each by itself, as a server sends them."""
    sizes = [len(gzip.compress((FOLDER / one.lstrip("/")).read_bytes(), 9)) for one in paths]
    return round(sum(sizes) / 1000, 1)
