"""Goals over HTTP and live: rows follow the document, doors write through it, people are told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from pycrdt import Map

from server.__main__ import COMMANDS
from server.boards.goals import document
from server.boards.goals.items import Kind
from server.boards.store import goals as store
from server.core.ids import new_id
from server.core.settings import Settings
from server.services import Services, assemble
from tests.boards.conftest import Cast
from tests.boards.scribes import account, pair
from tests.support.clock import FixedClock
from tests.support.waiting import until_so


def _path(cast: Cast, rest: str = "") -> str:
    return f"/api/mentorships/{cast.mentorship}/goals{rest}"


async def _asked(http: ClientSession, method: str, path: str, status: int, body: Any = None) -> Any:
    async with http.request(method, path, json=body) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json() if status in {200, 201} or status >= 400 else None


async def _until(look: Callable[[], Awaitable[Any]], wanted: Any) -> None:
    async def is_wanted() -> bool:
        return bool(await look() == wanted)

    await until_so(is_wanted)


def _plain(doc: Any) -> dict[str, Any]:
    """The goals as they stand in a document, but for their notes."""
    rows = document.shared(doc, Kind.GOAL)

    def plain(row: Any) -> Any:
        is_row = isinstance(row, Map)
        return {key: row[key] for key in set(row.keys()) - {"notes"}} if is_row else row

    return {row: plain(rows[row]) for row in set(rows.keys())}


async def test_what_is_written_live_is_read_over_http(cast: Cast) -> None:
    scribe, goal, action = cast.mentee, new_id(), new_id()
    await scribe.open(cast.goals)

    def edit(doc: Any) -> None:
        document.add(doc, Kind.GOAL, goal, {"title": "Find seed money"})
        document.add(doc, Kind.ACTION, action, {"title": "List ten people", "parent": goal})

    await scribe.write(edit)

    async def titles() -> list[Any]:
        shown = await _asked(cast.mentor.http, "GET", _path(cast), 200)
        return [(t["goal"]["title"], [a["title"] for a in t["actions"]]) for t in shown["trees"]]

    await _until(titles, [("Find seed money", ["List ten people"])])
    await scribe.write(lambda doc: document.remove(doc, Kind.GOAL, goal))
    await _until(titles, [])


async def test_what_is_written_over_http_is_seen_live(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    new = {"kind": "goal", "title": "Sail home", "due": "2027-03-01", "owner": "mentee"}
    made = await _asked(cast.mentee.http, "POST", _path(cast, "/items"), 201, new)
    await cast.mentor.follow()
    row = _plain(cast.mentor.doc)[made["id"]]
    assert {name: row[name] for name in ("title", "due", "owner")} == {
        "title": "Sail home",
        "due": "2027-03-01",
        "owner": "mentee",
    }
    item = _path(cast, f"/items/{made['id']}")
    await _asked(cast.mentee.http, "PATCH", item, 204, {"due": None, "status": "done"})
    await cast.mentor.follow()
    row = _plain(cast.mentor.doc)[made["id"]]
    assert "due" not in row
    assert row["status"] == "done"
    shown = await _asked(cast.mentee.http, "GET", _path(cast), 200)
    assert shown["trees"][0]["goal"]["status"] == "done"
    await _asked(cast.mentee.http, "DELETE", item, 204)
    await _asked(cast.mentee.http, "DELETE", item, 404)
    assert (await _asked(cast.mentee.http, "GET", _path(cast), 200))["trees"] == []


async def test_wrong_values_are_bent_in_the_rows_and_repaired_in_the_document(cast: Cast) -> None:
    scribe, goal = cast.mentee, new_id()
    await scribe.open(cast.goals)

    def edit(doc: Any) -> None:
        rows = document.shared(doc, Kind.GOAL)
        wrong = {"title": "Sail\nhome", "due": "2026-02-30", "percent": 400, "status": 7}
        rows[goal] = Map(wrong)
        rows["no id"] = 5

    await scribe.write(edit)

    async def repaired() -> Any:
        return await cast.services.boards.live.read(cast.goals, _plain)

    await _until(repaired, {goal: {"title": "Sail home", "percent": 100, "status": "todo"}})
    shown = await _asked(cast.mentor.http, "GET", _path(cast), 200)
    assert [(t["goal"]["title"], t["percent"]) for t in shown["trees"]] == [("Sail home", 100)]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "goal", "title": "  "}, "title"),
        ({"kind": "goal", "title": "x" * 201}, "title"),
        ({"kind": "action", "title": "Alone"}, "parent"),
        ({"kind": "milestone", "title": "Of nothing", "parent": new_id()}, "parent"),
        ({"kind": "voyage", "title": "x"}, "kind"),
        ({"kind": "goal", "title": "x", "due": "tomorrow"}, "due"),
    ],
)
async def test_bad_input_is_named(cast: Cast, body: dict[str, Any], field: str) -> None:
    answer = await _asked(cast.mentee.http, "POST", _path(cast, "/items"), 422, body)
    assert field in answer["fields"]
    assert (await _asked(cast.mentee.http, "GET", _path(cast), 200))["trees"] == []


async def test_a_template_fills_the_goals_once(cast: Cast) -> None:
    take = _path(cast, "/templates")
    await _asked(cast.mentee.http, "POST", take, 204, {"template": "days"})
    answer = await _asked(cast.mentor.http, "POST", take, 409, {"template": "days"})
    assert answer["code"] == "template_taken"
    shown = await _asked(cast.mentor.http, "GET", _path(cast), 200)
    [tree] = shown["trees"]
    assert [len(one["actions"]) for one in tree["milestones"]] == [2, 2, 2]
    assert shown["templates"] == ["grow", "okr", "smart"]


async def test_an_ended_mentorship_is_read_and_not_written(cast: Cast) -> None:
    await _asked(cast.mentee.http, "POST", _path(cast, "/templates"), 204, {"template": "smart"})
    await cast.services.mentorships.complete(cast.mentee.person, cast.mentorship)
    shown = await _asked(cast.mentor.http, "GET", _path(cast), 200)
    assert (shown["access"], len(shown["trees"])) == ("read", 1)
    new = {"kind": "goal", "title": "Too late"}
    answer = await _asked(cast.mentor.http, "POST", _path(cast, "/items"), 403, new)
    assert answer["code"] == "read_only"
    words = {"wentWell": "All of it."}
    await _asked(cast.mentee.http, "PUT", _path(cast, "/check-ins/this-week"), 403, words)


async def test_search_finds_in_ones_own_mentorships_only(cast: Cast) -> None:
    new = {"kind": "goal", "title": "Find SEED money 100%"}
    await _asked(cast.mentee.http, "POST", _path(cast, "/items"), 201, new)
    for text, count in (("money seed", 1), ("100%25", 1), ("1_0", 0), ("sea", 0)):
        found = await _asked(cast.mentor.http, "GET", f"/api/goals/search?text={text}", 200)
        assert len(found["found"]) == count, text
    found = await _asked(cast.stranger.http, "GET", "/api/goals/search?text=seed", 200)
    assert found == {"found": []}


async def test_open_action_items_are_ones_own_and_those_of_both(cast: Cast) -> None:
    made = await _asked(
        cast.mentee.http, "POST", _path(cast, "/items"), 201, {"kind": "goal", "title": "Sail"}
    )
    for title, more in {
        "later": {"due": "2027-02-01"},
        "mine": {"owner": "mentee", "due": "2027-01-01"},
        "theirs": {"owner": "mentor"},
        "some day": {},
    }.items():
        action = {"kind": "action", "parent": made["id"], "title": title, **more}
        await _asked(cast.mentee.http, "POST", _path(cast, "/items"), 201, action)
    found = await _asked(cast.mentee.http, "GET", "/api/goals/open", 200)
    assert [one["item"]["title"] for one in found["found"]] == ["mine", "later", "some day"]


async def test_a_check_in_is_seen_by_the_other_and_told_once(cast: Cast) -> None:
    put = _path(cast, "/check-ins/this-week")
    await _asked(cast.mentee.http, "PUT", put, 422, {"wentWell": " "})
    first = await _asked(cast.mentee.http, "PUT", put, 200, {"wentWell": "We sailed."})
    await _asked(cast.mentee.http, "PUT", put, 200, {"wentWell": "We sailed.", "isHard": "Rain."})
    shown = await _asked(cast.mentor.http, "GET", _path(cast, "/check-ins"), 200)
    [one] = shown["checkIns"]
    assert (one["person"], one["isHard"]) == (cast.mentee.person, "Rain.")
    assert one["writtenAt"] == first["writtenAt"]
    assert date.fromisoformat(one["week"]).weekday() == 0
    notices = await _asked(cast.mentor.http, "GET", "/api/notices", 200)
    told = [n for n in notices["notices"] if n["kind"] == "check_in_written"]
    assert [n["title"] for n in told] == ["\u2068Telemachus\u2069 wrote a check-in"]


async def _projected(cast: Cast) -> None:
    """Nothing comes into the rows by itself any more."""

    async def is_projected() -> bool:
        async with cast.services.database.read() as tx:
            return await store.seq_of(tx, cast.mentorship) > 0

    await _until(is_projected, True)


async def test_rows_are_rebuilt_from_the_document(cast: Cast) -> None:
    await _asked(cast.mentee.http, "POST", _path(cast, "/templates"), 204, {"template": "okr"})
    before = await _asked(cast.mentee.http, "GET", _path(cast), 200)
    projector, database = cast.services.goals.projector, cast.services.database

    await _projected(cast)
    async with database.write() as tx:
        await store.replace_all(tx, cast.mentorship, [], 0)
        await tx.execute(store.projection.update().values(seq=0))
    assert (await _asked(cast.mentee.http, "GET", _path(cast), 200))["trees"] == []
    assert await projector.catch_up() == 1
    assert await _asked(cast.mentee.http, "GET", _path(cast), 200) == before
    assert await projector.catch_up() == 0
    assert await projector.rebuild_all() == 1
    assert await _asked(cast.mentee.http, "GET", _path(cast), 200) == before


async def test_an_operator_writes_the_rows_of_all_goals_anew(
    cast: Cast, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await _asked(cast.mentee.http, "POST", _path(cast, "/templates"), 204, {"template": "okr"})
    database = cast.services.database

    async def rows() -> list[Any]:
        async with database.read() as tx:
            found = await store.items_of(tx, cast.mentorship)
        return sorted(found, key=lambda one: one.id)

    await _projected(cast)
    before = await rows()
    assert before
    async with database.write() as tx:
        await tx.execute(store.row.delete())
    assert await rows() == []
    command, _ = COMMANDS["rebuild-goals"]
    assert await command(settings) == 0
    assert capsys.readouterr().out.endswith("The goals of 1 mentorships are rows again.\n")
    assert await rows() == before


@pytest.fixture
async def services(settings: Settings, clock: FixedClock) -> AsyncIterator[Services]:
    """All services by the test's clock, with documents that can be opened."""
    assembled = assemble(settings, clock)
    async with assembled.boards.live.run():
        yield assembled
    await assembled.close()


async def test_whoever_is_to_do_something_is_reminded_the_day_before(
    services: Services, clock: FixedClock
) -> None:
    mentor, mentee = await account(services, "Mentor"), await account(services, "Telemachus")
    mentorship = await pair(services, mentee, mentor)
    goals, remind = services.goals.goals, services.goals.reminders.remind
    due = clock.now().date() + timedelta(days=2)
    goal = await goals.add(mentee, mentorship, Kind.GOAL, {"title": "Sail"})
    values = {"title": "Mend the sail", "parent": goal, "due": due.isoformat(), "owner": "mentee"}
    action = await goals.add(mentee, mentorship, Kind.ACTION, values)
    assert await remind() == 0
    clock.forward(hours=17)  # five in the morning, Greenwich; seven in Athens
    assert await remind() == 0
    clock.forward(hours=1)
    assert await remind() == 1
    assert await remind() == 0
    told = (await services.centre.page(mentee)).notices
    assert [n.facts["title"] for n in told if n.kind == "goal_due"] == ["Mend the sail"]
    later = (due + timedelta(days=1)).isoformat()
    await goals.change(mentee, mentorship, action, {"due": later, "owner": None})
    assert await remind() == 0
    clock.forward(days=1)
    assert await remind() == 2
    await goals.change(mentee, mentorship, action, {"status": "done", "due": due.isoformat()})
    assert await remind() == 0
