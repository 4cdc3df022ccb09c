"""What this server is and how it is set up, for its own pages; refuses to tell what is secret."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import tzdata  # type: ignore[import-untyped]
from aiohttp import web

from server.core.keys import SETTINGS
from server.core.web import Routes
from server.core.wire import Out

routes = Routes()


class About(Out):
    """`mail` says whether letters are sent or only shown; `tzdata` which time zone rules hold."""

    name: str
    version: str
    sign_up: Literal["open", "closed"]
    mail: Literal["console", "smtp"]
    tzdata: str


@routes.get("/api/about", tag="about", caller="none")
async def show_about(request: web.Request) -> About:
    """What this server is."""
    settings = request.app[SETTINGS]
    return About(
        name="Ithaca",
        version=VERSION,
        sign_up=settings.sign_up,
        mail="smtp" if settings.smtp_url else "console",
        tzdata=tzdata.IANA_VERSION,
    )


def _version() -> str:
    try:
        return version("ithaca")
    except PackageNotFoundError:  # run from a checkout, which has the number itself
        project = Path(__file__).parents[2] / "pyproject.toml"
        number: str = tomllib.loads(project.read_text())["project"]["version"]
        return number


VERSION = _version()
