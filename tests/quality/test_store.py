"""Records in the database: what comes back, what is forgotten, what goes with its room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.accounts.store.people import person as people
from server.core.db import Database
from server.core.ids import new_id
from server.quality import store
from server.quality.model import Bucket, Record, Said, Seat, Trouble, Verdict
from server.rooms import store as rooms
from server.rooms.model import Room

NOW = datetime(2027, 3, 4, 15, tzinfo=UTC)


def _record(room: str, *, left_at: datetime = NOW, mos: float = 4.2) -> Record:
    return Record(
        id=new_id(),
        seat=Seat(new_id(), room, None),
        joined_at=left_at - timedelta(minutes=30),
        left_at=left_at,
        route="relay",
        audio_codec="opus",
        video_codec="av1",
        reconnections=2,
        first_frame_ms=310,
        bucket_s=10.0,
        series=(
            Bucket(looks=5, mos_up=mos, mos_down=mos, loss_up=0.01, rtt_ms=40.0),
            Bucket(looks=5, mos_up=mos, mos_down=mos, height=720, freezes=1, frozen_ms=200),
        ),
    )


@pytest.fixture
async def room(database: Database) -> str:
    person, room = new_id(), new_id()
    async with database.write() as tx:
        await tx.execute(
            people.insert().values(
                id=person,
                email="p@example.org",
                email_key="p@example.org",
                password_hash="",
                name="Penelope",
                headline="",
                languages="[]",
                time_zone="Europe/Athens",
                locale="en",
                is_mentor=True,
                is_mentee=False,
                created_at=NOW,
            )
        )
        await rooms.add(tx, Room(room, "Title", person, NOW, None, ()))
    return room


async def test_a_record_comes_back_as_it_was(database: Database, room: str) -> None:
    record = _record(room)
    async with database.write() as tx:
        await store.add(tx, record)
    async with database.read() as tx:
        assert await store.of_room(tx, room, limit=10) == [record]


async def test_old_records_are_forgotten(database: Database, room: str) -> None:
    old, new = _record(room, left_at=NOW - timedelta(days=91)), _record(room)
    async with database.write() as tx:
        await store.add(tx, old)
        await store.add(tx, new)
        await store.forget(tx, before=NOW - timedelta(days=90))
        assert await store.of_room(tx, room, limit=10) == [new]


async def test_records_go_with_their_room(database: Database, room: str) -> None:
    async with database.write() as tx:
        await store.add(tx, _record(room))
        await tx.execute(rooms.rooms.delete())
        assert await store.of_room(tx, room, limit=10) == []


async def test_what_was_said_comes_back_goes_with_its_room_and_is_forgotten_in_time(
    database: Database, room: str
) -> None:
    seat, old = Seat(new_id(), room, None), Seat(new_id(), room, None)
    bad = Verdict(Said.BAD, (Trouble.PICTURE, Trouble.LAG))
    async with database.write() as tx:
        await store.judge(tx, old, Verdict(Said.GOOD), NOW - timedelta(days=91))
        await store.judge(tx, seat, Verdict(Said.GOOD), NOW)
        await store.judge(tx, seat, bad, NOW)
        await store.forget(tx, before=NOW - timedelta(days=90))
        assert await store.verdicts_of_room(tx, room) == {seat.peer: bad}
        await tx.execute(rooms.rooms.delete())
        assert await store.verdicts_of_room(tx, room) == {}
    with pytest.raises(store.RoomGone):
        async with database.write() as tx:
            await store.judge(tx, seat, bad, NOW)


async def test_a_record_of_a_room_that_is_gone_is_news_not_a_failure(database: Database) -> None:
    with pytest.raises(store.RoomGone):
        async with database.write() as tx:
            await store.add(tx, _record(new_id()))
