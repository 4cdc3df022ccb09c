"""The operators' page in a real browser, on a desktop in light and a phone in dark."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.at_pages import DESKTOP, PHONE, settled
from tests.e2e.at_programmes import make_operator
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer


async def _spells(operator: Visitor) -> None:
    """Adds a spelling of a skill and takes another back."""
    for text in ("Segeln", "Cloud-Kram"):
        await operator.find("spelling-text").fill(text)
        await operator.find("spelling-concept").fill("sail")
        await expect(operator.page.get_by_role("option").first).to_be_visible()
        await operator.find("spelling-concept").press("ArrowDown")
        await operator.find("spelling-concept").press("Enter")
        await operator.find("spelling-add").press("Enter")
        await expect(operator.find("spelling").filter(has_text=text)).to_be_visible()
    await operator.page.get_by_role("button", name="Forget Cloud-Kram").press("Enter")
    await expect(operator.find("spelling")).to_have_count(1)
    await expect(operator.find("spelling")).to_contain_text("means")


async def test_an_operator_sees_how_the_server_is_and_nobody_else_does(
    house: LiveServer, invite: Invite
) -> None:
    operator, host = await invite("Athena"), await invite("Penelope")
    await operator.page.goto(f"{house.url}/operator")
    await expect(operator.find("operator-refused")).to_be_visible()
    await make_operator(house, operator)
    await host.enter(await host.open_session("A loom by night"))
    await operator.page.goto(house.url, wait_until="networkidle")
    await operator.find("person-menu").press("Enter")
    await operator.page.get_by_role("menuitem", name="How this server is").press("Enter")
    await expect(operator.find("operator-sessions")).to_have_text("1")
    await expect(operator.find("operator-people")).to_have_text("1")
    await expect(operator.find("operator-health").first).to_have_attribute("data-state", "up")
    await expect(operator.find("operator-ended")).to_have_count(2)
    told = await operator.page.locator("main").inner_text()
    assert "Penelope" not in told
    assert "loom" not in told
    await _spells(operator)
    for viewport, is_dark in ((DESKTOP["viewport"], False), (PHONE["viewport"], True)):
        await operator.page.set_viewport_size(viewport)
        await operator.page.emulate_media(color_scheme="dark" if is_dark else "light")
        await settled(operator.page)
        assert await grave(operator.page) == []
        width = await operator.page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"]
    await host.page.goto(house.url)
    await host.find("person-menu").click()
    await expect(host.page.get_by_role("menuitem", name="Profile")).to_be_visible()
    await expect(host.page.get_by_role("menuitem", name="How this server is")).to_have_count(0)
