"""The documents generated from the code: APIs, metrics, settings; nobody edits them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from server.app import create_app, openapi_of
from server.core.about import VERSION
from server.core.asyncapi import asyncapi_document
from server.core.metrics import METRICS
from server.core.settings import Settings, settings_reference
from server.core.sockets import SOCKETS

DOCS = Path(__file__).parent.parent / "docs"


def documents() -> dict[str, str]:
    """Every generated document by its file name in docs/."""
    app = create_app(Settings())
    return {
        "openapi.json": _json(openapi_of(app)),
        "asyncapi.json": _json(asyncapi_document(app[SOCKETS].doors.values(), version=VERSION)),
        "metrics.md": app[METRICS].reference(),
        "settings.md": settings_reference(),
    }


def write_documents() -> list[Path]:
    """Writes them; returns where."""
    written = []
    for name, text in documents().items():
        path = DOCS / name
        path.write_text(text)
        written.append(path)
    return written


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
