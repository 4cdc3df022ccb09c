"""A sound file that the host plays: heard and seen by all, also by who comes later, and stopped."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from tests.e2e.conftest import Invite, meet
from tests.support.browsers import Visitor, until
from tests.support.tones import wav

pytestmark = pytest.mark.alone

TONE_HZ = 1250.0
LOUDEST = """async () => {
  const heard = [];
  for (const element of document.querySelectorAll("audio")) {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 8192;
    context.createMediaStreamSource(element.srcObject).connect(analyser);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const at = bins.indexOf(Math.max(...bins));
    heard.push((at * context.sampleRate) / analyser.fftSize);
    await context.close();
  }
  return heard;
}"""
"""The loudest tone of each sound on the page, in Hz."""


async def _hears_the_tone(visitor: Visitor) -> None:
    async def heard() -> int:
        tones: list[float] = await visitor.page.evaluate(LOUDEST)
        return sum(abs(tone - TONE_HZ) < 15 for tone in tones)

    await until(heard, 1, f"{visitor.name} hearing {TONE_HZ} Hz")


async def test_all_hear_and_see_what_the_host_plays_until_it_is_stopped(invite: Invite) -> None:
    raw = wav(TONE_HZ, 60, rate_hz=8000)
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest, protection="transport")
    await guest.find("more").click()
    await expect(guest.page.get_by_role("menu")).to_be_visible()
    await expect(guest.page.get_by_role("menuitem", name="Play a sound file")).to_have_count(0)
    await guest.page.keyboard.press("Escape")
    await host.page.locator("input[type=file]").set_input_files(
        FilePayload(name="Morning bell.wav", mimeType="audio/wav", buffer=raw)
    )
    for visitor in (host, guest):
        await expect(visitor.find("now-playing")).to_contain_text("Morning bellby Penelope")
        await _hears_the_tone(visitor)
        assert await visitor.tiles().count() == 1
    await guest.page.reload()  # comes back as somebody who comes late
    await expect(guest.find("now-playing")).to_contain_text("Morning bell")
    await _hears_the_tone(guest)
    await expect(guest.find("stop-playing")).to_have_count(0)
    await host.find("stop-playing").click()
    for visitor in (host, guest):
        await expect(visitor.find("now-playing")).to_have_count(0)
    await host.page.locator("input[type=file]").set_input_files(
        FilePayload(name="letter.txt", mimeType="text/plain", buffer=b"no sound")
    )
    await expect(host.page.get_by_text("not a sound file")).to_be_visible()
