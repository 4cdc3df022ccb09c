"""A session is recorded with everybody's consent, and watched afterwards, in real browsers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from playwright.async_api import Browser, Page, expect

from server.services import SERVICES
from tests.e2e.at_pages import PHONE
from tests.e2e.conftest import Invite, meet
from tests.recordings.playing import composed
from tests.support.browsers import PATIENCE_S, Visitor, until, visiting
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

RECORDED_S = 3.0
SLOWLY_MS = 40_000
EARLY_S = 2.0
"""Before the third came in."""
HALF = 640
"""The composed picture is 1280 wide: two people share it."""


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """Three browsers encode and the server composes, on one machine."""
    expect.set_options(timeout=SLOWLY_MS)
    yield
    expect.set_options(timeout=PATIENCE_S * 1000)


@pytest.mark.timeout(900)
async def test_a_session_is_recorded_with_everybodys_consent_and_watched(
    browser: Browser, house: LiveServer, invite: Invite, stranger: Visitor, tmp_path: Path
) -> None:
    host = await invite("Penelope")
    async with visiting(browser, house.url, "Odysseus", **PHONE) as friend:
        await friend.sign_up()
        await _record(host, friend, stranger)
        await _watch(friend, house, tmp_path)
    for person in (host, friend, stranger):
        assert [one for one in person.complaints if "Failed to load resource" not in one] == []


async def _record(host: Visitor, friend: Visitor, stranger: Visitor) -> None:
    """The host asks, a friend agrees, a stranger comes, agrees and stops it."""
    for person in (host, friend, stranger):
        person.page.set_default_timeout(SLOWLY_MS)
    link = await meet(host, friend, protection="transport")
    await host.sees(1)
    await _ask(host)
    await expect(friend.find("recording-yes")).to_be_visible()
    assert await grave(friend.page) == []
    await friend.find("recording-yes").click()
    for person in (host, friend):
        await _shows(person, "recording")
    await asyncio.sleep(RECORDED_S)
    await stranger.knock(link)
    await host.find("knock-admit").click()
    await expect(stranger.find("recorded-notice")).to_be_visible()
    await stranger.come_in()
    for person in (host, friend):
        await _shows(person, "paused")
    await stranger.find("recording-yes").click()
    for person in (host, friend, stranger):
        await _shows(person, "recording")
    assert await grave(host.page) == []
    await asyncio.sleep(RECORDED_S)
    await stranger.find("recording-stop").click()
    for person in (host, friend, stranger):
        await expect(person.find("recording-sign")).to_have_count(0)
    await host.leave()


async def _ask(host: Visitor) -> None:
    await host.find("more").click()
    await host.find("record").click()
    await expect(host.find("recording-ask-do")).to_be_visible()
    await host.find("recording-ask-do").click()
    await _shows(host, "asked")


async def _watch(friend: Visitor, house: LiveServer, tmp_path: Path) -> None:
    await friend.leave()
    await friend.page.goto(f"{friend.url}/recordings")
    await expect(friend.find("recording-row")).to_be_visible()
    await composed(house.app[SERVICES].recordings)
    await expect(friend.find("recording-row")).to_have_attribute("data-state", "ready")
    assert await grave(friend.page) == []
    await friend.page.get_by_role("link", name="Watch").click()
    await expect(friend.find("player")).to_be_visible()
    await until(lambda: _has(friend.page, "duration", 4), 1, "the player knows its length")
    await _plays(friend.page)
    assert await grave(friend.page) == []
    await friend.page.goto(friend.url)
    await expect(friend.find("card-recording")).to_be_visible()
    [file] = (tmp_path / "recordings").glob("*/session.mp4")
    _both_are_seen_and_heard(file)


async def _plays(page: Page) -> None:
    """It can be watched from any place on: the server answers ranges."""
    await page.evaluate("document.querySelector('video').currentTime = 3")
    await page.evaluate("document.querySelector('video').play()")
    await until(lambda: _has(page, "currentTime", 3.2), 1, "it plays")


async def _has(page: Page, figure: str, more_than: float) -> int:
    value = await page.evaluate("name => document.querySelector('video')[name]", figure)
    return int(value is not None and value > more_than)


def _both_are_seen_and_heard(path: Path) -> None:
    """Chromium's fake camera is green with a moving pie; its microphone beeps."""
    loudest, early = 0.0, None
    with av.open(str(path)) as container:
        for frame in container.decode(container.streams.video[0]):
            if (frame.time or 0) >= EARLY_S:
                early = frame.to_ndarray(format="rgb24").astype(np.int16)
                break
    with av.open(str(path)) as container:
        for sound in container.decode(container.streams.audio[0]):
            loudest = max(loudest, float(np.abs(sound.to_ndarray()).max()))
    assert early is not None
    for half in (early[:, :HALF], early[:, HALF:]):
        green = half[..., 1] - (half[..., 0] + half[..., 2]) // 2
        assert (green > 40).mean() > 0.2
    assert loudest > 0.05


async def _shows(person: Visitor, state: str) -> None:
    await expect(person.find("recording-sign")).to_have_attribute("data-state", state)
