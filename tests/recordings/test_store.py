"""Rows of recordings, lines and receipts, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from server.core.db import Database
from server.core.ids import new_id
from server.recordings.model import LIVE, Consent, Kind, Said, State
from server.recordings.store import lines, receipts
from server.recordings.store import recordings as store
from server.services import Services, assemble
from tests.boards.scribes import account
from tests.conftest import test_settings
from tests.support.clock import NOON, FixedClock

LATER = NOON + timedelta(hours=1)
AGES = timedelta(days=99)


@dataclass
class House:
    """Two people and the room of one."""

    services: Services
    database: Database
    host: str
    friend: str
    room: str

    async def keep(self, kind: Kind, *words: str, guest: str | None = None) -> str:
        """Something both agreed to, with lines of the host; it is over."""
        one = new_id()
        async with self.database.write() as tx:
            await store.begin(tx, one, self.room, kind, NOON)
            for person in (self.host, self.friend):
                consent = Consent(f"seat of {person}"[:26], person, None, NOON)
                await store.agree(tx, one, consent)
                for _ in range(2):
                    await receipts.give(tx, one, self.room, kind, consent)
            if guest is not None:
                consent = Consent("a guest's seat", None, guest, NOON)
                await store.agree(tx, one, consent)
                await receipts.give(tx, one, self.room, kind, consent)
            said = [
                Said(number, "seat", self.host, NOON, 900, "en", text)
                for number, text in enumerate(words)
            ]
            await lines.add(tx, one, said)
            over = State.READY if kind == "text" else State.FINISHING
            assert await store.change(tx, one, LIVE, state=over, ended_at=LATER)
        return one


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    services = assemble(test_settings(tmp_path, database_url), FixedClock())
    host, friend = [await account(services, name) for name in ("Penelope", "Odysseus")]
    room = (await services.rooms.open_room(host, "A room")).room.id
    yield House(services, services.database, host, friend, room)
    await services.close()


async def test_kinds_are_kept_apart_and_composed_is_only_one(house: House) -> None:
    video, text = await house.keep("media"), await house.keep("text", "Tell me")
    async with house.database.read() as tx:
        kinds: tuple[Kind, ...] = ("media", "text")
        found = [await store.of_person(tx, house.friend, kind, limit=9) for kind in kinds]
        waiting = await store.next_to_compose(tx)
        beside = await store.in_rooms(tx, house.host, "text", [house.room])
    assert [[one.id for one in some] for some in found] == [[video], [text]]
    assert waiting is not None
    assert waiting.id == video
    assert [one.id for one in beside] == [text]


async def test_a_receipt_is_given_once_and_outlives_what_it_is_for(house: House) -> None:
    text = await house.keep("text", "Tell me", guest="Telemachus")
    async with house.database.write() as tx:
        await store.erase(tx, [text], "deleted", LATER)
        await store.erase(tx, [text], "expired", LATER + AGES)
        await store.forget(tx, text)
    async with house.database.read() as tx:
        mine = await receipts.of_person(tx, house.host, limit=9)
        both = await receipts.of_both(tx, house.host, house.friend, since=NOON, limit=9)
        too_late = await receipts.of_both(tx, house.host, house.friend, since=LATER, limit=9)
        partners = await receipts.partners(tx, [text])
        left = await lines.of(tx, [text])
    assert [(one.gone, one.gone_at) for one in mine] == [("deleted", LATER)]
    assert (both, too_late, left) == (mine, [], [])
    assert set(partners[text]) == {house.host, house.friend}


async def test_words_go_with_the_account_of_who_said_them_and_others_stay(house: House) -> None:
    text, video = await house.keep("text", "mine"), await house.keep("media")
    async with house.database.write() as tx:
        await lines.add(tx, text, [Said(9, "seat", house.friend, NOON, 9, "en", "theirs")])
        await tx.exec_driver_sql("DELETE FROM person WHERE name = 'Odysseus'")
        # A picture of several cannot be parted; a transcript can.
        assert await store.outlived(tx, before=NOON) == [video]
        assert [one.text for one in await lines.of(tx, [text])] == ["mine"]
        assert await lines.counts(tx, [text]) == {text: 1}
        assert await receipts.of_person(tx, house.friend, limit=9) == []


async def test_what_is_revoked_while_it_runs_waits_for_its_process(house: House) -> None:
    one = new_id()
    async with house.database.write() as tx:
        await store.begin(tx, one, house.room, "media", NOON)
        await store.erase(tx, [one], "revoked", NOON, is_at_rest=False)
        assert await store.deleted(tx, silent_since=NOON - timedelta(seconds=30)) == []
        assert await store.deleted(tx, silent_since=NOON + timedelta(seconds=1)) == [one]
        await store.erase(tx, [one], "empty", LATER)
        assert await store.deleted(tx, silent_since=NOON - timedelta(seconds=30)) == [one]


async def test_a_dead_process_leaves_a_transcript_to_be_read(house: House) -> None:
    one = new_id()
    async with house.database.write() as tx:
        await store.begin(tx, one, house.room, "text", NOON)
        assert await store.live_in(tx, house.room, since=NOON) == {"text"}
        await store.end_dead(tx, before=LATER)
        found = await store.find(tx, one)
    assert found is not None
    assert (found.state, found.ended_at) == (State.READY, NOON)


async def test_a_receipt_of_what_went_with_its_room_says_so(house: House) -> None:
    await house.keep("text", "Tell me")
    async with house.database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM room")
        await receipts.close_lost(tx, LATER)
        [receipt] = await receipts.of_person(tx, house.host, limit=9)
    assert (receipt.gone, receipt.room) == ("deleted", None)


async def test_ones_own_lines_are_deleted_and_no_others(house: House) -> None:
    text = await house.keep("text", "one", "two")
    async with house.database.write() as tx:
        assert await lines.erase_own(tx, text, house.friend) == 0
        assert [one.text for _, one in await lines.said_by(tx, house.host, limit=9)] == [
            "one",
            "two",
        ]
        assert await lines.erase_own(tx, text, house.host) == 2
