"""Every codec that rooms carry, sent by a browser in layers: each viewer gets the size that it has
room for, without a stop."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, ViewportSize

from tests.e2e.conftest import meet
from tests.support.browsers import Visitor, until, visiting
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

PATIENCE_S = 45.0
SEEN = """
async () => {
  const found = [];
  for (const connection of window.__ithaca?.peerConnections() ?? []) {
    const reports = await connection.getStats();
    for (const report of reports.values()) {
      if (report.type !== 'inbound-rtp' || report.kind !== 'video') continue;
      found.push({
        mime: reports.get(report.codecId)?.mimeType, width: report.frameWidth ?? 0,
        frames: report.framesDecoded ?? 0, freezes: report.totalFreezesDuration ?? 0,
        received: report.framesReceived ?? 0, packets: report.packetsReceived ?? 0,
        asked: report.pliCount ?? 0, keys: report.keyFramesDecoded ?? 0,
        lost: report.packetsLost ?? 0,
      });
    }
  }
  return found;
}
"""
SENT = """
async () => {
  const found = [];
  for (const connection of window.__ithaca?.peerConnections() ?? []) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== 'outbound-rtp' || report.kind !== 'video') continue;
      found.push([report.rid ?? null, report.scalabilityMode ?? null, report.frameWidth ?? 0]);
    }
  }
  return found;
}
"""


async def _sees(viewer: Visitor, mime: str) -> dict[str, Any]:
    """What is decoded of the picture in this codec."""
    found: list[dict[str, Any]] = await viewer.page.evaluate(SEEN)
    return next((one for one in found if one["mime"] == mime), {"width": 0, "frames": 0})


async def _gets(viewer: Visitor, mime: str, width: int) -> None:
    async def seen() -> int:
        return int((await _sees(viewer, mime))["width"])

    await until(seen, width, f"{viewer.name} gets {mime} of this width", PATIENCE_S)


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("codec", "mime"),
    [("vp8", "video/VP8"), ("vp9", "video/VP9"), ("av1", "video/AV1"), ("h264", "video/H264")],
)
async def test_a_viewer_gets_the_layer_it_has_room_for(
    browser: Browser, house: LiveServer, codec: str, mime: str
) -> None:
    large = ViewportSize(width=1280, height=900)
    small = ViewportSize(width=360, height=330)
    async with (
        visiting(browser, house.url, "Penelope", camera="480x270") as host,
        visiting(browser, house.url, "Odysseus", camera="160x90", viewport=large) as guest,
    ):
        await host.context.add_init_script(f"sessionStorage.setItem('ithaca.codec', '{codec}')")
        for visitor in (host, guest):
            visitor.page.set_default_timeout(PATIENCE_S * 1000)
            await visitor.sign_up()
        await meet(host, guest)
        try:
            await _gets(guest, mime, 480)
            before = await _sees(guest, mime)
            await guest.page.set_viewport_size(small)
            # At first the server alone leaves the upper layers out, then the sender stops them.
            await _gets(guest, mime, 240)
            await guest.page.wait_for_timeout(5000)
            assert (await _sees(guest, mime))["width"] == 240
            await guest.page.set_viewport_size(large)
            await _gets(guest, mime, 480)
            after = await _sees(guest, mime)
            assert after["frames"] > before["frames"]
            assert after["lost"] == 0, "the server leaves no gaps"
        except AssertionError as error:
            sent, seen = await host.page.evaluate(SENT), await guest.page.evaluate(SEEN)
            raise AssertionError(f"{error}; sent: {sent}; seen: {seen}") from error
