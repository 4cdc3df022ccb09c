"""`python -m bench AREA --json`: measures one area of the product and prints its figures.

Figures are reported here and never asserted in a test: machines are noisy.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from contextlib import redirect_stdout

AREAS = {
    "media": ("bench.media", "bench.floor", "bench.rooms", "bench.join"),
    "matching": (
        "bench.matching.text",
        "bench.matching.lists",
        "bench.matching.cohorts",
        "bench.matching.drafted",
        "bench.matching.served",
        "bench.matching.platform",
        "bench.matching.feedback",
        "bench.matching.lessons",
    ),
    "scheduling": ("bench.scheduling.doors", "bench.scheduling.storm"),
    "boards": ("bench.boards.weight", "bench.boards.relay", "bench.boards.beside"),
    "feedback": ("bench.feedback.order",),
    "progress": ("bench.progress.report",),
    "nudges": ("bench.nudges.year", "bench.nudges.many"),
    "web": ("bench.web.room", "bench.web.words", "bench.web.axe"),
    "soak": ("bench.soak",),
}
"""Area → modules whose `measure()` returns figures under stable names."""


def main() -> int:
    """Print the figures; with --json as one object, else a line each."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("area", choices=sorted(AREAS))
    parser.add_argument("--json", action="store_true", help="one JSON object")
    chosen = parser.parse_args()
    figures: dict[str, float | int | str | bool | None] = {}
    with redirect_stdout(sys.stderr):  # what the server says meanwhile is no figure
        for name in AREAS[chosen.area]:
            figures |= importlib.import_module(name).measure()
    if chosen.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:40} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
