"""A programme in real browsers: opened, filled from a list, joined by a link, tuned by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.accounts.conftest import Mailbox, token_in
from tests.e2e.at_pages import DESKTOP, NARROW_VIEW, PHONE, fits, looks_right
from tests.e2e.at_programmes import opened_programme
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer

HEADER = "E-Mail;Name;Role;Languages;Time zone;Goals;Expertise;Places;Shoe size"
WRONG = (
    "not an address;Person X;mentee;;;;;;",
    "x1@example.org;;mentee;;;;;;",
    "x2@example.org;Person X;pirate;;;;;;",
    "x3@example.org;Person X;mentee;;Mars/Base;;;;",
    "p1@example.org;Person X;mentee;;;;;;",
)


def _row(number: int) -> str:
    name = "محمد بن عبد الله" if number == 7 else f"Person {number}"
    if number % 4 == 0:
        return f"p{number}@example.org;{name};mentor;en:fluent;Europe/Athens;;Sailing;2;42"
    return f"p{number}@example.org;{name};mentee;en:good|el:native;;Find my way home;;;"


def _people() -> bytes:
    rows = [HEADER, *(_row(number) for number in range(195)), *WRONG]
    return "\r\n".join(rows).encode("utf-8-sig")


async def _save(operator: Visitor, button: str) -> None:
    """Until the server has it; an earlier save may still be told on the page."""
    async with operator.page.expect_response(lambda one: one.request.method == "PATCH") as saved:
        await operator.find(button).click()
    assert (await saved.value).ok


@pytest.mark.usefixtures("worker")
async def test_a_coordinator_imports_two_hundred_people_and_reads_the_report(
    house: LiveServer, invite: Invite
) -> None:
    operator = await opened_programme(house, invite)
    page = operator.page
    await operator.find("tab-invite").click()
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": _people()}
    await operator.find("import-file").set_input_files(file)  # type: ignore[arg-type]
    current = operator.find("import-current")
    await expect(current).to_have_attribute("data-state", "done", timeout=60_000)
    await expect(operator.find("import-tallies")).to_have_text("195 new5 lines not imported")
    await expect(current).to_contain_text("Shoe size")
    remarks = operator.find("import-remark")
    await expect(remarks).to_have_count(5)
    await expect(remarks.first).to_contain_text("197")
    await expect(remarks.last).to_contain_text("The same address is in line 3.")
    async with page.expect_download() as download:
        await operator.find("import-report").click()
    report = (await (await download.value).path()).read_text("utf-8-sig")
    assert len(report.splitlines()) == 6
    await operator.find("tab-people").click()
    await expect(operator.find("people-count")).to_have_text("195 people")
    await expect(operator.find("member")).to_have_count(50)
    await operator.find("people-search").fill("محمد")
    await expect(operator.find("member")).to_have_count(1)
    await expect(operator.find("member")).to_contain_text("Has not come in yet")
    for viewport, is_dark in ((DESKTOP["viewport"], False), (NARROW_VIEW, True)):
        await page.set_viewport_size(viewport)
        await page.emulate_media(color_scheme="dark" if is_dark else "light")
        for tab in ("overview", "people", "invite", "rules"):
            await operator.find(f"tab-{tab}").click()
            await looks_right(page, tab)
    assert [one for one in operator.complaints if "Failed to load resource" not in one] == []


async def test_somebody_joins_by_a_link_that_tells_what_it_is_for(
    house: LiveServer, invite: Invite, stranger: Visitor
) -> None:
    operator = await opened_programme(house, invite)
    await operator.find("tab-rules").click()
    await operator.find("question-add").click()
    await operator.find("question-text").fill("Why do you sail?")
    await operator.page.get_by_label("It must be answered").check(force=True)
    await _save(operator, "questions-save")
    await operator.find("tab-invite").click()
    await operator.find("link-make").click()
    address = await operator.find("link-address").input_value()
    path = address[address.index("/join/") :]
    await stranger.page.set_viewport_size(PHONE["viewport"])
    await stranger.page.goto(house.url + path)
    await expect(stranger.find("join")).to_contain_text("Voyages")
    await expect(stranger.find("join")).to_contain_text("A year at sea")
    assert await grave(stranger.page) == []
    await stranger.sign_up()
    await stranger.page.goto(house.url + path)
    await stranger.find("join-do").click()
    await expect(stranger.page.get_by_text("Please answer this.")).to_be_visible()
    await stranger.page.get_by_label("Why do you sail?").fill("To come home.")
    await stranger.find("join-do").click()
    await expect(stranger.page).to_have_url(re.compile(r"/programmes/[0-9a-v]{26}$"))
    await expect(stranger.page.get_by_role("heading", name="Voyages")).to_be_visible()
    assert await grave(stranger.page) == []
    assert await fits(stranger.page)
    await stranger.page.goto(house.url + "/join/nothing")
    await expect(stranger.find("join-gone")).to_be_visible()


@pytest.mark.usefixtures("worker")
async def test_somebody_from_a_list_chooses_a_password_by_the_letter_and_is_in(
    house: LiveServer, invite: Invite, stranger: Visitor, tmp_path: Path
) -> None:
    operator = await opened_programme(house, invite)
    await operator.find("tab-invite").click()
    await operator.page.get_by_label("Send invitations now").check(force=True)
    content = b"email,name,role\nmina@example.org,Mina,mentee"
    file = {"name": "one.csv", "mimeType": "text/csv", "buffer": content}
    await operator.find("import-file").set_input_files(file)  # type: ignore[arg-type]
    current = operator.find("import-current")
    await expect(current).to_have_attribute("data-state", "done", timeout=60_000)
    message = await Mailbox(tmp_path / "mail").wait("Voyages")
    await stranger.page.goto(f"{house.url}/invite?token={token_in(message)}")
    assert await grave(stranger.page) == []
    await stranger.find("new-password").fill("seven green boats")
    await stranger.find("new-password-submit").click()
    await stranger.page.locator("main").get_by_role("link", name="Sign in").click()
    await stranger.find("sign-in-email").fill("mina@example.org")
    await stranger.find("sign-in-password").fill("seven green boats")
    await stranger.find("sign-in-submit").click()
    await expect(stranger.find("programme-row").first).to_contain_text("Voyages")
    await operator.find("tab-people").click()
    await expect(operator.find("member")).to_contain_text("Takes part")


async def test_weights_keep_their_sum_by_keyboard(house: LiveServer, invite: Invite) -> None:
    operator = await opened_programme(house, invite)
    await operator.find("tab-rules").click()
    await operator.page.get_by_role("slider", name="Goals meet expertise").focus()
    for _ in range(5):
        await operator.page.keyboard.press("ArrowRight")
    await expect(operator.find("weight-goals")).to_have_text("35%")
    await _save(operator, "rules-save")
    await operator.page.reload()
    await expect(operator.find("weight-goals")).to_have_text("35%")
    shown = operator.page.locator("[data-testid^=weight-]")
    texts = await shown.all_inner_texts()
    assert abs(sum(float(text.rstrip("%")) for text in texts) - 100) < 0.05
