"""Network namespaces of a test's own, joined by links whose quality the test chooses.

The kernel's netem is not in every kernel, so a link is a pair of TUN devices with a program of ours
between them (`tests/support/link.py`). Nothing here touches the network of the machine.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Shape:
    """What one direction of a link does to packets."""

    delay_ms: float = 0
    jitter_ms: float = 0
    """Standard deviation of the delay; packets keep their order."""
    loss: float = 0
    """The share that is lost, 0 to 1."""
    reordered: float = 0
    """The share that overtakes the packets before it."""
    bits_per_second: float = 0
    """0: as fast as the machine."""
    queue_ms: float = 300
    """What would wait longer for its turn is dropped."""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Namespace:
    """A host of the test's own."""

    name: str

    @property
    def words(self) -> tuple[str, ...]:
        """What to put before a command to run it inside."""
        return ("ip", "netns", "exec", self.name)

    def run(self, *words: str) -> None:
        """Run a command inside. Raises: CalledProcessError."""
        subprocess.run([*self.words, *words], check=True, capture_output=True)

    def launcher(self, program: Path, folder: Path) -> Path:
        """A script that starts `program` inside."""
        script = folder / f"{program.name}-in-{self.name}"
        script.write_text(f'#!/bin/sh\nexec {" ".join(self.words)} {program} "$@"\n')
        script.chmod(0o755)
        return script


def require_namespaces() -> None:
    """Skips the test, with the reason, where network namespaces cannot be made."""
    name = f"ithaca-{os.getpid()}-try"
    if not Path("/dev/net/tun").exists():
        pytest.skip("there is no /dev/net/tun, so no link can be made")
    try:
        done = subprocess.run(
            ["ip", "netns", "add", name], check=False, capture_output=True, text=True
        )
    except FileNotFoundError:
        pytest.skip("ip is missing; on Debian: apt-get install iproute2")
    if done.returncode:
        pytest.skip(f"network namespaces need more rights: {done.stderr.strip()}")
    subprocess.run(["ip", "netns", "del", name], check=True)


@contextmanager
def namespace(role: str) -> Iterator[Namespace]:
    """A namespace with loopback up; gone at the end."""
    host = Namespace(f"ithaca-{os.getpid()}-{role}")
    subprocess.run(["ip", "netns", "add", host.name], check=True)
    try:
        host.run("ip", "link", "set", "lo", "up")
        yield host
    finally:
        subprocess.run(["ip", "netns", "del", host.name], check=False)


@dataclass(slots=True)
class Link:
    """A link between two namespaces; its shape can change at any time."""

    process: asyncio.subprocess.Process
    up: Shape = field(default_factory=Shape)
    down: Shape = field(default_factory=Shape)

    def shape(self, *, up: Shape | None = None, down: Shape | None = None) -> None:
        """`up`: from the first namespace to the second."""
        self.up, self.down = up or self.up, down or self.down
        assert self.process.stdin is not None
        words = json.dumps({"up": asdict(self.up), "down": asdict(self.down)})
        self.process.stdin.write(words.encode() + b"\n")


@asynccontextmanager
async def link(
    first: tuple[Namespace, str], second: tuple[Namespace, str], device: str
) -> AsyncIterator[Link]:
    """A point-to-point link; each end is (namespace, its address), the device has one name."""
    ends = [first[0].name, second[0].name]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.link", device, *ends),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        ready = await asyncio.wait_for(process.stdout.readline(), 20)
        assert ready == b"ready\n", ready
        for (host, address), (_, other) in ((first, second), (second, first)):
            host.run("ip", "addr", "add", address, "peer", other, "dev", device)
            host.run("ip", "link", "set", device, "up", "mtu", "1400")
        yield Link(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
