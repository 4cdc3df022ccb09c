"""The goals document as values: random edits of two people, wrong values, lost parents, places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from server.boards.goals import document
from server.boards.goals.items import Item, Kind, Owner, Status, read_item
from server.boards.goals.order import between, is_place
from server.boards.goals.outline import hints_of, outline_of, progress_of
from server.boards.goals.templates import SEEDS, walk
from server.core.ids import new_id

TODAY = date(2026, 11, 28)
IDS = [new_id() for _ in range(6)]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(), st.text(max_size=300)
)
KEYS = ["title", "due", "owner", "status", "weight", "order", "percent", "parent", "why", "odd"]
LIKELY = st.one_of(
    SCALARS,
    st.sampled_from(["mentee", "done", "2026-12-01", "2026-02-30", "V", "0", "a\0b", *IDS]),
)


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[int, str, Kind, str, Any]]:
    """What two people do: who, what, where, with which value."""
    step = st.tuples(
        st.integers(0, 1),
        st.sampled_from(["add", "set", "remove", "notes", "junk", "meet"]),
        st.sampled_from(list(Kind)),
        st.sampled_from(IDS),
        st.tuples(st.sampled_from(KEYS), LIKELY),
    )
    return draw(st.lists(step, min_size=1, max_size=40))


def _apply(doc: Doc[Any], what: str, kind: Kind, row: str, value: Any) -> None:
    key, given_value = value
    rows = document.shared(doc, kind)
    if what == "add":
        document.add(doc, kind, row, {"title": f"{kind} {row}", "parent": IDS[0]})
    elif what == "set":
        document.change(doc, kind, row, {key: given_value})
    elif what == "remove":
        document.remove(doc, kind, row)
    elif what == "junk":
        rows[row if isinstance(given_value, str) else "no id"] = given_value
    elif what == "notes" and isinstance(rows.get(row), Map):
        notes = rows[row].get("notes")
        if isinstance(notes, XmlFragment):
            notes.children.append(XmlElement("paragraph")).children.append(XmlText("Words"))


def _meet(one: Doc[Any], other: Doc[Any]) -> None:
    other.apply_update(one.get_update(other.get_state()))
    one.apply_update(other.get_update(one.get_state()))


def _shown(doc: Doc[Any]) -> int:
    """How many rows an outline shows."""
    outline = outline_of(document.items_of(doc))
    branches = [*outline.lost_branches, *(b for tree in outline.trees for b in tree.branches)]
    actions = sum(len(tree.actions) for tree in outline.trees) + len(outline.lost_actions)
    return len(outline.trees) + actions + sum(1 + len(b.actions) for b in branches)


@settings(max_examples=60, deadline=None)
@given(edits())
def test_rows_kept_up_by_what_changed_are_those_read_anew(  # noqa: C901 - two people's life
    steps: list[tuple[int, str, Kind, str, Any]],
) -> None:
    docs: list[Doc[Any]] = [Doc(client_id=1), Doc(client_id=2)]
    dirty: set[tuple[Kind, str]] = set()

    def noting(kind: Kind) -> Callable[[list[Any]], None]:
        def note(events: list[Any]) -> None:
            for event in events:
                keys = event.path[:1] or list(event.keys)
                dirty.update((kind, str(key)) for key in keys)

        return note

    watched = [document.shared(docs[0], kind) for kind in Kind]
    watching = [rows.observe_deep(noting(kind)) for kind, rows in zip(Kind, watched, strict=True)]
    assert len(watching) == len(Kind)
    kept: dict[tuple[Kind, str], Item] = {}

    def keep_up() -> None:
        for one in dirty:
            reading = document.read_row(docs[0], *one)
            kept.pop(one, None)
            if reading is not None and reading.item is not None:
                kept[one] = reading.item
        dirty.clear()

    for who, what, kind, row, value in steps:
        if what == "meet":
            _meet(*docs)
        else:
            _apply(docs[who], what, kind, row, value)
        keep_up()
    anew = {(item.kind, item.id): item for item in document.items_of(docs[0])}
    assert kept == anew
    _meet(*docs)
    assert document.items_of(docs[0]) == document.items_of(docs[1])
    document.repair(docs[0], list(document.rows_in(docs[0])))
    assert not any(document.needs_repair(docs[0], *one) for one in document.rows_in(docs[0]))
    assert not document.repair(docs[0], list(document.rows_in(docs[0])))
    assert _shown(docs[0]) == len(document.items_of(docs[0]))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), LIKELY), st.sampled_from(list(Kind)))
def test_any_value_is_read_as_one_that_fits(raw: dict[str, Any], kind: Kind) -> None:
    reading = read_item(kind, IDS[0], raw)
    assert reading.item is not None
    item = reading.item
    assert 1 <= item.weight <= 10
    assert item.percent is None or 0 <= item.percent <= 100
    assert is_place(item.order)
    assert "\0" not in item.title + item.why
    assert "\n" not in item.title
    again = read_item(kind, IDS[0], {**raw, **reading.repairs})
    assert again.item == item
    assert again.repairs == {}


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_there_is_a_place_between_any_two(wishes: list[float]) -> None:
    places: list[str] = []
    for wish in wishes:
        at = round(wish * len(places))
        before = places[at - 1] if at else ""
        places.insert(at, between(before, places[at] if at < len(places) else None))
    assert places == sorted(set(places))
    assert all(map(is_place, places))


def test_what_loses_its_parent_is_unsorted_and_not_lost() -> None:
    goal, milestone, action = (new_id() for _ in range(3))
    rows = [
        Item(kind=Kind.MILESTONE, id=milestone, parent=goal),
        Item(kind=Kind.ACTION, id=action, parent=milestone),
        Item(kind=Kind.ACTION, id=new_id(), parent=None, title="Alone"),
    ]
    outline = outline_of(rows)
    assert [one.milestone.id for one in outline.lost_branches] == [milestone]
    assert [one.id for one in outline.lost_branches[0].actions] == [action]
    assert [one.title for one in outline.lost_actions] == ["Alone"]


def test_progress_weighs_and_leaves_out_what_was_dropped() -> None:
    def action(status: Status, weight: int) -> Item:
        return Item(kind=Kind.ACTION, id=new_id(), parent=None, status=status, weight=weight)

    done, dropped = action(Status.DONE, 3), action(Status.DROPPED, 9)
    assert progress_of([done, action(Status.DOING, 1), dropped]) == 75
    assert progress_of([]) == 0


def test_hints_are_about_what_is_missing() -> None:
    bare = Item(kind=Kind.GOAL, id=IDS[0], parent=None, title="Sail")
    [tree] = outline_of([bare]).trees
    missing = ["vague", "noMeasure", "noDate", "noWhy", "noAction"]
    assert hints_of(tree, TODAY) == missing
    full = Item(
        kind=Kind.GOAL,
        id=IDS[0],
        parent=None,
        title="Sail around the island",
        measure="Once",
        why="To see it",
        due=date(2027, 1, 1),
        owner=Owner.MENTEE,
    )
    step = Item(kind=Kind.ACTION, id=IDS[1], parent=IDS[0])
    assert hints_of(outline_of([full, step]).trees[0], TODAY) == []


def test_notes_are_read_as_text() -> None:
    doc: Doc[Any] = Doc()
    document.add(doc, Kind.GOAL, IDS[0], {"title": "Sail"})
    notes = document.shared(doc, Kind.GOAL)[IDS[0]]["notes"]
    notes.children.append(XmlElement("paragraph")).children.append(XmlText("Ask "))
    text = notes.children[0].children[0]
    text.insert(4, "Nestor", {"strong": True})
    items = notes.children.append(XmlElement("bullet_list"))
    entry = items.children.append(XmlElement("list_item")).children.append(XmlElement("paragraph"))
    entry.children.append(XmlText("soon"))
    [item] = document.items_of(doc)
    assert item.notes == "Ask Nestor\nsoon"


@pytest.mark.parametrize("template", list(SEEDS))
def test_a_template_is_a_goal_with_something_to_do(template: Any) -> None:
    rows = list(walk(SEEDS[template]))
    assert rows[0][0].kind is Kind.GOAL
    assert rows[0][1] is None
    assert any(one.kind is Kind.ACTION for one, _ in rows)
    for one, parent in rows[1:]:
        assert parent is not None
        allowed = {Kind.GOAL} if one.kind is Kind.MILESTONE else {Kind.GOAL, Kind.MILESTONE}
        assert parent.kind in allowed
