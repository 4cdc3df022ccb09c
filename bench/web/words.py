"""How many languages the web app speaks, and how many lack words: from the tables themselves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("words.mjs")


def measure() -> dict[str, int]:
    """How many languages there are, and how many of them lack a word."""
    faults = faults_by_language()
    for tag, keys in faults.items():
        sys.stderr.writelines(f"{tag} lacks {key}\n" for key in keys)
    return {"locales": len(faults), "locales_incomplete": sum(map(bool, faults.values()))}


def faults_by_language() -> dict[str, list[str]]:
    """Keys that a language lacks or has too many, by its tag."""
    # Given as text: Node looks for packages from where a file lies, and this one lies outside web/.
    done = subprocess.run(
        [_node(), "--input-type=module", "-e", SCRIPT.read_text()],
        cwd=ROOT / "web",
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def _node() -> str:
    """The system's, else what `./dev` has fetched."""
    own = next((ROOT / ".dev/node").glob("**/bin/node"), None)
    return shutil.which("node") or str(own)
