"""Kendall's tau between the order found and the order that is, ours beside the plain mean's."""

from __future__ import annotations

from statistics import fmean

from bench.feedback.town import WAYS, taus

TOWNS = 60


def measure() -> dict[str, float]:
    """Means over towns: `tau_<way>`, and `tau_<way>_mean` for the plain mean."""
    figures: dict[str, float] = {}
    for way in WAYS:
        found = [taus(way, seed) for seed in range(TOWNS)]
        figures[f"tau_{way}"] = round(fmean(ours for ours, _ in found), 3)
        figures[f"tau_{way}_mean"] = round(fmean(plain for _, plain in found), 3)
        better = fmean(float(ours > plain) for ours, plain in found)
        figures[f"tau_{way}_better_share"] = round(better, 2)
    return figures
