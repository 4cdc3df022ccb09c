"""A live room moves to another media worker under two browsers: nobody's picture goes away."""

from __future__ import annotations

from typing import Any

import pytest

from server.services import SERVICES
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import Visitor, until
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

MOVED_WITHIN_S = 30

# Looks at the other's tile at every animation frame: whether a picture is on it, and the longest
# time without a new frame.
WATCH = """
() => {
  const seen = { black: 0, looks: 0, gapMs: 0, isOver: false };
  let frames = new Map(), last = performance.now();
  const look = () => {
    const tile = document.querySelector('[data-testid=tile][data-self=false]');
    const videos = [...(tile?.querySelectorAll('video') ?? [])];
    seen.looks += 1;
    if (!videos.some((v) => v.dataset.started === 'true' && v.readyState >= 2)) seen.black += 1;
    let isNew = false;
    for (const v of videos) {
      const count = v.getVideoPlaybackQuality().totalVideoFrames;
      if (count > (frames.get(v) ?? 0)) isNew = true;
      frames.set(v, count);
    }
    const now = performance.now();
    if (isNew) last = now;
    seen.gapMs = Math.max(seen.gapMs, now - last);
    if (!seen.isOver) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.__watch = seen;
}
"""


async def _watched(visitor: Visitor) -> dict[str, Any]:
    seen: dict[str, Any] = await visitor.page.evaluate("() => window.__watch")
    return seen


async def _on_workers(house: LiveServer, figure: str) -> list[Any]:
    sfu = house.app[SERVICES].rooms.sfu
    return [one[figure] for one in await sfu.worker_stats()]


async def test_a_room_moves_and_no_picture_goes_away(house: LiveServer, invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    for one in (host, guest):
        await one.sees(1)
        await one.hears(1)
        await one.page.evaluate(WATCH)
    before = await _on_workers(house, "transports")
    assert house.app[SERVICES].rooms.sfu.relieve() == 1

    async def moved() -> int:
        return int((await _on_workers(house, "transports")) == before[::-1])

    await until(moved, 1, "all transports are on the other worker", MOVED_WITHIN_S)
    for one in (host, guest):
        await one.sees(1)
        await one.hears(1)
        seen = await _watched(one)
        assert seen["looks"] > 0
        assert seen["black"] == 0


async def test_a_call_goes_on_when_its_worker_dies(house: LiveServer, invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    link = await meet(host, guest)
    await host.sees(1)
    tile = await host.tiles().first.get_attribute("data-peer-id")
    house.app[SERVICES].rooms.sfu.engines.of(link.rsplit("/", 1)[1]).worker.crash()

    async def moved() -> int:
        return int(sorted(await _on_workers(house, "transports")) == [0, 4])

    await until(moved, 1, "all transports are on a living worker", MOVED_WITHIN_S)
    for one in (host, guest):
        await one.sees(1)
        await one.hears(1)
    assert await host.tiles().first.get_attribute("data-peer-id") == tile
