"""What a client may send to a document: well-formed, under its own name, on what is there, in time.

Refuses by exception; what passes may be applied. It looks at an update's structure only, in pure
Python, before the library sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from server.boards.model.refusals import BadUpdate, Gap, TooFast
from server.boards.ownership import Ownership
from server.boards.scan import Scan, scan
from server.core.errors import TooLarge

UPDATES_PER_S, BURST_UPDATES = 60.0, 120.0
LARGEST_UPDATE_BYTES = 240_000
"""Within a socket's message of 256 KiB."""
BYTES_PER_S, BURST_BYTES = 65_536.0, 1_048_576.0


@dataclass(slots=True)
class Bucket:
    """What one tab may send to one document: so much at once, so much a second."""

    updates: float = BURST_UPDATES
    bytes: float = BURST_BYTES
    at_s: float = field(default=0.0)

    def take(self, size_bytes: int, now_s: float) -> None:
        """Raises: TooFast. `now_s` never goes backwards."""
        passed_s = max(0.0, now_s - self.at_s)
        self.at_s = now_s
        self.updates = min(BURST_UPDATES, self.updates + passed_s * UPDATES_PER_S)
        self.bytes = min(BURST_BYTES, self.bytes + passed_s * BYTES_PER_S)
        if self.updates < 1 or self.bytes < size_bytes:
            raise TooFast("Please wait a moment and try again.")
        self.updates -= 1
        self.bytes -= size_bytes


def admit(
    update: bytes,
    person: str,
    *,
    clocks: Mapping[int, int],
    owners: Ownership,
    roots: Mapping[str, object],
) -> Scan:
    """What is in an update that `person` may add to a document that is at `clocks`.

    Ids that are nobody's become theirs. Raises: TooLarge, BadUpdate, TooDeep, Gap, NotYours.
    """
    if len(update) > LARGEST_UPDATE_BYTES:
        raise TooLarge(f"At most {LARGEST_UPDATE_BYTES:,} bytes fit into one change.")
    found = scan(update)
    if not roots.keys() >= found.roots:
        raise BadUpdate("It adds something that such a document does not have.")
    _require_known(found, clocks)
    new = [one for one, (_, end) in found.clocks.items() if end > clocks.get(one, 0)]
    owners.claim(new, person)
    return found


def _require_known(found: Scan, clocks: Mapping[int, int]) -> None:
    """Raises: Gap."""
    for client, (first, _) in found.clocks.items():
        if first > clocks.get(client, 0):
            raise Gap("Something that came before this has not arrived.")
    for wanted in (found.needs, found.deletes):
        for client, end in wanted.items():
            if end > clocks.get(client, 0) and end > found.clocks.get(client, (0, 0))[1]:
                raise Gap("It changes something that has not arrived.")
