"""Credentials for TURN, taken to a real coturn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aioice import stun

from server.core.settings import Settings
from server.rooms.relays import LIFETIME, ice_servers
from tests.support.coturn import allocate, coturn

SECRET = "one secret of two"
SETTINGS = Settings(turn_urls=("turn:127.0.0.1:3478",), turn_secret=SECRET)


@pytest.fixture(scope="module")
def turn_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    options = ["--allow-loopback-peers", "--use-auth-secret", f"--static-auth-secret={SECRET}"]
    quiet = ["--realm=ithaca", "--no-cli", "--no-tls", "--no-dtls"]
    with coturn(tmp_path_factory.mktemp("coturn"), *options, *quiet) as port:
        yield port


async def test_a_seats_credentials_open_the_relay(turn_port: int) -> None:
    (server,) = ice_servers(SETTINGS, "seat", datetime.now(UTC))
    assert server.username is not None
    assert server.credential is not None
    await allocate(turn_port, server.username, server.credential)


async def test_credentials_that_have_run_out_are_refused(turn_port: int) -> None:
    past = datetime.now(UTC) - LIFETIME - timedelta(minutes=1)
    (server,) = ice_servers(SETTINGS, "seat", past)
    with pytest.raises(stun.TransactionFailed):
        await allocate(turn_port, server.username or "", server.credential or "")


async def test_credentials_under_another_secret_are_refused(turn_port: int) -> None:
    other = replace(SETTINGS, turn_secret="another")
    (server,) = ice_servers(other, "seat", datetime.now(UTC))
    with pytest.raises(stun.TransactionFailed):
        await allocate(turn_port, server.username or "", server.credential or "")


def test_without_a_relay_browsers_are_told_of_none() -> None:
    assert ice_servers(Settings(), "seat", datetime.now(UTC)) == ()
