"""Calls that are encrypted from browser to browser, and what the server can make of them."""

from __future__ import annotations

import pytest
from msgspec import structs
from playwright.async_api import expect

from server.rooms import capabilities
from server.rooms.sfu import Sfu
from server.services import SERVICES
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import Visitor
from tests.support.eavesdropper import eavesdrop
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

OLD_WAY = "delete window.RTCRtpScriptTransform;"
NO_WAY = OLD_WAY + "delete RTCRtpSender.prototype.createEncodedStreams;"


async def test_three_people_hold_one_code_and_nobody_keeps_a_key_after_leaving(
    house: LiveServer, invite: Invite
) -> None:
    host, other, third = [await invite(name) for name in ("Penelope", "Odysseus", "Mentor")]
    link = await meet(host, other)
    rooms, room = house.app[SERVICES].rooms, link.rsplit("/", 1)[1]
    await _meet_each_other(host, other)
    code = await _code(host)
    assert await _code(other) == code
    await third.knock(link)
    await host.find("knock-admit").click()
    await third.come_in()
    for visitor in (host, other, third):
        await visitor.sees(2)
        await visitor.hears(2)
    codes = [await _code(visitor) for visitor in (host, other, third)]
    assert codes[0] == codes[1] == codes[2] != code
    before = (await eavesdrop(rooms, room, "audio")).generations
    await third.leave()
    await expect(host.tiles()).to_have_count(1)
    await _meet_each_other(host, other)
    after = (await eavesdrop(rooms, room, "audio")).generations
    assert max(after) > max(before)
    await other.page.reload()
    await expect(other.find("room")).to_be_visible(timeout=15_000)
    await _meet_each_other(host, other)
    assert await _code(host) == await _code(other) != code
    assert "loaded the page anew" in await host.find("announcements").inner_text()


async def test_what_the_server_taps_does_not_decode_but_where_the_host_allows_it(
    house: LiveServer, invite: Invite
) -> None:
    host, other = await invite("Penelope"), await invite("Odysseus")
    await other.page.add_init_script(OLD_WAY)
    link = await meet(host, other, protection="transport")
    rooms, room = house.app[SERVICES].rooms, link.rsplit("/", 1)[1]
    for protection in ("transport", "end_to_end", "transport"):
        if protection != await host.find("lock").get_attribute("data-standing"):
            await _switch(host)
        await expect(other.find("lock")).to_have_attribute("data-standing", protection)
        await _meet_each_other(host, other)
        for peer in {view.peer for view in rooms.sfu.streams(room)}:
            for kind in ("audio", "video"):
                heard = await eavesdrop(rooms, room, kind, peer)
                told = f"{protection} {kind}: {heard}"
                assert heard.packets > 20, told
                assert (heard.true > 5) == (protection == "transport"), told
                assert bool(heard.generations) == (protection == "end_to_end"), told
    assert "switched end-to-end encryption off" in await other.page.inner_text("body")


async def test_a_browser_that_cannot_is_told_before_and_the_host_sees_whom_it_concerns(
    house: LiveServer, invite: Invite
) -> None:
    host, other = await invite("Penelope"), await invite("Odysseus")
    await other.page.add_init_script(NO_WAY)
    link = await host.open_session()
    await host.enter(link)
    await other.knock(link)
    await host.find("knock-admit").click()
    await expect(other.find("lobby-unable")).to_be_visible()
    await other.come_in()
    await expect(other.find("lock")).to_have_attribute("data-standing", "unable")
    await expect(host.find("unable")).to_contain_text("Odysseus")
    rooms, room = house.app[SERVICES].rooms, link.rsplit("/", 1)[1]
    assert {view.peer for view in rooms.sfu.streams(room)} == {await _self_id(host)}
    await _switch(host)
    await _meet_each_other(host, other)


@pytest.mark.parametrize("codec", ["video/VP9", "video/H264", "video/AV1"])
async def test_every_codec_survives_encryption(
    house: LiveServer, invite: Invite, monkeypatch: pytest.MonkeyPatch, codec: str
) -> None:
    all_codecs = capabilities.ROUTER_CAPABILITIES.codecs
    video = next(c.preferred_payload_type for c in all_codecs if c.mime_type == codec)
    kept = tuple(
        c
        for c in all_codecs
        if c.kind == "audio" or video in {c.preferred_payload_type, c.parameters.get("apt")}
    )
    only = structs.replace(capabilities.ROUTER_CAPABILITIES, codecs=kept)
    monkeypatch.setattr(Sfu, "capabilities", only)
    host, other = await invite("Penelope"), await invite("Odysseus")
    await meet(host, other)
    await _meet_each_other(host, other)


async def _meet_each_other(*two: Visitor) -> None:
    for visitor in two:
        await visitor.sees(1)
        await visitor.hears(1)


async def _code(visitor: Visitor) -> list[str]:
    """The safety code as it stands in the dialog."""
    await visitor.find("lock").click()
    await expect(visitor.find("safety-code")).to_be_visible()
    groups = await visitor.find("safety-code").locator("li").all_inner_texts()
    assert [len(group) for group in groups] == [5] * 6
    await _close_dialog(visitor)
    return groups


async def _switch(host: Visitor) -> None:
    await host.find("lock").click()
    await host.page.get_by_role("switch", name="End-to-end encryption").press("Space")
    await _close_dialog(host)


async def _close_dialog(visitor: Visitor) -> None:
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.find("secrecy-dialog")).to_have_count(0)


async def _self_id(visitor: Visitor) -> str:
    tile = visitor.page.locator("[data-testid=tile][data-self=true]")
    peer = await tile.get_attribute("data-peer-id")
    assert peer is not None
    return peer
