"""What differs between two states of goals, as two people would tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.boards.goals.digest import Digest, What, digest_of
from server.boards.goals.items import OPEN, Item, Kind, Status
from server.core.ids import new_id

GOAL = Item(kind=Kind.GOAL, id=new_id(), parent=None, title="Sail home")
DAY = date(2026, 12, 4)


def action(title: str, **more: object) -> Item:
    one = Item(kind=Kind.ACTION, id=new_id(), parent=GOAL.id, title=title)
    return replace(one, **more)  # type: ignore[arg-type]


def told(digest: Digest) -> list[tuple[str, str]]:
    return [(one.what.value, one.line.title) for one in digest.steps]


def test_each_step_is_told_by_the_title_that_it_had_last() -> None:
    mend, rig, row, wait = (action(one) for one in ("Mend", "Rig", "Row", "Wait"))
    swim = action("Swim", status=Status.DONE)
    before = [GOAL, mend, rig, row, wait, swim]
    stone = Item(kind=Kind.MILESTONE, id=new_id(), parent=GOAL.id, title="At sea")
    after = [
        GOAL,
        stone,
        replace(mend, status=Status.DONE, title="Mend the sail"),
        replace(rig, due=DAY),
        replace(wait, status=Status.DROPPED),
        replace(swim, status=Status.DOING),
        action("Ask Aeolus", status=Status.DONE),
    ]
    assert sorted(told(digest_of(before, after))) == [
        ("added", "Ask Aeolus"),
        ("added", "At sea"),
        ("done", "Ask Aeolus"),
        ("done", "Mend the sail"),
        ("dropped", "Wait"),
        ("moved", "Rig"),
        ("removed", "Row"),
        ("reopened", "Swim"),
    ]


def test_a_move_says_from_which_day() -> None:
    one = action("Rig", due=DAY)
    later = replace(one, due=DAY + timedelta(days=7))
    [step] = digest_of([one], [later]).steps
    assert (step.what, step.due_before, step.line.due) == (What.MOVED, DAY, later.due)


def test_another_title_weight_or_place_is_nothing_to_tell() -> None:
    one = action("Rig")
    assert (
        digest_of([one], [replace(one, title="Rig!", weight=3, order="b", notes="x")]) == Digest()
    )


def test_what_is_next_is_to_be_done_and_has_a_day_the_nearest_first() -> None:
    days = [action(f"in {n}", due=DAY + timedelta(days=n)) for n in (5, 1, 3, 2)]
    others = [action("some day"), action("over", due=DAY, status=Status.DONE), GOAL]
    found = digest_of([], [*days, *others]).next
    assert [one.title for one in found] == ["in 1", "in 2", "in 3"]


ITEMS = st.lists(
    st.builds(
        Item,
        kind=st.sampled_from(Kind),
        id=st.sampled_from("abcdef"),
        parent=st.none(),
        status=st.sampled_from(Status),
        due=st.none() | st.just(DAY) | st.just(DAY + timedelta(days=1)),
    ),
    unique_by=lambda one: (one.kind, one.id),
)


@given(ITEMS, ITEMS)
def test_the_steps_lead_from_the_one_to_the_other(before: list[Item], after: list[Item]) -> None:
    """Played back on what was, they give which rows there are, their days, and which are open."""
    rows = {(one.kind, one.id): (one.status, one.due) for one in before}
    ends = {
        What.DONE: Status.DONE,
        What.DROPPED: Status.DROPPED,
        What.REOPENED: Status.TODO,
    }
    for step in digest_of(before, after).steps:
        key = (step.line.kind, step.line.id)
        status, due = rows.get(key, (Status.TODO, step.line.due))
        if step.what is What.REMOVED:
            del rows[key]
        elif step.what is What.MOVED:
            assert due == step.due_before
            rows[key] = (status, step.line.due)
        else:
            rows[key] = (ends.get(step.what, status), due)

    def plain(status: Status) -> Status:
        return Status.TODO if status in OPEN else status

    assert {key: (plain(s), due) for key, (s, due) in rows.items()} == {
        (one.kind, one.id): (plain(one.status), one.due) for one in after
    }
