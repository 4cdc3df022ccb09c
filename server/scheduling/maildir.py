"""Reads a maildir that a mail server delivers into; refuses to lose or to repeat a mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from server.scheduling.replies import MOST_BYTES

_AT_ONCE = 200


def new_mails(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Those nobody has seen, oldest name first; of one that is too large, nothing."""
    new = folder / "new"
    if not new.is_dir():
        return
    for path in sorted(new.iterdir())[:_AT_ONCE]:
        if path.is_symlink() or not path.is_file():
            continue
        is_small = path.stat().st_size <= MOST_BYTES
        yield path, path.read_bytes() if is_small else b""


def set_seen(path: Path) -> None:
    """It moves on to `cur`, as maildir has it."""
    seen = path.parent.parent / "cur"
    seen.mkdir(exist_ok=True, mode=0o700)
    path.rename(seen / f"{path.name}:2,S")
