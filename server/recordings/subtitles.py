"""What was said as files that other programs read: WebVTT and plain text; refuses nothing.

Names and words are somebody's own: in WebVTT nothing of them is taken for markup (W3C WebVTT §4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.recordings.index import Index
from server.recordings.model import Said
from server.recordings.timeline import squeezed, without_pauses

_MILLISECOND = timedelta(milliseconds=1)
SHORTEST_MS = 1_500
"""On the screen: a single word must be read too."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A line at its time, in milliseconds from the beginning."""

    starts_ms: int
    ends_ms: int
    who: str
    text: str


def cues(said: Iterable[Said], names: Mapping[str, str], began_at: datetime) -> list[Cue]:
    """Lines by the clock of their transcript; `names` by seat."""
    found = []
    for line in said:
        starts_ms = max(0, round((line.said_at - began_at) / _MILLISECOND))
        ends_ms = starts_ms + max(line.duration_ms, SHORTEST_MS)
        found.append(Cue(starts_ms, ends_ms, names.get(line.seat, ""), line.text))
    return found


def alongside(found: Sequence[Cue], index: Index, began_ms: float) -> Iterator[Cue]:
    """The same by the clock of a composed recording; what it does not show is left out.

    `began_ms`: how long after the recording's start the transcript began; negative: before it.
    """
    first_ms, last_ms = index.ends_ms()
    for cue in found:
        at_ms = cue.starts_ms + began_ms
        starts_ms = without_pauses(index.pauses, at_ms)
        ends_ms = squeezed(index.pauses, at_ms + cue.ends_ms - cue.starts_ms)
        if starts_ms is not None and first_ms <= ends_ms and starts_ms < last_ms:
            yield replace(
                cue,
                starts_ms=max(0, round(starts_ms - first_ms)),
                ends_ms=round(min(ends_ms, last_ms) - first_ms),
            )


def webvtt(found: Iterable[Cue]) -> str:
    """A WebVTT file, one cue a line, with who speaks as its voice."""
    blocks = ["WEBVTT"]
    for cue in found:
        times = f"{_stamp(cue.starts_ms)} --> {_stamp(max(cue.ends_ms, cue.starts_ms + 1))}"
        blocks.append(f"{times}\n<v {_escaped(cue.who) or '-'}>{_escaped(cue.text)}")
    return "\n\n".join(blocks) + "\n"


def plain(found: Iterable[Cue]) -> str:
    """Text to read: time, who, what; a line each."""
    return "".join(
        f"[{_stamp(cue.starts_ms)[:8]}] {_flat(cue.who) or '-'}: {_flat(cue.text)}\n"
        for cue in found
    )


def _stamp(ms: int) -> str:
    seconds, rest_ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest_ms:03}"


def _flat(words: str) -> str:
    """One line, whatever they hold."""
    return " ".join(words.split())


def _escaped(words: str) -> str:
    return _flat(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
