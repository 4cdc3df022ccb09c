"""A small believable programme to click through; refuses a database in which people are already."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.core.clock import Clock
from server.core.settings import Settings
from server.serve import is_schema_ready
from server.services import Services, assemble

PASSWORD = "a sail and a harbour"  # noqa: S105 - printed for everybody who runs the demo
MENTOR, MENTEE = Role.MENTOR, Role.MENTEE


@dataclass(frozen=True, slots=True)
class Sample:
    """One person of the programme."""

    email: str
    name: str
    headline: str
    roles: tuple[Role, ...]
    time_zone: str
    languages: tuple[tuple[str, Level], ...]


PEOPLE = (
    Sample(
        "mentor@example.org",
        "Eleni Papadaki",
        "Staff engineer. I help people find their footing in their first lead role.",
        (MENTOR,),
        "Europe/Athens",
        (("el", Level.NATIVE), ("en", Level.FLUENT), ("fr", Level.GOOD)),
    ),
    Sample(
        "mentee@example.org",
        "Tomás Oliveira",
        "Back-end developer, leading three people since spring and learning to let go.",
        (MENTEE,),
        "America/Sao_Paulo",
        (("pt-BR", Level.NATIVE), ("en", Level.FLUENT)),
    ),
    Sample(
        "amina@example.org",
        "أمينة بن صالح",
        "باحثة في علم البيانات",
        (MENTOR, MENTEE),
        "Africa/Casablanca",
        (("ar", Level.NATIVE), ("fr", Level.FLUENT)),
    ),
    Sample(
        "yuki@example.org",
        "渡辺 由紀",
        "Designer who moved from print to product; happy to look at portfolios.",
        (MENTOR,),
        "Asia/Tokyo",
        (("ja", Level.NATIVE), ("en", Level.GOOD)),
    ),
    Sample(
        "priya@example.org",
        "Priyanka Lakshminarayanan Venkataraman",
        "Nurse turning health-data analyst.",
        (MENTEE,),
        "Asia/Kolkata",
        (("ta", Level.NATIVE), ("en", Level.FLUENT), ("hi", Level.GOOD)),
    ),
    Sample(
        "noam@example.org",
        "נועם ברק",
        "Founder, twice failed, once not.",
        (MENTOR,),
        "Asia/Jerusalem",
        (("he", Level.NATIVE), ("en", Level.FLUENT)),
    ),
    Sample(
        "aoife@example.org",
        "Aoife Ní Bhriain",
        "Product manager back from two years away.",
        (MENTEE,),
        "Europe/Dublin",
        (("en", Level.NATIVE), ("ga", Level.BASIC)),
    ),
    Sample(
        "sam@example.org",
        "Sam",
        "",
        (MENTOR, MENTEE),
        "Pacific/Auckland",
        (("en", Level.NATIVE),),
    ),
)
SESSIONS = (
    ("First conversation: where do you want to be in a year?", 0, (1,)),
    ("Portfolio review", 3, (4, 6)),
    ("Office hour", 0, (1, 4, 6)),
)
"""Title, index of the host, indices of the participants."""


async def seed(settings: Settings) -> int:
    """Fills the database and says how to sign in as each; returns the exit status."""
    services = assemble(settings, Clock())
    if not await is_schema_ready(services):
        return 3
    try:
        if await services.accounts.find_by_email(PEOPLE[0].email) is None:
            await _fill(services)
    finally:
        await services.database.close()
    _say()
    return 0


async def _fill(services: Services) -> None:
    ids = [await _add(services, sample) for sample in PEOPLE]
    for title, host, others in SESSIONS:
        view = await services.rooms.open_room(ids[host], title)
        for other in others:
            room, name = view.room.id, PEOPLE[other].name
            await services.rooms.admit(ids[host], room, ids[other], name)


async def _add(services: Services, sample: Sample) -> str:
    newcomer = Newcomer(
        email=sample.email,
        password=PASSWORD,
        name=sample.name,
        roles=frozenset(sample.roles),
        time_zone=sample.time_zone,
    )
    languages = tuple(Language(tag, level) for tag, level in sample.languages)
    change = ProfileChange(headline=sample.headline, languages=languages)
    person = await services.registration.seed(newcomer, change=change)
    return person.id


def _say() -> None:
    lines = [f"{sample.email:22} {sample.name}" for sample in PEOPLE]
    sys.stdout.write(
        "The demo programme is ready. Sign in as any of these people, all with the password\n"
        f"  {PASSWORD}\n\n" + "\n".join(f"  {line}" for line in lines) + "\n\n"
        "Open two browsers, or one and a private window: mentor@ hosts the first session,\n"
        "mentee@ takes part in it.\n\n"
    )
