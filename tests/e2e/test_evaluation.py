"""The report on a programme in a real browser, and a person who says and takes back a group."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from server.services import SERVICES
from tests.e2e.conftest import Invite
from tests.e2e.test_pages import DESKTOP, _grave, _settled
from tests.e2e.test_programmes import SMALL_PHONE, _fits, _opened, worker
from tests.progress.town import Town
from tests.support.servers import LiveServer

__all__ = ["worker"]


@pytest.mark.usefixtures("worker")
async def test_a_coordinator_reads_the_report_asks_about_groups_and_sees_only_sums(
    house: LiveServer, invite: Invite
) -> None:
    operator = await _opened(house, invite)
    page, services = operator.page, house.app[SERVICES]
    programme = page.url.split("/programmes/")[1].split("/")[0]
    await operator.find("tab-evaluation").press("Enter")
    await expect(operator.find("funnel")).to_contain_text("Figures come from 5 people on")
    await expect(operator.find("pairs")).to_contain_text("Nobody is matched yet")

    town = Town(services, programme)
    await town.fill(mentees=60, mentors=20, pairs=48)
    await page.reload()
    await expect(operator.find("step-matched")).to_contain_text("48")
    await expect(operator.find("pairs-table")).to_contain_text("Stalled")
    await operator.find("questions-edit").press("Enter")
    await operator.find("group-text").fill("Where did you grow up?")
    await operator.find("group-choices").fill("At sea\nAt sea")
    await operator.find("group-questions-save").press("Enter")
    await expect(operator.find("group-questions")).to_contain_text("Each choice once, please.")
    await operator.find("group-choices").fill("At sea\nOn land")
    await operator.find("group-questions-save").press("Enter")
    await expect(operator.find("fairness-question")).to_contain_text("No figures yet")
    told = await services.progress.groups.own(town.mentees[0].id)
    for at, one in enumerate(town.mentees):
        await services.progress.groups.answer(one.id, told[0].question.id, int(at % 60 < 25))
    await services.progress.groups.renew()
    await page.reload()
    await expect(operator.find("fairness-mentee")).to_contain_text("35")
    async with page.expect_download() as saving:
        await operator.find("save-pairs").press("Enter")
    assert (await saving.value).suggested_filename == "pairs.csv"
    for viewport, is_dark in ((DESKTOP["viewport"], False), (SMALL_PHONE, True)):
        await page.set_viewport_size(viewport)
        await page.emulate_media(color_scheme="dark" if is_dark else "light")
        await _settled(page)
        assert await _grave(page) == [], is_dark
        assert await _fits(page)
    assert [one for one in operator.complaints if "Failed to load resource" not in one] == []
