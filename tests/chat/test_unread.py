"""Whoever does not read is told once that there is something, and never what."""

from __future__ import annotations

from datetime import timedelta

from server.chat.model import TELL_AFTER, UNSENT_KEPT, Draft
from server.core.ids import new_id
from tests.mentorships.conftest import Cast, arrive, cast, services
from tests.support.clock import FixedClock

__all__ = ["arrive", "cast", "services"]


async def send(cast: Cast, sender: str, pair: str, text: str = "The wind is fair.") -> str:
    return (await cast.services.chat.send(sender, pair, Draft(new_id(), text))).id


async def notices(cast: Cast, person: str) -> list[str]:
    page = await cast.services.centre.page(person)
    return [one.facts["count"] for one in page.notices if one.kind.value == "message_waiting"]


async def test_one_notice_for_many_messages_after_a_while(cast: Cast, clock: FixedClock) -> None:
    pair, mentor = await cast.pair("Mentor"), cast.others["Mentor"]
    await send(cast, mentor, pair)
    await send(cast, mentor, pair)
    assert await cast.services.chat.tell_of_unread() == 0
    clock.forward(seconds=(TELL_AFTER + timedelta(seconds=1)).total_seconds())
    assert await cast.services.chat.tell_of_unread() == 1
    assert await cast.services.chat.tell_of_unread() == 0
    assert await notices(cast, cast.mentee) == ["2"]
    assert await notices(cast, mentor) == []


async def test_who_has_read_is_not_told(cast: Cast, clock: FixedClock) -> None:
    pair, mentor = await cast.pair("Mentor"), cast.others["Mentor"]
    last = await send(cast, mentor, pair)
    await cast.services.chat.note_seen(cast.mentee, pair, last)
    clock.forward(seconds=2 * TELL_AFTER.total_seconds())
    assert await cast.services.chat.tell_of_unread() == 0


async def test_what_comes_later_is_told_again(cast: Cast, clock: FixedClock) -> None:
    pair, mentor = await cast.pair("Mentor"), cast.others["Mentor"]
    for _ in range(2):
        await send(cast, mentor, pair)
        clock.forward(seconds=2 * TELL_AFTER.total_seconds())
        assert await cast.services.chat.tell_of_unread() == 1
    assert await notices(cast, cast.mentee) == ["1", "1"]


async def test_a_file_that_nobody_sends_goes_after_a_day(cast: Cast, clock: FixedClock) -> None:
    pair = await cast.pair("Mentor")
    chat = cast.services.chat
    kept = await chat.put_file(cast.mentee, pair, "a.txt", b"to be sent")
    await chat.put_file(cast.mentee, pair, "b.txt", b"to be forgotten")
    await chat.send(cast.mentee, pair, Draft(new_id(), "", (kept.id,)))
    clock.forward(days=UNSENT_KEPT.days, minutes=1)
    assert await chat.clear_unsent() == 1
    one, content = await chat.file(cast.others["Mentor"], pair, kept.id)
    assert (one.name, content) == ("a.txt", b"to be sent")
