"""Images on whiteboards, in real browsers: seen by the other, never in the document."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.async_api import FilePayload, expect

from server.boards.model import image as limits
from tests.e2e.at_boards import both_open, drawn, entries, saved, state_bytes
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, until
from tests.support.pictures import picture
from tests.support.servers import LiveServer

BRING = """
([way, base64, type]) => {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], 'picture', { type }));
  const canvas = document.querySelector('canvas.interactive');
  const at = { bubbles: true, cancelable: true, clientX: 400, clientY: 400 };
  canvas.dispatchEvent(way === 'paste'
    ? new ClipboardEvent('paste', { ...at, clipboardData: carried })
    : new DragEvent('drop', { ...at, dataTransfer: carried }));
}
"""


async def _bring(one: Visitor, way: str, raw: bytes, kind: str = "image/png") -> None:
    if way == "pick":
        file = FilePayload(name="picture", mimeType=kind, buffer=raw)
        await one.find("board-image-file").set_input_files(file)
    else:
        await one.page.evaluate(BRING, [way, base64.b64encode(raw).decode(), kind])


async def _shows(one: Visitor, *contents: bytes) -> None:
    """Wait until the images that are drawn have these contents."""

    async def is_so() -> int:
        found = re.findall(r'href="data:image/[a-z]+;base64,([^"]+)"', await drawn(one))
        return int({base64.b64decode(one) for one in found} == set(contents))

    await until(is_so, 1, f"{one.name} sees the images")


async def _on_its_way(one: Visitor, *, sending: int = 0, waiting: int = 0) -> None:
    way = one.find("picture-way")
    await expect(way).to_have_attribute("data-sending", str(sending))
    await expect(way).to_have_attribute("data-waiting", str(waiting))


async def test_an_image_is_seen_by_the_other_and_after_a_reload_and_is_not_in_the_document(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_open(mentee, mentor, house)
    brought = set()
    for count, way in enumerate(("pick", "paste", "drop"), start=1):
        raw = picture("PNG", (40 * count, 30))
        brought.add(raw)
        async with mentor.page.expect_response(re.compile(r"/files/[0-9a-f]{64}$")) as fetched:
            await _bring(mentee, way, raw)
        assert (await fetched.value).status == 200
        await expect(entries(mentor, "image")).to_have_count(count)
    await saved(mentee, mentor)
    for one in (mentee, mentor):
        await _shows(one, *brought)
    assert await state_bytes(mentor) < 1_500
    await mentor.page.reload()
    await saved(mentor)
    await expect(mentor.find("board-export")).to_be_visible()
    await _shows(mentor, *brought)
    assert mentee.complaints == mentor.complaints == []


async def test_a_large_image_is_made_smaller_before_it_is_sent(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_open(mentee, mentor, house)
    async with mentee.page.expect_request(re.compile(r"/files/[0-9a-f]{64}$")) as sending:
        await _bring(mentee, "pick", picture("PNG", (5_000, 2_500)))
    request = await sending.value
    assert (request.method, request.headers["content-type"]) == ("PUT", "image/webp")
    await expect(entries(mentor, "image")).to_have_count(1)
    await _on_its_way(mentee)


async def test_an_image_brought_offline_waits_and_is_sent_on_return(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_open(mentee, mentor, house)
    await mentee.context.set_offline(True)
    await expect(mentee.find("board-state")).to_have_attribute("data-state", "offline")
    await _bring(mentee, "paste", picture("PNG", (60, 30)))
    await _on_its_way(mentee, waiting=1)
    await expect(entries(mentee, "image")).to_have_count(1)
    await expect(entries(mentor, "image")).to_have_count(0)
    async with mentor.page.expect_response(re.compile(r"/files/[0-9a-f]{64}$")) as fetched:
        await mentee.context.set_offline(False)
    assert (await fetched.value).status == 200
    await _shows(mentor, picture("PNG", (60, 30)))
    await _on_its_way(mentee)


async def test_what_is_refused_leaves_nothing_behind_and_can_be_tried_again(
    invite: Invite, house: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_open(mentee, mentor, house)
    with monkeypatch.context() as full:
        full.setattr(limits, "MOST_IMAGES", 0)
        await _bring(mentee, "drop", picture("PNG", (60, 30)))
        await expect(mentee.find("picture-refused")).to_contain_text("go on on a new board")
    for one in (mentee, mentor):
        await expect(entries(one, "image")).to_have_count(0)
    await mentee.find("picture-again").click()
    for one in (mentee, mentor):
        await expect(entries(one, "image")).to_have_count(1)
    await expect(mentee.find("picture-refused")).to_have_count(0)
    for raw, kind, words in (
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "and nothing else"),
        (picture()[:30], "image/png", "damaged"),
    ):
        await _bring(mentee, "pick", raw, kind)
        await expect(mentee.find("picture-refused")).to_contain_text(words)
        await mentee.find("picture-let-be").click()
        await expect(mentee.find("picture-refused")).to_have_count(0)
    await expect(entries(mentee, "image")).to_have_count(1)
