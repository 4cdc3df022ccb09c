"""The past of a document: versions, the way back, the time line, what one has missed."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText

from server.boards.crdt import Document
from server.boards.forward import make_equal
from server.boards.model import Kind, Occasion
from server.boards.service import histories, vault
from tests.boards.conftest import Cast
from tests.boards.hostile import honest
from tests.boards.scribes import Scribe, booked, put


async def got(scribe: Scribe, path: str, status: int = 200) -> Any:
    async with scribe.http.get(path) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()


async def posted(scribe: Scribe, path: str, body: object, status: int) -> Any:
    async with scribe.http.post(path, json=body) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()


async def test_a_version_is_brought_back_as_a_change_of_now(cast: Cast) -> None:
    name = f"board:{await cast.board()}"
    path = f"/api/documents/{name}/snapshots"
    await cast.mentor.open(name)
    await cast.mentee.open(name)
    await cast.mentor.write(put("a", Map({"t": "Ithaca"})))
    kept = await posted(cast.mentor, path, {"label": "As agreed"}, 201)
    assert (kept["seq"], kept["occasion"], kept["label"]) == (1, "named", "As agreed")
    await cast.mentor.write(lambda doc: doc.get("elements", type=Map)["a"].__setitem__("t", "?"))
    await cast.mentor.write(put("b", 2.0))
    restored = await posted(cast.mentee, f"{path}/{kept['id']}/restore", {}, 200)
    assert restored["seq"] == 4
    for _ in range(4):
        await cast.mentee.follow()
    await cast.mentor.follow()
    assert cast.mentor.seen() == cast.mentee.seen() == {"a": {"t": "Ithaca"}}
    listed = await got(cast.mentor, path)
    before, first = listed["snapshots"]
    assert (before["id"], before["occasion"], before["seq"]) == (
        restored["beforeId"],
        "restore",
        3,
    )
    assert (first["id"], listed["hasMore"]) == (kept["id"], False)
    assert listed["names"] == {cast.mentor.person: "Mentor", cast.mentee.person: "Telemachus"}
    await posted(cast.mentor, f"{path}/{before['id']}/restore", {}, 200)
    await cast.mentor.follow()
    assert cast.mentor.seen() == {"a": {"t": "?"}, "b": 2.0}


async def test_a_session_keeps_its_beginning_and_its_end_once(cast: Cast) -> None:
    past = cast.services.boards.histories
    await cast.mentor.open(cast.goals)
    await cast.mentor.write(put("a", 1.0, "meta"))
    untouched = f"board:{await cast.board()}"
    session = await booked(cast.services, cast.mentee.person, cast.mentor.person)
    names = await past.documents_of(cast.mentorship, session)
    assert names == [f"agenda:{session}", cast.goals, untouched]
    for _ in range(2):
        await past.note_session(session, names, Occasion.SESSION_START)
    await cast.mentor.write(put("b", 1.0, "meta"))
    assert await past.note_session(session, names, Occasion.SESSION_END) == 1
    kept = (await past.snapshots(cast.mentor.person, cast.goals)).snapshots
    assert [(one.occasion.value, one.seq) for one in kept] == [
        ("session_end", 2),
        ("session_start", 1),
    ]
    assert {one.session for one in kept} == {session}
    assert (await past.snapshots(cast.mentor.person, untouched)).snapshots == []


async def test_an_old_version_is_looked_at_without_changing_anything(cast: Cast) -> None:
    path = f"/api/documents/{cast.goals}/snapshots"
    await cast.mentor.open(cast.goals)
    await cast.mentor.write(put("a", 1.0, "goals"))
    kept = await posted(cast.mentor, path, {"label": "Early"}, 201)
    await cast.mentor.write(put("b", 1.0, "goals"))
    async with cast.mentee.http.get(f"{path}/{kept['id']}/state") as answer:
        then: Doc[Any] = Doc()
        then.apply_update(await answer.read())
    assert set(then.get("goals", type=Map).keys()) == {"a"}
    assert set(cast.mentor.seen("goals")) == {"a", "b"}
    await got(cast.mentee, f"{path}/none/state", 404)
    await got(cast.stranger, f"{path}/{kept['id']}/state", 404)


async def test_versions_come_in_pages_and_the_time_line_in_pieces(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "MOST_LISTED", 2)
    monkeypatch.setattr(histories, "MOST_ENTRY_BYTES", 100)
    path = f"/api/documents/{cast.goals}"
    await cast.mentor.open(cast.goals)
    for n in range(5):
        await cast.mentor.write(put(f"g{n}", "x" * 40, "meta"))
        await posted(cast.mentor, f"{path}/snapshots", {"label": f"{n}"}, 201)
    labels, before = [], ""
    for _ in range(3):
        page = await got(cast.mentee, f"{path}/snapshots{before}")
        labels.append([one["label"] for one in page["snapshots"]])
        before = f"?before={page['snapshots'][-1]['id']}"
    assert (labels, page["hasMore"]) == ([["4", "3"], ["2", "1"], ["0"]], False)
    await got(cast.mentee, f"{path}/snapshots?before=none", 404)
    after, seen = 0, []
    while after < 5:
        piece = await got(cast.mentee, f"{path}/history?after={after}")
        assert 1 <= len(piece["entries"]) < 5
        assert piece["names"] == {cast.mentor.person: "Mentor"}
        seen += [one["seq"] for one in piece["entries"]]
        after = seen[-1]
    assert seen == [1, 2, 3, 4, 5]


async def test_the_time_line_plays_from_the_beginning_to_now(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    await cast.mentee.open(cast.goals)
    for n, scribe in enumerate((cast.mentor, cast.mentee, cast.mentor)):
        await scribe.write(put(f"g{n}", n, "meta"))
    line = await got(cast.mentee, f"/api/documents/{cast.goals}/history")
    assert [one["seq"] for one in line["entries"]] == [1, 2, 3]
    people = [one["personId"] for one in line["entries"]]
    assert people == [cast.mentor.person, cast.mentee.person, cast.mentor.person]
    replica: Doc[Any] = Doc()
    replica.apply_update(b64decode(line["base"]))
    for one in line["entries"]:
        replica.apply_update(b64decode(one["update"]))
    assert set(replica.get("meta", type=Map).keys()) == {"g0", "g1", "g2"}
    middle = await got(cast.mentee, f"/api/documents/{cast.goals}/history?after=2")
    assert [one["seq"] for one in middle["entries"]] == [3]
    async with cast.mentor.http.get(f"/api/documents/{cast.goals}/state?after=2") as answer:
        then: Doc[Any] = Doc()
        then.apply_update(await answer.read())
    assert set(then.get("meta", type=Map).keys()) == {"g0", "g1"}
    await got(cast.mentor, f"/api/documents/{cast.goals}/state?after=9", 404)


async def test_what_nobody_has_opened_yet_is_empty_and_no_fault(cast: Cast) -> None:
    path = f"/api/documents/board:{await cast.board()}/state"
    async with cast.mentee.http.get(path) as answer:
        assert answer.status == 200
        then: Doc[Any] = Doc()
        then.apply_update(await answer.read())
    assert len(then.get("elements", type=Map)) == 0
    await got(cast.mentee, f"{path}?after=1", 404)
    await got(cast.stranger, path, 404)


async def test_one_is_told_what_one_has_missed(cast: Cast) -> None:
    await cast.mentee.open(cast.goals)
    await cast.mentee.write(put("a", Map({"status": "open"}), "goals"))
    await cast.mentee.ask("leave_board", {"doc": cast.goals})
    await cast.mentor.open(cast.goals)
    done = lambda doc: doc.get("goals", type=Map)["a"].__setitem__("status", "done")  # noqa: E731
    await cast.mentor.write(done)
    missed = await got(cast.mentee, f"/api/documents/{cast.goals}/changes")
    assert (missed["since"], missed["head"], missed["isComplete"]) == (1, 2, True)
    [share] = missed["shares"]
    assert (share["personId"], share["changes"]) == (cast.mentor.person, 1)
    assert share["paths"] == [["goals", "a", "status"]]
    every = await got(cast.mentee, f"/api/documents/{cast.goals}/changes?since=0")
    assert {one["personId"] for one in every["shares"]} == {
        cast.mentor.person,
        cast.mentee.person,
    }
    assert (await cast.mentee.open(cast.goals))["seenSeq"] == 1


async def test_a_document_put_together_anew_is_the_same_and_its_time_line_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "KEPT_ROWS", 4)
    keeper = cast.services.boards.live._keeper
    await cast.mentor.open(cast.goals)
    for n in range(20):
        await cast.mentor.write(put(f"g{n % 7}", n, "meta"))
    await keeper.compact(keeper.rooms[cast.goals])
    line = await got(cast.mentor, f"/api/documents/{cast.goals}/history")
    assert line["baseSeq"] == 10
    assert [one["seq"] for one in line["entries"]] == list(range(11, 21))
    await got(cast.mentor, f"/api/documents/{cast.goals}/state?after=3", 404)
    changes = await got(cast.mentor, f"/api/documents/{cast.goals}/changes?since=3")
    assert changes["isComplete"] is False
    await cast.mentor.ask("leave_board", {"doc": cast.goals})
    await keeper.close(keeper.rooms[cast.goals])
    await cast.mentee.open(cast.goals)
    assert cast.mentee.seen("meta") == cast.mentor.seen("meta")
    assert (await cast.mentee.write(put("more", 1, "goals")))["seq"] == 21


def content(document: Document) -> Any:
    def look(doc: Doc[Any]) -> Any:
        page = doc.get("page", type=XmlFragment)
        return doc.get("items", type=Map).to_py(), doc.get("text", type=Text).diff(), str(page)

    return document.look(look)


def written(seed: int) -> Document:
    """A page with formatted text, lists and nested maps."""
    document = Document(Kind.AGENDA, client_id=seed + 1)

    def write(doc: Doc[Any]) -> None:
        text = doc.get("text", type=Text)
        text.insert(0, f"Ἰθάκη {seed} 😀")
        text.format(0, 4 + seed % 3 * 2, {"bold": True}) if seed % 2 else None
        page = doc.get("page", type=XmlFragment)
        paragraph = page.children.append(XmlElement("paragraph", {"level": str(seed)}))
        paragraph.children.append(XmlText(f"talk {seed % 3}"))
        items = doc.get("items", type=Map)
        items["a"] = Map(
            {"n": seed, "list": Array([1.0, "two", b"three"]), "note": Text("x" * seed)}
        )
        if seed % 2:
            items["b"] = Array([Map({"n": 1})])

    document.edit(write)
    return document


@given(one=st.integers(0, 9), other=st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_what_is_brought_back_is_what_it_was(one: int, other: int) -> None:
    then, now = written(one), Document(Kind.AGENDA, [written(one).state()], client_id=99)
    now.edit(lambda doc: make_equal(Kind.AGENDA, doc, _doc(written(other))))
    assert content(now) == content(written(other))
    now.edit(lambda doc: make_equal(Kind.AGENDA, doc, _doc(then)))
    assert content(now) == content(then)


def _doc(document: Document) -> Doc[Any]:
    return document.look(lambda doc: doc)


def test_what_is_the_same_is_not_touched() -> None:
    updates, _ = honest(5)
    now, then = Document(Kind.BOARD, updates, client_id=7), Document(Kind.BOARD, updates)
    _, update, paths = now.edit(lambda doc: make_equal(Kind.BOARD, doc, _doc(then)))
    assert update == b"\0\0"
    assert paths == frozenset()
