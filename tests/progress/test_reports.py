"""A programme with a past, through the services: who may look, what is in it, and what never is."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import msgspec
import pytest

from server.core.csvlines import csv_text
from server.core.errors import Invalid, NotFound
from server.mentorships.model import Side
from server.progress import sheets
from server.progress.http import rendering
from server.progress.model.funnel import Step
from server.progress.model.groups import Asked
from server.progress.sheets import Sheet
from server.services import Services
from tests.programmes.conftest import coordinator, draft, operator, programme, services, sign_up
from tests.progress.folk import Folk, folk
from tests.progress.town import SECRET, Town
from tests.support.statements import statements

__all__ = ["coordinator", "draft", "folk", "operator", "programme", "services", "sign_up"]


@pytest.fixture
async def town(folk: Folk) -> Town:
    made = Town(folk.services, folk.programme)
    await made.fill(mentees=60, mentors=20, pairs=48)
    return made


async def _texts(folk: Folk) -> dict[str, str]:
    """Everything that coordinators are told, as it leaves the server."""
    evaluations, by = folk.services.progress.evaluations, (folk.coordinator, folk.programme)
    seen, pairs = await evaluations.show(*by, 0), await evaluations.pairs(*by)
    told = await folk.groups.fairness(*by)
    tables = {
        **{
            one: sheets.of_evaluation(one, seen)
            for one in set(Sheet) - {Sheet.PAIRS, Sheet.FAIRNESS}
        },
        Sheet.PAIRS: sheets.of_pairs(pairs),
        Sheet.FAIRNESS: sheets.of_fairness(told),
    }
    bodies = {
        "evaluation": rendering.evaluation(seen),
        "pairs": rendering.pairs(pairs),
        "fairness": rendering.fairness(told),
    }
    texts = {name: msgspec.json.encode(body).decode() for name, body in bodies.items()}
    return texts | {f"{one}.csv": csv_text(of.header, of.rows) for one, of in tables.items()}


async def test_only_a_coordinator_of_the_programme_sees_its_report(
    folk: Folk, town: Town, services: Services
) -> None:
    evaluations = services.progress.evaluations
    elsewhere = await services.programmes.open(folk.operator, "Elsewhere")
    for person in (folk.operator, town.mentees[0].id, town.mentors[0].id):
        with pytest.raises(NotFound):
            await evaluations.show(person, folk.programme, 0)
        with pytest.raises(NotFound):
            await evaluations.pairs(person, folk.programme)
        with pytest.raises(NotFound):
            await folk.groups.fairness(person, folk.programme)
        with pytest.raises(NotFound):
            await folk.groups.ask(person, folk.programme, [])
    with pytest.raises(NotFound):
        await evaluations.show(folk.coordinator, elsewhere.id, 0)
    with pytest.raises(Invalid):
        await evaluations.show(folk.coordinator, folk.programme, 5)


async def test_the_funnel_counts_everybody_once(folk: Folk, town: Town, services: Services) -> None:
    seen = await services.progress.evaluations.show(folk.coordinator, folk.programme, 0)
    mentees = seen.funnels[Side.MENTEE].whole
    assert mentees is not None
    assert mentees.counts[Step.REGISTERED] == 60
    assert mentees.counts[Step.MATCHED] == 48
    assert mentees.counts[Step.COMPLETED] == 12
    assert mentees.counts[Step.ENDED] == 12
    assert mentees.counts[Step.PAUSED] == 4
    assert mentees.counts[Step.ACTIVE] + mentees.counts[Step.STALLED] == 20
    assert mentees.counts[Step.STALLED] > 0
    assert seen.outcomes.whole is not None
    assert seen.outcomes.whole.pairs == 48
    assert seen.engaged is not None
    assert sum(seen.engaged.bands) == seen.engaged.pairs
    assert sum(seen.reasons.values()) == 10
    assert all(one.people >= 5 for of in seen.sums.cohorts.values() for one in of.values())


async def test_whoever_has_left_still_counts(folk: Folk, town: Town, services: Services) -> None:
    before = await services.progress.evaluations.show(folk.coordinator, folk.programme, 0)
    await services.enrolment.leave(town.mentees[0].id, folk.programme)
    after = await services.progress.evaluations.show(folk.coordinator, folk.programme, 0)
    assert after.funnels == before.funnels


async def test_nothing_that_anybody_wrote_or_said_is_in_a_report(folk: Folk, town: Town) -> None:
    [question] = await folk.ask(Asked("Where did you grow up?", ("At sea", "On land")))
    for at, one in enumerate(town.mentees[:50]):
        await folk.groups.answer(one.id, question.id, at % 2)
    await folk.groups.renew()
    texts = await _texts(folk)
    assert "At sea" in texts["fairness"], "there is something to be found"
    for name, text in texts.items():
        assert SECRET not in text, name
        assert "@example.org" not in text, name
        is_named = any(one.name in text for one in (*town.mentees, *town.mentors))
        is_told_by_id = any(one.id in text for one in (*town.mentees, *town.mentors))
        assert is_named == (name in {"pairs", "pairs.csv"}), name
        assert is_told_by_id == (name == "pairs"), name
    for word in ("silent", "no_time", "not_the_fit"):
        assert word not in texts["pairs"] + texts["pairs.csv"], "a reason beside a name"


async def test_a_young_programme_tells_nothing_but_who_is_with_whom(
    folk: Folk, services: Services
) -> None:
    few = Town(services, folk.programme)
    await few.fill(mentees=4, mentors=4, pairs=4)
    seen = await services.progress.evaluations.show(folk.coordinator, folk.programme, 0)
    out = rendering.evaluation(seen)
    assert [one.rows for one in out.funnels] == [[], []]
    assert (out.reasons, out.outcomes, out.engaged) == ([], [], None)
    assert len(await services.progress.evaluations.pairs(folk.coordinator, folk.programme)) == 4


async def test_a_name_is_no_formula_in_a_spreadsheet(folk: Folk, town: Town) -> None:
    by = (folk.coordinator, folk.programme)
    [first, *_] = await folk.services.progress.evaluations.pairs(*by)
    assert first.mentee is not None
    evil = ('=HYPERLINK("x")', "+1", "-1", "@x", "\t=1", " =1", '\u202eab, "c"\r\nd')
    rows = [replace(first, mentee=replace(first.mentee, name=name)) for name in evil]
    table = sheets.of_pairs(rows)
    read = list(csv.reader(io.StringIO(csv_text(table.header, table.rows), newline="")))
    assert read[0][:3] == ["mentee", "mentor", "stage"]
    assert [row[0] for row in read[1:]] == [f"'{name}" for name in evil[:-1]] + [evil[-1]]
    assert all(len(row) == len(table.header) for row in read)


async def test_a_report_takes_as_many_statements_for_many_as_for_few(
    folk: Folk, town: Town, services: Services
) -> None:
    by = (folk.coordinator, folk.programme)
    with statements(services.database) as few:
        await services.progress.evaluations.show(*by, 0)
        await services.progress.evaluations.pairs(*by)
    await town.fill(mentees=120, mentors=40, pairs=120)
    with statements(services.database) as many:
        await services.progress.evaluations.show(*by, 0)
        await services.progress.evaluations.pairs(*by)
    assert len(many) == len(few)
