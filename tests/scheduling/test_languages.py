"""One session of two people of different languages and zones: each reads it as their own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.core.settings import Settings
from server.notifications.model import Kind
from server.scheduling.model import Reason
from server.services import Services, assemble
from tests.mentorships.conftest import offer
from tests.notifications.conftest import Inbox, serving_mail
from tests.scheduling.conftest import Cast, pair
from tests.scheduling.test_invitations import Post, _by_mail, text_of
from tests.support.clock import FixedClock

# ruff: noqa: RUF001


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    yield from serving_mail()


@pytest.fixture
async def services(settings: Settings, clock: FixedClock, inbox: Inbox) -> AsyncIterator[Services]:
    assembled = assemble(_by_mail(settings, inbox), clock)
    yield assembled
    await assembled.close()


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
        [one] = [one for one in page.notices if one.kind is Kind.SESSION_ASKED]
        title = services.centre.title(one)
        assert title.replace("\u2068", "").replace("\u2069", "") == letters[locale]["Subject"]
        # What somebody did themselves stands there read.
        assert (one.read_at is None) is (person == two.cast.mentor)
