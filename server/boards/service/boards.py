"""Live documents: opened, changed by whoever may, shown to the others, saved before acked."""

from __future__ import annotations

from asyncio import Future
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TypeVar

from pycrdt import Doc

from server.boards.model import Access, Changed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody gets who opens a document."""

    update: bytes
    state_vector: bytes
    access: Access
    epoch: int
    seq: int
    seen_seq: int


class Boards:
    """The documents that are open on this node."""

    async def join(
        self, socket: str, person: str, name: str, state_vector: bytes, client_id: int
    ) -> Entered:
        """Raises: NoDocument, NotYours, Elsewhere."""
        raise NotImplementedError

    async def update(self, socket: str, name: str, update: bytes) -> Future[int]:
        """The change number, once it is saved. Raises: a Refusal."""
        raise NotImplementedError

    async def edit(self, name: str, by: str | None, change: Callable[[Doc], T]) -> T:
        """A change of the server's, for a person (access is the caller's to check) or the clock.

        `change` works on the live document within one transaction; returns what it returns, once
        saved. What it raises undoes it. Raises: Elsewhere, NotSaved.
        """
        raise NotImplementedError

    async def read(self, name: str, look: Callable[[Doc], T]) -> T:
        """What `look` returns of the document as it is now; it changes nothing and keeps nothing.

        Raises: Elsewhere only when another node has it open and what is saved cannot be read.
        """
        raise NotImplementedError

    async def access(self, person: str, name: str) -> Access:
        """Raises: NoDocument."""
        raise NotImplementedError

    async def changes(self) -> AsyncIterator[Changed]:
        """What differs in documents from now on, saved, for one reader or several."""
        raise NotImplementedError
        yield
