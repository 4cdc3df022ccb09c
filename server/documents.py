"""The documents generated from the code: OpenAPI and settings; refuses to be edited by hand."""

from __future__ import annotations

import json
from pathlib import Path

from server.app import create_app, openapi_of
from server.core.settings import Settings, settings_reference

DOCS = Path(__file__).parent.parent / "docs"


def documents(settings: Settings) -> dict[str, str]:
    """Every generated document by its file name in docs/."""
    app = create_app(settings)
    openapi = openapi_of(app)
    return {
        "openapi.json": json.dumps(openapi, indent=2) + "\n",
        "settings.md": settings_reference(),
    }


def write_documents(settings: Settings) -> list[Path]:
    """Writes them; returns where."""
    written = []
    for name, text in documents(settings).items():
        path = DOCS / name
        path.write_text(text)
        written.append(path)
    return written
