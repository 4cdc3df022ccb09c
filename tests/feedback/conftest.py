"""A mentor, two mentees and a stranger, with sessions that are over, to which they came or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from server.feedback.model import Answers, Tempo
from server.feedback.service import CardView, Feedback
from server.notifications.model import Kind
from server.scheduling.model import Booking
from tests.scheduling.conftest import MONDAY, Cast, cast, services, stay
from tests.support.clock import FixedClock

__all__ = ["GOOD", "MONDAY", "Cast", "cast", "services"]

GOOD = Answers(progress=4, heard=5, useful=5, pace=Tempo.RIGHT)


@dataclass
class Stage:
    """Who is there, and what the clock does."""

    cast: Cast
    clock: FixedClock
    days: int = 0

    @property
    def feedback(self) -> Feedback:
        return self.cast.services.feedback

    async def session(self, mentee: str | None = None, *came: str, is_held: bool = True) -> Booking:
        """A session that is over and derived; the days go on by one. `came`: who else than both."""
        guest = mentee or self.cast.mentee
        while (at := MONDAY + timedelta(days=self.days)) <= self.clock.now() or at.weekday() > 4:
            self.days += 1
        wish = self.cast.time(at)
        booking = await self.cast.services.bookings.book(guest, wish)
        people = (self.cast.mentor, guest) if is_held else came
        await self.cast.services.attendances.note([stay(booking, one) for one in people])
        await self.until_over(booking)
        self.days += 1
        return booking

    async def until_over(self, booking: Booking) -> None:
        """The clock's jobs five minutes after the end."""
        left = (booking.ends_at - self.clock.now()).total_seconds() + 300
        self.clock.forward(seconds=max(left, 0))
        await self.cast.services.upkeep.complete()
        await self.cast.services.attendances.derive()
        await self.feedback.asking.ask_after_sessions()

    async def both_give(self, booking: Booking, mentee: str | None = None, **said: object) -> None:
        """Both say it was good, but for what is said otherwise by the mentee."""
        guest = mentee or self.cast.mentee
        theirs = Answers(**{"useful": 5, "heard": 5, "progress": 5, **said})  # type: ignore[arg-type]
        await self.feedback.cards.give(guest, booking.id, theirs)
        await self.feedback.cards.give(self.cast.mentor, booking.id, GOOD)

    async def card(self, person: str, booking: Booking) -> CardView:
        return await self.feedback.cards.show(person, booking.id)


@pytest.fixture
async def stage(cast: Cast, clock: FixedClock) -> Stage:
    return Stage(cast, clock)


async def told(stage: Stage, person: str, kind: Kind) -> list[dict[str, str]]:
    page = await stage.cast.services.centre.page(person, limit=50)
    return [one.facts for one in page.notices if one.kind is kind]
