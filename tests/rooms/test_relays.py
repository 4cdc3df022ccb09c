"""Credentials for TURN, taken to a real coturn."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aioice import stun, turn

from server.core.settings import Settings
from server.rooms.relays import LIFETIME, ice_servers
from tests.support.programs import free_port, program, stop

SECRET = "one secret of two"
SETTINGS = Settings(turn_urls=("turn:127.0.0.1:3478",), turn_secret=SECRET)


@pytest.fixture(scope="module")
def coturn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """A real TURN server on loopback."""
    binary = program("turnserver", package="coturn")
    folder: Path = tmp_path_factory.mktemp("coturn")
    port = free_port(socket.SOCK_DGRAM)
    options = [
        f"--listening-port={port}",
        "--listening-ip=127.0.0.1",
        "--relay-ip=127.0.0.1",
        "--allow-loopback-peers",
        "--use-auth-secret",
        f"--static-auth-secret={SECRET}",
        "--realm=ithaca",
        "--no-cli",
        "--no-tls",
        "--no-dtls",
        f"--pidfile={folder / 'pid'}",
        f"--log-file={folder / 'log'}",
        f"--db={folder / 'db'}",
    ]
    process = subprocess.Popen(
        [binary, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield "127.0.0.1", port
    stop(process)


async def _allocate(server: tuple[str, int], username: str, password: str) -> None:
    """Get a relay address. Raises: aioice.stun.TransactionFailed when refused."""
    for patience in range(50):
        try:
            async with asyncio.timeout(5):
                transport, _ = await turn.create_turn_endpoint(
                    asyncio.DatagramProtocol, server, username, password, lifetime=60
                )
        except (stun.TransactionTimeout, ConnectionError):
            assert patience < 49
            await asyncio.sleep(0.1)
        else:
            transport.close()
            await asyncio.sleep(0.1)
            return


async def test_a_seats_credentials_open_the_relay(coturn: tuple[str, int]) -> None:
    (server,) = ice_servers(SETTINGS, "seat", datetime.now(UTC))
    assert server.username is not None
    assert server.credential is not None
    await _allocate(coturn, server.username, server.credential)


async def test_credentials_that_have_run_out_are_refused(coturn: tuple[str, int]) -> None:
    past = datetime.now(UTC) - LIFETIME - timedelta(minutes=1)
    (server,) = ice_servers(SETTINGS, "seat", past)
    with pytest.raises(stun.TransactionFailed):
        await _allocate(coturn, server.username or "", server.credential or "")


async def test_credentials_under_another_secret_are_refused(coturn: tuple[str, int]) -> None:
    other = replace(SETTINGS, turn_secret="another")
    (server,) = ice_servers(other, "seat", datetime.now(UTC))
    with pytest.raises(stun.TransactionFailed):
        await _allocate(coturn, server.username or "", server.credential or "")


def test_without_a_relay_browsers_are_told_of_none() -> None:
    assert ice_servers(Settings(), "seat", datetime.now(UTC)) == ()
