"""What became of each match run's pairs, and what months and runs together never tell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.matching.model import Round
from server.mentorships.model import MentorshipState
from server.progress.model.rounds import NO_RUN, Cells, rounds_of, told_apart
from server.progress.model.suppress import LEAST_COHORT
from server.services import Services
from tests.programmes.conftest import coordinator, draft, operator, programme, services, sign_up
from tests.progress.facts import ago, facts
from tests.progress.folk import Folk, folk
from tests.progress.town import Town
from tests.support.clock import NOON

__all__ = ["coordinator", "draft", "folk", "operator", "programme", "services", "sign_up"]


def _proposed(run: str, days_ago: float, *names: str) -> Round:
    return Round(run, ago(days_ago), frozenset((f"mentee-{n}", f"mentor-{n}") for n in names))


def test_a_pair_is_of_the_last_run_before_it_began_that_proposed_it() -> None:
    names = [str(n) for n in range(6)]
    pairs = [facts(n, days_ago=10, met=(3, 2, 1)) for n in names]
    pairs += [facts(f"own{n}", days_ago=10, state=MentorshipState.COMPLETED) for n in range(5)]
    first = _proposed("first", 30, *names, "never begun")
    second = _proposed("second", 20, "0", "1", "2", "3", "4", "5")
    late = _proposed("late", 1, *names)
    found = rounds_of(pairs, [first, second, late], NOON)
    assert [one.made_at for one in found] == [ago(1), ago(20), ago(30), None]
    assert [(one.proposed, one.pairs) for one in found] == [(6, 0), (6, 6), (7, 0), (None, 5)]
    assert [one.met_thrice for one in found] == [None, 6, None, 0]
    assert (found[-1].completed, found[1].running) == (5, 6)
    assert rounds_of(pairs, [], NOON) == ()


def test_how_often_pairs_met_is_not_told_where_it_would_tell_of_one_pair() -> None:
    names = [str(n) for n in range(9)]
    pairs = [facts(n, days_ago=10, met=(3, 2, 1)) for n in names]
    lone = facts("lone", days_ago=10)
    [run, own] = rounds_of([*pairs, lone], [_proposed("one", 30, *names)], NOON)
    assert (run.pairs, run.met_thrice) == (9, None)
    assert (own.pairs, own.met_thrice) == (1, None)


CELLS = st.dictionaries(
    st.sampled_from(("one", "two", "three", NO_RUN)),
    st.dictionaries(st.sampled_from(("2026-09", "2026-10", "")), st.integers(1, 14)),
)


@given(CELLS)
def test_every_part_of_a_month_that_follows_is_empty_or_of_five(cells: Cells) -> None:
    """Whatever sums of months and told runs are added or taken away is a sum of such parts."""
    told = told_apart(cells)
    for month in {month for run in told for month in cells[run]}:
        rest = sum(of.get(month, 0) for run, of in cells.items() if run not in told)
        parts = [cells[run][month] for run in told if month in cells[run]]
        assert all(part == 0 or part >= LEAST_COHORT for part in (*parts, rest))


async def test_a_report_says_what_became_of_a_runs_pairs(folk: Folk, services: Services) -> None:
    town = Town(services, folk.programme)
    await town.fill(mentees=40, mentors=20, pairs=40)
    made = await town.propose(28, unpublished=2)
    seen = await services.progress.evaluations.show(folk.coordinator, folk.programme, 3)
    [run, own] = seen.rounds
    assert (run.made_at, run.proposed, run.pairs) == (made.created_at, 28, 28)
    assert (own.made_at, own.proposed, own.pairs) == (None, None, 12)
    assert run.completed + run.ended + run.running == 28
