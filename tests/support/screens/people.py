"""Who is in the town; names as long and as different as they are."""

from __future__ import annotations

from dataclasses import dataclass

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.mentorships.model import Plan
from server.mentorships.service.requests import Ask, Wish
from server.profiles.hours import Window
from server.profiles.industries import Industry
from server.profiles.model import About, Capacity, Goal, MenteeChange, MentorChange, Offer, Skill
from server.profiles.seniority import Seniority
from server.scheduling.model import Availability
from server.scheduling.slots import Rules
from server.scheduling.windows import Hours, Span
from server.services import Services
from tests.support.browsers import PASSWORD

OPERATOR = "athena@example.org"
NAMES = {
    "athena": "Athena",
    "mentor": "Κωνσταντίνος-Ιωάννης Παπαδιαμαντόπουλος von der Überseegesellschaft",
    "mentee": "محمد بن عبد الله الأندلسي",
    "newcomer": "Ino",
    "yuki": "渡辺 由紀",
    "priya": "Priyanka Lakshminarayanan Venkataraman",
    "noam": "נועם ברק",
    "sam": "Sam",
}
ALWAYS = Hours("Europe/Athens", {day: (Span(0, 24 * 60),) for day in range(7)})
PLAN = Plan("Find seed money for a clinic at sea, and learn to ask for it.", 2, 26)


@dataclass(frozen=True, slots=True)
class People:
    """Ids by the names above."""

    athena: str
    mentor: str
    mentee: str
    newcomer: str
    yuki: str
    priya: str
    noam: str
    sam: str


async def settle(services: Services) -> People:
    """Everybody has an account; mentors offer, mentees seek; `newcomer` has only come."""
    ids = {key: await _arrive(services, key, name) for key, name in NAMES.items()}
    for key in ("mentor", "yuki", "noam", "sam"):
        await services.profiles.change_mentor(ids[key], _offer(key))
        known = await services.availabilities.own(ids[key])
        is_asked = key != "mentor"
        rules = Rules(ALWAYS, notice_minutes=0, step_minutes=15)
        hours = Availability(rules, is_confirmed_first=is_asked, version=known.version)
        await services.availabilities.save(ids[key], hours)
    for key in ("mentee", "priya"):
        await services.profiles.change_mentee(ids[key], _wishes())
    return People(**ids)


async def _arrive(services: Services, key: str, name: str) -> str:
    newcomer = Newcomer(
        email=f"{key}@example.org",
        password=PASSWORD,
        name=name,
        roles=frozenset({Role.MENTEE}) if key == "newcomer" else frozenset(Role),
        time_zone="Europe/Athens",
    )
    spoken = (Language("en", Level.FLUENT), Language("el", Level.NATIVE))
    change = ProfileChange(headline="Somebody who knows the sea.", languages=spoken)
    if key == "newcomer":
        change = ProfileChange()
    return (await services.registration.seed(newcomer, change=change)).id


def _offer(key: str) -> MentorChange:
    return MentorChange(
        about=About((Industry.SOFTWARE, Industry.HEALTH), Seniority.LEAD, ("sailing", "chess")),
        manner=(3, 5, 4, 6, 4, 2, 5),
        hours=(Window(0, 1080, 1260), Window(3, 720, 900)),
        offer=Offer(
            ("Raising money for health start-ups", f"Finding a crew, as {key} did it"),
            (Skill(None, "fundraising"), Skill(None, "lead a team")),
        ),
        capacity=Capacity(4, 180),
    )


def _wishes() -> MenteeChange:
    return MenteeChange(
        about=About((Industry.HEALTH,), Seniority.PROFESSIONAL, ("cooking",)),
        manner=(2, 3, 3, 2, 3, 1, 3),
        hours=(Window(0, 1080, 1260), Window(3, 720, 900)),
        goals=(
            Goal(
                "Find seed money for a clinic at sea", Industry.HEALTH, (Skill(None, "pitching"),)
            ),
            Goal("Speak up in large meetings"),
        ),
    )


async def befriend(services: Services, mentor: str, mentee: str) -> str:
    """A mentorship in the open programme that begins now; its id."""
    programme = (await services.programmes.open_programme()).id
    wish = Wish(mentor, "I read your talk twice, and have a question about its end.")
    [request] = await services.requests.ask(mentee, Ask(programme, [wish], PLAN, False))
    await services.requests.agree(mentor, request.id)
    views = await services.mentorships.of_person(mentee)
    return next(one.mentorship.id for one in views if one.mentorship.mentor == mentor)
