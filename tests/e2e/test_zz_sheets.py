from __future__ import annotations
import os
from playwright.async_api import Browser, expect
from tests.e2e.at_boards import new_board
from tests.e2e.conftest import Invite
from tests.e2e.test_mentorship import ASK, _paired
from tests.e2e.test_pages import DESKTOP
from tests.e2e.test_profiles import PHONE
from tests.support.browsers import visiting
from tests.support.servers import LiveServer

async def test_shots(browser: Browser, house: LiveServer, invite: Invite) -> None:
    shots = "/tmp/shots-canvas"
    mentor = await invite("Mentes")
    async with visiting(browser, house.url, "Telemachus", **DESKTOP) as mentee:
        await mentee.sign_up()
        path = await _paired(mentee, mentor)
        page = mentee.page
        for sheet in ("smart", "grow", "okr", "eisenhower", "retrospective", "days", "wheel"):
            board = await new_board(mentee, path, sheet)
            await page.goto(f"{house.url}/boards/{board}")
            await expect(mentee.find("sheets-offer")).to_be_visible()
            if sheet == "smart":
                await page.wait_for_timeout(500)
                await page.screenshot(path=f"{shots}/s-offer.png")
            await mentee.find(f"offer-{sheet}").click()
            await expect(mentee.find("board-state")).to_have_attribute("data-state", "saved")
            await page.wait_for_timeout(900)
            await page.screenshot(path=f"{shots}/s-{sheet}.png")
        print(mentee.complaints)
    mentor2 = await invite("Mentes")
    async with visiting(browser, house.url, "Telemachus", **{**PHONE, "viewport": {"width": 360, "height": 740}}) as mentee:
        await mentee.sign_up()
        path = await _paired(mentee, mentor2)
        page = mentee.page
        board = await new_board(mentee, path, "x")
        await page.goto(f"{house.url}/boards/{board}")
        await expect(mentee.find("sheets-offer")).to_be_visible()
        await page.wait_for_timeout(500)
        await page.screenshot(path=f"{shots}/s-phone-offer.png")
        await mentee.find("offer-grow").click()
        await page.wait_for_timeout(900)
        await page.screenshot(path=f"{shots}/s-phone-grow.png")
        await mentee.find("board-sheets").click()
        await page.wait_for_timeout(400)
        await page.screenshot(path=f"{shots}/s-phone-menu.png")
