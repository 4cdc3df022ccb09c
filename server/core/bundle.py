"""Serves the web app; refuses to cache its entry page or to stamp two pages with one nonce."""

from __future__ import annotations

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
        return _page(folder / "index.html", _ahead(folder, request.path))

    return pages


def _ahead(folder: Path, path: str) -> tuple[str, ...]:
    """The parts of a page that the build names for the beginning of its address."""
    known = folder / "ahead.json"
    if not known.is_file():
        return ()
    named: dict[str, list[str]] = msgspec.json.decode(known.read_bytes())
    return next((tuple(parts) for start, parts in named.items() if path.startswith(start)), ())


def _file(folder: Path, path: str) -> Path | None:
    if "\0" in path or path in {"/", "/index.html"}:
        return None
    file = (folder / path.lstrip("/")).resolve()
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None


def _asset(request: web.Request, file: Path) -> web.FileResponse:
    response = web.FileResponse(file)  # takes a .br or .gz sibling by itself
    is_hashed = request.path.startswith("/assets/")
    response.headers["Cache-Control"] = IMMUTABLE if is_hashed else REVALIDATE
    return response


def _page(index: Path, ahead: tuple[str, ...]) -> web.Response:
    if not index.is_file():
        return web.Response(text=_MISSING, content_type="text/html", status=503)
    nonce = secrets.token_urlsafe(16)
    text = index.read_text("utf-8").replace(PLACEHOLDER, nonce)
    # A part that the first script asks for would come a round trip later.
    links = "".join(f'<link rel="modulepreload" crossorigin href="/{part}">' for part in ahead)
    response = web.Response(
        text=text.replace("</head>", f"{links}</head>", 1),
        content_type="text/html",
        headers={"Cache-Control": REVALIDATE},
    )
    response[NONCE] = nonce
    return response
