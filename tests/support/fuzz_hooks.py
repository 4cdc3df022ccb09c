"""Schemathesis hooks: where JSON Schema and a typed reader differ, the reader is right."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.hook
def filter_body(_context: Any, body: Any) -> bool:
    """Drops 90.0 where 90 is meant: a valid integer to JSON Schema, a float to everybody else."""
    return not _holds_whole_float(body)


def _holds_whole_float(value: Any) -> bool:
    if isinstance(value, float):
        return value.is_integer()
    if isinstance(value, dict):
        return any(_holds_whole_float(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_holds_whole_float(inner) for inner in value)
    return False
