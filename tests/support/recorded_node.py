"""A process that records a host alone in their session until it is killed; for `kill -9`.

`python -m tests.support.recorded_node DATA_DIR DATABASE_URL ROOM PERSON`; it prints the recording's
id, and a line once its files hold some seconds.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from server.core.clock import Clock
from server.core.ids import new_id
from server.recordings.model import Seat
from server.services import assemble
from tests.conftest import test_settings
from tests.support.performer import Performer

PLAYED_S = 4.0


async def _record(data_dir: str, database_url: str, room: str, person: str) -> None:
    services = assemble(test_settings(Path(data_dir), database_url), Clock())
    async with services.rooms.run():
        watching = asyncio.create_task(services.recordings.live.run())
        seat = Seat(new_id(), "Penelope", person)
        performer = Performer(services, room, seat.id)
        asked = services.recordings.live.ask(room, seat.id, [seat])
        print(asked.id, flush=True)  # noqa: T201
        await performer.perform(PLAYED_S)
        print("played", flush=True)  # noqa: T201
        await performer.perform(3600)
        await watching


if __name__ == "__main__":
    asyncio.run(_record(*sys.argv[1:]))
