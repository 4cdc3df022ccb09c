"""Puts one application together: keys, middlewares, doors, lifetimes; decides nothing itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import msgspec
from aiohttp import web

from server.accounts import http as accounts
from server.boards import http as boards
from server.boards import keys as board_keys
from server.boards import sockets as live_boards
from server.chat import http as chat
from server.chat import sockets as live_chat
from server.chat.keys import CHAT
from server.core import about
from server.core.about import VERSION
from server.core.asyncapi import socket_types
from server.core.bundle import serve_bundle
from server.core.caller import IDENTIFY, Identify
from server.core.clock import Clock
from server.core.db import DATABASE
from server.core.headers import add_security_headers
from server.core.health import CHECKS, Check, show_alive, show_ready
from server.core.keys import CLOCK, SETTINGS
from server.core.limits import LIMITS
from server.core.metrics import METRICS, show_metrics
from server.core.openapi import openapi_document
from server.core.origin import refuse_cross_site, trust_proxies
from server.core.problems import problems
from server.core.redis.news import RedisNews
from server.core.route import Route
from server.core.settings import Settings
from server.core.sockets import SOCKETS, Door, open_doors
from server.core.tasks import running
from server.core.watch import watch_requests
from server.core.web import ROUTES, Routes, add_routes
from server.feedback import http as feedback
from server.feedback.keys import FEEDBACK
from server.matching import http as matching
from server.mentorships import http as mentorships
from server.notifications import http as notifications
from server.notifications import sockets as notices
from server.notifications.keys import CENTRE, PUSHES
from server.operators import http as operators
from server.profiles import http as profiles
from server.programmes import http as programmes
from server.progress import http as progress
from server.progress.keys import PROGRESS
from server.quality import http as quality
from server.recordings import http as recordings
from server.rooms import http as rooms
from server.scheduling import http as scheduling
from server.services import SERVICES, Services, assemble
from server.signaling import sockets as signaling

ROUTES_OF_DOMAINS: tuple[Routes, ...] = (
    about.routes,
    notifications.routes,
    accounts.routes,
    profiles.routes,
    programmes.routes,
    mentorships.routes,
    matching.routes,
    rooms.routes,
    scheduling.routes,
    quality.routes,
    operators.routes,
    recordings.routes,
    boards.routes,
    chat.routes,
    feedback.routes,
    progress.routes,
)
DOORS: tuple[Door, ...] = (signaling.door, notices.door, live_boards.door, live_chat.door)


def create_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    services: Services | None = None,
    identify: Identify | None = None,
    routes: tuple[Routes, ...] = ROUTES_OF_DOMAINS,
    doors: tuple[Door, ...] = DOORS,
) -> web.Application:
    """The whole server on these settings; the parts after `services` are for tests."""
    services = services or assemble(settings, clock or Clock())
    app = web.Application(
        middlewares=[
            watch_requests,
            problems,
            trust_proxies(settings.trusted_proxies),
            refuse_cross_site,
            serve_bundle(),
        ]
    )
    _put_core(app, services, identify or accounts.identify)
    _put_services(app, services)
    _put_boards(app, services)
    for one in routes:
        add_routes(app, one)
    app.on_shutdown.append(_leaving)  # before the sockets close: they come back elsewhere
    open_doors(app, doors, RedisNews(services.redis) if services.redis else None)
    _put_own_doors(app, services)
    app.on_response_prepare.append(add_security_headers)
    app.cleanup_ctx.append(_closing)
    app.cleanup_ctx.append(_hearing_changes)
    app.cleanup_ctx.append(_indexing)
    app.cleanup_ctx.append(_carrying_media)
    app.cleanup_ctx.append(_recording)
    app.cleanup_ctx.append(signaling.run)
    app.cleanup_ctx.append(live_boards.run)
    app.cleanup_ctx.append(_projecting_goals)
    app.cleanup_ctx.append(notices.run)
    app.cleanup_ctx.append(live_chat.run)
    app.cleanup_ctx.append(_delivering)
    app.cleanup_ctx.append(_watching_lag)
    app.cleanup_ctx.append(_sampling)
    return app


def _put_core(app: web.Application, services: Services, identify: Identify) -> None:
    app[SETTINGS] = services.settings
    app[CLOCK] = services.clock
    app[DATABASE] = services.database
    app[LIMITS] = services.limits
    app[SERVICES] = services
    app[IDENTIFY] = identify
    app[METRICS] = services.metrics
    app[ROUTES] = []


def _put_services(app: web.Application, services: Services) -> None:
    app[CENTRE] = services.centre
    app[PUSHES] = services.pushes
    app[accounts.ACCOUNTS] = services.accounts
    app[accounts.REGISTRATION] = services.registration
    app[accounts.SIGN_INS] = services.sign_ins
    app[accounts.SIGNATURES] = services.signatures
    app[profiles.PROFILES] = services.profiles
    app[programmes.PROGRAMMES] = services.programmes
    app[programmes.ENROLMENT] = services.enrolment
    app[programmes.ROLLS] = services.rolls
    app[programmes.IMPORTS] = services.imports
    app[mentorships.REQUESTS] = services.requests
    app[mentorships.MENTORSHIPS] = services.mentorships
    app[mentorships.AGREEMENTS] = services.agreements
    app[mentorships.ACCOUNTS] = services.accounts
    app[matching.SUGGESTIONS] = services.suggestions
    app[matching.CHOICES] = services.choices
    app[matching.RUNS] = services.runs
    app[matching.LEARNING] = services.learning
    app[rooms.ROOMS] = services.rooms
    app[rooms.ACCOUNTS] = services.accounts
    app[rooms.PUBLIC_URL] = services.settings.effective_public_url
    app[scheduling.AVAILABILITIES] = services.availabilities
    app[scheduling.SLOTS] = services.slots
    app[scheduling.BOOKINGS] = services.bookings
    app[scheduling.SERIES] = services.series
    app[scheduling.GATHERINGS] = services.gatherings
    app[scheduling.ATTENDANCES] = services.attendances
    app[scheduling.ACCOUNTS] = services.accounts
    app[scheduling.FEEDS] = services.feeds
    app[scheduling.ANSWERS] = services.answers
    app[scheduling.ANY_OF] = services.any_of
    app[scheduling.BUSY_SOURCES] = services.busy_sources
    app[quality.QUALITY] = services.quality
    app[operators.OPERATORS] = services.operators
    app[recordings.RECORDINGS] = services.recordings
    app[CHAT] = services.chat
    app[signaling.SIGNALING] = services.signaling


def _put_boards(app: web.Application, services: Services) -> None:
    app[board_keys.BOARDS] = services.boards.live
    app[board_keys.SHELF] = services.boards.shelf
    app[board_keys.HISTORIES] = services.boards.histories
    app[board_keys.IMAGES] = services.boards.images
    app[board_keys.AGENDAS] = services.boards.agendas
    app[board_keys.GOALS] = services.goals.goals
    app[board_keys.DIARY] = services.goals.diary
    app[board_keys.SESSIONS] = services.goals.sessions
    app[FEEDBACK] = services.feedback
    app[PROGRESS] = services.progress


def _put_own_doors(app: web.Application, services: Services) -> None:
    app[CHECKS] = _checks(app, services)
    app[METRICS].watch("sockets", "Open sockets.", lambda: len(app[SOCKETS]))
    for name in services.signaling.counts():
        app[METRICS].watch(name, f"Live {name} of this process.", _count(services, name))
    boards = services.boards.live
    app[METRICS].watch("documents", "Open documents.", lambda: boards.counts()["documents"])
    app[METRICS].watch("document_tabs", "Tabs on them.", lambda: boards.counts()["tabs"])
    app.router.add_get("/api/openapi.json", _openapi)
    app.router.add_get("/healthz", show_alive)
    app.router.add_get("/readyz", show_ready)
    app.router.add_get("/metrics", show_metrics)


def _count(services: Services, name: str) -> Callable[[], float]:
    return lambda: services.signaling.counts()[name]


def _checks(app: web.Application, services: Services) -> dict[str, Check]:
    async def is_staying() -> bool:
        return not app[SOCKETS].is_draining

    checks: dict[str, Check] = {
        "database": services.database.is_up,
        "staying": is_staying,
        "matching": services.suggestions.is_usable,
    }
    if services.redis is not None:
        checks["redis"] = services.redis.is_up
    return checks


async def _closing(app: web.Application) -> AsyncIterator[None]:
    yield
    await app[SERVICES].close()


async def _hearing_changes(app: web.Application) -> AsyncIterator[None]:
    """What changed about people and programmes elsewhere is heard while the application runs."""
    services = app[SERVICES]
    topics = (
        services.changes,
        services.members_changes,
        services.notices_changes,
        services.messages_changes,
    )
    async with AsyncExitStack() as stack:
        for topic in topics:
            await stack.enter_async_context(running(topic.run()))
        yield


async def _indexing(app: web.Application) -> AsyncIterator[None]:
    """Mentors are kept ready to be compared while the application runs."""
    async with running(app[SERVICES].suggestions.run()):
        yield


async def _leaving(app: web.Application) -> None:
    await app[SERVICES].signaling.leave_node()


async def _carrying_media(app: web.Application) -> AsyncIterator[None]:
    """The media port is open while the application runs."""
    async with app[SERVICES].rooms.run():
        yield


async def _recording(app: web.Application) -> AsyncIterator[None]:
    """Recordings are watched over while the application runs, and end with it."""
    async with running(app[SERVICES].recordings.live.run()):
        yield


async def _projecting_goals(app: web.Application) -> AsyncIterator[None]:
    """What changes in goals comes into their rows while the application runs."""
    async with running(app[SERVICES].goals.projector.run()):
        yield


async def _delivering(app: web.Application) -> AsyncIterator[None]:
    """Letters written by this process leave at once; the job takes what is left behind."""
    async with running(app[SERVICES].notifications.deliver_when_woken()):
        yield


async def _watching_lag(app: web.Application) -> AsyncIterator[None]:
    """How late the loop is, while it runs."""
    async with running(app[SERVICES].lag.run()):
        yield


async def _sampling(app: web.Application) -> AsyncIterator[None]:
    """The operators' trends, while it runs."""
    async with running(app[SERVICES].operators.run()):
        yield


def openapi_of(app: web.Application) -> dict[str, Any]:
    """The OpenAPI document of an application's doors, with what its sockets carry."""
    declared: list[Route] = app[ROUTES]
    sockets = socket_types(app[SOCKETS].doors.values())
    return openapi_document(declared, version=VERSION, more_types=sockets)


async def _openapi(request: web.Request) -> web.Response:
    document = openapi_of(request.app)
    return web.Response(body=msgspec.json.encode(document), content_type="application/json")
