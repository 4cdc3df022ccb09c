"""A session from New York to Kolkata, in real browsers and by real mail: both say the same."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, expect

from server.app import create_app
from server.core.settings import Settings
from server.services import SERVICES, Services
from tests.e2e.at_sessions import AT_ONCE, HOURS, next_month, paired_with_hours
from tests.e2e.conftest import Invite
from tests.notifications.conftest import Inbox
from tests.scheduling.letters import event_of, inbox, stats, text_of
from tests.support.browsers import Visitor, until
from tests.support.programs import free_port
from tests.support.servers import LiveServer, serving

__all__ = ["inbox"]

HOW_THEY_MET = 4
"""Letters: an address to confirm for each, a wish, a yes."""
NEW_YORK, KOLKATA = "America/New_York", "Asia/Kolkata"


@pytest.fixture
async def house(
    tmp_path: Path, sqlite_url: str, media_listen: tuple[str, ...], inbox: Inbox
) -> AsyncIterator[LiveServer]:
    """A server whose letters go to a real mail server, and whose links lead to it."""
    port = free_port()
    settings = Settings(
        data_dir=tmp_path,
        database_url=sqlite_url,
        encoder="tfidf",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        smtp_url=f"smtp://127.0.0.1:{inbox.port}",
        mail_from="Ithaca <ithaca@example.org>",
        require_verified_email=False,
        media_listen=media_listen,
        media_port=0,
    )
    async with serving(create_app(settings), port) as live:
        yield live


class Pair:
    """A mentee in New York and a mentor in Kolkata; their browsers think they are in Athens."""

    def __init__(self, mentee: Visitor, mentor: Visitor, inbox: Inbox, services: Services) -> None:
        self.mentee, self.mentor, self.inbox = mentee, mentor, inbox
        self.services = services
        self.mentor_id = ""
        self.addresses: list[str] = []

    async def meet(self, hours: dict[str, Any]) -> None:
        self.mentor_id = await paired_with_hours(
            self.mentee, self.mentor, hours | {"zone": KOLKATA}
        )
        for one, zone in ((self.mentee, NEW_YORK), (self.mentor, KOLKATA)):
            me = await one.send("PATCH", "/api/me", {"timeZone": zone})
            self.addresses.append(me["email"].partition("@")[0])
        await self._arrived(HOW_THEY_MET)

    async def letters(self) -> tuple[EmailMessage, EmailMessage]:
        """What has come for the mentee, and for the mentor."""
        await self.services.invitations.write_due()  # what a job does every two seconds
        found = await self._arrived(2)
        assert set(found) == set(self.addresses)
        mentee, mentor = (found[one] for one in self.addresses)
        return mentee, mentor

    async def _arrived(self, count: int) -> dict[str, EmailMessage]:
        """By the address they are for; sent as soon as they are written."""

        async def so_far() -> int:
            return len(self.inbox.recipients)

        await until(so_far, count, "letters that have come", patience_s=30)
        found = zip(self.inbox.recipients, self.inbox.messages, strict=True)
        letters = {to.partition("@")[0]: one for to, one in found}
        self.inbox.messages.clear()
        self.inbox.recipients.clear()
        return letters

    async def booking(self) -> dict[str, Any]:
        """The one that both have, as the mentee sees it."""
        [mine] = (await self.mentee.send("GET", "/api/bookings"))["bookings"]
        [theirs] = (await self.mentor.send("GET", "/api/bookings"))["bookings"]
        assert (mine["id"], mine["startsAt"]) == (theirs["id"], theirs["startsAt"])
        found: dict[str, Any] = mine
        return found


@pytest.fixture
async def two(invite: Invite, house: LiveServer, inbox: Inbox) -> Pair:
    services = house.app[SERVICES]
    return Pair(await invite("Telemachus"), await invite("Mentes"), inbox, services)


def instant(booking: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(booking["startsAt"])


def shown(at: datetime, zone: str) -> str:
    """What a clock there shows."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def links(letter: EmailMessage, path: str) -> list[str]:
    """Those in its text, as they are clicked."""
    body = letter.get_body(("plain",))
    assert body is not None
    return re.findall(rf"http://\S+?/{path}/[^\s)>]+", str(body.get_content()))


def same_instant(letters: tuple[EmailMessage, EmailMessage], at: datetime) -> list[str]:
    """Both calendar parts begin then, as another library reads them; their ids and numbers."""
    said = []
    for letter in letters:
        method, event = event_of(letter)
        assert isinstance(event.start, datetime)
        assert event.start.astimezone(UTC) == at
        said.append(f"{method} {event.uid} {event.sequence}")
    assert said[0] == said[1]
    return said[0].split()


async def test_both_get_the_letters_of_a_session_from_the_wish_to_its_end(
    two: Pair, browser: Browser, house: LiveServer
) -> None:
    mentee, mentor = two.mentee, two.mentor
    await two.meet(HOURS)
    await mentee.page.goto(f"{house.url}/mentors/{two.mentor_id}/book")
    await mentee.find("slot").last.click()
    await expect(mentee.find("two-clocks")).to_contain_text("Kolkata, Asia")
    await mentee.find("book-do").click()
    await expect(mentee.find("booked")).to_have_attribute("data-state", "asked")
    booking = await two.booking()
    at = instant(booking)

    for_mentee, for_mentor = await two.letters()
    method, uid, sequence = same_instant((for_mentee, for_mentor), at)
    assert (method, sequence) == ("REQUEST", "0")
    assert shown(at, NEW_YORK) in text_of(for_mentee)
    assert shown(at, KOLKATA) in text_of(for_mentor)

    # The mentor says yes from the letter, in a browser that knows nobody.
    context = await browser.new_context(reduced_motion="reduce")
    signed_out = await context.new_page()
    await signed_out.goto(links(for_mentor, "answer")[0])
    await expect(signed_out.get_by_text(shown(at, KOLKATA))).to_be_visible()
    await signed_out.get_by_test_id("answer-yes").click()
    await expect(signed_out.get_by_test_id("answer-agreed")).to_be_visible()
    told = await two.letters()
    assert same_instant(told, at) == ["REQUEST", uid, "0"]
    assert all(stats(event_of(one)[1]) == ["ACCEPTED", "ACCEPTED"] for one in told)

    # Each calendar shows it by its owner's clock.
    for one, zone in ((mentee, NEW_YORK), (mentor, KOLKATA)):
        await one.page.goto(house.url + "/calendar")
        await expect(one.find("booking-state")).to_have_attribute("data-state", "confirmed")
        await expect(one.find("booking")).to_contain_text(shown(at, zone))

    await mentee.find("booking-more").click()
    await mentee.find("booking-reschedule").click()
    await next_month(mentee)
    await mentee.find("deed-do").click()
    await expect(mentee.find("booking-state")).to_have_attribute("data-state", "pending")
    later = instant(await two.booking())
    assert later != at
    told = await two.letters()
    assert same_instant(told, later) == ["REQUEST", uid, "1"]
    await signed_out.goto(links(told[1], "answer")[0])
    await signed_out.get_by_test_id("answer-yes").click()
    await expect(signed_out.get_by_test_id("answer-agreed")).to_be_visible()
    await context.close()
    assert same_instant(await two.letters(), later) == ["REQUEST", uid, "1"]

    await mentor.page.reload()
    await mentor.find("booking-more").click()
    await mentor.find("booking-cancel").click()
    await mentor.find("reason-ill").check()
    await mentor.find("deed-do").click()
    await expect(mentor.find("calendar-empty")).to_be_visible()
    told = await two.letters()
    assert same_instant(told, later) == ["CANCEL", uid, "2"]
    assert all(str(event_of(one)[1].status).endswith("CANCELLED") for one in told)


@pytest.mark.alone
async def test_the_link_in_the_letter_leads_into_the_call(two: Pair, house: LiveServer) -> None:
    mentee, mentor = two.mentee, two.mentor
    await two.meet(AT_ONCE)
    await mentee.page.goto(f"{house.url}/mentors/{two.mentor_id}/book")
    await mentee.find("slot").first.click()
    await mentee.find("book-do").click()
    await expect(mentee.find("booked")).to_have_attribute("data-state", "booked")
    booking = await two.booking()
    letters = await two.letters()
    assert same_instant(letters, instant(booking))[2] == "0"
    ways = [links(one, "s") for one in letters]
    assert {urlsplit(way).path for some in ways for way in some} == {f"/s/{booking['room']}"}
    for visitor, way in ((mentee, ways[0]), (mentor, ways[1])):
        await visitor.page.goto(way[0])
        await visitor.come_in()
    await expect(mentor.tiles()).to_have_count(1)
    for visitor in (mentee, mentor):
        await visitor.sees(1)
        await visitor.hears(1)
