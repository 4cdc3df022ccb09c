"""Server programs for tests: finds, starts and stops them; skips with the reason if missing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest


def program(name: str, *, folder_glob: str | None = None, package: str) -> Path:
    """Where a program is; skips the test when it is missing, or fails it when CI=true."""
    found = shutil.which(name)
    if found is None and folder_glob:
        candidates = sorted(Path("/").glob(folder_glob.lstrip("/") + "/" + name))
        found = str(candidates[-1]) if candidates else None
    if found is None:
        line = f"{name} is missing; on Debian: apt-get install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(line)
        pytest.skip(line)
    return Path(found)


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a process of ours, gently first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
