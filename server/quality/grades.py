"""Grades a direction by what it loses and how late it is; changes its mind slowly. Pure."""

from dataclasses import dataclass

from server.quality.model import BADNESS, Grade, Measure

FAIR_LOSS, POOR_LOSS = 0.02, 0.10
"""Where Google congestion control holds, and where it backs off
(draft-ietf-rmcat-gcc-02 §6): repair hides the first, pictures freeze from the second on."""
FAIR_RTT_MS, POOR_RTT_MS = 300.0, 800.0
"""ITU-T G.114: up to 150 ms one way is fine for talk, beyond 400 ms it is not."""
FAIR_JITTER_MS, POOR_JITTER_MS = 40.0, 120.0
"""Two frames of sound, which every receiver buffers; and more than most are willing to."""
LOOKS_TO_WORSEN = 2
LOOKS_TO_IMPROVE = 4
"""One bad moment is no bad connection, and a good one no good: at 2 s a look, 4 s and 8 s."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A grade that is held until another has been seen often enough in a row."""

    grade: Grade = Grade.GOOD
    rival: Grade | None = None
    seen: int = 0


def grade(measure: Measure) -> Grade:
    """The grade of one measure alone; what was not measured is not held against it."""
    if measure.is_lost:
        return Grade.LOST
    loss, late, uneven = measure.loss or 0.0, measure.rtt_ms or 0.0, measure.jitter_ms or 0.0
    if loss >= POOR_LOSS or late >= POOR_RTT_MS or uneven >= POOR_JITTER_MS or measure.is_starved:
        return Grade.POOR
    if loss >= FAIR_LOSS or late >= FAIR_RTT_MS or uneven >= FAIR_JITTER_MS:
        return Grade.FAIR
    return Grade.GOOD


def reconsider(opinion: Opinion, seen: Grade) -> Opinion:
    """The opinion after one more look. A lost connection, and its return, count at once."""
    if seen is opinion.grade:
        return Opinion(seen)
    if Grade.LOST in {seen, opinion.grade}:
        return Opinion(seen)
    is_worse = BADNESS[seen] > BADNESS[opinion.grade]
    was_worse = opinion.rival is not None and BADNESS[opinion.rival] > BADNESS[opinion.grade]
    goes_on = opinion.rival is not None and is_worse == was_worse
    times = opinion.seen + 1 if goes_on else 1
    if times >= (LOOKS_TO_WORSEN if is_worse else LOOKS_TO_IMPROVE):
        return Opinion(_nearer(opinion, seen) if goes_on else seen)
    return Opinion(opinion.grade, _nearer(opinion, seen) if goes_on else seen, times)


def _nearer(opinion: Opinion, seen: Grade) -> Grade:
    """Of the last and this look on the same side, the one nearer to the present grade."""
    rival = opinion.rival or seen
    now = BADNESS[opinion.grade]
    return min(rival, seen, key=lambda one: abs(BADNESS[one] - now))
