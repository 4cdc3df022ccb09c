"""Log lines as events with fields, on the console or as JSON; refuses names, addresses, tokens."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import Processor

from server.core.settings import Settings

# Libraries whose ordinary chatter helps nobody.
_QUIET = (
    "ithaca.sockets",
    "aiohttp.access",
    "alembic",
    "asyncio",
    "aiosqlite",
    "engineio",
    "socketio",
    "aioice",
)


def configure(settings: Settings) -> None:
    """Sets up structlog, and the standard library's loggers through it."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    is_json = settings.log_format == "json"
    level = getattr(logging, settings.log_level.upper())
    last: Processor = (
        structlog.processors.JSONRenderer()
        if is_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    traces = [structlog.processors.dict_tracebacks] if is_json else []
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *traces,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
