"""A mentor and a mentee who write to each other, and a stranger; or their services alone."""

from __future__ import annotations

from tests.boards.conftest import Cast, cast

__all__ = ["Cast", "cast"]
