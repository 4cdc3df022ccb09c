"""The folders of recordings on disk; refuses names that are not made here."""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection
from pathlib import Path

from server.recordings import index as indexes
from server.recordings.index import Index
from server.recordings.model import Part


def folder_of(root: Path, recording: str) -> Path:
    """Where a recording's files are; `recording` is an id of ours."""
    return root / recording


def composed(root: Path, recording: str) -> Path:
    """The one file, once there is one."""
    return folder_of(root, recording) / indexes.COMPOSED


def part(root: Path, recording: str, number: int) -> Path:
    """One stream's file."""
    return folder_of(root, recording) / f"{number:04d}.mkv"


def read_index(root: Path, recording: str) -> Index:
    """Raises: OSError, msgspec.DecodeError."""
    return indexes.decode((folder_of(root, recording) / indexes.NAME).read_bytes())


def parts(root: Path, recording: str) -> list[Part]:
    """What the index names and the disk has. Raises: OSError, msgspec.DecodeError."""
    found = []
    for stream in read_index(root, recording).streams:
        path = part(root, recording, stream.number)
        if path.exists() and path.stat().st_size:
            size = path.stat().st_size
            starts_ms = round(stream.starts_ms)
            found.append(Part(stream.number, stream.seat, stream.source, starts_ms, size))
    return found


def remove(root: Path, recording: str) -> None:
    """Delete every file of a recording. Raises: OSError."""
    folder = folder_of(root, recording)
    if folder.exists():
        shutil.rmtree(folder)


def left_behind(root: Path, known: Collection[str], older_than_s: float) -> list[str]:
    """Folders of recordings that nobody knows; new ones may be about to become known."""
    if not root.exists():
        return []
    return [
        one.name
        for one in root.iterdir()
        if one.name not in known and time.time() - one.stat().st_mtime > older_than_s
    ]
