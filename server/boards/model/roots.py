"""The roots that a document of each kind has, and how deep and large it gets; no client adds one.

A root that is named here is watched, and only under these is anything taken from a client.
"""

from __future__ import annotations

from typing import Literal

from server.boards.model.names import Kind

Shape = Literal["map", "array", "text", "xml"]

ROOTS: dict[Kind, dict[str, Shape]] = {
    Kind.GOALS: {
        "goals": "map",
        "milestones": "map",
        "actions": "map",
        "checkins": "map",
        "meta": "map",
    },
    Kind.BOARD: {"elements": "map", "files": "map", "meta": "map"},
    Kind.AGENDA: {"items": "map", "text": "text", "page": "xml", "meta": "map"},
    Kind.NOTES: {"items": "map", "text": "text", "page": "xml", "meta": "map"},
}
DEEPEST = 6
"""Steps from a root to what has changed."""
LARGEST_BYTES = 4 * 1024 * 1024
MOST_ELEMENTS = 2_000
"""Under one root."""
