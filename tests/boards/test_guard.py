"""What the guard lets through and what it does not, without a server."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, get_state

from server.boards.crdt import Broken, Document, TooDeepInside
from server.boards.guard import BURST_UPDATES, Bucket, admit
from server.boards.model import ROOTS, BadUpdate, Gap, Kind, NotYours, TooDeep, TooFast
from server.boards.ownership import MOST_NEW_IDS, SERVER, Ownership
from server.boards.scan import MOST_TYPES, client_clocks, scan
from server.core.errors import Refusal
from tests.boards.hostile import (
    chain_link,
    damaged,
    honest,
    in_item,
    in_root,
    nested_types,
    nested_value,
    uint,
    update,
)

MENTOR, MENTEE = "mentor", "mentee"


def passes(raw: bytes, clocks: dict[int, int], owners: Ownership, person: str = MENTOR) -> None:
    found = admit(raw, person, clocks=clocks, owners=owners, roots=ROOTS[Kind.BOARD])
    for client, (_, end) in found.clocks.items():
        clocks[client] = max(end, clocks.get(client, 0))


@pytest.mark.parametrize("seed", range(20))
def test_honest_updates_pass_and_their_clocks_are_what_the_library_counts(seed: int) -> None:
    updates, doc = honest(seed)
    clocks: dict[int, int] = {}
    owners = Ownership({})
    for one in updates:
        passes(one, clocks, owners)
    assert clocks == client_clocks(doc.get_state())
    whole = scan(doc.get_update())
    assert {client: end for client, (_, end) in whole.clocks.items()} == clocks


def test_a_bomb_of_sixty_kilobytes_is_refused() -> None:
    bomb = nested_value(30_000)
    assert len(bomb) > 60_000
    with pytest.raises(TooDeep):
        scan(bomb)


def test_types_inside_each_other_are_refused_in_one_update() -> None:
    scan(nested_types(6))
    with pytest.raises(TooDeep):
        scan(nested_types(7))


def test_many_types_at_once_are_refused() -> None:
    structs = [in_root(7, b"\1", key=f"k{n}") for n in range(MOST_TYPES + 1)]
    with pytest.raises(TooDeep):
        scan(update(5, 0, *structs))


def test_a_chain_over_many_updates_breaks_off_before_it_is_deep() -> None:
    document = Document(Kind.BOARD)
    for clock in range(7):
        document.apply(chain_link(clock))
    with pytest.raises(TooDeepInside):
        document.apply(chain_link(7))
    document.close()


ODDITIES = {
    "nothing": b"",
    "a byte behind the end": b"\0\0\0",
    "no structs of a client": b"\1\0\5\0\0",
    "one client twice": b"\2\1\5\0\0\1\1\5\1\0\1\0",
    "a length of nothing": update(5, 0, b"\0\0"),
    "a clock beyond 31 bits": update(5, 2**31 - 1, b"\0\2"),
    "a document in a document": update(5, 0, in_root(9, b"\1a\x7e")),
    "a move": update(5, 0, in_root(11, b"\0\5\0")),
    "an old kind of JSON": update(5, 0, in_root(2, b"\1\1" + b"1")),
    "an empty text": update(5, 0, in_root(4, b"\0")),
    "half a surrogate": update(5, 0, in_root(4, b"\3\xed\xa0\x80")),
    "a type that is none": update(5, 0, in_root(7, b"\x09")),
    "a root that is none": update(5, 0, in_root(8, b"\1\x7e", root="secrets", key="a")),
    "something next to itself": update(5, 3, b"\x84\5\3\1a"),
    "a parent that is neither": b"\1\1\5\0\x08\2\1\x7e\0",
    "a value of no kind": update(5, 0, in_root(8, b"\1\x10")),
    "a number without end": update(5, 0, in_root(8, b"\1\x7d" + b"\xff" * 12)),
    "deleted nothing": update(5, 0, in_root(8, b"\1\x7e"), deletes=b"\1\5\0"),
    "JSON that is none": update(5, 0, in_root(5, b"\2{]")),
    "two to the fifty-third": b"\1\1" + uint(2**53) + b"\0\x08\1\1e\1\x7e\0",
    "seventy bits": b"\xff" * 10 + b"\1",
}


@pytest.mark.parametrize("oddity", sorted(ODDITIES))
def test_what_no_client_of_ours_writes_is_refused(oddity: str) -> None:
    with pytest.raises(BadUpdate):
        passes(ODDITIES[oddity], {}, Ownership({}))


def test_gaps_are_refused() -> None:
    clocks, owners = {5: 3}, Ownership({5: MENTOR, 6: MENTEE})
    for raw in (
        update(5, 4, in_root(8, b"\1\x7e")),  # the fourth part is missing
        update(5, 3, b"\x0a\1", in_root(8, b"\1\x7e")),  # a hole within
        update(5, 3, b"\x88\6\0\1\x7e"),  # next to what nobody has sent
        update(5, 3, in_item(8, b"\1\x7e", 6, 0, key="a")),  # in it
        update(5, 3, in_root(8, b"\1\x7e"), deletes=b"\1\6\1\0\1"),  # deletes it
    ):
        with pytest.raises(Gap):
            passes(raw, dict(clocks), owners)
    passes(update(5, 3, in_root(8, b"\1\x7e"), deletes=b"\1\5\1\0\2"), clocks, owners)


def test_nobody_signs_as_somebody_else() -> None:
    clocks, owners = {5: 1}, Ownership({5: MENTOR})
    with pytest.raises(NotYours):
        passes(update(5, 1, in_root(8, b"\1\x7e")), clocks, owners, MENTEE)
    with pytest.raises(NotYours):
        passes(update(5, 1, b"\0\7"), clocks, owners, MENTEE)
    passes(update(5, 0, in_root(8, b"\1\x7e")), clocks, owners, MENTEE)  # known: nothing new in it
    assert clocks == {5: 1}


def test_an_id_from_offline_is_whose_who_sends_it_first() -> None:
    clocks: dict[int, int] = {}
    owners = Ownership({})
    passes(update(9, 0, in_root(8, b"\1\x7e")), clocks, owners, MENTEE)
    assert owners.owner(9) == MENTEE
    with pytest.raises(NotYours):
        passes(update(9, 1, in_root(8, b"\1\x7e")), clocks, owners, MENTOR)
    assert owners.unsaved(clocks) == {9: MENTEE}
    owners.saved(clocks)
    assert owners.unsaved(clocks) == {}


def test_nobody_claims_ids_by_the_thousand_or_the_servers() -> None:
    owners = Ownership({7: SERVER})
    with pytest.raises(NotYours):
        owners.claim(range(100, 101 + MOST_NEW_IDS), MENTOR)
    with pytest.raises(NotYours):
        owners.claim([7], MENTOR)
    assert len(owners) == 1


def test_a_bucket_lets_a_hand_through_and_no_flood() -> None:
    bucket = Bucket()
    for frame in range(300):
        bucket.take(200, 100 + frame / 30)
    flood = Bucket()
    for _ in range(int(BURST_UPDATES)):
        flood.take(1, 100.0)
    with pytest.raises(TooFast):
        flood.take(1, 100.0)
    large = Bucket()
    for _ in range(4):
        large.take(240_000, 100.0)
    with pytest.raises(TooFast):
        large.take(240_000, 100.0)
    large.take(240_000, 104.0)


@given(raw=st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_bytes_at_all_get_the_scan_out_of_step(raw: bytes) -> None:
    try:
        scan(raw)
    except Refusal:
        return
    get_state(raw)  # what it lets through the library can read


def survives(count: int, seed: int) -> int:
    """How many of so many damaged updates reach the library; none may break it."""
    corpus = [one for at in range(12) for one in honest(seed * 100 + at)[0]]
    document, clocks, owners = Document(Kind.BOARD), dict[int, int](), Ownership({})
    for one in corpus:
        passes(one, clocks, owners)
        document.apply(one)
    reached = 0
    for raw in damaged(corpus, count, seed):
        try:
            found = admit(raw, MENTOR, clocks=clocks, owners=owners, roots=ROOTS[Kind.BOARD])
        except Refusal:
            continue
        reached += 1
        try:
            document.apply(raw)
        except TooDeepInside:
            document, clocks, owners = _again(document, corpus)
            continue
        for client, (_, end) in found.clocks.items():
            clocks[client] = max(end, clocks.get(client, 0))
        if random.Random(reached).random() < 0.02:
            assert client_clocks(document.state_vector()) == clocks
            document.state()
    document.close()
    return reached


def _again(document: Document, corpus: list[bytes]) -> tuple[Document, dict[int, int], Ownership]:
    document.close()
    fresh, clocks, owners = Document(Kind.BOARD), dict[int, int](), Ownership({})
    for one in corpus:
        passes(one, clocks, owners)
        fresh.apply(one)
    return fresh, clocks, owners


def test_damaged_updates_never_break_the_document() -> None:
    assert survives(4_000, seed=1) > 50


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
def test_fifty_thousand_damaged_updates_never_break_the_document(seed: int) -> None:
    assert survives(5_000, seed) > 50


def test_a_panic_of_the_library_is_told_as_a_broken_document() -> None:
    document = Document(Kind.BOARD)

    def panic() -> None:
        raise BaseException("as pyo3 raises them")  # noqa: TRY002

    with pytest.raises(Broken):
        document._guarded(panic)
    document.close()


def test_a_watched_document_is_freed_when_it_is_closed() -> None:
    updates, _ = honest(3)
    document = Document(Kind.BOARD, updates)
    assert document.look(lambda doc: len(doc.get("elements", type=Map))) >= 0
    document.close()
    assert document._watched == []
    assert isinstance(document._doc, Doc)
