"""Server programs for tests: finds, starts and stops them; skips with the reason if missing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from contextlib import ExitStack, suppress
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


def free_ports(count: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """The first of so many loopback ports in a row that were free a moment ago.

    None of those that the system gives out itself, and others than another process of tests tries.
    """
    for first in range(20_000 + os.getpid() % 1_000 * 10, 32_000, count):
        with ExitStack() as probes, suppress(OSError):
            for port in range(first, first + count):
                probe = probes.enter_context(socket.socket(socket.AF_INET, kind))
                probe.bind(("127.0.0.1", port))
            return first
    raise AssertionError("every port is taken")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a process of ours, gently first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
