"""Templates of whiteboards and boards on paper, in real browsers."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Any

from PIL import Image
from playwright.async_api import expect

from tests.e2e.at_boards import both_have, both_open, drawn, entries, goal_on_board, saved
from tests.e2e.conftest import Invite
from tests.support.servers import LiveServer


async def test_a_template_is_drawn_once_also_when_both_choose_it_and_fills_the_goals(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await both_open(mentee, mentor, house)
    await asyncio.gather(*(one.find("offer-grow").press("Enter") for one in (mentee, mentor)))
    await both_have(mentee, mentor, frame=4)
    await saved(mentee, mentor)
    for one in (mentee, mentor):
        await expect(one.find("sheets-offer")).to_have_count(0)
        await expect(
            entries(one, "rectangle").filter(has_text="What have you tried")
        ).to_have_count(1)
        await one.find("board-sheets").click()
        await expect(one.find("sheet-grow")).to_be_disabled()
        await one.page.keyboard.press("Escape")
    assert (await drawn(mentee)).count("Reality") == (await drawn(mentor)).count("Reality")
    await mentee.page.goto(house.url + path + "/goals")
    await expect(mentee.find("goal")).to_have_count(1)
    await expect(mentee.find("milestone")).to_have_count(4)


async def test_a_board_is_printed_with_its_cards_on_one_page(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await both_open(mentee, mentor, house)
    await goal_on_board(mentee, path)
    async with mentee.page.expect_download() as download:
        await mentee.find("board-export").click()
        await mentee.find("export-pdf").press("Enter")
    file = await download.value
    assert file.suggested_filename == "Plans.pdf"
    raw = (await file.path()).read_bytes()
    assert raw.startswith(b"%PDF-1.7\n")
    assert b"/Count 1" in raw
    found = re.search(rb"/DCTDecode /Length (\d+) >>\nstream\n", raw)
    assert found
    picture = Image.open(io.BytesIO(raw[found.end() : found.end() + int(found[1])]))
    colours = picture.convert("RGB").getcolors(picture.width * picture.height) or []
    card = sum(count for count, colour in colours if _is_near(colour, (0xE3, 0xEF, 0xED)))
    assert card > picture.width * picture.height / 3  # the card is a box, not an address


def _is_near(colour: Any, other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) <= 3 for a, b in zip(colour, other, strict=True))
