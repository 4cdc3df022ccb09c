"""Calls that are encrypted from browser to browser, and what the server can make of them."""

from __future__ import annotations

from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from playwright.async_api import expect

from tests.e2e.conftest import Invite, meet
from tests.support.browsers import Visitor
from tests.support.servers import LiveServer

VP8 = RTCRtpCodecParameters(mimeType="video/VP8", clockRate=90000, payloadType=101)


async def test_two_people_see_and_hear_each_other_end_to_end_encrypted(
    house: LiveServer, invite: Invite
) -> None:
    host, other = await invite("Penelope"), await invite("Odysseus")
    await meet(host, other)
    for visitor in (host, other):
        await visitor.sees(1)
        await visitor.hears(1)
        await expect(visitor.find("lock")).to_have_attribute("data-standing", "end_to_end")
    assert await _code(host) == await _code(other)


async def _code(visitor: Visitor) -> list[str]:
    """The safety code as it stands in the dialog."""
    await visitor.find("lock").click()
    await expect(visitor.find("safety-code")).to_be_visible()
    groups = await visitor.find("safety-code").locator("li").all_inner_texts()
    assert len(groups) == 6
    assert all(len(group) == 5 and group.isdigit() for group in groups)
    return groups
