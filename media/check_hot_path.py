"""Holds the instructions that forwarding one packet takes to a committed figure; times nothing.

Usage: `python media/check_hot_path.py [--write]`. Fails when the figure in
`forward/hot_path.instructions` is exceeded by more than 5 %. Without valgrind it says so and
passes, unless CI=true. Instruction counts do not depend on how busy the machine is.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MEDIA = Path(__file__).parent
FIGURE = MEDIA / "forward" / "hot_path.instructions"
PROGRAM = MEDIA / "target" / "release" / "examples" / "hot_path"
TOLERANCE = 1.05
FEW, MANY = 100, 300
PACKETS_PER_BURST = 5 * 50


def count(bursts: int) -> int:
    """Instructions of one run."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "valgrind",
            "--tool=callgrind",
            f"--callgrind-out-file={folder}/out",
            str(PROGRAM),
            str(bursts),
        ]
        said = subprocess.run(  # noqa: S603 - our own program
            command, check=True, capture_output=True, text=True
        ).stderr
    found = re.search(r"Collected : (\d+)", said)
    if found is None:
        raise RuntimeError(said)
    return int(found[1])


def measure() -> int:
    """Instructions per forwarded packet; what starting up takes cancels out."""
    build = ["cargo", "build", "--release", "--quiet", "-p", "ithaca-forward", "--example"]
    subprocess.run([*build, "hot_path"], check=True, cwd=MEDIA)  # noqa: S603 - our own program
    return round((count(MANY) - count(FEW)) / ((MANY - FEW) * PACKETS_PER_BURST))


def say(line: str) -> None:
    """One line for whoever runs the checks."""
    sys.stdout.write(f"hot path: {line}\n")


def main() -> int:
    """Measure and compare; 0 when it is within bounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="commit to the figure measured now")
    words = parser.parse_args()
    if shutil.which("valgrind") is None:
        say("not counted, valgrind is missing")
        return 1 if os.environ.get("CI") == "true" else 0
    measured = measure()
    if words.write:
        FIGURE.write_text(f"{measured}\n")
    allowed = int(FIGURE.read_text())
    say(f"{measured} instructions per forwarded packet, committed {allowed}")
    return 0 if measured <= allowed * TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
