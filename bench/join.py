"""How long people wait for a picture: from the click on "join", and from a reload."""

from __future__ import annotations

import asyncio
from statistics import median, quantiles

from bench.browsed import browsed
from tests.support.browsers import Visitor, visiting

ROUNDS = 20
RELOADS = 10

# Click, then look at every animation frame whether a remote video has its first picture.
CLICK_TO_FRAME = """
() => new Promise((resolve, reject) => {
  const started = performance.now();
  const look = () => {
    const videos = document.querySelectorAll('[data-testid=tile][data-self=false] video');
    const shown = [...videos].some((video) => video.getVideoPlaybackQuality().totalVideoFrames > 0);
    if (shown) resolve(performance.now() - started);
    else if (performance.now() - started > 10000) reject(new Error('no frame in 10 s'));
    else requestAnimationFrame(look);
  };
  document.querySelector('[data-testid=lobby-join]').click();
  look();
})
"""

# Time since the reload began, when a remote video has its first picture.
RELOAD_TO_FRAME = """
() => new Promise((resolve, reject) => {
  const look = () => {
    const videos = document.querySelectorAll('[data-testid=tile][data-self=false] video');
    const shown = [...videos].some((video) => video.getVideoPlaybackQuality().totalVideoFrames > 0);
    if (shown) resolve(performance.now());
    else if (performance.now() > 15000) reject(new Error('no frame in 15 s'));
    else requestAnimationFrame(look);
  };
  look();
})
"""


def measure() -> dict[str, float]:
    """Medians and 95th percentiles in ms over real Chromium pages on loopback."""
    waits, returns = asyncio.run(_waits())
    return {
        "join_to_first_frame_ms_p50": round(median(waits), 1),
        "join_to_first_frame_ms_p95": round(quantiles(waits, n=20)[18], 1),
        "join_rounds": len(waits),
        "reload_to_first_frame_ms_p50": round(median(returns), 1),
        "reload_to_first_frame_ms_p95": round(quantiles(returns, n=20)[18], 1),
    }


async def _waits() -> tuple[list[float], list[float]]:
    async with browsed() as (browser, url), visiting(browser, url, "Penelope") as host:
        await host.sign_up()
        link = await host.open_session()
        await host.enter(link)
        async with visiting(browser, url, "Odysseus") as guest:
            await guest.sign_up()
            await guest.knock(link)
            await host.find("knock-admit").click()
            await guest.come_in()
            await guest.leave()
            waits = [await _wait(guest, link) for _ in range(ROUNDS)]
            await guest.enter(link)
            await guest.sees(1)
            return waits, [await _return(guest) for _ in range(RELOADS)]


async def _wait(guest: Visitor, link: str) -> float:
    await guest.page.goto(link)
    await guest.find("lobby-allow").click()
    await guest.find("lobby-join").wait_for()
    waited: float = await guest.page.evaluate(CLICK_TO_FRAME)
    await guest.leave()
    return waited


async def _return(guest: Visitor) -> float:
    await guest.page.reload(wait_until="commit")
    waited: float = await guest.page.evaluate(RELOAD_TO_FRAME)
    return waited
