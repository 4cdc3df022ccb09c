"""Learning in a real browser: too few answers, a proposal, accepted, undone, declined."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.async_api import expect

from server.accounts.model import Role
from server.accounts.service import Newcomer
from server.core.clock import Clock
from server.core.ids import new_id
from server.matching.model import PairFeedback
from server.matching.store import feedback
from server.services import SERVICES
from tests.e2e.at_pages import DESKTOP, NARROW_VIEW, looks_right
from tests.e2e.at_programmes import opened_programme
from tests.e2e.conftest import Invite
from tests.support.servers import LiveServer

PEOPLE = 8
STYLE = 2


async def _arrive(house: LiveServer) -> list[str]:
    """Ids of people who have an account."""
    registration = house.app[SERVICES].registration
    made = []
    for at in range(PEOPLE):
        newcomer = Newcomer(
            email=f"p{at}@example.org",
            password="a sail and a harbour",
            name=f"Person {at}",
            roles=frozenset(Role),
            time_zone="Europe/Athens",
        )
        made.append((await registration.seed(newcomer)).id)
    return made


async def _answer(house: LiveServer, programme: str, people: list[str], count: int) -> None:
    """Answers of people for whom the way of working counts most, about two mentors."""
    draw, now = np.random.default_rng(count), Clock().now()
    rows = []
    for at in range(count):
        features = tuple(draw.random(8).tolist())
        stars = int(np.clip(round(1.5 + 2.4 * features[STYLE] + 0.6 * features[0]), 1, 5))
        mentee = people[2 + at % (PEOPLE - 2)]
        one = PairFeedback(
            id=new_id(),
            programme=programme,
            mentor=people[at % 2],
            mentee=mentee,
            rater=mentee,
            occasion=f"session:{count}:{at}",
            usefulness=stars,
            rapport=stars,
            again=stars,
            at=now,
            features=features,
        )
        rows.append(feedback._values(one))
    async with house.app[SERVICES].database.write() as tx:
        await tx.execute(feedback.feedback.insert(), rows)


@pytest.mark.usefixtures("worker")
async def test_a_coordinator_sees_what_was_learned_takes_it_over_and_takes_it_back(
    house: LiveServer, invite: Invite
) -> None:
    operator = await opened_programme(house, invite)
    page, people = operator.page, await _arrive(house)
    programme = page.url.split("/programmes/")[1].split("/")[0]
    await _answer(house, programme, people, 12)
    await operator.find("tab-learning").click()
    await expect(operator.find("learning-counts")).to_contain_text("12 of at least 20")
    await expect(page.get_by_text("Too few to learn from yet")).to_be_visible()
    await expect(operator.find("weights-version")).to_have_count(1)
    outcome = operator.find("learning-outcome")

    await _answer(house, programme, people, 200)
    await operator.find("learning-look").click()
    await expect(outcome).to_have_attribute("data-outcome", "proposed", timeout=20_000)
    proposal, style = operator.find("learning-proposal"), operator.find("learned-style")
    await expect(proposal).to_contain_text("212 answers of 6 people about 2 mentors")
    await expect(style).to_have_attribute("data-direction", "more")
    await expect(style).to_contain_text("stars better")
    for viewport, is_dark in ((DESKTOP["viewport"], False), (NARROW_VIEW, True)):
        await page.set_viewport_size(viewport)
        await page.emulate_media(color_scheme="dark" if is_dark else "light")
        await looks_right(page)

    await operator.find("learning-accept").press("Enter")
    await expect(proposal).to_have_count(0)
    versions = operator.find("weights-version")
    await expect(versions.first).to_have_attribute("data-author", "learning")
    await expect(versions.first).to_contain_text("accepted by Athena")
    await operator.find("learning-undo").click()
    await expect(versions.first).to_have_attribute("data-author", "rollback")
    await operator.find("restore-2").click()
    await expect(versions).to_have_count(4)
    await expect(versions.first).to_contain_text("Version 2 again")

    await operator.find("tab-rules").click()
    await expect(operator.find("weight-style")).not_to_have_text("15%")
    await operator.find("tab-learning").click()
    await operator.find("learning-automatic").click()  # checked once it is saved
    await expect(operator.find("learning-automatic")).to_be_checked()
    assert [one for one in operator.complaints if "Failed to load resource" not in one] == []
