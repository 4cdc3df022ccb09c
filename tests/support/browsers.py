"""Real browsers with fake cameras and microphones, and people who use Ithaca in them."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from server.core.ids import new_id
from tests.support.programs import program

PATIENCE_S = 30.0
"""A page may be loaded for the first time while another test has the processors."""
expect.set_options(timeout=PATIENCE_S * 1000)
STILL_S = 1.0
"""A stream without a frame for so long stands still."""
PASSWORD = "a sail and a harbour"
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--auto-select-desktop-capture-source=Entire screen",
    "--autoplay-policy=no-user-gesture-required",
)

# What the page's peer connections receive, summed over connections; one entry a stream.
INBOUND = """
async () => {
  const streams = [];
  let cipher = null;
  for (const connection of window.__ithaca?.peerConnections() ?? []) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type === 'transport' && report.srtpCipher) cipher = report.srtpCipher;
      if (report.type !== 'inbound-rtp') continue;
      streams.push({
        id: report.trackIdentifier, kind: report.kind, frames: report.framesDecoded ?? 0,
        energy: report.totalAudioEnergy ?? 0, packets: report.packetsReceived,
        lost: report.packetsLost, width: report.frameWidth ?? 0,
        codec: report.decoderImplementation ?? null,
      });
    }
  }
  return { streams, cipher };
}
"""

SEND = """
async ([method, path, body]) => {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  return [answer.status, await answer.json()];
}
"""

# All cameras of a test run on this one machine, which has not four people's processors; and the
# fake microphone beeps, which a noise suppressor takes away as noise.
SMALL_DEVICES = """
(() => {
  const devices = navigator.mediaDevices;
  if (!devices) return;
  const real = devices.getUserMedia.bind(devices);
  const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  devices.getUserMedia = (wish) =>
    real({
      audio: wish?.audio ? { ...wish.audio, ...raw } : false,
      video: wish?.video ? { ...wish.video, width: WIDTH, height: HEIGHT, frameRate: 15 } : false,
    });
})();
"""


def shell() -> Path | None:
    """Chromium's engine without the parts of a window, where it is installed.

    It draws a page with two thirds of the processor that the whole browser takes.
    """
    found = shutil.which("chromium-headless-shell")
    return Path(found) if found else None


@asynccontextmanager
async def chromium(*flags: str, launcher: Path | None = None) -> AsyncIterator[Browser]:
    """A headless Chromium of the distribution, or what `launcher` makes of it."""
    path = launcher or program("chromium", package="chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(path), args=[*CHROMIUM_FLAGS, *flags]
        )
        yield browser
        await browser.close()


@dataclass
class Visitor:
    """Somebody at a browser of their own: another context, other cookies."""

    context: BrowserContext
    page: Page
    url: str
    name: str
    complaints: list[str] = field(default_factory=list)
    """Errors that the page wrote to its console or threw."""

    def find(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    async def sign_up(self) -> None:
        """Have an account and be signed in, without the form."""
        person = {
            "name": self.name,
            "email": f"{new_id()}@example.org",
            "password": PASSWORD,
            "roles": ["mentee"],
            "timeZone": "Europe/Athens",
        }
        await self.post("/api/auth/sign-up", person)

    async def sign_in(self, email: str) -> str:
        """With an account that is there, without the form; their id."""
        await self.send("POST", "/api/auth/sign-in", {"email": email, "password": PASSWORD})
        found: str = (await self.send("GET", "/api/me"))["id"]
        return found

    async def speaks(self, language: str) -> None:
        """From the next page on, as if chosen on this device."""
        kept = f"localStorage.setItem('ithaca.language', '{language}')"
        await self.context.add_init_script(kept)

    async def open_session(
        self, title: str = "Finding the next harbour", protection: str | None = None
    ) -> str:
        """Open a session without the form; returns its link."""
        room = await self.post("/api/rooms", {"title": title, "protection": protection})
        return f"{self.url}/s/{room['id']}"

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Makes something, without its form; what the server says of it."""
        return await self.send("POST", path, body, 201)

    async def send(
        self, method: str, path: str, body: Any = None, status: int = 200
    ) -> dict[str, Any]:
        """Asks from the page, which may be on another network than this process."""
        if not self.page.url.startswith(self.url):
            await self.page.goto(f"{self.url}/healthz")
        got, answer = await self.page.evaluate(SEND, [method, path, body])
        assert got == status, answer
        found: dict[str, Any] = answer
        return found

    async def go(self, link: str) -> None:
        """Open a session's link by the address under which this visitor reaches the server."""
        await self.page.goto(self.url + urlsplit(link).path)

    async def enter(self, link: str) -> None:
        """Go through the lobby into the session."""
        await self.go(link)
        await self.find("lobby-allow").click()
        await self.find("lobby-join").click()
        await expect(self.page.locator("[data-testid=tile][data-self=true]")).to_be_visible()

    async def knock(self, link: str) -> None:
        """Ask at the door with the name that is theirs."""
        await self.go(link)
        await self.find("knock-ask").wait_for()
        name = self.find("knock-name")  # who is signed in knocks under the name of the account
        if await name.is_editable():
            await name.fill(self.name)
        await self.find("knock-ask").click()
        await expect(self.find("knock-waiting")).to_be_visible()

    async def come_in(self) -> None:
        """From an admission through the lobby into the session."""
        await self.find("lobby-allow").click()
        await self.find("lobby-join").click()
        await expect(self.page.locator("[data-testid=tile][data-self=true]")).to_be_visible()

    async def leave(self) -> None:
        await self.find("leave").click()

    def tiles(self) -> Locator:
        """The tiles of the others."""
        return self.page.locator("[data-testid=tile][data-self=false]")

    async def inbound(self) -> dict[str, Any]:
        """`streams` and the SRTP `cipher` of what this page receives."""
        found: dict[str, Any] = await self.page.evaluate(INBOUND)
        return found

    async def sees(self, count: int) -> None:
        """Wait until that many videos have been decoded further since now; 0: all stand still."""
        await self._moving("video", "frames", count)

    async def hears(self, count: int) -> None:
        """Wait until that many voices have sounded since now; 0: all are silent."""
        await self._moving("audio", "energy", count)

    async def frame_rates(self, seconds: float = 2.0) -> list[float]:
        """Decoded frames a second of each video stream."""
        before, started = await self.inbound(), time.monotonic()
        await asyncio.sleep(seconds)
        after, passed = await self.inbound(), time.monotonic() - started
        frames = {s["id"]: s["frames"] for s in before["streams"] if s["kind"] == "video"}
        return [
            (s["frames"] - frames[s["id"]]) / passed for s in after["streams"] if s["id"] in frames
        ]

    async def _moving(self, kind: str, figure: str, count: int) -> None:
        before = await self._figures(kind, figure)

        async def moved() -> int:
            nonlocal before
            await asyncio.sleep(STILL_S if count == 0 else 0.1)
            after = await self._figures(kind, figure)
            moving = sum(value > before.get(stream, 0) for stream, value in after.items())
            if count == 0:
                before = after
            return moving

        await until(moved, count, f"{self.name} receives {count} {kind}")

    async def _figures(self, kind: str, figure: str) -> dict[str, float]:
        streams = (await self.inbound())["streams"]
        return {s["id"]: s[figure] for s in streams if s["kind"] == kind}


async def until(
    count: Callable[[], Awaitable[int]], wanted: int, what: str, patience_s: float = PATIENCE_S
) -> None:
    """Ask again and again until a count is reached. Raises: AssertionError with the last one."""
    deadline = time.monotonic() + patience_s
    while (found := await count()) != wanted:
        assert time.monotonic() < deadline, f"{what}: {found} after {patience_s:.0f} s"
        await asyncio.sleep(0.1)


@asynccontextmanager
async def visiting(
    browser: Browser, url: str, name: str, *, camera: str = "320x180", **device: Any
) -> AsyncIterator[Visitor]:
    """A fresh browser context with one page; `device` as Playwright's new_context takes it."""
    device.setdefault("viewport", {"width": 1280, "height": 800})
    device.setdefault("reduced_motion", "reduce")  # what moves is missed by a pointer
    device.setdefault("locale", "en-GB")
    context = await browser.new_context(timezone_id="Europe/Athens", **device)
    width, height = camera.split("x")
    await context.add_init_script(SMALL_DEVICES.replace("WIDTH", width).replace("HEIGHT", height))
    await context.grant_permissions(["camera", "microphone"], origin=url)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    visitor = Visitor(context, page, url, name)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    page.on(
        "console",
        lambda line: visitor.complaints.append(line.text) if line.type == "error" else None,
    )
    yield visitor
    await context.close()
