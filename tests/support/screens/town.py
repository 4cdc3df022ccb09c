"""A server on which people have a past: what every screen shows when there is something to show."""

from __future__ import annotations

import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from server.app import create_app
from server.core.db import Database
from server.core.settings import Settings
from server.migrations import migrate
from server.services import Services, assemble
from tests.support.screens.clock import Elsewhen
from tests.support.screens.cohort import gathered
from tests.support.screens.past import live_through
from tests.support.screens.people import OPERATOR, settle
from tests.support.servers import serving

AGO = timedelta(days=46)


@dataclass(frozen=True, slots=True)
class Town:
    """Where it is, and the ids and secrets that addresses need, by the names addresses use."""

    url: str
    services: Services
    places: dict[str, str]


@asynccontextmanager
async def town(folder: Path, database_url: str) -> AsyncIterator[Town]:
    """A served application on a migrated database, filled."""
    settings = Settings(
        data_dir=folder,
        database_url=database_url,
        encoder="tfidf",
        port=0,
        media_listen=("127.0.0.1",),
        media_port=0,
        media_announced=("127.0.0.1",),
        operators=(OPERATOR,),
    )
    clock = Elsewhen(-AGO)
    services = assemble(settings, clock)
    async with serving(create_app(settings, services=services)) as live:
        people = await settle(services)
        past = await live_through(services, clock, people)
        cohort = await gathered(services, people)
        places = {**past, **cohort, **await _letters(services, folder)}
        yield Town(live.url, services, places)


@asynccontextmanager
async def fresh_town() -> AsyncIterator[Town]:
    """One on a database of its own, which goes with it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ithaca.sqlite3"
        database = Database(url)
        await migrate(database)
        await database.close()
        async with town(Path(folder), url) as made:
            yield made


async def _letters(services: Services, folder: Path) -> dict[str, str]:
    """The secrets that letters carry."""
    await services.registration.ask_reset(OPERATOR)
    await services.invitations.write_due()
    while await services.notifications.deliver():
        pass
    found: dict[str, str] = {}
    for path in sorted(folder.glob("mail/**/*.eml")):
        words = _words(message_from_bytes(path.read_bytes()))
        for name, pattern in SECRETS.items():
            if match := re.search(pattern, words):
                found[name] = match[1]
    return found


SECRETS = {
    "answer": r"/answer/([\w-]+)",
    "unsubscribe": r"/unsubscribe/([\w-]+~\w+~[\w-]+)",
    "reset": r"/reset\?token=([\w-]+)",
}


def _words(mail: Message) -> str:
    parts = [one for one in mail.walk() if one.get_content_type() == "text/plain"]
    body = parts[0].get_payload(decode=True) if parts else b""
    assert isinstance(body, bytes)
    return f"{mail['List-Unsubscribe']}\n{body.decode()}"
