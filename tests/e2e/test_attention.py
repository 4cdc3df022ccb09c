"""What nobody looks at is not sent, and whom somebody keeps in view comes first."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.conftest import Invite, meet
from tests.support.browsers import Visitor, until, visiting
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

PATIENCE_S = 30.0
SENT = """
async () => {
  const frames = {};
  for (const connection of window.__ithaca?.peerConnections() ?? []) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== 'outbound-rtp' || report.kind !== 'video') continue;
      frames[report.rid ?? 'only'] = report.framesSent ?? 0;
    }
  }
  return frames;
}
"""


async def _layers_sent(sender: Visitor) -> int:
    """How many layers of the picture went on within a second."""
    before: dict[str, Any] = await sender.page.evaluate(SENT)
    await sender.page.wait_for_timeout(1000)
    after: dict[str, Any] = await sender.page.evaluate(SENT)
    return sum(frames > before.get(layer, 0) for layer, frames in after.items())


async def test_layers_that_nobody_watches_are_not_sent(browser: Browser, house: LiveServer) -> None:
    wide = {"width": 1280, "height": 800}
    async with (
        visiting(browser, house.url, "Penelope", camera="640x360") as host,
        visiting(browser, house.url, "Odysseus", viewport=wide) as guest,
    ):
        await host.sign_up()
        await guest.sign_up()
        await meet(host, guest)
        await guest.sees(1)
        await until(lambda: _layers_sent(host), 2, "layers of a large picture", PATIENCE_S)
        await guest.page.set_viewport_size({"width": 360, "height": 330})
        await until(lambda: _layers_sent(host), 1, "layers of a small picture", PATIENCE_S)
        await guest.sees(1)
        await guest.leave()
        await until(lambda: _layers_sent(host), 0, "layers for nobody", PATIENCE_S)


async def test_whom_we_keep_in_view_takes_the_stage(invite: Invite) -> None:
    people = [await invite(name) for name in ("Penelope", "Odysseus", "Telemachus")]
    host = people[0]
    await meet(*people)
    await host.sees(2)
    stage = host.page.get_by_role("region", name="Stage")
    await expect(stage).to_have_attribute("data-mode", "grid")
    tile = host.tiles().filter(has_text="Odysseus")
    await tile.hover()
    await tile.get_by_test_id("pin").click()
    await expect(stage).to_have_attribute("data-mode", "share")
    await expect(tile.get_by_test_id("pin")).to_have_attribute("aria-pressed", "true")
    await host.sees(2)
    await people[1].leave()
    await expect(stage).to_have_attribute("data-mode", "duo")
