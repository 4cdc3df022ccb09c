"""Counters for Prometheus; refuses labels that could name a person or grow without end."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from ipaddress import ip_address

from aiohttp import web
from prometheus_client import (
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from server.core.errors import Forbidden
from server.core.keys import SETTINGS

_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        for collector in (PROCESS_COLLECTOR, PLATFORM_COLLECTOR, GC_COLLECTOR):
            self._registry.register(collector)
        labels = ("method", "route", "status")
        self._requests = Counter(
            "ithaca_http_requests", "Answered requests.", labels, registry=self._registry
        )
        self._seconds = Histogram(
            "ithaca_http_seconds",
            "Time to answer.",
            ("route",),
            buckets=_BUCKETS_S,
            registry=self._registry,
        )
        self._jobs = Counter(
            "ithaca_jobs", "Runs of jobs.", ("job", "outcome"), registry=self._registry
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Notes one answered request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def ran(self, job: str, outcome: str) -> None:
        """Notes one run of a job."""
        self._jobs.labels(job, outcome).inc()

    def watch(self, name: str, about: str, read: Callable[[], float]) -> None:
        """Shows a number that is read when it is asked for."""
        Gauge(f"ithaca_{name}", about, registry=self._registry).set_function(read)

    def text(self) -> bytes:
        """All of them in Prometheus' format."""
        return generate_latest(self._registry)


METRICS: web.AppKey[Metrics] = web.AppKey("metrics", Metrics)


async def show_metrics(request: web.Request) -> web.Response:
    """`GET /metrics`, for whoever has the token, else for this machine only."""
    _check(request)
    return web.Response(
        body=request.app[METRICS].text(), headers={"Content-Type": CONTENT_TYPE_LATEST}
    )


def _check(request: web.Request) -> None:
    token = request.app[SETTINGS].metrics_token
    if token is not None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), token.encode()):
            raise Forbidden("The metrics token is missing or wrong.")
    # A proxy on this machine is no reader on this machine, so a forwarded request is none either.
    elif not _is_loopback(request.remote) or "X-Forwarded-For" in request.headers:
        raise Forbidden("Set ITHACA_METRICS_TOKEN to read the metrics from elsewhere.")


def _is_loopback(remote: str | None) -> bool:
    try:
        return ip_address(remote or "").is_loopback
    except ValueError:
        return False
