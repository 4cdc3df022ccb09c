"""No word is kept of anybody while one present has not said yes: in every order of events."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.db import Database
from server.recordings.live import Live
from server.recordings.model import LiveView, NoRecording, Seat, Telling
from server.recordings.script import Script, Texts
from server.recordings.store import lines
from server.services import assemble
from tests.boards.scribes import account
from tests.conftest import test_settings
from tests.support.apart import run_apart
from tests.support.clock import FixedClock

HOST, FRIEND, GUEST = (Seat(one, one, None) for one in ("host", "friend", "guest"))
SEATS = (HOST, FRIEND, GUEST)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "agree", "leave", "begin", "end", "end", "store"]),
        st.sampled_from(SEATS),
    ),
    max_size=25,
)


def _told(text: str, stretch: int = 1, *, is_final: bool = True, number: int = 1) -> Telling:
    return Telling("t", stretch, number, is_final, "en", text)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def _script(clock: FixedClock) -> Script:
    script = Script("t", clock, max_hours=4)
    script.resume()
    return script


def test_a_line_begins_when_its_first_words_were_told(clock: FixedClock) -> None:
    script = _script(clock)
    clock.forward(seconds=10)
    script.hear(HOST, _told("Tell", is_final=False))
    clock.forward(seconds=3)
    script.hear(HOST, _told("Tell me"))
    [said] = script.waiting
    assert (said.duration_ms, (clock.now() - said.said_at).total_seconds()) == (3000, 3)


def test_a_line_told_at_its_end_only_began_no_earlier_than_the_stretch(clock: FixedClock) -> None:
    script = _script(clock)
    clock.forward(seconds=1)
    script.hear(HOST, _told("x" * 500))
    assert script.waiting[0].duration_ms == 1000


def test_what_was_begun_before_a_pause_is_not_ended_after_it(clock: FixedClock) -> None:
    script = _script(clock)
    script.hear(HOST, _told("Tell", is_final=False))
    script.pause()
    script.hear(HOST, _told("Tell me"))
    script.resume()
    script.hear(HOST, _told("Tell me, Muse"))
    script.hear(HOST, _told("Again", stretch=2))
    assert [one.text for one in script.waiting] == ["Again"]


def test_pauses_do_not_count_as_time(clock: FixedClock) -> None:
    script = _script(clock)
    clock.forward(seconds=2)
    script.pause()
    clock.forward(hours=9)
    script.resume()
    clock.forward(seconds=1)
    assert (script.recorded_ms(), script.reason_to_end()) == (3000, None)
    clock.forward(hours=5)
    assert script.reason_to_end() == "too_long"


class _Play:
    """The real thing on a real database, and beside it what each person has said by now."""

    def __init__(self, database: Database, data_dir: Path, room: str) -> None:
        self.database = database
        self.clock = FixedClock()
        config = test_settings(data_dir, "")
        self.live: Live[Script] = Live(
            settings=config,
            clock=self.clock,
            database=database,
            means=Texts(config, self.clock),
            news=asyncio.Queue[LiveView](),
        )
        self.present = {HOST, FRIEND}
        self.agreed = {HOST}
        self.begun: dict[Seat, tuple[str, int, int]] = {}
        self.count = 0
        self.allowed: set[str] = set()
        self.room = room
        self.transcript = self.live.ask(room, HOST.id, [HOST, FRIEND]).id

    async def settle(self) -> None:
        while self.live._tasks:
            await asyncio.gather(*self.live._tasks)

    async def step(self, event: str, seat: Seat) -> None:
        if event == "store":
            await self.settle()
        elif event == "arrive" and seat not in self.present:
            self.present.add(seat)
            self.agreed.discard(seat)  # without an account, a new seat is somebody new
            self.live.arrived(self.room, seat)
        elif event == "leave" and seat in self.present:
            self.present.discard(seat)
            self.begun.pop(seat, None)
            self.live.left(self.room, seat.id)
        elif event == "agree" and seat in self.present:
            try:
                self.live.answer(self.room, seat.id, self.transcript, is_agreed=True)
                self.agreed.add(seat)
            except NoRecording:
                pass
        elif event in {"begin", "end"} and seat in self.present:
            self._tell(seat, is_final=event == "end")
        if not self.present <= self.agreed:  # a line that is being told now must not be kept
            self.allowed -= {text for text, _, _ in self.begun.values()}

    def _tell(self, seat: Seat, *, is_final: bool) -> None:
        """A browser marks each line with the stretch that went on when it began."""
        if seat not in self.begun:
            view = self.live.view(self.room)
            self.count += 1
            self.begun[seat] = (f"line {self.count}", self.count, view.stretch if view else 1)
            if self.present <= self.agreed:
                self.allowed.add(self.begun[seat][0])
        text, number, stretch = self.begun[seat]
        told = Telling(self.transcript, stretch, number, is_final, "en", text)
        hearing = self.live.hearing(self.room, seat.id)
        if hearing is not None:
            hearing[1].hear(hearing[0], told)
        if is_final:
            del self.begun[seat]

    async def kept(self) -> set[str]:
        self.live.end_all()
        await self.settle()
        async with self.database.read() as tx:
            return {one.text for one in await lines.of(tx, [self.transcript])}


@pytest.fixture(scope="module")
def template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file with one room in it."""
    path = tmp_path_factory.mktemp("room") / "ithaca.sqlite3"
    shutil.copy(sqlite_template, path)

    async def furnish() -> None:
        services = assemble(test_settings(path.parent, f"sqlite:///{path}"), FixedClock())
        host = await account(services, "Penelope")
        await services.rooms.open_room(host, "A room")
        await services.close()

    run_apart(furnish())
    return path


async def _played(template: Path, events: Sequence[tuple[str, Seat]]) -> tuple[set[str], set[str]]:
    """What was kept, and what was said while everybody present had agreed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ithaca.sqlite3"
        shutil.copy(template, path)
        database = Database(f"sqlite:///{path}")
        async with database.read() as tx:
            room = (await tx.exec_driver_sql("SELECT id FROM room")).scalar_one()
        play = _Play(database, Path(folder), room)
        for event, seat in events:
            await play.step(event, seat)
        kept = await play.kept()
        await database.close()
        return kept, play.allowed


def test_lines_of_a_session_that_all_agreed_to_are_kept(template: Path) -> None:
    events = [("agree", FRIEND), ("store", HOST), ("begin", FRIEND), ("end", FRIEND), ("end", HOST)]
    assert asyncio.run(_played(template, events)) == ({"line 1", "line 2"}, {"line 1", "line 2"})


@settings(max_examples=60)
@given(events=EVENTS)
def test_no_word_is_kept_without_everybodys_yes_while_it_was_said(
    template: Path, events: list[tuple[str, Seat]]
) -> None:
    kept, allowed = asyncio.run(_played(template, events))
    assert kept <= allowed
