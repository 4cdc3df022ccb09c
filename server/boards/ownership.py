"""Who signs as which client id; refuses one id to two people.

A tab's id is bound to its person when it opens the document. Ids made while offline are claimed by
whoever first sends something under them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from server.boards.model.refusals import NotYours

SERVER = ""
"""Owns the ids under which the server itself changes documents."""
MOST_IDS = 50_000
MOST_NEW_IDS = 16
"""In one update: so many tabs has nobody been offline with."""


class Ownership:
    """The client ids of one document."""

    def __init__(self, known: Mapping[int, str]) -> None:
        self._owners = dict(known)
        self._new: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._owners)

    def owner(self, client: int) -> str | None:
        """Whose it is; None: nobody's yet."""
        return self._owners.get(client)

    def claim(self, clients: Iterable[int], person: str) -> None:
        """Makes ids that are nobody's somebody's. Raises: NotYours, and claims none then."""
        wanted = [one for one in clients if self._owners.get(one) != person]
        if any(one in self._owners for one in wanted):
            raise NotYours("Reload the page: another tab or person uses its signature.")
        if len(wanted) > MOST_NEW_IDS or len(self._owners) + len(wanted) > MOST_IDS:
            raise NotYours("There are too many signatures in this document.")
        for one in wanted:
            self._owners[one] = self._new[one] = person

    def unsaved(self, written: Container[int]) -> dict[int, str]:
        """Those claimed since the last `saved`, under which something is `written`."""
        return {one: person for one, person in self._new.items() if one in written}

    def saved(self, written: Container[int]) -> None:
        """They are in the database."""
        self._new = {one: person for one, person in self._new.items() if one not in written}
