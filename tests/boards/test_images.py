"""Images on boards: by content, for members, harmless by themselves."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import Any

import pytest

from server.boards.model import image as limits
from server.boards.pictures import MOST_PIXELS
from server.boards.store import images, tables
from tests.boards.conftest import Cast
from tests.boards.scribes import Scribe
from tests.support.pictures import DOT, picture


async def put(scribe: Scribe, board: str, raw: bytes, *, name: str = "") -> tuple[int, Any]:
    path = f"/api/boards/{board}/files/{name or sha256(raw).hexdigest()}"
    async with scribe.http.put(
        path, data=io.BytesIO(raw), headers={"Content-Type": "image/png"}
    ) as answer:
        return answer.status, await answer.json()


async def test_an_image_is_shown_to_both_as_what_it_is(cast: Cast) -> None:
    board = await cast.board()
    for kind in ("PNG", "JPEG", "GIF", "WEBP", "WEBP"):  # the same twice is one
        raw = picture(kind, (8, 5))
        status, made = await put(cast.mentor, board, raw)
        assert (status, made["contentType"]) == (200, f"image/{kind.lower()}")
    async with cast.mentee.http.get(f"/api/boards/{board}/files/{made['sha256']}") as answer:
        assert await answer.read() == raw
        assert answer.content_type == made["contentType"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in answer.headers["Cache-Control"]


async def test_what_is_no_image_is_refused_in_words(cast: Cast) -> None:
    board = await cast.board()
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for raw in (drawing, b"<html>", b"", DOT[:40], b"\x89PNG\r\n\x1a\n" + bytes(60)):
        status, problem = await put(cast.mentor, board, raw)
        assert (status, problem["detail"]) == (
            415,
            "PNG, JPEG, GIF and WebP can be shown; SVG cannot.",
        )


async def test_a_name_that_is_not_the_contents_is_refused(cast: Cast) -> None:
    status, problem = await put(cast.mentor, await cast.board(), DOT, name="0" * 64)
    assert (status, problem["code"]) == (422, "digest_differs")
    status, _ = await put(cast.mentor, await cast.board(), DOT, name="A" * 64)
    assert status == 404


async def test_too_large_is_said_plainly(cast: Cast) -> None:
    board = await cast.board()
    status, problem = await put(cast.mentor, board, bytes(limits.LARGEST_IMAGE_BYTES + 1))
    assert (status, problem["code"]) == (413, "too_large")
    side = int(MOST_PIXELS**0.5) + 10
    status, problem = await put(cast.mentor, board, picture("PNG", (side, side)))
    assert (status, problem["detail"]) == (413, "The image has more than 50 million pixels.")


async def test_an_image_is_only_of_the_board_it_was_put_on(cast: Cast) -> None:
    board, other = await cast.board(), await cast.board()
    _, made = await put(cast.mentor, board, DOT)
    for path, scribe in (
        (f"/api/boards/{other}/files/{made['sha256']}", cast.mentor),
        (f"/api/boards/{board}/files/{made['sha256']}", cast.stranger),
    ):
        async with scribe.http.get(path) as answer:
            assert answer.status == 404


async def test_a_board_takes_so_many_and_no_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_IMAGES", 1)
    board = await cast.board()
    assert (await put(cast.mentor, board, DOT))[0] == 200
    assert (await put(cast.mentor, board, picture("PNG", (2, 2))))[1]["code"] == "images_full"
    assert (await put(cast.mentor, board, DOT))[0] == 200


async def test_a_content_that_no_board_has_is_deleted(cast: Cast) -> None:
    board = await cast.board()
    _, made = await put(cast.mentor, board, DOT)
    services = cast.services
    later = services.clock.now().replace(year=services.clock.now().year + 1)
    assert await services.boards.images.remove_unused(later) == 0
    async with services.database.write() as tx:
        await tx.execute(tables.file.delete())
    assert (
        await services.boards.images.remove_unused(services.clock.now()) == 0
    )  # may be on its way
    assert await services.boards.images.remove_unused(later) == 1
    async with services.database.read() as tx:
        assert await images.find(tx, board, made["sha256"]) is None
