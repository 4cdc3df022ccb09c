"""The thesaurus of a server without a list of skills: every skill stays in people's own words."""

from __future__ import annotations

from collections.abc import Sequence

from server.profiles.model import Concept


class Unlisted:
    """Knows no skill."""

    def find(self, _text: str, /) -> Concept | None:
        """Nothing is called anything."""

    def suggest(self, _typed: str, _limit: int, /) -> Sequence[Concept]:
        """Nothing to suggest."""
        return ()

    def get(self, _concept: str, /) -> Concept | None:
        """There is none."""
