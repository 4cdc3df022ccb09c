"""Every door of an application and every event of its sockets, tried by somebody who is outside.

A door's variables are filled with what there is in the world, and its body with what the tests of
authorisation send; where they send none, with the least that its type takes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any

import msgspec
from msgspec import inspect

from server.core.door import Door
from server.core.ids import new_id
from server.core.route import Route
from server.core.web import ROUTES
from server.progress.sheets import Sheet
from tests import test_authorisation as doors
from tests.boards.scribes import Scribe
from tests.support.pictures import DOT
from tests.support.sockets import Client
from tests.sweep.world import PAIR, STEM, World

PLAIN = ("/api/openapi.json", "/healthz", "/readyz", "/metrics")
"""Doors without a declaration."""
OWN_WAYS_OUT = re.compile(r"^/api/auth/|/me/password$|/me/sign-ins/|/leave$")
"""Whoever goes through these sees no more; they have nothing of others."""
_VARIABLE = re.compile(r"\{(\w+)\}")
_NAMED = re.compile(r"goals:\{mentorship_id\}|\{\w+\}")
_IDS = {
    "board_id": "board",
    "booking_id": "booking",
    "consent_id": "consent_receipt",
    "file_id": "chat_file",
    "gathering_id": "booking",
    "host_id": "person",
    "hold_id": "booking",
    "id": "person",
    "import_id": "programme_import",
    "item_id": "goal_item",
    "line_id": "mentorship_request",
    "link_id": "programme_link",
    "meeting_id": "mentorship_meeting",
    "mentor_id": "person",
    "mentorship_id": "mentorship",
    "message_id": "chat_message",
    "note_id": "moderators_note",
    "notice_id": "notice",
    "person_id": "person",
    "programme_id": "programme",
    "proposal_id": "weight_proposal",
    "question_id": "group_question",
    "recording_id": "recording",
    "report_id": "feedback_report",
    "request_id": "mentorship_request",
    "review_id": "session_card",
    "room_id": "room",
    "run_id": "match_run",
    "series_id": "booking",
    "snapshot_id": "board_snapshot",
    "source_id": "busy_source",
    "subscription_id": "push_subscription",
    "survey_id": "feedback_survey",
    "transcript_id": "recording",
}
"""In which table a variable's ids are."""
_KEYS = {"line_id": "line", "consent_id": "recording_id"}
"""The column, where it has another name."""
_FREE = {"doc", "number", "secret", "sha256", "sheet", "token"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, with all that it says."""

    door: str
    status: int
    body: bytes
    head: bytes = b""


async def known_ids(world: World) -> dict[str, list[str]]:
    """What each variable may stand for: everything of the pair's, and who they are."""
    pair = [world.people[name].person for name in PAIR]
    found: dict[str, list[str]] = {}
    for variable, table in _IDS.items():
        found[variable] = (await world.rows(table, _KEYS.get(variable, "id")))[-1:] or [new_id()]
    docs = [f"goals:{world.mentorship}", f"board:{found['board_id'][0]}"]
    docs += [f"agenda:{world.bookings[0]}"]
    docs += [f"notes:{world.bookings[0]}:{one}" for one in pair]
    booking = await world.services.bookings.show(pair[0], world.bookings[0])
    return found | {
        "booking_id": list(world.bookings),
        "doc": docs,
        "host_id": pair[1:],
        "id": pair[1:],
        "mentor_id": pair[1:],
        "mentorship_id": [world.mentorship],
        "message_id": await world.rows("chat_message"),
        "number": ["1"],
        "person_id": pair[:1],
        "programme_id": [world.programme],
        "room_id": [str(booking.room)],
        "secret": [new_id()],
        "sheet": [one.value for one in Sheet],
        "sha256": await world.rows("board_file", "sha256"),
        "survey_id": await world.rows("feedback_survey"),
        "token": [new_id()],
    }


def routes_of(world: World, *methods: str) -> list[Route]:
    """The declared doors that are asked so."""
    return [
        one
        for one in world.live.app[ROUTES]
        if one.method in methods and not OWN_WAYS_OUT.search(one.path)
    ]


async def walk(who: Scribe, routes: Iterable[Route], ids: dict[str, list[str]]) -> list[Answer]:
    """Somebody tries each, for every thing that it may be of."""
    answers = []
    for route in routes:
        for filled in _combinations(route.path, ids):
            path, sent = _asked(route, filled)
            async with who.http.request(route.method, path, **sent) as answer:
                head = repr(answer.headers).encode()
                door = f"{route.method} {path.partition('?')[0]}"
                answers.append(Answer(door, answer.status, await answer.read(), head))
    return answers


async def plain(who: Scribe) -> list[Answer]:
    """The doors without a declaration, metrics among them."""
    answers = []
    for path in PLAIN:
        async with who.http.get(path) as answer:
            answers.append(Answer(f"GET {path}", answer.status, await answer.read()))
    return answers


async def events(door: Door, client: Client, ids: dict[str, list[str]]) -> list[tuple[str, Any]]:
    """Every event of a namespace, about each document and room; what was acked."""
    acks = []
    for name, event in door.events.items():
        usual = (doors.SEATED | doors.HOSTS | doors.BOARD_EVENTS).get(name) or sample(event.payload)
        fields = {one.encode_name for one in msgspec.structs.fields(event.payload)}
        about = {"doc": ids["doc"], "roomId": ids["room_id"]}
        wanted = {key: values for key, values in about.items() if key in fields}
        for chosen in product(*wanted.values()):
            body = doors._filled(usual) | dict(zip(wanted, chosen, strict=True))
            acks.append((name, await client.call(name, body)))
    return acks


def _combinations(path: str, ids: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    names = _VARIABLE.findall(path)
    unknown = set(names) - set(_IDS) - _FREE
    assert not unknown, f"{path}: say what {sorted(unknown)} are of"
    for chosen in product(*(ids[name] for name in names)):
        yield dict(zip(names, chosen, strict=True))


def _asked(route: Route, filled: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """The address, and what is sent."""
    query, body = _USUAL.get((route.method, _NAMED.sub("{}", route.path)), ("", None))
    known = filled | {"day": datetime.now(UTC).date().isoformat(), "secret": new_id()}
    path = _VARIABLE.sub(lambda found: filled[found[1]], route.path)
    query = query or _QUERIES.get(route.path, "")
    address = f"{path}?{doors._filled_in(query, known | _elsewhere(filled))}" if query else path
    if route.body is bytes:
        raw = body if isinstance(body, bytes) else DOT
        return address, {"data": raw, "headers": {"Content-Type": route.accepts[-1]}}
    if body is None and route.body is not None:
        body = sample(route.body)
    if body is None:
        return address, {}
    usual = doors._filled_in(json.dumps(body), known | _elsewhere(filled))
    return address, {"json": json.loads(usual)}


def _elsewhere(filled: dict[str, str]) -> dict[str, str]:
    """For the variables of a body that are not in its path."""
    names = ("mentor_id", "programme_id", "message_id", "item_id")
    return {one: new_id() for one in names if one not in filled}


_QUERIES = {
    "/api/goals/search": f"text={STEM}",
    "/api/matching/programmes/{programme_id}/mentors": f"q={STEM}",
    "/api/programmes/{programme_id}/people": f"words={STEM}",
    "/api/skills": f"q={STEM}",
}


def _usual() -> dict[tuple[str, str], tuple[str, Any]]:
    """Queries and bodies by method and path, as the tests of authorisation have them."""
    tables = (doors.PROGRAMME_DOORS, doors.PAIR_DOORS, doors.TIME_DOORS)
    found = {}
    for table in (*tables, doors.BOARD_DOORS, doors.CHAT_DOORS):
        for (method, address), (_, body) in table.items():
            path, _, query = address.partition("?")
            found[method, _NAMED.sub("{}", path)] = (query, body)
    for (method, path), expected in doors.ROOM_DOORS.items():
        found[method, _NAMED.sub("{}", path)] = ("", expected.body)
    return found


_USUAL = _usual()


def sample(kind: Any) -> Any:
    """The least that fits a type, as JSON has it."""
    return _sample(inspect.type_info(kind))


def _sample(kind: inspect.Type) -> Any:  # noqa: PLR0911 - one line for each kind of type
    match kind:
        case inspect.Metadata(type=inner):
            return _sample(inner)
        case inspect.StructType(fields=fields):
            return {one.encode_name: _sample(one.type) for one in fields if one.required}
        case inspect.UnionType(types=types):
            return _sample(next((one for one in types if type(one) in _LEAST), types[0]))
        case inspect.EnumType(cls=cls):
            return next(iter(cls)).value
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return [_sample(item)]
        case inspect.StrType(min_length=least, pattern=pattern):
            return new_id() if pattern else "x" * max(1, least or 1)
        case _:
            return kind.values[0] if isinstance(kind, inspect.LiteralType) else _LEAST[type(kind)]


_LEAST: dict[type[inspect.Type], Any] = {
    inspect.NoneType: None,
    inspect.BoolType: True,
    inspect.IntType: 1,
    inspect.FloatType: 1,
    inspect.BytesType: b"\0",
    inspect.DictType: {},
    inspect.AnyType: {},
    inspect.DateType: "2026-11-30",
    inspect.DateTimeType: "2026-11-30T10:00:00Z",
}
