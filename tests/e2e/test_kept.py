"""What is said is kept as text with everybody's consent, read afterwards, and taken back."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from server.services import SERVICES
from tests.e2e.at_calls import SPEECH, from_menu
from tests.e2e.conftest import Invite, meet
from tests.recordings.playing import composed
from tests.support.browsers import Visitor, until
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone


async def _ask(host: Visitor) -> None:
    await from_menu(host, "keep-text")
    await host.find("recording-ask-do").press("Enter")
    await expect(host.find("text-sign")).to_have_attribute("data-state", "asked")


async def _says(who: Visitor, words: str) -> int:
    found: int = await who.page.evaluate(f"saySpeech('{words}', true)")
    return found


async def test_words_are_kept_with_everybodys_yes_and_gone_when_one_takes_it_back(
    invite: Invite,
) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    for person in (host, guest):
        await person.context.add_init_script(SPEECH)
    await meet(host, guest, protection="transport")

    await _ask(host)
    assert await grave(guest.page) == []
    await guest.find("recording-no").press("Enter")
    for person in (host, guest):
        await expect(person.find("text-sign")).to_have_count(0)
        assert await _says(person, "before a yes") == 0

    await _ask(host)
    await guest.find("recording-yes").press("Enter")
    for person in (host, guest):
        await expect(person.find("text-sign")).to_have_attribute("data-state", "recording")
    await until(lambda: _says(host, "Tell me, Muse"), 1, "the host's browser writes")
    await until(lambda: _says(guest, "of the man of many ways"), 1, "the guest's browser writes")
    assert await grave(host.page) == []
    await guest.find("text-stop").press("Enter")
    await expect(host.find("text-sign")).to_have_count(0)
    assert await _says(host, "after the end") == 0

    for person in (host, guest):
        await person.leave()
    await guest.page.goto(f"{guest.url}/recordings")
    await guest.page.get_by_role("link", name="Read").press("Enter")
    await expect(guest.find("said")).to_have_count(2)
    assert await grave(guest.page) == []
    await guest.find("words-search").fill("muse")
    await expect(guest.find("said")).to_contain_text("Penelope")

    await guest.page.goto(f"{guest.url}/consents")
    await expect(guest.find("consent")).to_have_count(1)
    assert await grave(guest.page) == []
    await guest.find("revoke").press("Enter")
    await guest.find("revoke-do").press("Enter")
    await expect(guest.find("fate")).to_contain_text("Taken back by you")
    await host.page.goto(f"{host.url}/consents")
    await expect(host.find("fate")).to_contain_text("somebody has taken back")
    await host.page.goto(f"{host.url}/recordings")
    await expect(host.find("to-consents")).to_be_visible()
    await expect(host.find("transcript-row")).to_have_count(0)


# Where a player has gone to, each time that it was sent somewhere.
SEEKS = """
window.seeks = [];
document.addEventListener('seeked', ({ target }) => seeks.push(target.currentTime), true);
"""
CUES = """
() => {
  const [track] = document.querySelector('video').textTracks;
  return { mode: track.mode, cues: [...track.cues ?? []].map((cue) => [cue.startTime, cue.text]) };
}
"""
BETWEEN_S = 3.0
"""Two lines are apart in the picture, too."""


@pytest.mark.timeout(600)
async def test_a_line_leads_to_its_moment_in_the_picture_and_can_be_taken_along(
    invite: Invite, house: LiveServer
) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    for person in (host, guest):
        await person.context.add_init_script(SPEECH)
    await guest.context.add_init_script(SEEKS)
    await meet(host, guest, protection="transport")
    await host.sees(1)
    await from_menu(host, "record")
    await host.find("recording-ask-do").press("Enter")
    await guest.find("recording-yes").press("Enter")
    await expect(guest.find("recording-sign")).to_have_attribute("data-state", "recording")
    await _ask(host)
    await guest.find("recording-yes").press("Enter")
    for person in (host, guest):
        await expect(person.find("text-sign")).to_have_attribute("data-state", "recording")
    await until(lambda: _says(host, "Tell me, Muse"), 1, "the host's browser writes")
    await asyncio.sleep(BETWEEN_S)
    await until(lambda: _says(guest, "of the man of many ways"), 1, "the guest's browser writes")
    for kind in ("text", "recording"):
        await guest.find(f"{kind}-stop").press("Enter")
        await expect(host.find(f"{kind}-sign")).to_have_count(0)
    for person in (host, guest):
        await person.leave()
    await composed(house.app[SERVICES].recordings)
    page = guest.page
    await page.goto(f"{guest.url}/recordings")
    await page.get_by_role("link", name="Watch").press("Enter")
    await expect(guest.find("said")).to_have_count(2)
    early, late = await _subtitles(page)
    assert late - early > BETWEEN_S / 2
    assert await grave(page) == []
    await _jumps(guest, "many ways", late)
    await _jumps(guest, "Muse", early)
    await guest.find("words-search").fill("muse")
    await expect(guest.find("said")).to_have_count(1)
    await expect(guest.find("said")).to_contain_text("Tell me, Muse")
    await guest.find("words").get_by_role("link").press("Enter")
    text, captions = await _file(guest, "download-text"), await _file(guest, "download-vtt")
    assert captions.startswith("WEBVTT")
    for kept in (text, captions):
        assert kept.index("Penelope") < kept.index("Tell me, Muse")
        assert kept.index("Odysseus") < kept.index("of the man of many ways")


async def _subtitles(page: Page) -> list[float]:
    """They show over the picture by themselves; when each begins, in seconds."""

    async def there() -> int:
        return len((await page.evaluate(CUES))["cues"])

    await until(there, 2, "the subtitles are there")
    found = await page.evaluate(CUES)
    assert found["mode"] == "showing"
    [(early, first), (late, second)] = found["cues"]
    assert ("Tell me, Muse" in first, "many ways" in second) == (True, True)
    return [early, late]


async def _jumps(visitor: Visitor, line: str, moment: float) -> None:
    """By the line's button the player goes to its moment, and plays."""
    row = visitor.find("said").filter(has_text=line)
    await row.get_by_role("button").press("Enter")

    async def gone() -> int:
        state = "[seeks, document.querySelector('video').paused]"
        seeks, is_paused = await visitor.page.evaluate(state)
        return int(bool(seeks) and abs(seeks[-1] - moment) < 0.1 and not is_paused)

    await until(gone, 1, f"it plays from “{line}”")


async def _file(visitor: Visitor, link: str) -> str:
    async with visitor.page.expect_download() as coming:
        await visitor.find(link).click()
    return (await (await coming.value).path()).read_text()


async def test_where_the_server_reads_nothing_keeping_is_greyed_with_the_reason(
    invite: Invite,
) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.find("more").press("Enter")
    await expect(host.find("keep-text")).to_be_disabled()
    await expect(host.find("keep-text")).to_contain_text("end-to-end encryption is on")
