"""A programme by invitation: people from a file with faults, a link, a drafted run."""

from __future__ import annotations

from datetime import timedelta

from server.accounts.model import Role
from server.matching.assign import Mode
from server.programmes.model import State
from server.programmes.service.enrolment import LinkWish
from server.services import Services
from tests.support.screens.people import OPERATOR, People

HEADER = (
    "email,name,roles,languages,time_zone,industry,seniority,weekly_hours,goals,expertise,places"
)
TOPICS = ("Raise seed money from investors", "Lead a team of nurses", "Publish a first paper")
PEOPLE = 24
FAULTY = ("not an address,Somebody,mentee,,,,,,,,", "x@example.org,Somebody,pirate,,,,,,,,")


async def gathered(services: Services, people: People) -> dict[str, str]:
    """What addresses need of it."""
    programmes, athena = services.programmes, people.athena
    made = await programmes.open(athena, "Voyages", "A year at sea, with somebody who knows it.")
    await programmes.move(athena, made.id, State.ENROLMENT)
    _, link = await services.enrolment.add_link(
        athena,
        made.id,
        LinkWish(
            "For the harbour's newsletter",
            frozenset({Role.MENTEE}),
            services.clock.now() + timedelta(days=30),
            40,
        ),
    )
    await services.imports.upload(
        athena, made.id, _file(), file_name="people.csv", sends_letters=False
    )
    while await services.imports.work():
        pass
    await programmes.move(athena, made.id, State.MATCHING)
    await services.runs.start(athena, made.id, Mode.BALANCED, 7)
    while await services.rounds.work():
        pass
    open_one = await programmes.open_programme()
    await programmes.appoint(athena, open_one.id, OPERATOR)
    return {"programme": made.id, "join": link.rsplit("/", 1)[1]}


def _file() -> bytes:
    return "\r\n".join([HEADER, *(_row(number) for number in range(PEOPLE)), *FAULTY]).encode()


def _row(number: int) -> str:
    name = "محمد بن عبد الله" if number == 7 else f"Person {number}"
    topic, hours = TOPICS[number % len(TOPICS)], "mon 18:00-20:00; thu 18:00-20:00"
    shared = f"en:fluent,Europe/Athens,software,{{}},{hours}"
    if number % 4 == 0:
        return f"p{number}@example.org,{name},mentor,{shared.format('lead')},,{topic},3"
    return f"p{number}@example.org,{name},mentee,{shared.format('entry')},{topic} this year,,"
