"""Two months of a few people: mentorships, sessions, goals, messages, and what is asked of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from server.core.ids import new_id
from server.feedback.model import Answers, Matter, ReportReason, Tag, Target, Tempo, Worth
from server.mentorships.model import EndReason
from server.mentorships.service.requests import Ask, Wish
from server.scheduling.model import Booking, Kind
from server.scheduling.service import Plan as Gathering
from server.scheduling.service import Wish as Time
from server.services import Services
from tests.scheduling.conftest import stay
from tests.support.screens.clock import Elsewhen
from tests.support.screens.desk import lay_out, signed, talked
from tests.support.screens.people import PLAN, People, befriend
from tests.support.screens.tape import kept

GOOD = Answers(progress=4, heard=5, useful=5, pace=Tempo.RIGHT)
PRAISE = Answers(
    progress=5,
    heard=5,
    useful=5,
    pace=Tempo.RIGHT,
    tags=frozenset({Tag.LISTENS, Tag.CLEAR}),
    appreciation="You found my first crew, and asked the question I had avoided for a year.",
    may_be_shown=True,
    note="A little slower, please.",
)
PAST = (2, 16, 30, 44)
"""Days after the beginning on which the two met."""


async def live_through(services: Services, clock: Elsewhen, people: People) -> dict[str, str]:
    """From the clock's present on, until it is the machine's; what addresses need of it."""
    begun = clock.now()
    pair = await befriend(services, people.mentor, people.mentee)
    await _others(services, people)
    await signed(services, people, pair)
    goal, board = await lay_out(services, people, pair)
    booking = talk = None
    for day in PAST:
        clock.until(begun + timedelta(days=day))
        booking = await _met(services, clock, people)
        talk = await _gathered(services, clock, people)
        if day == PAST[-1]:
            break
        await _applaud(services, people, talk)
        await services.feedback.cards.give(people.mentee, booking.id, PRAISE)
        await services.feedback.cards.give(people.mentor, booking.id, GOOD)
        await services.feedback.asking.ask_at_moments()
    assert booking is not None
    assert talk is not None
    await services.feedback.settling.settle()
    await talked(services, people, pair, booking.id)
    tape = await kept(services, people, booking)
    clock.shift = timedelta()
    # A session of this morning, on which nobody has said anything yet.
    await services.feedback.asking.ask_at_moments()
    await services.feedback.asking.tell()
    await _complain(services, people, pair)
    ahead = await _ahead(services, clock, people)
    [survey, *_] = await services.feedback.surveys.of_person(people.mentee)
    programme = (await services.programmes.open_programme()).id
    return {
        "mentorship": pair,
        "goal": goal,
        "board": board,
        **tape,
        "past": booking.id,
        "talk": talk.id,
        "past_room": booking.room or "",
        "newcomer": people.newcomer,
        "booking": ahead.id,
        "room": ahead.room or "",
        "mentor": people.mentor,
        "other_mentor": people.noam,
        "survey": survey.survey.id,
        "open_programme": programme,
    }


async def _others(services: Services, people: People) -> None:
    """A line of requests that waits, one that was declined, and a mentorship that is over."""
    programme = (await services.programmes.open_programme()).id
    over = await befriend(services, people.sam, people.priya)
    await services.mentorships.end(people.priya, over, EndReason.NO_TIME)
    wishes = [Wish(people.mentor, "You know the harbours."), Wish(people.yuki, "You draw.")]
    await services.requests.ask(people.priya, Ask(programme, wishes, PLAN, False))


async def _met(services: Services, clock: Elsewhen, people: People) -> Booking:
    """A session to which both came, over now."""
    wish = Time(people.mentor, _quarter(clock.now()), 60, new_id(), note="About the pitch.")
    booking = await services.bookings.book(people.mentee, wish)
    stays = [stay(booking, one) for one in (people.mentor, people.mentee)]
    await services.attendances.note(stays)
    clock.until(booking.ends_at + timedelta(minutes=6))
    await services.upkeep.complete()
    await services.attendances.derive()
    await services.feedback.asking.ask_after_sessions()
    await services.goals.sessions.end_due()
    return booking


async def _gathered(services: Services, clock: Elsewhen, people: People) -> Booking:
    """A talk of the mentor's to which all the others came, over now."""
    starts_at = _quarter(clock.now())
    talk = await services.gatherings.open(
        people.mentor,
        Gathering(
            kind=Kind.GROUP,
            programme=(await services.programmes.open_programme()).id,
            title="What a harbour master wishes every captain knew before the first winter",
            note="",
            starts_at=starts_at,
            minutes=60,
            capacity=12,
            key=new_id(),
        ),
    )
    guests = _guests(people)
    for one in guests:
        await services.gatherings.take_seat(one, talk.id)
    held = await services.bookings.show(people.mentor, talk.id)
    await services.attendances.note([stay(held, one) for one in (people.mentor, *guests)])
    clock.until(held.ends_at + timedelta(minutes=6))
    await services.upkeep.complete()
    await services.attendances.derive()
    return held


async def _applaud(services: Services, people: People, talk: Booking) -> None:
    """Everybody says whether it was worth their time."""
    for at, one in enumerate(_guests(people)):
        worth = Worth.PARTLY if at == 0 else Worth.YES
        note = "Half the slides would have done; the stories were the best of it." * (at < 2)
        await services.feedback.gatherings.give(one, talk.id, worth, note)


def _guests(people: People) -> tuple[str, ...]:
    return (people.mentee, people.priya, people.yuki, people.noam, people.sam)


async def _complain(services: Services, people: People, pair: str) -> None:
    """A note to moderators and a review that somebody reports."""
    moderation, reviews = services.feedback.moderation, services.feedback.reviews
    await moderation.write(people.mentee, pair, Matter.CONCERN, "He asked for my home address.")
    found = await reviews.of_mentor(people.priya, people.mentor)
    review = found.reviews[0].id
    await reviews.reply(people.mentor, review, "A pleasure; the crew was yours.")
    report = ReportReason.PRIVATE
    await reviews.report(people.priya, review, Target.REVIEW, report, "It names a company.")


async def _ahead(services: Services, clock: Elsewhen, people: People) -> Booking:
    """One at once, one in a week, a wish that waits, an open lecture."""
    now = _quarter(clock.now())
    programme = (await services.programmes.open_programme()).id
    at_once = Time(people.mentor, now, 60, new_id(), note="Before Monday.")
    soon = await services.bookings.book(people.mentee, at_once)
    later = Time(people.mentor, now + timedelta(days=7), 30, new_id())
    await services.bookings.book(people.mentee, later)
    await services.gatherings.open(
        people.mentor,
        Gathering(
            kind=Kind.GROUP,
            programme=programme,
            title="An evening on the first hundred days of a crew that has never sailed",
            note="Bring a question.",
            starts_at=now + timedelta(days=3),
            minutes=90,
            capacity=12,
            key=new_id(),
        ),
    )
    return soon


def _quarter(at: datetime) -> datetime:
    """The next quarter of an hour."""
    floor = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    return floor + timedelta(minutes=15)
