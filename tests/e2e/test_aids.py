"""What helps in a session beside picture and sound: hands, layouts, keys, captions, audio only."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.e2e.at_calls import SPEECH, from_menu
from tests.e2e.at_pages import DESKTOP, PHONE
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import Visitor, visiting
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

NO_SPEECH = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
# A microphone that is on and gives nothing.
DEAD_MICROPHONE = """
(() => {
  const devices = navigator.mediaDevices;
  const real = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wish) => {
    const stream = await real(wish);
    if (!wish?.audio) return stream;
    const silent = new AudioContext().createMediaStreamDestination().stream.getAudioTracks();
    return new MediaStream([...stream.getVideoTracks(), ...silent]);
  };
})();
"""
SMALL: dict[str, Any] = {**PHONE, "viewport": {"width": 360, "height": 740}}
LONG = "Wolfeschlegelsteinhausenbergerdorff-Παπαδημητρακοπούλου von und zu Ithaka"
ARABIC = "نادية عبد الرحمن الحسيني"


def _stage(who: Visitor) -> Locator:
    return who.page.get_by_role("region", name="Stage")


async def _blur(who: Visitor) -> None:
    """Keys go to the room, not to the button that was pressed last."""
    await who.page.evaluate("document.activeElement?.blur()")


async def test_hands_stand_in_a_row_and_reactions_pass(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    # The fake microphone beeps, and who is heard for some seconds has had their turn.
    await guest.find("mic-toggle").press("Enter")
    await _blur(guest)
    await guest.page.keyboard.press("r")
    await expect(host.tiles().get_by_test_id("hand")).to_contain_text("1")
    await expect(host.find("announcements")).to_contain_text("Odysseus raises a hand.")
    await host.find("gestures").press("Enter")
    await host.find("react-heart").press("Enter")
    await expect(guest.page.locator("[data-reaction=heart]")).to_be_attached()
    await expect(guest.find("announcements")).to_contain_text("Penelope: Heart.")
    await expect(guest.page.locator("[data-reaction=heart]")).to_have_count(0)
    await host.page.keyboard.press("Escape")
    await host.find("people-toggle").press("Enter")
    await host.find("lower-hand").press("Enter")
    await expect(host.tiles().get_by_test_id("hand")).to_have_count(0)
    await expect(guest.find("hand")).to_have_count(0)
    await guest.page.keyboard.press("r")
    await expect(host.tiles().get_by_test_id("hand")).to_have_count(1)
    await guest.page.keyboard.press("m")
    await expect(guest.find("hand")).to_have_count(0)


async def test_a_layout_is_kept_on_this_device(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    for layout, mode in {"side": "side", "grid": "grid", "stage": "share", "auto": "duo"}.items():
        await from_menu(host, f"layout-{layout}")
        await expect(host.find("more")).to_be_focused()  # where the menu leaves whoever closes it
        await expect(_stage(host)).to_have_attribute("data-mode", mode)
        await host.sees(1)
    await from_menu(host, "layout-side")
    await host.page.reload()
    await expect(_stage(host)).to_have_attribute("data-mode", "side")
    await host.find("share-toggle").press("Enter")
    await expect(host.find("screen-tile")).to_be_visible()
    await expect(_stage(host)).to_have_attribute("data-mode", "side")
    await expect(_stage(guest)).to_have_attribute("data-mode", "share")


async def test_a_key_is_changed_and_a_taken_one_is_said(invite: Invite) -> None:
    host = await invite("Penelope")
    await host.enter(await host.open_session())
    toggle, page = host.find("mic-toggle"), host.page
    await _blur(host)
    await page.keyboard.press("?")
    await host.find("key-microphone").press("Enter")
    await page.keyboard.press("v")
    await expect(page.get_by_text("V already does this: Camera on or off.")).to_be_visible()
    await host.find("key-microphone").press("Enter")
    await page.keyboard.press("k")
    await expect(host.find("key-microphone")).to_have_text("K")
    await page.keyboard.press("Escape")
    await expect(host.find("key-microphone")).to_have_count(0)
    await _blur(host)
    await page.keyboard.press("m")
    await expect(toggle).to_have_attribute("data-on", "true")
    await page.keyboard.press("k")
    await expect(toggle).to_have_attribute("data-on", "false")
    await expect(toggle).to_have_attribute("aria-keyshortcuts", "K")
    await page.keyboard.down(" ")
    await expect(toggle).to_have_attribute("data-on", "true")
    await page.keyboard.up(" ")
    await expect(toggle).to_have_attribute("data-on", "false")
    await page.keyboard.press("?")
    await host.find("keys-reset").press("Enter")
    await expect(host.find("key-microphone")).to_have_text("M")


async def test_keys_rest_in_text_and_on_a_canvas(invite: Invite) -> None:
    host = await invite("Penelope")
    await host.enter(await host.open_session())
    for element in ("<textarea>", "<p contenteditable>", "<div class=excalidraw tabindex=0>"):
        await host.page.evaluate(
            "(html) => { const box = document.createElement('div'); box.innerHTML = html;"
            " document.querySelector('main').append(box); box.firstChild.focus(); }",
            element,
        )
        await host.page.keyboard.press("m")
        await host.page.keyboard.press("v")
        for toggle in ("mic-toggle", "camera-toggle"):
            await expect(host.find(toggle)).to_have_attribute("data-on", "true")


async def test_audio_only_stops_pictures_both_ways(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.sees(1)
    await from_menu(host, "audio-only")
    await expect(host.find("audio-only-on")).to_be_visible()
    await host.sees(0)
    await guest.sees(0)
    await host.hears(1)
    await guest.hears(1)
    await host.find("camera-toggle").press("Enter")
    await expect(host.find("audio-only-on")).to_have_count(0)
    await host.sees(1)
    await guest.sees(1)


@pytest.mark.parametrize("protection", ["end_to_end", "transport"])
async def test_captions_come_from_who_speaks_and_agrees(invite: Invite, protection: str) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await guest.context.add_init_script(SPEECH)
    await meet(host, guest, protection=protection)
    await from_menu(host, "captions-toggle")
    await expect(host.find("caption-standing")).to_contain_text("Asked for their words")
    await expect(guest.find("caption-ask")).to_contain_text("Penelope")
    assert await guest.page.evaluate("saySpeech('before a yes', true)") == 0
    await guest.find("caption-agree").press("Enter")
    await expect(guest.find("caption-writing")).to_be_visible()
    assert await guest.page.evaluate("saySpeech('Tell me, Muse', true)") == 1
    await expect(host.find("caption")).to_have_text("Odysseus Tell me, Muse")
    await guest.find("mic-toggle").press("Enter")
    await expect(guest.find("mic-toggle")).to_have_attribute("data-on", "false")
    assert await guest.page.evaluate("saySpeech('muted', true)") == 0
    await guest.find("mic-toggle").press("Enter")
    await from_menu(host, "captions-toggle")
    await expect(guest.find("caption-writing")).to_have_count(0)
    assert await guest.page.evaluate("saySpeech('no longer wanted', true)") == 0


async def test_a_browser_without_speech_recognition_is_named(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await guest.context.add_init_script(NO_SPEECH)
    await meet(host, guest)
    await from_menu(host, "captions-toggle")
    await expect(host.find("caption-standing")).to_contain_text("their browser cannot write any")
    await expect(guest.find("caption-ask")).to_have_count(0)


async def test_the_small_window_has_the_buttons_one_needs_at_once(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.sees(1)
    await from_menu(host, "small-window")
    inside = "documentPictureInPicture.window?.document.querySelectorAll"
    counts = f"() => [{inside}('video').length, {inside}('button').length].join()"
    await host.page.wait_for_function(f"({counts})() === '1,4'")
    await host.page.evaluate(f"{inside}('button')[0].click()")
    await expect(guest.tiles().first).to_have_attribute("data-muted", "true")
    await from_menu(host, "small-window")
    await host.page.wait_for_function("documentPictureInPicture.window === null")


async def test_a_dead_microphone_is_said_in_the_call(invite: Invite) -> None:
    host = await invite("Penelope")
    await host.context.add_init_script(DEAD_MICROPHONE)
    await host.enter(await host.open_session())
    notice = host.find("silent-microphone")
    await expect(notice).to_contain_text("Nobody can hear you", timeout=30_000)
    await host.find("mic-toggle").press("Enter")
    await expect(notice).to_have_count(0)


@pytest.mark.parametrize("device", [DESKTOP, SMALL], ids=["desktop-light", "phone-dark"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
async def test_the_room_with_all_its_aids_is_accessible_and_fits(
    browser: Browser, house: LiveServer, device: dict[str, Any], direction: str
) -> None:
    async with (
        visiting(browser, house.url, LONG, **device) as host,
        visiting(browser, house.url, ARABIC) as guest,
    ):
        await guest.context.add_init_script(SPEECH)
        await host.sign_up()
        await guest.sign_up()
        await meet(host, guest)
        await host.page.evaluate(f"document.documentElement.dir = '{direction}'")
        await guest.find("mic-toggle").press("Enter")
        await guest.page.keyboard.press("r")
        await guest.find("mic-toggle").press("Enter")
        await from_menu(host, "captions-toggle")
        await guest.find("caption-agree").press("Enter")
        await guest.page.evaluate("saySpeech('قل لي يا ربة الشعر عن الرجل كثير الحيل', true)")
        await expect(host.find("caption")).to_be_visible()
        await from_menu(host, "balance-toggle")
        await expect(host.find("balance")).to_be_visible()
        assert await grave(host.page) == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await host.page.evaluate(wide) == 0
        for leave in await host.find("leave").all():
            box = await leave.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= device["viewport"]["width"]
        await host.find("gestures").press("Enter")
        await expect(host.find("raise-hand")).to_be_visible()
        assert await grave(host.page) == []
        await host.page.keyboard.press("Escape")
        await from_menu(host, "audio-only")
        await expect(host.find("audio-only-on")).to_be_visible()
        assert await grave(host.page) == []
        assert [line for line in host.complaints if "Content Security Policy" in line] == []
