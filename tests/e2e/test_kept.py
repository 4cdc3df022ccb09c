"""What is said is kept as text with everybody's consent, read afterwards, and taken back."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.at_calls import SPEECH, from_menu
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import Visitor, until
from tests.support.screens.axe import grave

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


async def test_where_the_server_reads_nothing_keeping_is_greyed_with_the_reason(
    invite: Invite,
) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.find("more").press("Enter")
    await expect(host.find("keep-text")).to_be_disabled()
    await expect(host.find("keep-text")).to_contain_text("end-to-end encryption is on")
