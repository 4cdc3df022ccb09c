"""HTTP doors read strictly and refuse in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import msgspec
import pytest
from aiohttp import ClientSession, web

from server.app import create_app
from server.core.caller import CALLER, Caller
from server.core.errors import Conflict, Unauthenticated
from server.core.ids import new_id
from server.core.web import Routes
from server.core.wire import In, Out
from tests.conftest import test_settings
from tests.support.servers import LiveServer, browsing, serving

routes = Routes()


class ThingIn(In):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=10)]
    how_many: Annotated[int, msgspec.Meta(ge=1)] = 1


class Find(In):
    limit: Annotated[int, msgspec.Meta(ge=1, le=9)] = 5
    tag: tuple[str, ...] = ()


class Thing(Out):
    name: str
    how_many: int
    made_by: str | None = None


class NameTaken(Conflict):
    code = "name_taken"


@routes.post("/api/things", tag="things", status=201, caller="optional", errors=(NameTaken,))
async def make_thing(request: web.Request, body: ThingIn) -> Thing:
    """Make a thing."""
    if body.name == "taken":
        raise NameTaken("Choose another name.", fields={"name": "Somebody has it."})
    if body.name == "bug":
        raise RuntimeError("secret detail")
    caller = request[CALLER]
    made_by = caller.person if caller else None
    return Thing(name=body.name, how_many=body.how_many, made_by=made_by)


@routes.get("/api/things", tag="things", caller="none")
async def find_things(request: web.Request, query: Find) -> Thing:
    """Find things."""
    return Thing(name=",".join(query.tag), how_many=query.limit)


@routes.get("/api/things/{thing_id}", tag="things", caller="none")
async def show_thing(request: web.Request, thing_id: str) -> Thing:
    """One thing."""
    return Thing(name=thing_id, how_many=1)


@routes.delete("/api/things/{thing_id}", tag="things")
async def drop_thing(request: web.Request, thing_id: str) -> None:
    """Forget a thing."""


@routes.put(
    "/api/picture",
    tag="things",
    caller="none",
    accepts=("image/*",),
    max_bytes=1000,
    limit="3/minute",
)
async def put_picture(request: web.Request, body: bytes) -> Thing:
    """A picture."""
    return Thing(name="picture", how_many=len(body))


async def identify(request: web.Request) -> Caller | None:
    name = request.headers.get("Authorization") or request.cookies.get("at")
    if name == "expired":
        raise Unauthenticated("Your sign-in has ended.")
    return Caller(person=name, sign_in="phone") if name else None


@pytest.fixture
async def things(tmp_path: Path, sqlite_url: str) -> AsyncIterator[LiveServer]:
    settings = test_settings(tmp_path, sqlite_url)
    app = create_app(settings, identify=identify, routes=(routes,))
    async with serving(app) as live:
        yield live


@pytest.fixture
async def http(things: LiveServer) -> AsyncIterator[ClientSession]:
    async with browsing(things) as session:
        yield session


async def test_a_body_becomes_a_struct_and_an_answer(http: ClientSession) -> None:
    answer = await http.post("/api/things", json={"name": "cup", "howMany": 2})
    assert answer.status == 201
    assert await answer.json() == {"name": "cup", "howMany": 2, "madeBy": None}


async def test_every_wrong_field_is_named(http: ClientSession) -> None:
    answer = await http.post("/api/things", json={"name": "", "howMany": "x", "size": 1})
    problem = await answer.json()
    assert answer.status == 422
    assert answer.content_type == "application/problem+json"
    assert problem["fields"] == {
        "name": "This must not be empty.",
        "howMany": "This should be a whole number.",
        "size": "This field is not known.",
    }


@pytest.mark.parametrize("body", [b"", b"{", b"nope", b'{"name":"\xff"}', b'{"name":"\\ud800"}'])
async def test_what_is_no_json_is_malformed(http: ClientSession, body: bytes) -> None:
    answer = await http.post("/api/things", data=body, headers=JSON)
    assert answer.status == 400
    assert (await answer.json())["code"] == "malformed"


@pytest.mark.parametrize("body", [b"[]", b"1", b"null", b'"x"', b"[" * 900])
async def test_json_that_is_no_object_is_refused(http: ClientSession, body: bytes) -> None:
    answer = await http.post("/api/things", data=body, headers=JSON)
    assert answer.status in {400, 422}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "image/png"])
async def test_other_content_types_are_refused(http: ClientSession, kind: str) -> None:
    answer = await http.post("/api/things", data=b"{}", headers={"Content-Type": kind})
    assert answer.status == 415
    assert (await answer.json())["code"] == "wrong_content_type"


async def test_a_large_body_is_refused(http: ClientSession) -> None:
    answer = await http.post("/api/things", json={"name": "x" * 300_000})
    assert answer.status == 413


async def test_a_large_body_without_a_length_is_refused(http: ClientSession) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 10_000

    answer = await http.post("/api/things", data=chunks(), headers=JSON)
    assert answer.status == 413


async def test_a_nul_character_is_refused_before_a_database_meets_it(http: ClientSession) -> None:
    answer = await http.post("/api/things", json={"name": "a\0b"})
    assert answer.status == 422


async def test_a_domain_refusal_keeps_its_code_and_fields(http: ClientSession) -> None:
    answer = await http.post("/api/things", json={"name": "taken"})
    assert answer.status == 409
    assert await answer.json() == {
        "code": "name_taken",
        "status": 409,
        "title": Conflict.title,
        "detail": "Choose another name.",
        "fields": {"name": "Somebody has it."},
    }


async def test_a_bug_says_nothing_about_itself(http: ClientSession) -> None:
    answer = await http.post("/api/things", json={"name": "bug"})
    assert answer.status == 500
    assert "secret" not in await answer.text()


async def test_a_query_is_read_with_types_and_lists(http: ClientSession) -> None:
    answer = await http.get("/api/things?limit=3&tag=a&tag=b")
    assert await answer.json() == {"name": "a,b", "howMany": 3, "madeBy": None}


@pytest.mark.parametrize("query", ["limit=x", "limit=0", "colour=red", "limit=1&limit=2"])
async def test_a_query_that_does_not_fit_is_refused(http: ClientSession, query: str) -> None:
    answer = await http.get(f"/api/things?{query}")
    assert answer.status == 422
    assert (await answer.json())["fields"]


@pytest.mark.parametrize("name", ["1", "x" * 26, "%00", "a%0A", "..%2F..%2Fetc"])
async def test_an_id_that_is_none_is_not_found(http: ClientSession, name: str) -> None:
    answer = await http.get(f"/api/things/{name}")
    assert answer.status == 404
    assert answer.content_type == "application/problem+json"


async def test_an_id_is_accepted(http: ClientSession) -> None:
    assert (await http.get(f"/api/things/{new_id()}")).status == 200


async def test_an_unknown_address_is_a_problem(http: ClientSession) -> None:
    answer = await http.get("/api/nothing")
    assert answer.status == 404
    assert (await answer.json())["code"] == "not_found"


async def test_a_wrong_verb_is_a_problem_that_names_the_right_ones(http: ClientSession) -> None:
    answer = await http.patch("/api/things", json={})
    assert answer.status == 405
    assert "POST" in answer.headers["Allow"]
    assert (await answer.json())["code"] == "method_not_allowed"


async def test_a_door_for_callers_refuses_strangers(http: ClientSession) -> None:
    answer = await http.delete(f"/api/things/{new_id()}")
    assert answer.status == 401
    assert (await answer.json())["code"] == "unauthenticated"


async def test_an_empty_answer_is_204(http: ClientSession) -> None:
    answer = await http.delete(f"/api/things/{new_id()}", headers={"Authorization": "anna"})
    assert answer.status == 204


async def test_an_ended_sign_in_is_nobody_where_none_is_needed(http: ClientSession) -> None:
    answer = await http.post(
        "/api/things", json={"name": "cup"}, headers={"Authorization": "expired"}
    )
    assert (await answer.json())["madeBy"] is None


async def test_raw_bodies_are_bounded_and_typed(http: ClientSession) -> None:
    png = {"Content-Type": "image/png"}
    assert (await http.put("/api/picture", data=b"x" * 1000, headers=png)).status == 200
    assert (await http.put("/api/picture", data=b"x" * 1001, headers=png)).status == 413
    assert (await http.put("/api/picture", data=b"{}", headers=JSON)).status == 415


async def test_asking_too_often_is_refused_with_the_wait(http: ClientSession) -> None:
    png = {"Content-Type": "image/png"}
    statuses = [(await http.put("/api/picture", data=b"x", headers=png)).status for _ in range(3)]
    answer = await http.put("/api/picture", data=b"x", headers=png)
    assert statuses == [200, 200, 200]
    assert answer.status == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("headers", "is_let_in"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
        ({"Authorization": "anna", "Origin": "https://evil.example"}, True),
    ],
)
async def test_a_write_by_cookie_must_come_from_our_own_pages(
    things: LiveServer, headers: dict[str, str], is_let_in: bool
) -> None:
    async with ClientSession(things.url, cookies={"at": "anna"}) as session:
        answer = await session.delete(
            f"/api/things/{new_id()}", headers={**headers, "Cookie": "at=anna"}
        )
    assert answer.status == (204 if is_let_in else 403)


async def test_our_own_origin_is_let_in_without_fetch_metadata(things: LiveServer) -> None:
    async with ClientSession(things.url) as session:
        answer = await session.delete(
            f"/api/things/{new_id()}", headers={"Origin": things.url, "Cookie": "at=anna"}
        )
    assert answer.status == 204


async def test_the_document_describes_every_door(http: ClientSession) -> None:
    document = await (await http.get("/api/openapi.json")).json()
    operation = document["paths"]["/api/things"]["post"]
    assert document["openapi"] == "3.1.0"
    assert operation["operationId"] == "makeThing"
    assert set(operation["responses"]) >= {"201", "400", "409", "413", "415", "422"}
    assert "name_taken" in operation["responses"]["409"]["description"]
    shown = document["paths"]["/api/things/{thingId}"]["get"]
    assert shown["parameters"][0]["schema"]["pattern"]
    assert document["paths"]["/api/things/{thingId}"]["delete"]["security"]


JSON = {"Content-Type": "application/json"}
