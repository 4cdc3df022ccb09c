"""Serves the web app; refuses to cache its entry page or to stamp two pages with one nonce."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from server.core.headers import NONCE

FOLDER = Path(__file__).parent.parent / "bundle"
PLACEHOLDER = "__CSP_NONCE__"
IMMUTABLE = "public, max-age=31536000, immutable"  # names of assets carry a hash of their content
REVALIDATE = "no-cache"

_NAME = re.compile(r"[\w-]{1,64}", re.ASCII)
_NOT_PAGES = ("/api/", "/socket.io/", "/.well-known/", "/assets/")
_MISSING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Ithaca</title>
<body><h1>The server runs, the web app is not built yet</h1>
<p>Stop the server and start it with <code>./dev serve</code>, which builds the web app first.</p>
"""


def serve_bundle(folder: Path = FOLDER) -> Middleware:
    """A middleware that answers reading requests which no door wants."""

    @web.middleware
    async def pages(request: web.Request, handler: Handler) -> web.StreamResponse:
        missing = request.match_info.http_exception
        # 405: a page may stand at the address of a door that only takes what is posted.
        is_wanted = missing is None or missing.status not in {404, 405}
        if is_wanted or request.method not in {"GET", "HEAD"}:
            return await handler(request)
        if file := _file(folder, request.path):
            return _asset(request, file)
        if request.path.startswith(_NOT_PAGES) or "." in request.path.rsplit("/", 1)[-1]:
            return await handler(request)
        return _page(*_ahead(folder, request.path))

    return pages


class _Ahead(msgspec.Struct, frozen=True):
    """What the build names for the beginning of an address."""

    page: str = "index.html"
    answers: tuple[str, ...] = ()
    """Doors that the page will ask; `{}` is what follows in the address."""


def _ahead(folder: Path, path: str) -> tuple[Path, str]:
    """The page at an address, and what it will ask at once: its scripts would ask for it later."""
    known = folder / "ahead.json"
    text = known.read_bytes() if known.is_file() else b"{}"
    for start, ahead in msgspec.json.decode(text, type=dict[str, _Ahead]).items():
        if path.startswith(start):
            return folder / ahead.page, _links(ahead, path.removeprefix(start))
    return folder / "index.html", ""


def _links(ahead: _Ahead, rest: str) -> str:
    # The rest of an address is anybody's words: only what cannot leave the attribute goes into it.
    asked = [one.format(rest) for one in ahead.answers] if _NAME.fullmatch(rest) else []
    return "".join(f'<link rel="preload" as="fetch" crossorigin href="{one}">' for one in asked)


def _file(folder: Path, path: str) -> Path | None:
    if "\0" in path or path == "/" or path.endswith(".html"):
        return None
    file = (folder / path.lstrip("/")).resolve()
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None


def _asset(request: web.Request, file: Path) -> web.FileResponse:
    response = web.FileResponse(file)  # takes a .br or .gz sibling by itself
    is_hashed = request.path.startswith("/assets/")
    response.headers["Cache-Control"] = IMMUTABLE if is_hashed else REVALIDATE
    return response


def _page(page: Path, links: str) -> web.Response:
    if not page.is_file():
        return web.Response(text=_MISSING, content_type="text/html", status=503)
    nonce = secrets.token_urlsafe(16)
    text = page.read_text("utf-8").replace(PLACEHOLDER, nonce)
    response = web.Response(
        text=text.replace("<head>", f"<head>{links}", 1),
        content_type="text/html",
        headers={"Cache-Control": REVALIDATE},
    )
    response[NONCE] = nonce
    return response
