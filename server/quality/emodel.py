"""How a voice sounds after a network, as a mean opinion score, by ITU-T G.107. Pure.

The E-model with all its parameters at their defaults but three: delay, loss, and how well the
codec hides loss. It speaks of sound only, and of one direction.
"""

DEFAULT_R = 93.2
"""G.107 §7.7: the rating factor with every parameter at its default."""
HIDES_LOSS = 25.1
"""Bpl of a codec that conceals lost packets (G.113 Appendix I, G.711 with its concealment).
Opus has no entry there; its own concealment is at least as good."""
BUFFER_JITTERS = 2.0
"""A receiver's buffer holds about this many times the mean deviation."""
CODING_MS = 30.0
"""One 20 ms Opus frame, its look-ahead, and playing it out."""
KNEE_MS = 177.3
"""Cole and Rosenbluth 2001, a fit of G.107's delay impairment: from here on delay hurts talk."""


def mos(*, loss: float, jitter_ms: float, rtt_ms: float) -> float:
    """1 (bad) to 4.5 (as good as a telephone gets) for a loss of 0 to 1."""
    delay_ms = rtt_ms / 2 + BUFFER_JITTERS * jitter_ms + CODING_MS
    return opinion(DEFAULT_R - _delay_impairment(delay_ms) - _loss_impairment(loss))


def opinion(rating: float) -> float:
    """The score of a rating factor R (G.107 Annex B)."""
    if rating <= 0:
        return 1.0
    if rating >= 100:
        return 4.5
    score = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6
    return max(1.0, score)  # the cubic dips below 1 for the smallest ratings


def _delay_impairment(delay_ms: float) -> float:
    return 0.024 * delay_ms + 0.11 * max(0.0, delay_ms - KNEE_MS)


def _loss_impairment(loss: float) -> float:
    """Effective equipment impairment for random loss, Ie = 0, BurstR = 1 (G.107 §7.5)."""
    percent = 100 * min(max(loss, 0.0), 1.0)
    return 95 * percent / (percent + HIDES_LOSS)
