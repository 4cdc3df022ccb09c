"""A cohort in a real browser: 200 people imported, matched, edited, published."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.at_pages import DESKTOP, NARROW_VIEW, looks_right
from tests.e2e.at_programmes import opened_programme
from tests.e2e.conftest import Invite
from tests.support.servers import LiveServer

HEADER = (
    "email,name,roles,languages,time_zone,industry,seniority,weekly_hours,goals,expertise,places"
)
TOPICS = (
    "Raise seed money from investors",
    "Lead a team of nurses",
    "Publish a first research paper",
    "Build reliable web services",
    "Design forms that people understand",
)


def _row(number: int) -> str:
    name = "محمد بن عبد الله" if number == 7 else f"Person {number}"
    topic, hours = TOPICS[number % len(TOPICS)], "mon 18:00-20:00; thu 18:00-20:00"
    shared = f"en:fluent,Europe/Athens,software,{{}},{hours}"
    if number % 4 == 0:
        return f"p{number}@example.org,{name},mentor,{shared.format('lead')},,{topic},3"
    return f"p{number}@example.org,{name},mentee,{shared.format('entry')},{topic} this year,,"


def _people() -> bytes:
    return "\r\n".join([HEADER, *(_row(number) for number in range(200))]).encode()


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("worker")
async def test_a_coordinator_matches_two_hundred_people_edits_the_draft_and_publishes(
    house: LiveServer, invite: Invite
) -> None:
    operator = await opened_programme(house, invite)
    page = operator.page
    await operator.find("tab-invite").click()
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": _people()}
    await operator.find("import-file").set_input_files(file)  # type: ignore[arg-type]
    done = operator.find("import-current")
    await expect(done).to_have_attribute("data-state", "done", timeout=60_000)
    await operator.find("tab-matching").click()
    await expect(page.get_by_text("No run yet")).to_be_visible()
    await operator.find("run-start").click()
    run = operator.find("run")
    await expect(run).to_have_attribute("data-state", "drafted", timeout=60_000)
    await expect(operator.find("run-figures")).to_contain_text("150 of 150 mentees")
    await expect(operator.find("run-pairs-count")).to_have_text("150 pairs")

    await operator.find("run-search").fill("محمد")
    await expect(operator.find("run-pair")).to_have_count(1)
    two = operator.find("run-pair").locator("td").first
    before = await two.inner_text()
    await operator.find("run-pair-open").click()
    await expect(operator.find("run-reasons")).to_contain_text("goals meet the mentor")
    await operator.find("run-forbid").click()
    await expect(operator.find("run-preview")).to_contain_text("another mentor")
    await operator.find("run-take").click()
    await expect(operator.find("run-edits")).to_contain_text("never with")
    await expect(two).not_to_have_text(before)

    for viewport, is_dark in ((DESKTOP["viewport"], False), (NARROW_VIEW, True)):
        await page.set_viewport_size(viewport)
        await page.emulate_media(color_scheme="dark" if is_dark else "light")
        await looks_right(page)

    await operator.find("run-search").fill("")
    await operator.find("run-publish").click()
    await operator.find("confirm-do").click()
    await expect(run).to_have_attribute("data-state", "published", timeout=90_000)
    await expect(operator.find("run-publish-card")).to_contain_text("150 pairs were proposed.")
    assert [one for one in operator.complaints if "Failed to load resource" not in one] == []
