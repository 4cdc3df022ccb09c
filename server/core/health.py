"""Whether the process lives and should get requests; refuses to tell strangers more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from server.core.web import json_response
from server.core.wire import Out

CHECK_S = 2.0

Check = Callable[[], Awaitable[bool]]
CHECKS: web.AppKey[dict[str, Check]] = web.AppKey("checks")


class Health(Out):
    """`checks` names what is fine and what is not."""

    is_ready: bool
    checks: dict[str, bool]


async def show_alive(_request: web.Request) -> web.Response:
    """`GET /healthz`: the loop answers."""
    return json_response(Health(is_ready=True, checks={}))


async def show_ready(request: web.Request) -> web.Response:
    """`GET /readyz`: 200 when everything needed is there, else 503."""
    checks = request.app[CHECKS]
    results = await asyncio.gather(*(_passes(check) for check in checks.values()))
    named = dict(zip(checks, results, strict=True))
    is_ready = all(results)
    return json_response(Health(is_ready=is_ready, checks=named), 200 if is_ready else 503)


async def _passes(check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_S):
            return await check()
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not ready
        return False
