"""The report on a programme in a real browser, and a person who says and takes back a group."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from server.accounts.model import Role
from server.accounts.store.people import person
from server.programmes.model import Membership, Standing
from server.programmes.store import members
from server.progress.model.groups import Asked
from server.services import SERVICES
from tests.e2e.at_mentorships import LONG, RTL
from tests.e2e.at_pages import DESKTOP, NARROW, NARROW_VIEW, looks_right, picture
from tests.e2e.at_programmes import opened_programme
from tests.e2e.conftest import Invite
from tests.progress.town import Town
from tests.support.browsers import Visitor, visiting
from tests.support.servers import LiveServer


@pytest.mark.usefixtures("worker")
async def test_a_coordinator_reads_the_report_asks_about_groups_and_sees_only_sums(
    house: LiveServer, invite: Invite
) -> None:
    operator = await opened_programme(house, invite)
    page, services = operator.page, house.app[SERVICES]
    programme = page.url.split("/programmes/")[1].split("/")[0]
    await operator.find("tab-evaluation").press("Enter")
    await expect(operator.find("funnel")).to_contain_text("Figures come from 5 people on")
    await expect(operator.find("pairs")).to_contain_text("Nobody is matched yet")

    town = Town(services, programme)
    await town.fill(mentees=60, mentors=20, pairs=48)
    await town.propose(40)
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
    await operator.find("rounds").locator("summary").press("Enter")
    await expect(operator.find("round").first).to_contain_text("4040")  # proposed, and begun
    await expect(operator.find("round").last).to_contain_text("Without a run")
    async with page.expect_download() as saving:
        await operator.find("save-rounds").press("Enter")
    assert (await saving.value).suggested_filename == "rounds.csv"
    async with page.expect_download() as saving:
        await operator.find("save-pairs").press("Enter")
    assert (await saving.value).suggested_filename == "pairs.csv"
    async with services.database.write() as tx:
        for at, name in enumerate((LONG, RTL)):
            for who in (town.pairs[at].mentee, town.pairs[at + 1].mentor):
                named = person.update().where(person.c.id == who)
                await tx.execute(named.values(name=name))
    await page.reload()
    for viewport, is_dark in ((DESKTOP["viewport"], False), (NARROW_VIEW, True)):
        await page.set_viewport_size(viewport)
        await page.emulate_media(color_scheme="dark" if is_dark else "light")
        for language in ("en", "ar"):
            await operator.speaks(language)
            await page.reload()
            await operator.find("fairness-mentee").wait_for()
            for part in ("funnel-months", "rounds"):
                await operator.find(part).locator("summary").press("Enter")
            await looks_right(operator.page, f"evaluation-{viewport['width']}-{language}")
    await operator.speaks("en")
    assert [one for one in operator.complaints if "Failed to load resource" not in one] == []


async def _asked(house: LiveServer, operator: Visitor, person: str) -> str:
    """A question of the operator's programme, in which the person now takes part; its id."""
    services = house.app[SERVICES]
    programme = operator.page.url.split("/programmes/")[1].split("/")[0]
    me = (await operator.send("GET", "/api/me"))["id"]
    choices = ("At sea", f"On land, near {LONG}", f"Elsewhere: {RTL}")
    ask = services.progress.groups.ask
    await ask(me, programme, [Asked("Where did you grow up?", choices)])
    now, mentee = services.clock.now(), frozenset({Role.MENTEE})
    async with services.database.write() as tx:
        joined = Membership(programme, person, mentee, Standing.JOINED, joined_at=now)
        await members.add(tx, [joined])
    return programme


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_group_is_said_changed_and_taken_back_by_keyboard(
    browser: Browser, house: LiveServer, invite: Invite, device: dict[str, Any], language: str
) -> None:
    operator = await opened_programme(house, invite)
    where = f"{'desktop' if device is DESKTOP else 'phone'}-{language}"
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.sign_up()
        await mentee.speaks(language)
        page, person = mentee.page, (await mentee.send("GET", "/api/me"))["id"]
        await page.goto(house.url + "/groups")
        await expect(mentee.find("own-groups-none")).to_be_visible()
        await looks_right(mentee.page, f"groups-none-{where}")
        programme = await _asked(house, operator, person)
        await page.goto(f"{house.url}/programmes/{programme}")
        await expect(mentee.find("groups-card")).to_be_visible()
        await looks_right(mentee.page, f"groups-card-{where}")
        await mentee.find("groups-card").get_by_role("link").press("Enter")
        asked = mentee.find("own-group")
        await expect(asked).to_have_attribute("data-answered", "false")
        await looks_right(mentee.page, f"groups-{where}")
        said = asked.get_by_role("radio")

        async def press(at: int, key: str, chosen: int) -> None:
            async with page.expect_response(lambda one: one.request.method == "PUT") as saved:
                await said.nth(at).press(key)
            assert (await saved.value).ok
            await expect(said.nth(chosen)).to_be_checked()
            await expect(said.nth(chosen)).to_be_focused()
            await expect(asked).to_have_attribute("data-answered", "true")

        own = house.app[SERVICES].progress.groups.own
        await press(0, "Space", 0)
        await press(0, "ArrowDown", 1)
        assert [one.choice for one in await own(person)] == [1]
        await press(1, "ArrowDown", 2)
        await press(2, "ArrowDown", 3)
        assert [(one.is_answered, one.choice) for one in await own(person)] == [(True, None)]
        await looks_right(mentee.page, f"groups-said-{where}")
        await mentee.find("own-group-withdraw").press("Enter")
        await expect(asked).to_have_attribute("data-answered", "false")
        await expect(asked.get_by_role("radio", checked=True)).to_have_count(0)
        assert [one.is_answered for one in await own(person)] == [False]
        await picture(mentee.page, f"groups-taken-back-{where}")
        assert mentee.complaints == []
