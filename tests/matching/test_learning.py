"""Feedback is kept as the pair was then, taught, proposed or used at once, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import text

from server.core.errors import Conflict, Invalid, NotFound
from server.core.ids import new_id
from server.matching.model import PairFeedback
from server.matching.proposal import (
    Certainty,
    LearningMoved,
    LearningView,
    Outcome,
    Proposal,
    ProposalState,
)
from server.matching.store import effects, feedback, learning
from server.mentorships.model import FitReason, Plan
from server.notifications.model import Kind
from server.profiles.model import Criterion, MentorChange, Offer
from server.programmes.model import Author, ProgrammeChange, Weights, WeightsMoved
from server.programmes.model import Learning as Way
from server.programmes.model import Mode as Deciding
from server.services import Services
from tests.matching.conftest import Village

STYLE = 2


@dataclass
class School:
    """A programme with a coordinator, two mentors and five mentees who say how it was."""

    services: Services
    programme: str
    coordinator: str
    mentors: list[str]
    mentees: list[str]

    def told(self, **more: object) -> PairFeedback:
        """The first mentee on a session with the first mentor."""
        given: dict[str, object] = {
            "programme": self.programme,
            "mentor": self.mentors[0],
            "mentee": self.mentees[0],
            "rater": self.mentees[0],
            "occasion": "session:1",
            "usefulness": 4,
            "at": self.services.lessons._clock.now(),
        }
        return PairFeedback(**(given | more))  # type: ignore[arg-type]

    async def simulate(self, count: int, *, raters: int = 5, seed: int = 1) -> None:
        """Answers of people for whom style counts more than anything else."""
        draw = np.random.default_rng(seed)
        rows = []
        for at in range(count):
            features = tuple(draw.random(8).tolist())
            content = 0.15 + 0.5 * features[STYLE] + 0.2 * features[0] + draw.normal(0, 0.08)
            stars = int(np.clip(round(1 + 4 * content), 1, 5))
            mentee = self.mentees[at % raters]
            one = self.told(
                id=new_id(),
                mentee=mentee,
                rater=mentee,
                mentor=self.mentors[at % 2],
                occasion=f"simulated:{seed}:{at}",
                usefulness=stars,
                rapport=stars,
                again=stars,
                features=features,
            )
            rows.append(feedback._values(one))
        async with self.services.database.write() as tx:
            await tx.execute(feedback.feedback.insert(), rows)

    async def rows(self) -> list[PairFeedback]:
        since = self.services.lessons._clock.now() - timedelta(days=1)
        async with self.services.database.read() as tx:
            return await feedback.page(tx, self.programme, since, "", limit=1000)

    async def look(self, *, is_asked: bool = False) -> Outcome | None:
        return await self.services.lessons.look(self.programme, is_asked=is_asked)

    async def state(self) -> LearningView:
        return await self.services.learning.state(self.coordinator, self.programme)

    async def proposal(self) -> Proposal:
        found = (await self.state()).proposal
        assert found is not None
        return found

    async def set(self, change: ProgrammeChange) -> None:
        await self.services.programmes.change(self.coordinator, self.programme, change)

    async def weights(self) -> Weights:
        return (await self.services.programmes.programme(self.programme)).settings.weights

    async def letters(self) -> list[str]:
        async with self.services.database.read() as tx:
            found = await tx.execute(
                text("SELECT params FROM letter WHERE kind = :kind"),
                {"kind": Kind.WEIGHTS_LEARNED.value},
            )
            return [row[0] for row in found]


@pytest.fixture
async def school(village: Village) -> School:
    mentee = await village.mentee("Ana", "Raise seed money")
    mentor = await village.mentor("Dora", "Raise seed money")
    programme = await village.programme_of(mentee, mentor)
    mentees = [mentee, *[await village.arrive(f"Rater {at}") for at in range(4)]]
    mentors = [mentor, await village.arrive("Emil")]
    return School(village.services, programme, village.ids["Operator"], mentors, mentees)


async def test_feedback_keeps_the_pair_as_it_was_and_the_answers_as_they_are(
    school: School,
) -> None:
    record = school.services.learning.record
    await record(school.told(rapport=2))
    [first] = await school.rows()
    assert (first.usefulness, first.rapport, first.again) == (4, 2, None)
    assert len(first.features) == len(Criterion)
    assert first.features[0] > 0.9
    assert first.encoder
    offer = MentorChange(offer=Offer(("Bake bread",)))
    await school.services.profiles.change_mentor(school.mentors[0], offer)
    await record(school.told(usefulness=None, again=5))
    [again] = await school.rows()
    assert (again.usefulness, again.rapport, again.again) == (None, None, 5)
    assert again.features == first.features
    await record(school.told(occasion="session:2"))
    assert (await school.rows())[1].features[0] < 0.5


async def test_bad_feedback_is_refused_with_every_reason(school: School) -> None:
    record = school.services.learning.record
    with pytest.raises(Invalid) as wrong:
        await record(school.told(usefulness=6, rapport=0, rater=school.mentees[1], occasion=""))
    assert set(wrong.value.fields) == {"usefulness", "rapport", "rater", "occasion"}
    with pytest.raises(Invalid, match="at least one"):
        await record(school.told(usefulness=None))
    with pytest.raises(NotFound):
        await record(school.told(mentor=new_id()))
    await record(school.told())
    with pytest.raises(Conflict, match="other people"):
        await record(school.told(mentor=school.mentors[1]))


async def test_what_somebody_said_goes_with_them(school: School) -> None:
    for at, rater in enumerate((school.mentees[0], school.mentors[0])):
        await school.services.learning.record(school.told(rater=rater, occasion=f"session:{at}"))
    async with school.services.database.write() as tx:
        await tx.execute(text("DELETE FROM person WHERE id = :id"), {"id": school.mentees[0]})
    assert await school.rows() == []


async def test_too_few_answers_or_too_few_people_teach_nothing(school: School) -> None:
    await school.simulate(19)
    assert await school.look() is Outcome.TOO_FEW
    await school.simulate(60, raters=4, seed=2)
    async with school.services.database.write() as tx:
        await tx.execute(text("DELETE FROM pair_feedback WHERE occasion LIKE 'simulated:1:%'"))
    seen = await school.state()
    assert (seen.sessions, seen.raters) == (60, 4)
    assert await school.look() is Outcome.TOO_FEW
    assert (await school.state()).proposal is None


async def test_what_counts_for_people_is_proposed_with_its_evidence(school: School) -> None:
    await school.simulate(300)
    assert await school.look() is Outcome.PROPOSED
    one = await school.proposal()
    style = one.lesson.weights[Criterion.STYLE]
    assert style.after > style.before + 0.05
    assert style.certainty is Certainty.CLEAR
    assert style.stars > style.expected_stars
    assert one.lesson.foreseen_after > one.lesson.foreseen_before > 0.5
    assert (one.lesson.sessions, one.lesson.raters, one.lesson.mentors) == (300, 5, 2)
    assert await school.weights() == Weights()
    async with school.services.database.read() as tx:
        found = await effects.learned.of_programme(tx, school.programme)
        assert (await learning.check_of(tx, school.programme)).sigma > 0
    assert set(found) == set(school.mentors)
    assert {each.raters for each in found.values()} == {5}
    assert len(await school.letters()) == 1
    assert await school.look() is Outcome.PROPOSED
    assert await school.proposal() == one
    assert len(await school.letters()) == 1


async def test_an_accepted_proposal_is_a_version_and_every_version_comes_back(
    school: School,
) -> None:
    await school.simulate(300)
    await school.look()
    one, services = await school.proposal(), school.services
    where = (school.coordinator, school.programme)
    seen = await services.learning.accept(*where, one.id)
    assert (seen.proposal, seen.version) == (None, 2)
    learned = await school.weights()
    assert learned.style > 0.2
    with pytest.raises(LearningMoved):
        await services.learning.accept(*where, one.id)
    with pytest.raises(WeightsMoved):
        await services.learning.restore(*where, 1, 1)
    with pytest.raises(NotFound):
        await services.learning.restore(*where, 3, 2)
    history = await services.learning.restore(*where, 1, 2)
    assert await school.weights() == Weights()
    assert [(v.number, v.why.author, v.why.restores) for v in history.versions] == [
        (3, Author.ROLLBACK, 1),
        (2, Author.LEARNING, None),
        (1, Author.START, None),
    ]
    assert history.versions[1].weights == learned
    assert history.versions[1].why.evidence["sessions"] == 300
    assert history.names[school.coordinator] == "Operator"
    for call in (services.learning.state, services.learning.history):
        with pytest.raises(NotFound):
            await call(school.mentees[0], school.programme)


async def test_a_proposal_gives_way_to_weights_that_a_coordinator_has_set_since(
    school: School,
) -> None:
    await school.simulate(300)
    await school.look()
    one = await school.proposal()
    own = Weights.of_shares(Weights().as_shares() | {"industry": 0.2})
    await school.set(ProgrammeChange(weights=own))
    with pytest.raises(WeightsMoved):
        await school.services.learning.accept(school.coordinator, school.programme, one.id)
    assert await school.weights() == own
    assert await school.look() is Outcome.PROPOSED
    newer = await school.proposal()
    assert (newer.base, newer.id != one.id) == (2, True)
    assert newer.lesson.weights[Criterion.INDUSTRY].before == pytest.approx(own.industry)


async def test_a_declined_proposal_comes_again_when_asked_for_or_with_many_more_answers(
    school: School,
) -> None:
    await school.simulate(300)
    await school.look()
    one = await school.proposal()
    await school.services.learning.reject(school.coordinator, school.programme, one.id)
    assert await school.look() is Outcome.DECLINED
    await school.simulate(3, seed=2)
    assert await school.look(is_asked=True) is Outcome.NO_NEWS
    await school.simulate(20, seed=3)
    assert await school.look() is Outcome.DECLINED
    assert await school.look(is_asked=True) is Outcome.PROPOSED
    again = await school.proposal()
    await school.services.learning.reject(school.coordinator, school.programme, again.id)
    await school.simulate(80, seed=4)
    assert await school.look() is Outcome.PROPOSED


async def test_automatic_learning_is_used_at_once_and_told(school: School) -> None:
    await school.set(ProgrammeChange(learning=Way.AUTOMATIC))
    await school.simulate(300)
    assert await school.services.lessons.nightly() > 0
    assert (await school.weights()).style > 0.2
    assert (await school.state()).check.outcome is Outcome.APPLIED
    [letter] = await school.letters()
    assert "applied" in letter
    history = await school.services.learning.history(school.coordinator, school.programme)
    assert history.versions[0].why.author is Author.AUTOMATIC


async def test_a_night_looks_once_and_a_coordinator_may_ask_for_more(school: School) -> None:
    services = school.services
    await school.simulate(300)
    assert await services.lessons.answer() == 0
    seen = await services.learning.ask(school.coordinator, school.programme)
    assert seen.check.asked_at is not None
    assert await services.lessons.answer() == 1
    assert await services.lessons.answer() == 0
    assert (await school.state()).check.outcome is Outcome.PROPOSED
    due = await services.lessons.nightly()
    async with services.database.read() as tx:
        assert (await learning.check_of(tx, school.programme)).asked_at is None
    assert await services.lessons.nightly() == 0
    services.lessons._clock.forward(hours=24)  # type: ignore[attr-defined]
    assert await services.lessons.nightly() == due + 1


async def test_a_proposal_whose_answers_are_gone_is_gone(school: School) -> None:
    await school.simulate(300)
    await school.look()
    async with school.services.database.write() as tx:
        await tx.execute(text("DELETE FROM pair_feedback WHERE occasion LIKE 'simulated:1:2%'"))
        await tx.execute(
            text("DELETE FROM person WHERE id IN (:a, :b)"),
            {"a": school.mentees[0], "b": school.mentees[1]},
        )
    assert await school.look() is Outcome.TOO_FEW
    assert (await school.state()).proposal is None
    async with school.services.database.read() as tx:
        assert await effects.learned.of_programme(tx, school.programme) == {}
        gone = await learning.latest(tx, school.programme, ProposalState.REPLACED)
    assert gone is not None


async def test_a_pair_that_met_and_did_not_fit_is_learned_from_once(school: School) -> None:
    services, now = school.services, school.services.lessons._clock.now()
    await school.set(ProgrammeChange(mode=Deciding.COORDINATOR_ASSIGNS))
    plan = Plan("Raise seed money", 2, 12)
    mentee = school.mentees[0]
    await services.requests.propose(school.programme, school.mentors[0], mentee, plan)
    [view] = await services.mentorships.of_person(mentee)
    pair, why = view.mentorship.id, frozenset({FitReason.STYLE})
    await services.mentorships.ask_for_another(mentee, pair, why)
    await school.look()
    assert await school.rows() == []  # they never met
    await services.mentorships.note_meeting(mentee, pair, now, 60)
    for _ in range(2):
        assert await school.look() is Outcome.TOO_FEW
    [one] = await school.rows()
    assert (one.rater, one.usefulness, one.again) == (school.mentees[0], None, 1)
    assert one.misfit == {FitReason.STYLE}
