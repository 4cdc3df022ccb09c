from __future__ import annotations
import os
from playwright.async_api import Browser, expect
from tests.e2e.at_boards import new_board
from tests.e2e.conftest import Invite
from tests.e2e.test_mentorship import ASK, _paired
from tests.e2e.test_pages import DESKTOP
from tests.e2e.test_profiles import PHONE
from tests.support.browsers import Visitor, visiting
from tests.support.pictures import picture
from tests.support.servers import LiveServer

LONG = "Where we want to be in spring, written so long that no phone has room for it"
RTL = "\u05dc\u05d5\u05d7 \u05d4\u05ea\u05db\u05e0\u05d5\u05df \u05e9\u05dc\u05e0\u05d5 \u05dc\u05e9\u05e0\u05d4 \u05d4\u05d1\u05d0\u05d4"

async def test_shots(browser: Browser, house: LiveServer, invite: Invite) -> None:
    shots = "/tmp/shots-canvas"; os.makedirs(shots, exist_ok=True)
    for name, device in (("desk", DESKTOP), ("phone", {**PHONE, "viewport": {"width": 360, "height": 740}})):
        async with visiting(browser, house.url, "Mentes of the Taphians, lord of the oar-loving Taphians and guest", **DESKTOP) as mentor:
            await mentor.sign_up()
            async with visiting(browser, house.url, "Telemachus", **device) as mentee:
                await mentee.sign_up()
                path = await _paired(mentee, mentor)
                status, _ = await mentee.page.evaluate(ASK, [f"/api{path}/goals/items", {"kind": "goal", "title": LONG}])
                board = await new_board(mentee, path, LONG if name == "phone" else RTL)
                await mentor.page.goto(f"{house.url}/boards/{board}")
                page = mentee.page
                await page.goto(f"{house.url}/boards/{board}")
                await expect(mentee.find("board-fellow")).to_be_visible()
                await page.wait_for_timeout(800)
                await page.screenshot(path=f"{shots}/{name}-empty.png")
                await mentee.find("board-sticky").click()
                await page.wait_for_timeout(300)
                await page.keyboard.press("Enter")
                await page.keyboard.type("Ask ten people what they think of it")
                await page.keyboard.press("Escape")
                await page.wait_for_timeout(500)
                await page.screenshot(path=f"{shots}/{name}-sticky.png")
                await mentee.find("board-card").click()
                await page.wait_for_timeout(300)
                await page.screenshot(path=f"{shots}/{name}-menu.png")
                await mentee.find("board-goal").press("Enter")
                await mentee.context.set_offline(True)
                await mentee.find("board-image-file").set_input_files(files=[{"name": "a", "mimeType": "image/png", "buffer": picture("PNG", (800, 300))}])
                await page.wait_for_timeout(600)
                await page.screenshot(path=f"{shots}/{name}-offline.png")
                await mentee.context.set_offline(False)
                await mentee.find("board-image-file").set_input_files(files=[{"name": "a", "mimeType": "image/png", "buffer": picture("PNG", (800, 300))[:99]}])
                await expect(mentee.find("picture-refused")).to_be_visible()
                await mentee.find("board-outline").click()
                await page.wait_for_timeout(300)
                await page.screenshot(path=f"{shots}/{name}-refused.png")
