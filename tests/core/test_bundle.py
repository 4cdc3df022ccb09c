"""The web app is served fresh where it must be, cached where it may be, and never leaks files."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from yarl import URL

from server.core.bundle import serve_bundle
from server.core.headers import add_security_headers
from server.core.keys import SETTINGS
from server.core.problems import problems
from server.core.settings import Settings
from tests.support.servers import browsing, serving

PAGE = '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script src="/assets/x.js">'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bundle"
    (made / "assets").mkdir(parents=True)
    (made / "index.html").write_text(PAGE)
    (made / "assets/app-1a2b.js").write_text("console.log(1)")
    (made / "assets/app-1a2b.js.br").write_bytes(b"brotli bytes")
    (made / "robots.txt").write_text("User-agent: *")
    (tmp_path / "secret.txt").write_text("secret")
    return made


def site_of(folder: Path) -> web.Application:
    app = web.Application(middlewares=[problems, serve_bundle(folder)])
    app[SETTINGS] = Settings(public_url="https://mentors.example.org")
    app.on_response_prepare.append(add_security_headers)
    return app


@pytest.fixture
async def site(folder: Path) -> AsyncIterator[ClientSession]:
    async with serving(site_of(folder)) as live, browsing(live) as session:
        yield session


@pytest.mark.parametrize("path", ["/", "/sign-in", "/s/06h0a3g2chpdjcse4e6adchvac", "/a/b/c"])
async def test_every_page_of_the_app_is_its_entry_page(site: ClientSession, path: str) -> None:
    answer = await site.get(path)
    assert answer.status == 200
    assert answer.content_type == "text/html"
    assert answer.headers["Cache-Control"] == "no-cache"


AHEAD = '{"/s/": {"page": "door.html", "answers": ["/api/me", "/api/rooms/{}/door"]}}'


@pytest.fixture
def door(folder: Path) -> None:
    (folder / "door.html").write_text("<head><title>Door</title></head>")
    (folder / "ahead.json").write_text(AHEAD)


@pytest.mark.usefixtures("door")
async def test_an_address_with_a_page_of_its_own_names_what_it_will_ask(
    site: ClientSession,
) -> None:
    assert await (await site.get("/s/06h0a3g2")).text() == (
        '<head><link rel="preload" as="fetch" crossorigin href="/api/me">'
        '<link rel="preload" as="fetch" crossorigin href="/api/rooms/06h0a3g2/door">'
        "<title>Door</title></head>"
    )
    assert "Door" not in await (await site.get("/sign-in")).text()


@pytest.mark.usefixtures("door")
@pytest.mark.parametrize("path", ["/door.html", "/index.html"])
async def test_a_page_is_no_file(site: ClientSession, path: str) -> None:
    assert (await site.get(path)).status == 404


@pytest.mark.usefixtures("door")
@pytest.mark.parametrize("rest", ["a%22%3E%3Cscript%3E", "a/quality", "", "%7B%7D", "x" * 65])
async def test_an_address_puts_no_words_of_its_own_into_the_page(
    site: ClientSession, rest: str
) -> None:
    text = await (await site.get(f"/s/{rest}")).text()
    assert "Door" in text
    assert "/api/" not in text
    assert "<script" not in text


async def test_the_nonce_in_the_page_is_the_one_in_the_header_and_new_each_time(
    site: ClientSession,
) -> None:
    seen = set()
    for _ in range(2):
        answer = await site.get("/")
        found = re.search(r'content="([^"]+)"', await answer.text())
        assert found is not None
        assert f"'nonce-{found[1]}'" in answer.headers["Content-Security-Policy"]
        seen.add(found[1])
    assert len(seen) == 2


async def test_the_policy_is_exactly_the_measured_one(site: ClientSession) -> None:
    policy = (await site.get("/")).headers["Content-Security-Policy"]
    assert re.sub(r"nonce-[\w-]+", "nonce-N", policy) == (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-N'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "media-src 'self' blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


async def test_assets_are_cached_for_good(site: ClientSession) -> None:
    answer = await site.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert "immutable" in answer.headers["Cache-Control"]
    assert await answer.text() == "console.log(1)"


async def test_a_brotli_sibling_goes_to_browsers_that_take_it(folder: Path) -> None:
    async with (
        serving(site_of(folder)) as live,
        ClientSession(live.url, auto_decompress=False) as session,
    ):
        answer = await session.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"
        assert "javascript" in answer.content_type
        assert await answer.read() == b"brotli bytes"


async def test_other_files_are_asked_for_again(site: ClientSession) -> None:
    answer = await site.get("/robots.txt")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone-3c4d.js",
        "/favicon.png",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/%00",
        "/.env",
    ],
)
async def test_what_is_no_file_of_the_app_is_not_found(site: ClientSession, path: str) -> None:
    answer = await site.get(URL(path, encoded=True))
    assert answer.status == 404 or "secret" not in await answer.text()
    if path.endswith((".js", ".png", ".env")):
        assert answer.status == 404


async def test_a_write_to_a_page_is_refused(site: ClientSession) -> None:
    assert (await site.post("/sign-in")).status == 404


@pytest.mark.parametrize("path", ["/", "/api/nothing", "/assets/app-1a2b.js", "/gone.js"])
async def test_every_answer_carries_the_security_headers(site: ClientSession, path: str) -> None:
    headers = (await site.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == (
        "camera=(self), microphone=(self), display-capture=(self)"
    )
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Server"] == "Ithaca"


async def test_a_missing_bundle_is_explained(tmp_path: Path) -> None:
    async with serving(site_of(tmp_path / "nothing")) as live, browsing(live) as session:
        answer = await session.get("/")
        assert answer.status == 503
        assert "./dev serve" in await answer.text()
