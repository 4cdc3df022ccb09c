"""A programme with a past: people who came month by month, pairs in every state, what they said."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from server.accounts.model import Person, ProfileChange, Role
from server.core.ids import new_id
from server.feedback.instruments import EFFECT, RELATION, Given, Instrument
from server.feedback.model import Survey
from server.feedback.store import surveys
from server.matching.assign import Mode
from server.matching.draft import Draft, DraftPair, Run, RunState
from server.matching.outcome import Figures
from server.matching.store import runs
from server.mentorships.model import EndReason, Meeting, Mentorship, MentorshipState, Plan, Side
from server.mentorships.store import mentorships
from server.programmes.model import Membership, Standing
from server.programmes.store import members
from server.services import Services

SECRET = "Ogygia"
"""In everything that anybody writes."""
STATES = (
    *[MentorshipState.ACTIVE] * 5,
    MentorshipState.PAUSED,
    *[MentorshipState.ENDED] * 3,
    *[MentorshipState.COMPLETED] * 3,
)


class Town:
    """Filled by a seed, so that two are alike."""

    def __init__(self, services: Services, programme: str, seed: int = 7) -> None:
        self.services = services
        self.programme = programme
        self.draw = Random(seed)
        self.now = services.clock.now()
        self.mentees: list[Person] = []
        self.mentors: list[Person] = []
        self.pairs: list[Mentorship] = []

    async def fill(self, mentees: int, mentors: int, pairs: int) -> None:
        """The first mentees have a mentor each; others come and wait."""
        self.mentees = await self._come(mentees, Role.MENTEE)
        self.mentors = await self._come(mentors, Role.MENTOR)
        async with self.services.database.write() as tx:
            for at in range(pairs):
                one = self._pair(self.mentees[at % mentees], self.mentors[at % mentors], at)
                self.pairs.append(one)
                await mentorships.add(tx, one)
                for met in self._meetings(one):
                    await mentorships.add_meeting(tx, met)
                for asked in self._asked(one):
                    await surveys.add(tx, asked)

    async def propose(self, published: int, unpublished: int = 0) -> Run:
        """As if a match run had brought so many of the first pairs together."""
        made = Run(
            id=new_id(),
            programme=self.programme,
            by=self.mentors[0].id,
            mode=Mode.STABLE,
            seed=1,
            state=RunState.PUBLISHED,
            created_at=self.now - timedelta(days=400),
        )
        pairs = tuple(
            DraftPair(
                mentee=one.mentee,
                mentor=one.mentor,
                score=1.0,
                mentee_rank=None,
                mentor_rank=None,
                is_locked=False,
                price=0.0,
                published_at=self.now if at < published else None,
            )
            for at, one in enumerate(self.pairs[: published + unpublished])
        )
        told = Figures(len(pairs), len(pairs), 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0)
        async with self.services.database.write() as tx:
            await runs.add(tx, made)
            await runs.put_draft(tx, made.id, Draft(pairs=pairs, left=(), figures=told))
        return made

    async def _come(self, number: int, role: Role) -> list[Person]:
        registration = self.services.registration
        come = [
            registration.invitee(
                f"{role.value}{at}-{new_id()}@example.org",
                ProfileChange(name=f"{role.value.title()} {at}", roles=frozenset({role})),
            )
            for at in range(number)
        ]
        joined = [
            Membership(
                self.programme,
                one.id,
                frozenset({role}),
                Standing.JOINED,
                joined_at=self.now - timedelta(days=200 - 180 * at / number),
            )
            for at, one in enumerate(come)
        ]
        async with self.services.database.write() as tx:
            await registration.invite(tx, come)
            await members.add(tx, joined)
        return come

    def _pair(self, mentee: Person, mentor: Person, at: int) -> Mentorship:
        state = STATES[at % len(STATES)]
        started_at = self.now - timedelta(days=self.draw.uniform(5, 170))
        is_over = state in {MentorshipState.ENDED, MentorshipState.COMPLETED}
        ended_at = started_at + (self.now - started_at) * 0.8 if is_over else None
        return Mentorship(
            id=new_id(),
            programme=self.programme,
            mentor=mentor.id,
            mentee=mentee.id,
            request=None,
            plan=Plan(f"{SECRET} goals", 2, 12),
            state=state,
            started_at=started_at,
            ends_at=started_at + timedelta(weeks=26),
            ended_at=ended_at,
            ended_by=Side.MENTEE if state is MentorshipState.ENDED else None,
            reason=EndReason.SILENT if state is MentorshipState.ENDED else None,
        )

    def _meetings(self, pair: Mentorship) -> list[Meeting]:
        last = pair.ended_at or self.now - timedelta(days=self.draw.choice([2, 30]))
        at, found = pair.started_at + timedelta(days=self.draw.uniform(2, 14)), []
        while at < last:
            found.append(Meeting(new_id(), pair.id, at, 45, is_session=True, noted_by=None))
            at += timedelta(days=self.draw.uniform(10, 20))
        return found

    def _asked(self, pair: Mentorship) -> list[Survey]:
        forms: dict[Instrument, dict[str, Given]] = {
            Instrument.FIT: {"fit": self.draw.choice(["yes", "yes", "no"])},
            Instrument.PULSE: {"going": self.draw.randint(3, 5)},
            Instrument.ALLIANCE: {key: self.draw.randint(3, 5) for key in RELATION + EFFECT},
        }
        return [self._survey(pair, one, given) for one, given in forms.items()]

    def _survey(self, pair: Mentorship, instrument: Instrument, given: dict[str, Given]) -> Survey:
        at: datetime = pair.started_at + timedelta(days=4)
        return Survey(
            id=new_id(),
            mentorship=pair.id,
            programme=self.programme,
            person=pair.mentee,
            other=pair.mentor,
            side=Side.MENTEE,
            instrument=instrument,
            occasion=instrument.value,
            due_at=at,
            closes_at=at + timedelta(days=30),
            answered_at=at,
            answers=given,
        )
