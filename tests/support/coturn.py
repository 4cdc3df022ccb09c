"""A real coturn on loopback, given out only once it answers."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from aioice import turn

from tests.support.programs import free_port, program, stop

START_S = 30.0
"""A loaded machine is slow to start a program; the wait ends with the first answer."""
ALLOCATE_S = 20.0


@contextmanager
def coturn(
    folder: Path,
    *options: str | Path,
    launcher: Sequence[str | Path] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[int]:
    """Its port, for UDP, TCP and, with a certificate, TLS. `launcher` is started in its place.

    Raises: AssertionError with its log when it never answers.
    """
    binary = program("turnserver", package="coturn")
    port, log = free_port(socket.SOCK_DGRAM), folder / "turn.log"
    own = [
        f"--listening-port={port}",
        "--listening-ip=127.0.0.1",
        "--relay-ip=127.0.0.1",
        f"--pidfile={folder / 'turn.pid'}",
        f"--db={folder / 'turn.db'}",
    ]
    with log.open("w") as said:
        process = subprocess.Popen(
            [*(launcher or [binary]), *options, *own, "--log-file=stdout"],
            stdout=said,
            stderr=said,
            cwd=folder,
            env={**os.environ, **(environment or {})},
        )
    try:
        _await_answer(process, port, log)
        complaint = re.search(
            r"(?i)bad configuration|unknown argument|CONFIG ERROR", log.read_text()
        )
        assert complaint is None, log.read_text()
        yield port
    finally:
        stop(process)


def _await_answer(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_S
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.settimeout(0.2)
        probe.connect(("127.0.0.1", port))
        while process.poll() is None and time.monotonic() < deadline:
            try:
                # A STUN binding request (RFC 8489 §5).
                probe.send(b"\x00\x01\x00\x00\x21\x12\xa4\x42" + os.urandom(12))
                probe.recv(2048)
            except OSError:
                time.sleep(0.05)
            else:
                return
    raise AssertionError(f"coturn does not answer:\n{log.read_text()}")


async def allocate(
    port: int,
    username: str,
    password: str,
    *,
    host: str = "127.0.0.1",
    transport: str = "udp",
    tls: ssl.SSLContext | None = None,
) -> tuple[str, int]:
    """A relayed address, given back at once. Raises: aioice.stun.TransactionFailed when refused."""
    async with asyncio.timeout(ALLOCATE_S):
        relay, _ = await turn.create_turn_endpoint(
            asyncio.DatagramProtocol,
            (host, port),
            username,
            password,
            lifetime=60,
            ssl=tls,
            transport=transport,
        )
    relayed: tuple[str, int] = relay.get_extra_info("sockname")
    relay.close()
    await asyncio.sleep(0.1)
    return relayed
