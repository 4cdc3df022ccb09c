"""Counters for Prometheus; refuses labels that could name a person or grow without end."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
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
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from server.core.errors import Forbidden
from server.core.keys import SETTINGS

_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


Labels = tuple[str, ...]
Read = Callable[[], Mapping[Labels, float]]


@dataclass(frozen=True, slots=True)
class Described:
    """One line of docs/metrics.md."""

    name: str
    kind: str
    labels: Labels
    about: str


class Metrics:
    """The counters of one process. Each is described, so that the reference is never behind."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._described: list[Described] = []
        for collector in (PROCESS_COLLECTOR, PLATFORM_COLLECTOR, GC_COLLECTOR):
            self._registry.register(collector)
        labels = ("method", "route", "status")
        self._requests = self.counter("http_requests", "Answered requests.", labels)
        self._seconds = self.histogram("http_seconds", "Time to answer.", _BUCKETS_S, ("route",))
        self._jobs = self.counter("jobs", "Runs of jobs.", ("job", "outcome"))

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Notes one answered request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def ran(self, job: str, outcome: str) -> None:
        """Notes one run of a job."""
        self._jobs.labels(job, outcome).inc()

    def counter(self, name: str, about: str, labels: Labels = ()) -> Counter:
        """A number that its owner raises."""
        self._describe(f"{name}_total", "counter", labels, about)
        return Counter(f"ithaca_{name}", about, labels, registry=self._registry)

    def histogram(
        self, name: str, about: str, buckets: Sequence[float], labels: Labels = ()
    ) -> Histogram:
        """A distribution that its owner feeds."""
        self._describe(name, "histogram", labels, about)
        return Histogram(f"ithaca_{name}", about, labels, buckets=buckets, registry=self._registry)

    def watch(self, name: str, about: str, read: Callable[[], float]) -> None:
        """Shows a number that is read when it is asked for."""
        self._describe(name, "gauge", (), about)
        Gauge(f"ithaca_{name}", about, registry=self._registry).set_function(read)

    def gauges(self, name: str, about: str, labels: Labels, read: Read) -> None:
        """Numbers by label, read when they are asked for."""
        self._describe(name, "gauge", labels, about)
        self._registry.register(_Family(GaugeMetricFamily, f"ithaca_{name}", about, labels, read))

    def totals(self, name: str, about: str, labels: Labels, read: Read) -> None:
        """Numbers that only grow and that somebody else counts, read when they are asked for."""
        self._describe(f"{name}_total", "counter", labels, about)
        self._registry.register(_Family(CounterMetricFamily, f"ithaca_{name}", about, labels, read))

    def text(self) -> bytes:
        """All of them in Prometheus' format."""
        return generate_latest(self._registry)

    def reference(self) -> str:
        """docs/metrics.md: every metric of ours with its kind, labels and meaning."""
        rows = [
            f"| `ithaca_{one.name}` | {one.kind} | {', '.join(one.labels)} | {one.about} |"
            for one in sorted(self._described, key=lambda one: one.name)
        ]
        return "\n".join([*_REFERENCE_HEAD, *rows]) + "\n"

    def _describe(self, name: str, kind: str, labels: Labels, about: str) -> None:
        self._described.append(Described(name, kind, labels, about))


class _Family(Collector):
    """Numbers by label that live elsewhere."""

    def __init__(
        self,
        kind: type[GaugeMetricFamily] | type[CounterMetricFamily],
        name: str,
        about: str,
        labels: Labels,
        read: Read,
    ) -> None:
        self._make = partial(kind, name, about, labels=labels)
        self._read = read

    def collect(self) -> Iterator[Metric]:
        family = self._make()
        for labels, value in self._read().items():
            family.add_metric(labels, value)
        yield family

    def describe(self) -> Iterator[Metric]:
        """Without this, registering would read the numbers before there are any."""
        yield self._make()


_REFERENCE_HEAD = (
    "# Metrics",
    "",
    "`GET /metrics` in Prometheus' format, for this machine or with `ITHACA_METRICS_TOKEN`. Every",
    "number is of one process. Labels have few values and name no person, room or address.",
    "Besides these there are the usual ones of the Python process (`process_*`, `python_*`).",
    "",
    "This page is written by `ithaca openapi` from the code.",
    "",
    "| Name | Kind | Labels | Meaning |",
    "|---|---|---|---|",
)

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
