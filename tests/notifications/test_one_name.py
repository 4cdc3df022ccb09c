"""The step to one name for one happening: what was written before keeps its meaning."""

from __future__ import annotations

import importlib
import json
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from server.notifications.model import Kind, Switch
from server.services import Services
from tests.notifications.conftest import Arrive, Inbox

STEP: Any = importlib.import_module("server.migrations.versions.0017_one_name")
WAITING = {
    "session_asked": {"decline": "https://x/a?say=no", "note": "My deck.", "page": "https://x/b"},
    "session_waits": {"decline": "https://x/a?say=no"},
    "session_booked": {"decline": "https://x/a?say=no"},
    "session_cancelled": {"words": "A cold."},
    "session_rescheduled": {"before": "2026-11-23T10:00+02:00", "decline": "https://x/a?say=no"},
    "session_clashes": {},
    "seat_taken": {"decline": "https://x/a?say=no"},
}


async def put(services: Services, table: str, **values: object) -> None:
    columns = sa.table(table, *map(sa.column, values))
    async with services.database.write() as tx:
        await tx.execute(columns.insert().values(values))


def noon(services: Services) -> datetime:
    """As a driver takes it."""
    now = services.clock.now()
    return now.replace(tzinfo=None) if services.database.is_sqlite else now


async def step(services: Services) -> None:
    """As it is run on what the version before has left."""

    def run(connection: sa.Connection) -> None:
        for column in ("locale", "zone"):
            connection.exec_driver_sql(f"ALTER TABLE notice DROP COLUMN {column}")
        with Operations.context(MigrationContext.configure(connection)):
            STEP.upgrade()

    async with services.database.write() as tx:
        await tx.run_sync(run)


@pytest.fixture
async def person(services: Services, arrive: Arrive) -> str:
    return (await arrive("Ana")).id


async def test_notices_are_read_by_their_new_names_in_their_readers_time(
    services: Services, person: str
) -> None:
    facts = {"other": "Noam", "title": "How to pitch", "starts_at": "2026-11-23T09:00:00+00:00"}
    for at, kind in enumerate(name for name in STEP.RENAMED if name.startswith("booking_")):
        row = {"id": f"{at:026}", "person_id": person, "kind": kind, "facts": json.dumps(facts)}
        more = {"path": "/calendar", "created_at": noon(services), "receiver": ""}
        await put(services, "notice", **row, **more, locale="x", zone="x")
    await step(services)
    page = await services.centre.page(person)
    assert len(page.notices) == page.unread == 10
    titles = [services.centre.title(one) for one in page.notices]
    assert {one.zone for one in page.notices} == {"Europe/Athens"}
    assert titles[-1] == "\u2068Noam\u2069 asks you for a session on Mon 23 Nov, 11:00"
    assert all("Noam" in one or "How to pitch" in one for one in titles)


async def test_switches_stay_as_they_were_chosen(services: Services, person: str) -> None:
    said = {"booking_booked": [False, True], "mentor_asked": [True, False]}
    said["booking_called"] = [True, False]
    values = {"person_id": person, "switches": json.dumps(said), "reminders": "[10]"}
    await put(services, "notice_preferences", **values, digest="off")
    await step(services)
    assert (await services.centre.preferences(person)).switches == {
        Kind.SESSION_BOOKED: Switch(email=False, push=True),
        Kind.MENTOR_ASKED: Switch(email=True, push=False),
        Kind.SEAT_CALLED: Switch(email=False, push=False),
    }


async def test_letters_that_wait_are_sent_as_they_were_meant(
    services: Services, person: str, inbox: Inbox
) -> None:
    at = {"starts": "2026-11-23T11:00+02:00", "ends": "2026-11-23T12:00+02:00"}
    common = {"name": "Ana", "other": "Noam", "zone": "Europe/Athens", "link": "https://x/l"} | at
    for kind, own in WAITING.items():
        params = json.dumps(common | own)
        row = {"id": f"{kind:_<26}", "kind": kind, "recipient": "ana@example.org", "locale": "en"}
        times = {"created_at": noon(services), "due_at": noon(services)}
        rest = {"params": params, "state": "waiting", "attempts": 0, "complaint": ""}
        await put(services, "letter", **row, **times, **rest)
    await step(services)
    assert await services.notifications.deliver() == len(WAITING)
    found = sorted(str(one["Subject"]) for one in inbox.messages)
    assert found == [
        "Cancelled: your session with Noam, Mon 23 Nov, 11:00",
        "New time: your session with Noam, Mon 23 Nov, 11:00",
        "Noam asks you for a session on Mon 23 Nov, 11:00",
        "Please choose a new time: session with Noam",
        "You asked Noam for a session on Mon 23 Nov, 11:00",
        "You have a seat: Noam, Mon 23 Nov, 11:00",
        "Your session with Noam on Mon 23 Nov, 11:00",
    ]
