"""What is announced to browsers, and that answers leave from the address that was asked."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.core.settings import Settings
from server.rooms.addresses import media_addresses
from tests.support.namespaces import Namespace, namespace, require_namespaces

ROOT = Path(__file__).parents[2]


async def _addresses(*announced: str, listen: tuple[str, ...] = ("0.0.0.0", "::")) -> Any:
    return await media_addresses(Settings(media_announced=announced, media_listen=listen))


async def test_announced_addresses_of_both_families_stay_in_order() -> None:
    wished = ("2001:db8::5", "203.0.113.7")
    assert await _addresses(*wished) == wished


async def test_a_name_is_looked_up_for_the_families_that_are_listened_to() -> None:
    assert await _addresses("localhost", listen=("0.0.0.0",)) == ("127.0.0.1",)
    assert "127.0.0.1" in await _addresses("localhost", "127.0.0.1")


async def test_a_name_that_leads_nowhere_stops_the_start() -> None:
    with pytest.raises(OSError, match=r"MEDIA_ANNOUNCED: nowhere\.invalid has no address"):
        await _addresses("nowhere.invalid")


async def test_link_local_answers_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(*_: object, **__: object) -> list[Any]:
        return [
            (socket.AF_INET6, socket.SOCK_DGRAM, 17, "", (address, 0, 0, 0))
            for address in ("fe80::1%eth0", "2001:db8::9")
        ]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", answer)
    assert await _addresses("media.example.org") == ("2001:db8::9",)


@pytest.fixture
def host() -> Iterator[Namespace]:
    """A host with several addresses of both families, and small packets only."""
    require_namespaces()
    with namespace("addresses") as made:
        for address in ("10.99.0.1/32", "10.99.0.2/32", "fd00::1/128", "fd00::2/128"):
            made.run("ip", "addr", "add", address, "dev", "lo")
        made.run("ip", "link", "set", "lo", "mtu", "1280")
        yield made


def _ask(host: Namespace, *words: str) -> Any:
    program = [*host.words, sys.executable, "-m", "tests.support.many_addresses", *words]
    done = subprocess.run(program, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("listen", ["0.0.0.0,::", "10.99.0.1,10.99.0.2,fd00::1,fd00::2"])
def test_every_address_answers_for_itself(host: Namespace, listen: str) -> None:
    asked = ["10.99.0.1", "10.99.0.2", "fd00::1", "fd00::2"]
    for protocol in ("udp", "tcp"):
        assert _ask(host, "answers", listen, protocol, *asked) == {a: a for a in asked}


def test_the_candidates_are_the_host_s_own_addresses(host: Namespace) -> None:
    own = _ask(host, "candidates", "0.0.0.0,::")
    assert set(own[:4]) == {"10.99.0.1", "10.99.0.2", "fd00::1", "fd00::2"}
    assert own[4:] == ["127.0.0.1", "::1"]


@pytest.mark.parametrize("use_gso", ["gso", "plain"])
def test_packets_larger_than_the_path_arrive_all_the_same(host: Namespace, use_gso: str) -> None:
    for address in ("10.99.0.2", "fd00::2"):
        assert _ask(host, "large", use_gso, address) == {"sent": 80, "received": 80}
