"""Match runs on real databases: worked out, edited, published; the same again from the same."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from server.core.errors import Invalid, NotFound
from server.matching.assign import Mode
from server.matching.draft import Boosted, DraftEdits, Run, RunGoesOn, RunOver, RunState, Why
from server.matching.service.runs import DraftView
from server.mentorships.model import RequestState
from server.profiles.model import Capacity
from server.programmes.model import Mode as Deciding
from server.programmes.model import ProgrammeChange, State
from server.services import Services
from tests.matching.conftest import Village
from tests.support.clock import FixedClock

GOALS = ("Raise seed money", "Lead a team of nurses", "Lead a team of nurses through a crisis")


@dataclass
class Cohort:
    """A programme with three mentees and two mentors, one of whom has two places."""

    services: Services
    coordinator: str
    programme: str
    ids: dict[str, str]

    async def drafted(self, mode: Mode = Mode.BALANCED, seed: int = 1) -> Run:
        """A run that has come to its draft."""
        one = await self.services.runs.start(self.coordinator, self.programme, mode, seed)
        assert await self.services.rounds.work()
        return await self.services.runs.show(self.coordinator, self.programme, one.id)

    async def view(self, run: Run) -> DraftView:
        return await self.services.runs.draft(self.coordinator, self.programme, run.id)

    async def edit(self, run: Run, edits: DraftEdits) -> Run:
        return await self.services.runs.edit(
            self.coordinator, self.programme, run.id, edits, run.edition
        )

    async def published(self, run: Run) -> Run:
        await self.services.runs.publish(self.coordinator, self.programme, run.id, run.edition)
        assert await self.services.rounds.work()
        return await self.services.runs.show(self.coordinator, self.programme, run.id)


def pairs_of(view: DraftView) -> dict[str, str]:
    """By name."""
    return {view.names[p.mentee]: view.names[p.mentor] for p in view.pairs}


@pytest.fixture
async def cohort(village: Village) -> Cohort:
    mentees = [
        await village.mentee(name, goal)
        for name, goal in zip(("Ana", "Ben", "Cy"), GOALS, strict=True)
    ]
    mentors = [
        await village.mentor("Dora", "Raise seed money"),
        await village.mentor("Emil", "Lead a team of nurses", capacity=Capacity(2)),
    ]
    programme = await village.programme_of(*mentees, *mentors)
    coordinator = village.ids["Operator"]
    settings = (await village.services.programmes.programme(programme)).settings
    deciding = ProgrammeChange(mode=Deciding.COORDINATOR_ASSIGNS)
    assert settings.mode is not deciding.mode
    await village.services.programmes.change(coordinator, programme, deciding)
    return Cohort(village.services, coordinator, programme, village.ids)


async def test_a_run_gives_everybody_a_mentor_with_reasons_and_figures(cohort: Cohort) -> None:
    run = await cohort.drafted()
    assert (run.state, run.edition, run.problem) == (RunState.DRAFTED, 1, "")
    view = await cohort.view(run)
    found = pairs_of(view)
    assert found["Ana"] == "Dora"
    assert found["Ben"] == found["Cy"] == "Emil"
    assert run.figures is not None
    assert (run.figures.matched, run.figures.mentees) == (3, 3)
    assert run.weights["goals"] == pytest.approx(0.3)
    best = next(p for p in view.pairs if view.names[p.mentee] == "Ana")
    assert (best.mentee_rank, best.mentor_rank) == (1, 1)
    seen = await cohort.services.runs.pair(
        cohort.coordinator, cohort.programme, run.id, best.mentee
    )
    assert seen.pair is not None
    assert any(one["code"] == "goals_covered" for one in seen.reasons)
    assert {seen.names[one] for one, _ in seen.options} == {"Dora", "Emil"}


@pytest.mark.parametrize("mode", Mode)
async def test_the_same_input_has_the_same_hash_and_the_same_output(
    cohort: Cohort, mode: Mode
) -> None:
    one, other = await cohort.drafted(mode), await cohort.drafted(mode)
    assert one.input_hash == other.input_hash
    assert (await cohort.view(one)).pairs == (await cohort.view(other)).pairs
    third = await cohort.drafted(mode, seed=2)
    assert third.input_hash != one.input_hash


async def test_an_edit_is_previewed_taken_and_taken_back(cohort: Cohort) -> None:
    run, ids = await cohort.drafted(), cohort.ids
    before = await cohort.view(run)
    edits = DraftEdits(forbids=((ids["Ana"], ids["Dora"]),), places={ids["Emil"]: 3})
    seen = await cohort.services.runs.preview(cohort.coordinator, cohort.programme, run.id, edits)
    moved = {seen.names[m.mentee] for m in seen.moves}
    assert "Ana" in moved
    assert (await cohort.view(run)).pairs == before.pairs
    run = await cohort.edit(run, edits)
    assert run.edition == 2
    assert pairs_of(await cohort.view(run))["Ana"] == "Emil"
    run = await cohort.edit(run, DraftEdits())
    assert (await cohort.view(run)).pairs == before.pairs


async def test_a_mentee_moved_by_hand_stays_there_and_another_makes_room(cohort: Cohort) -> None:
    run, ids = await cohort.drafted(), cohort.ids
    run = await cohort.edit(run, DraftEdits(locks=((ids["Ben"], ids["Dora"]),)))
    view = await cohort.view(run)
    assert pairs_of(view) == {"Ana": "Emil", "Ben": "Dora", "Cy": "Emil"}
    assert [view.names[p.mentee] for p in view.pairs if p.is_locked] == ["Ben"]
    moved = await cohort.services.runs.pair(
        cohort.coordinator, cohort.programme, run.id, ids["Ben"]
    )
    assert moved.reasons


async def test_a_pair_is_boosted_and_places_are_taken_away(cohort: Cohort) -> None:
    run, ids = await cohort.drafted(), cohort.ids
    boost = Boosted(ids["Ana"], ids["Dora"], 0.1)
    run = await cohort.edit(run, DraftEdits(boosts=(boost,), places={ids["Emil"]: 0}))
    view = await cohort.view(run)
    assert pairs_of(view) == {"Ana": "Dora"}
    assert {(view.names[one.mentee], one.why) for one in view.left} == {
        ("Ben", Why.TAKEN),
        ("Cy", Why.TAKEN),
    }


async def test_edits_that_cannot_be_are_refused_in_words(cohort: Cohort) -> None:
    run, ids = await cohort.drafted(), cohort.ids
    dora = ids["Dora"]
    for wrong in (
        DraftEdits(locks=((ids["Ana"], dora), (ids["Ben"], dora))),
        DraftEdits(locks=((ids["Ana"], dora), (ids["Ana"], ids["Emil"]))),
        DraftEdits(locks=((ids["Ana"], dora),), forbids=((ids["Ana"], dora),)),
        DraftEdits(locks=((ids["Ana"], "0" * 26),)),
        DraftEdits(boosts=(Boosted(ids["Ana"], dora, 0.5),)),
        DraftEdits(places={dora: -1}),
    ):
        with pytest.raises(Invalid):
            await cohort.edit(run, wrong)
    await cohort.services.mentorships.block(ids["Ben"], dora)
    with pytest.raises(Invalid, match="brought together"):
        await cohort.edit(run, DraftEdits(locks=((ids["Ben"], dora),)))
    with pytest.raises(RunOver):
        await cohort.services.runs.edit(
            cohort.coordinator, cohort.programme, run.id, DraftEdits(), run.edition + 1
        )


async def test_publishing_begins_every_mentorship_once(cohort: Cohort) -> None:
    run = await cohort.published(await cohort.drafted())
    assert (run.state, run.done, run.total) == (RunState.PUBLISHED, 3, 3)
    views = await cohort.services.mentorships.of_person(cohort.ids["Emil"])
    assert {one.mentorship.mentee for one in views} == {cohort.ids["Ben"], cohort.ids["Cy"]}
    assert views[0].mentorship.plan.weeks == 12
    again = await cohort.published(run)
    assert (again.state, again.total) == (RunState.PUBLISHED, 0)
    assert len(await cohort.services.mentorships.of_person(cohort.ids["Emil"])) == 2


async def test_a_worker_that_died_between_two_pairs_is_followed_by_one_that_goes_on(
    cohort: Cohort,
) -> None:
    run, services = await cohort.drafted(), cohort.services
    [ana] = [p for p in (await cohort.view(run)).pairs if p.mentee == cohort.ids["Ana"]]
    await services.runs.publish(cohort.coordinator, cohort.programme, run.id, run.edition)
    programme = await services.programmes.programme(cohort.programme)
    entry = (await services.profiles.several([ana.mentee]))[ana.mentee]
    assert await services.rounds._proposed(run, programme, ana, entry) == ""
    assert await services.rounds.work()
    view = await cohort.view(run)
    assert all(p.published_at is not None for p in view.pairs)
    asked = await services.requests.of_mentee(ana.mentee)
    assert [one.state for one in asked] == [RequestState.ACCEPTED]


async def test_a_failing_pair_is_told_and_stops_no_other(cohort: Cohort) -> None:
    run = await cohort.drafted()
    run = await cohort.edit(run, DraftEdits(places={cohort.ids["Dora"]: 2}))
    run = await cohort.edit(
        run,
        DraftEdits(
            locks=tuple((cohort.ids[one], cohort.ids["Dora"]) for one in ("Ana", "Ben")),
            places={cohort.ids["Dora"]: 2},
        ),
    )
    run = await cohort.published(run)
    view = await cohort.view(run)
    failed = [p for p in view.pairs if p.problem]
    assert run.state is RunState.PUBLISHED
    assert [view.names[p.mentor] for p in failed] == ["Dora"]
    assert sum(p.published_at is not None for p in view.pairs) == 2


async def test_a_running_mentorship_is_never_moved(cohort: Cohort) -> None:
    await cohort.published(await cohort.drafted())
    run = await cohort.drafted()
    assert (await cohort.view(run)).pairs == ()
    assert run.figures is not None
    assert run.figures.mentees == 0


async def test_who_tells_too_little_or_is_kept_away_is_listed_with_what_would_help(
    village: Village,
) -> None:
    ana = await village.mentee("Ana", GOALS[0])
    bare = await village.arrive("Bare")
    mentor = await village.mentor("Dora", "Raise seed money", tags=("de",))
    programme = await village.programme_of(ana, bare, mentor)
    cohort = Cohort(village.services, village.ids["Operator"], programme, village.ids)
    view = await cohort.view(await cohort.drafted())
    left = {view.names[one.mentee]: one for one in view.left}
    assert (left["Ana"].why, left["Ana"].change, left["Ana"].language) == (
        "language",
        "language",
        "de",
    )
    assert left["Bare"].why == Why.UNREADY


async def test_nobody_is_matched_with_whom_they_report_to(cohort: Cohort) -> None:
    services, key = cohort.services, {}
    for name, person in cohort.ids.items():
        key[name] = (await services.accounts.person(person)).email_key
    lines = ["email,name,roles,reports_to"]
    lines += [f"{key[name]},{name},both,{key['Emil']}" for name in ("Ana", "Ben", "Cy")]
    file = "\n".join(lines).encode()
    await services.imports.upload(
        cohort.coordinator, cohort.programme, file, file_name="a.csv", sends_letters=False
    )
    await services.imports.work()
    view = await cohort.view(await cohort.drafted())
    assert set(pairs_of(view).values()) == {"Dora"}
    assert {one.why for one in view.left} <= {"reporting_line", Why.TAKEN}
    await services.suggestions._keeper.reload(cohort.programme)
    shown = await services.suggestions.suggest(cohort.ids["Ana"], cohort.programme)
    assert "Emil" not in [one.entry.person.name for one in shown.cards]


async def test_who_has_waited_longer_goes_first(cohort: Cohort, clock: FixedClock) -> None:
    run = await cohort.drafted()
    assert (await cohort.view(run)).pairs
    clock.forward(days=30)
    again = await cohort.drafted()
    assert again.input_hash != run.input_hash
    pairs = {p.mentee: p.score for p in (await cohort.view(again)).pairs}
    assert pairs == {p.mentee: p.score for p in (await cohort.view(run)).pairs}


async def test_one_run_at_a_time_and_a_cancelled_one_stays_so(cohort: Cohort) -> None:
    runs = cohort.services.runs
    one = await runs.start(cohort.coordinator, cohort.programme, Mode.SUM)
    with pytest.raises(RunGoesOn):
        await runs.start(cohort.coordinator, cohort.programme, Mode.SUM)
    gone = await runs.cancel(cohort.coordinator, cohort.programme, one.id)
    assert gone.state is RunState.CANCELLED
    assert not await cohort.services.rounds.work()
    with pytest.raises(RunOver):
        await cohort.view(gone)


async def test_a_run_cancelled_while_it_is_worked_out_ends_without_a_draft(cohort: Cohort) -> None:
    services = cohort.services
    one = await services.runs.start(cohort.coordinator, cohort.programme, Mode.SUM)
    people = services.rounds._gathering.people

    async def cancelling(programme: object) -> object:
        found = await people(programme)  # type: ignore[arg-type]
        await services.runs.cancel(cohort.coordinator, cohort.programme, one.id)
        return found

    services.rounds._gathering.people = cancelling  # type: ignore[assignment, method-assign]
    assert await services.rounds.work()
    seen = await services.runs.show(cohort.coordinator, cohort.programme, one.id)
    assert seen.state is RunState.CANCELLED


async def test_a_run_that_cannot_be_worked_out_says_so_and_is_not_tried_for_ever(
    cohort: Cohort,
) -> None:
    services = cohort.services

    async def broken(_programme: object) -> object:
        raise FileNotFoundError("static.npz")

    services.rounds._gathering.people = broken  # type: ignore[assignment, method-assign]
    run = await cohort.drafted()
    assert run.state is RunState.FAILED
    assert "try again" in run.problem
    assert not await services.rounds.work()


async def test_a_run_is_nobodys_business_but_the_coordinators(cohort: Cohort) -> None:
    run = await cohort.drafted()
    for person in (cohort.ids["Ana"], cohort.ids["Dora"]):
        with pytest.raises(NotFound):
            await cohort.services.runs.show(person, cohort.programme, run.id)


async def test_prices_of_a_run_are_known_to_the_suggestions(cohort: Cohort) -> None:
    services = cohort.services
    await cohort.drafted()
    view = await cohort.view(
        (await services.runs.of_programme(cohort.coordinator, cohort.programme))[0]
    )
    dora = next(p.price for p in view.pairs if view.names[p.mentor] == "Dora")
    await services.suggestions._keeper.reload(cohort.programme)
    index = await services.suggestions._indexes.ask(cohort.programme, lambda held: held.index)
    assert index.columns.price[index.row(cohort.ids["Dora"])] == pytest.approx(dora)


async def test_a_closed_programme_matches_nobody(cohort: Cohort) -> None:
    for state in (State.MATCHING, State.RUNNING, State.CLOSED):
        await cohort.services.programmes.move(cohort.coordinator, cohort.programme, state)
    with pytest.raises(Exception, match="closed"):
        await cohort.services.runs.start(cohort.coordinator, cohort.programme, Mode.SUM)
