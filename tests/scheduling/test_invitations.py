"""Letters about sessions, delivered to a real SMTP server and read by another iCalendar library."""

# ruff: noqa: RUF001

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.core.settings import Settings
from server.notifications.model import Kind as Notice
from server.notifications.model.preferences import Switch
from server.scheduling.model import Kind, Reason
from server.scheduling.service import Diary, Invitations, Plan
from server.services import Services, assemble
from tests.mentorships.conftest import offer
from tests.notifications.conftest import Inbox
from tests.scheduling.conftest import MONDAY, Cast, pair
from tests.scheduling.letters import (
    DECEMBER,
    HOUR,
    booked_by_old_rules,
    event_of,
    inbox,
    stats,
    text_of,
)
from tests.support.clock import FixedClock

__all__ = ["inbox"]


@pytest.fixture
async def services(settings: Settings, clock: FixedClock, inbox: Inbox) -> AsyncIterator[Services]:
    """All services, with mail that goes to `inbox`."""
    assembled = assemble(_by_mail(settings, inbox), clock)
    yield assembled
    await assembled.close()


def _by_mail(settings: Settings, inbox: Inbox) -> Settings:
    return replace(
        settings,
        smtp_url=f"smtp://127.0.0.1:{inbox.port}",
        mail_from="Ithaca <ithaca@example.org>",
        public_url="https://ithaca.example.org",
        require_verified_email=False,
    )


class Post:
    """Reads what arrives, round by round."""

    def __init__(self, services: Services, inbox: Inbox) -> None:
        self.services, self.inbox = services, inbox

    async def round(self) -> dict[str, EmailMessage]:
        """What the clock's next look brings to each address."""
        await self.services.invitations.write_due()
        await self.services.notifications.deliver()
        found = dict(zip(self.inbox.recipients, self.inbox.messages, strict=True))
        assert len(found) == len(self.inbox.messages)
        self.inbox.messages.clear()
        self.inbox.recipients.clear()
        return {to.partition("@")[0]: one for to, one in found.items()}


@pytest.fixture
async def post(cast: Cast, services: Services, inbox: Inbox) -> Post:
    """With nothing of how the cast came to be."""
    made = Post(services, inbox)
    await services.notifications.deliver()
    inbox.messages.clear()
    inbox.recipients.clear()
    return made


async def test_a_sessions_letters_from_asking_to_cancelling(
    cast: Cast, post: Post, services: Services
) -> None:
    await cast.opens(is_confirmed_first=True)
    booked = await services.bookings.book(cast.mentee, cast.time(note="My pitch deck."))
    asked = await post.round()
    assert set(asked) == {"mentor", "telemachus"}
    method, event = event_of(asked["mentor"])
    assert (method, event.uid, event.sequence) == (
        "REQUEST",
        f"{booked.id}@ithaca.example.org",
        0,
    )
    assert str(event.status).endswith("TENTATIVE")
    assert stats(event) == ["NEEDS-ACTION", "ACCEPTED"]
    assert event.start == MONDAY
    athens = "11:00–12:00 (Eastern European Standard Time, UTC+02:00)"
    assert f"on Monday, 23 November 2026, {athens}" in text_of(asked["mentor"])
    assert "04:00–05:00 (Eastern Standard Time, UTC-05:00)" in text_of(asked["telemachus"])
    assert asked["mentor"]["From"] == "Ithaca <ithaca@example.org>"
    assert str(event.organizer.uri) == "mailto:ithaca@example.org"  # type: ignore[union-attr]

    confirmed = await services.bookings.confirm(cast.mentor, booked.id, booked.version)
    told = await post.round()
    for one in told.values():
        method, event = event_of(one)
        assert (method, event.uid.partition("@")[0], event.sequence) == ("REQUEST", booked.id, 0)
        assert str(event.status).endswith("CONFIRMED")
        assert stats(event) == ["ACCEPTED", "ACCEPTED"]
        assert event.location == f"https://ithaca.example.org/s/{confirmed.room}"

    later = MONDAY + timedelta(hours=1)
    moved = await services.bookings.reschedule(cast.mentor, booked.id, confirmed.version, later, 60)
    told = await post.round()
    for one in told.values():
        method, event = event_of(one)
        assert (method, event.uid.partition("@")[0], event.sequence) == ("REQUEST", booked.id, 1)
        assert event.start == later
        assert stats(event) == ["ACCEPTED", "NEEDS-ACTION"]
    assert "It was to begin on Monday, 23 November 2026, 04:00" in text_of(told["telemachus"])

    await services.bookings.cancel(cast.mentee, booked.id, moved.version, Reason.ILL, "A cold.")
    told = await post.round()
    for one in told.values():
        method, event = event_of(one)
        assert (method, event.uid.partition("@")[0], event.sequence) == ("CANCEL", booked.id, 2)
        assert str(event.status).endswith("CANCELLED")
        assert event.start == later
    assert "“A cold.”" in text_of(told["mentor"])
    assert await post.round() == {}


async def test_a_refused_session_leaves_both_calendars(
    cast: Cast, post: Post, services: Services
) -> None:
    await cast.opens(is_confirmed_first=True)
    booked = await services.bookings.book(cast.mentee, cast.time())
    await post.round()
    await services.bookings.decline(cast.mentor, booked.id, booked.version, "Another day?")
    told = await post.round()
    for one in told.values():
        method, event = event_of(one)
        assert (method, event.sequence) == ("CANCEL", 1)
    assert "“Another day?”" in text_of(told["telemachus"])


async def test_nobody_is_told_what_is_no_longer_so(
    cast: Cast, post: Post, services: Services
) -> None:
    booked = await services.bookings.book(cast.mentee, cast.time())
    await services.bookings.cancel(cast.mentee, booked.id, booked.version, Reason.OTHER, "")
    told = await post.round()
    assert {event_of(one)[0] for one in told.values()} == {"CANCEL"}
    assert len(told) == 2


async def test_who_has_switched_a_kind_off_gets_no_letter_of_it(
    cast: Cast, post: Post, services: Services
) -> None:
    wished = await services.centre.preferences(cast.mentee)
    off = {Notice.SESSION_BOOKED: Switch(email=False, push=False)}
    await services.centre.set_preferences(cast.mentee, replace(wished, switches=off))
    booked = await services.bookings.book(cast.mentee, cast.time())
    assert set(await post.round()) == {"mentor"}
    await services.bookings.cancel(cast.mentor, booked.id, booked.version, Reason.OTHER, "")
    assert len(await post.round()) == 2


class Dying(Diary):
    """Its process ends while it writes the second letter."""

    left = 1

    def session(self, *args: object, **more: object) -> object:  # type: ignore[override]
        if not self.left:
            raise SystemError("killed")
        self.left -= 1
        return super().session(*args, **more)  # type: ignore[arg-type]


async def test_a_process_that_dies_over_the_letters_has_written_none_and_the_next_writes_all(
    cast: Cast, post: Post, services: Services, settings: Settings, inbox: Inbox
) -> None:
    await services.bookings.book(cast.mentee, cast.time())
    diary = Dying(_by_mail(settings, inbox), services.notifications)
    ledger = services.bookings._ledger
    with pytest.raises(SystemError):
        await Invitations(ledger, services.notifications, diary).write_due()
    await services.notifications.deliver()
    assert inbox.messages == []
    assert len(await post.round()) == 2


async def test_two_nodes_write_each_letter_once(
    cast: Cast, post: Post, services: Services, settings: Settings, inbox: Inbox, clock: FixedClock
) -> None:
    for hour in range(3):
        time = cast.time(MONDAY + timedelta(hours=hour))
        await services.bookings.book(cast.mentee, time)
    other = assemble(_by_mail(settings, inbox), clock)
    await asyncio.gather(services.invitations.write_due(), other.invitations.write_due())
    await services.invitations.write_due()
    await other.close()
    await services.notifications.deliver()
    assert len(inbox.messages) == 6
    assert len(set(inbox.ids)) == 6


async def test_a_seat_is_an_invitation_of_its_own(
    cast: Cast, post: Post, services: Services
) -> None:
    programme = (await services.programmes.open_programme()).id
    plan = Plan(Kind.GROUP, programme, "How to pitch", "", MONDAY, 60, 2, "a-key-of-its-own")
    opened = await services.gatherings.open(cast.mentor, plan)
    assert set(await post.round()) == {"mentor"}
    await services.gatherings.take_seat(cast.mentee, opened.id)
    await services.gatherings.take_seat(cast.other, opened.id)
    told = await post.round()
    assert set(told) == {"telemachus", "ino"}
    first = event_of(told["telemachus"])
    assert [str(one.uri) for one in first[1].attendees] == ["mailto:telemachus@example.org"]
    assert first[1].summary == "How to pitch"
    assert told["telemachus"]["Subject"] == "You have a seat: How to pitch, Mon 23 Nov, 04:00"
    await services.gatherings.leave(cast.mentee, opened.id)
    told = await post.round()
    assert set(told) == {"telemachus"}
    method, event = event_of(told["telemachus"])
    assert (method, event.uid) == ("CANCEL", first[1].uid)
    assert (event.sequence or 0) > (first[1].sequence or 0)


async def test_what_new_rules_of_a_zone_moved_is_sent_again(
    cast: Cast, post: Post, services: Services
) -> None:
    await booked_by_old_rules(cast, DECEMBER, "2026-12-01T09:00")
    await post.round()
    await services.upkeep.rederive()
    told = await post.round()
    for one in told.values():
        method, event = event_of(one)
        assert (method, event.sequence) == ("REQUEST", 1)
        assert event.start == DECEMBER - HOUR
    text = text_of(told["mentor"])
    assert "The rules of a time zone have changed." in text
    assert "Before, it was to begin on Tuesday, 1 December 2026, 19:00" in text


async def test_no_letter_and_no_calendar_part_stays_behind_once_it_is_sent(
    cast: Cast, post: Post, services: Services
) -> None:
    await services.bookings.book(cast.mentee, cast.time(note="Very private."))
    await post.round()
    async with services.database.read() as tx:
        left = (await tx.exec_driver_sql("SELECT params, calendar FROM letter")).all()
    assert {tuple(one) for one in left} == {("{}", None)}


async def arrive(services: Services, name: str, locale: str, zone: str) -> str:
    newcomer = Newcomer(
        email=f"{locale[:2]}@example.org",
        password="a sail and a harbour",
        name=name,
        roles=frozenset(Role),
        time_zone=zone,
        locale=locale,
    )
    spoken = ProfileChange(languages=(Language("en", Level.NATIVE),))
    return (await services.registration.seed(newcomer, change=spoken)).id


@dataclass
class Two:
    """A mentor in Berlin, and a mentee in Riyadh."""

    cast: Cast
    post: Post


@pytest.fixture
async def two(services: Services, inbox: Inbox) -> Two:
    mentor = await arrive(services, "Jörg Müller", "de-DE", "Europe/Berlin")
    mentee = await arrive(services, "ليلى", "ar", "Asia/Riyadh")
    await offer(services, mentor, places=5)
    await pair(services, mentee, mentor)
    cast = Cast(services, mentor, mentee, mentee, mentee)
    await cast.opens(is_confirmed_first=True)
    await services.notifications.deliver()
    inbox.messages.clear()
    inbox.recipients.clear()
    return Two(cast, Post(services, inbox))


def calendar_of(message: EmailMessage) -> bytes:
    [part] = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    text = part.get_payload(decode=True)
    assert isinstance(text, bytes)
    return text


def html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


async def test_each_reads_of_a_session_in_their_language_and_zone_and_calendars_agree(
    services: Services, two: Two
) -> None:
    booked = await services.bookings.book(two.cast.mentee, two.cast.time())
    asked = await two.post.round()
    assert asked["de"]["Subject"] == "ليلى bittet dich um einen Termin: Mo., 23. Nov., 10:00"
    assert asked["ar"]["Subject"] == "طلبك لجلسة مع Jörg Müller: الاثنين، 23 نوفمبر، 12:00 م"
    confirmed = await services.bookings.confirm(two.cast.mentor, booked.id, booked.version)
    told = await two.post.round()
    german, arabic = text_of(told["de"]), text_of(told["ar"])
    assert "Montag, 23. November 2026, 10:00–11:00" in german
    assert "(Mitteleuropäische Normalzeit, UTC+01:00)" in german
    assert "الاثنين، 23 نوفمبر 2026، 12:00 م–1:00 م" in arabic
    assert "(التوقيت العربي الرسمي، UTC+03:00)" in arabic
    assert calendar_of(told["de"]) == calendar_of(told["ar"])
    assert '<html lang="de" dir="ltr">' in html_of(told["de"])
    assert '<html lang="ar" dir="rtl">' in html_of(told["ar"])
    assert told["ar"]["List-Unsubscribe"] is not None
    await services.bookings.cancel(
        two.cast.mentor, booked.id, confirmed.version, Reason.ILL, "Grippe"
    )
    told = await two.post.round()
    assert str(told["de"]["Subject"]).startswith("Abgesagt: dein Termin mit")
    assert "«Grippe»" in text_of(told["ar"])
    assert calendar_of(told["de"]) == calendar_of(told["ar"])


async def test_a_notice_of_it_has_the_words_of_its_letter(services: Services, two: Two) -> None:
    await services.bookings.book(two.cast.mentee, two.cast.time())
    letters = await two.post.round()
    for person, locale in ((two.cast.mentor, "de"), (two.cast.mentee, "ar")):
        page = await services.centre.page(person)
        [one] = [one for one in page.notices if one.kind is Notice.SESSION_ASKED]
        title = services.centre.title(one)
        assert title.replace("\u2068", "").replace("\u2069", "") == letters[locale]["Subject"]
        # What somebody did themselves stands there read.
        assert (one.read_at is None) is (person == two.cast.mentor)
