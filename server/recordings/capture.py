"""What a consent circle keeps, and by what means; refuses to know who agreed."""

from __future__ import annotations

from typing import Protocol, TypeVar

from server.core.db import Tx
from server.recordings.model import EndReason, Kind, Seat, State


class Capture(Protocol):
    """What is being kept of one session; `live` says when it may listen."""

    @property
    def written_bytes(self) -> int: ...

    @property
    def stretch(self) -> int:
        """How often it has begun or gone on."""

    def recorded_ms(self) -> int:
        """How long it has listened, without pauses."""

    def resume(self) -> None:
        """Listen from this moment on. Idempotent."""

    def pause(self) -> None:
        """Hear nothing from this moment on. Idempotent."""

    def follow(self, seats: tuple[Seat, ...]) -> None:
        """These are present, and what they send may have changed."""

    def reason_to_end(self) -> EndReason | None:
        """Why it must not go on."""

    async def save(self, tx: Tx) -> None:
        """Store what waits for it."""

    def saved(self) -> None:
        """What `save` stored is safe."""

    async def close(self) -> None:
        """Hear nothing more, and let go of everything."""


C_co = TypeVar("C_co", bound=Capture, covariant=True)


class Means(Protocol[C_co]):
    """How one kind of thing is kept."""

    kind: Kind
    over: State
    """What becomes of it when it ends and holds anything."""
    note_every_s: float
    """How often it gives a sign of life, and stores what waits."""

    def require_space(self) -> None:
        """Raises: DiskFull."""

    async def prepare(self, recording: str) -> None:
        """Make its place, before anything is captured. Raises: OSError."""

    def open(self, recording: str, room: str) -> C_co:
        """Begin to capture; it hears nothing before `resume`."""
