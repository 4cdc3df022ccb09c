"""A small believable programme to click through; refuses a database in which people are already."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.core.clock import Clock
from server.core.settings import Settings
from server.profiles.model import (
    About,
    Capacity,
    Goal,
    Industry,
    MenteeChange,
    MentorChange,
    Offer,
    Seniority,
    Skill,
    Style,
    Window,
)
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


def _skills(*texts: str) -> tuple[Skill, ...]:
    return tuple(Skill(None, text) for text in texts)


def _evenings(*weekdays: int) -> tuple[Window, ...]:
    return tuple(Window(day, 1080, 1260) for day in weekdays)


def _noons(*weekdays: int) -> tuple[Window, ...]:
    return tuple(Window(day, 720, 900) for day in weekdays)


OFFERS = {
    0: MentorChange(
        about=About((Industry.SOFTWARE,), Seniority.LEAD, ("sailing", "chess")),
        manner=(3, 5, 4, 6, 4, 2, 5),
        hours=_evenings(0, 2, 3),
        offer=Offer(
            (
                "Growing from engineer to engineering manager",
                "One-on-ones and hard conversations",
                "Hiring a first team",
            ),
            _skills("lead a team", "coaching", "Python"),
        ),
        styles=frozenset({Style.COACHING, Style.ROLE_MODEL}),
        capacity=Capacity(3, 180),
    ),
    2: MentorChange(
        about=About((Industry.SCIENCE, Industry.HEALTH), Seniority.SENIOR, ("reading",)),
        manner=(2, 3, 5, 3, 3, 2, 2),
        hours=_evenings(1, 5),
        offer=Offer(
            ("Moving from the lab into data science", "Statistics for people who fear them"),
            _skills("data science", "statistics"),
        ),
        styles=frozenset({Style.DIRECTIVE}),
        capacity=Capacity(1, 60),
    ),
    3: MentorChange(
        about=About((Industry.ARTS, Industry.SOFTWARE), Seniority.SENIOR, ("photography",)),
        manner=(5, 4, 3, 2, 5, 4, 4),
        hours=_evenings(0, 1, 2, 3, 4),
        offer=Offer(
            ("Portfolios that get interviews", "From print to product design"),
            _skills("graphic design", "Figma"),
        ),
        styles=frozenset({Style.COACHING}),
        capacity=Capacity(2, 120),
    ),
    5: MentorChange(
        about=About((Industry.SOFTWARE, Industry.FINANCE), Seniority.EXECUTIVE, ("running",)),
        manner=(6, 6, 5, 6, 7, 5, 6),
        hours=_evenings(0, 3),
        offer=Offer(
            ("Raising a first round of money", "Finding a co-founder", "When to stop a company"),
            _skills("fundraising", "pitching"),
        ),
        styles=frozenset({Style.SPONSOR, Style.DIRECTIVE}),
        capacity=Capacity(2, 120),
    ),
}
"""What the mentors of the programme offer, by their index."""

WISHES = {
    1: MenteeChange(
        about=About((Industry.SOFTWARE,), Seniority.SENIOR, ("football", "chess")),
        manner=(3, 5, 4, 5, 4, 3, 5),
        hours=(*_noons(0, 2, 3), *_evenings(0, 2)),
        goals=(
            Goal(
                "Lead my first team without losing its trust",
                Industry.SOFTWARE,
                _skills("lead a team", "giving feedback"),
            ),
            Goal("Let others write the code that I would have written"),
        ),
        styles=frozenset({Style.COACHING}),
    ),
    4: MenteeChange(
        about=About((Industry.HEALTH,), Seniority.PROFESSIONAL, ("cooking",)),
        manner=(2, 3, 3, 2, 3, 1, 3),
        hours=_evenings(1, 5, 6),
        goals=(
            Goal(
                "Move from nursing into health data within a year",
                Industry.HEALTH,
                _skills("statistics", "SQL"),
            ),
        ),
        styles=frozenset({Style.DIRECTIVE, Style.COACHING}),
    ),
    6: MenteeChange(
        about=About((Industry.SOFTWARE,), Seniority.LEAD, ("hiking",)),
        hours=_evenings(1, 3),
        goals=(Goal("Find my feet again after two years away from work"),),
    ),
}
"""What the mentees of the programme look for, by their index."""

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
    for at, offer in OFFERS.items():
        await services.profiles.change_mentor(ids[at], offer)
    for at, wishes in WISHES.items():
        await services.profiles.change_mentee(ids[at], wishes)
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
