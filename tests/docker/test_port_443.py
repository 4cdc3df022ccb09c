"""The real router in front of the real relay, with our own files; only their ports are others."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aioice import stun
from cryptography import x509

from server.core.settings import Settings
from server.rooms.relays import LIFETIME, ice_servers
from tests.support.browsers import until
from tests.support.certificates import Authority
from tests.support.coturn import allocate as allocate_at
from tests.support.coturn import coturn
from tests.support.programs import free_port, program, stop

DOCKER = Path(__file__).parents[2] / "docker"
NAME = "localhost"
"""The relay's name here: every machine knows it."""
SECRET = "a secret for this test"
SETTINGS = Settings(turn_urls=(f"turns:{NAME}:443?transport=tcp",), turn_secret=SECRET)
PROXY_V2 = b"\r\n\r\n\x00\r\nQUIT\n"
"""How the PROXY protocol's second version begins (§2.2)."""
START_S = 20.0


@dataclass(frozen=True)
class Host:
    """What a host with our compose file would run."""

    authority: Authority
    caddy: Path
    """Where Caddy keeps its certificates."""
    plain: int
    secure: int
    """The router's port, 443 in earnest."""
    web: int
    """Where the router looks for Caddy."""

    @property
    def issuer(self) -> Path:
        return self.caddy / "certificates" / "some-issuer" / NAME


@contextmanager
def _router(folder: Path, turn: int, web: int) -> Iterator[int]:
    port = free_port()
    text = (DOCKER / "haproxy.cfg").read_text()
    for old, new, count in ((":443", port, 2), (":5349", turn, 1), (":8443", web, 1)):
        assert text.count(old) == count
        text = text.replace(old, f":{new}")
    if os.geteuid() != 0:
        text = text.replace("\tuser nobody\n\tgroup nogroup\n", "")
    config = folder / "haproxy.cfg"
    config.write_text(text)
    binary = program("haproxy", package="haproxy")
    environment = {**os.environ, "TURN_DOMAIN": NAME}
    process = subprocess.Popen([binary, "-f", config], env=environment, cwd=folder)
    try:
        deadline = time.monotonic() + START_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield port
    finally:
        stop(process)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("host")
    authority, caddy, own = Authority(), folder / "caddy", folder / "turn"
    own.mkdir()
    folder.chmod(0o755)
    authority.issue(NAME, caddy / "certificates" / "some-issuer" / NAME)
    secure, web = free_port(), free_port()
    options: list[str | Path] = ["-c", DOCKER / "coturn.conf", f"--static-auth-secret={SECRET}"]
    options += [f"--realm={NAME}", f"--tls-listening-port={secure}"]
    environment = {
        "TURN_DOMAIN": NAME,
        "CADDY_DATA": str(caddy),
        "TURN_TLS": str(own),
        "LOOK_EVERY_S": "0.2",
    }
    launcher: list[str | Path] = ["/bin/sh", DOCKER / "coturn.sh"]
    with coturn(folder, *options, launcher=launcher, environment=environment) as plain:
        with _router(folder, secure, web) as port:
            yield Host(authority, caddy, plain, port, web)


def _credentials(settings: Settings = SETTINGS, now: datetime | None = None) -> tuple[str, str]:
    (server,) = ice_servers(settings, "seat", now or datetime.now(UTC))
    return server.username or "", server.credential or ""


async def _allocate(host: Host, way: str, credentials: tuple[str, str]) -> tuple[str, int]:
    if way == "tls":
        tls = host.authority.trusting()
        return await allocate_at(host.secure, *credentials, host=NAME, transport="tcp", tls=tls)
    return await allocate_at(host.plain, *credentials, transport=way)


WAYS = ("udp", "tcp", "tls")


@pytest.mark.parametrize("way", WAYS)
async def test_a_seats_credentials_open_the_relay_every_way(host: Host, way: str) -> None:
    _, port = await _allocate(host, way, _credentials())
    assert 49160 <= port <= 49200


@pytest.mark.parametrize("way", WAYS)
async def test_credentials_that_have_run_out_open_nothing(host: Host, way: str) -> None:
    past = datetime.now(UTC) - LIFETIME - timedelta(minutes=1)
    with pytest.raises(stun.TransactionFailed):
        await _allocate(host, way, _credentials(now=past))


@pytest.mark.parametrize("way", WAYS)
async def test_forged_credentials_open_nothing(host: Host, way: str) -> None:
    forged = _credentials(replace(SETTINGS, turn_secret="another"))
    with pytest.raises(stun.TransactionFailed):
        await _allocate(host, way, forged)


@asynccontextmanager
async def _web(host: Host) -> AsyncIterator[asyncio.Queue[bytes]]:
    """What the router says to Caddy at the beginning of each connection."""
    heard: asyncio.Queue[bytes] = asyncio.Queue()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard.put(await reader.readexactly(64))
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", host.web)
    async with server:
        yield heard


async def _greet(host: Host, name: str, protocols: list[str]) -> tuple[str, int]:
    """Say a TLS greeting that nobody answers; returns our own address."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(protocols)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    hello = context.wrap_bio(incoming, outgoing, server_hostname=name)
    with pytest.raises(ssl.SSLWantReadError):
        hello.do_handshake()
    _, writer = await asyncio.open_connection("127.0.0.1", host.secure)
    writer.write(outgoing.read())
    await writer.drain()
    address: tuple[str, int] = writer.get_extra_info("sockname")
    writer.close()
    return address


@pytest.mark.parametrize(
    ("name", "protocols"),
    [("mentors.example.org", ["h2"]), (NAME, ["acme-tls/1"])],
    ids=["everybody else", "a challenge for the relay's certificate"],
)
async def test_the_web_server_gets_the_rest_and_learns_who_it_is(
    host: Host, name: str, protocols: list[str]
) -> None:
    async with _web(host) as heard:
        address, port = await _greet(host, name, protocols)
        first = await asyncio.wait_for(heard.get(), START_S)
    assert first.startswith(PROXY_V2)
    assert first[16:20] == socket.inet_aton(address)
    assert int.from_bytes(first[24:26], "big") == port
    assert first[28] == 22  # and then the greeting as it was


async def test_what_is_no_tls_is_sent_away(host: Host) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", host.secure)
    writer.write(b"GET / HTTP/1.1\r\nHost: mentors.example.org\r\n\r\n")
    assert await asyncio.wait_for(reader.read(), START_S) == b""
    writer.close()


async def _serial(host: Host) -> int:
    """Which certificate the relay shows."""
    tls = host.authority.trusting()
    _, writer = await asyncio.open_connection(NAME, host.secure, ssl=tls)
    shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return x509.load_der_x509_certificate(shown).serial_number


async def test_a_renewed_certificate_is_shown_without_a_new_start(host: Host) -> None:
    before = await _serial(host)
    renewed = host.authority.issue(NAME, host.issuer)
    assert renewed.serial != before

    async def is_shown() -> int:
        return int(await _serial(host) == renewed.serial)

    await until(is_shown, 1, "the renewed certificate", START_S)
    await _allocate(host, "tls", _credentials())


@contextmanager
def _relay(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The relay as a new host has it: no certificate yet."""
    program("turnserver", package="coturn")
    (folder / "turn").mkdir()
    folder.chmod(0o755)
    environment = {
        **os.environ,
        "TURN_DOMAIN": NAME,
        "CADDY_DATA": str(folder / "caddy"),
        "TURN_TLS": str(folder / "turn"),
        "LOOK_EVERY_S": "0.2",
    }
    order: list[str | Path] = ["/bin/sh", DOCKER / "coturn.sh", "-c", DOCKER / "coturn.conf"]
    order += ["--log-file=stdout", f"--static-auth-secret={SECRET}", "--realm=x"]
    order += ["--listening-ip=127.0.0.1", f"--listening-port={free_port()}"]
    order += [f"--tls-listening-port={free_port()}", f"--db={folder / 'db'}"]
    order += [f"--pidfile={folder / 'pid'}"]
    process = subprocess.Popen(order, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_S
        while not (folder / "pid").exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield process
    finally:
        stop(process)


def test_the_first_certificate_makes_the_relay_start_anew(tmp_path: Path) -> None:
    with _relay(tmp_path) as relay:
        assert not (tmp_path / "turn" / "turn.crt").exists()
        Authority().issue(NAME, tmp_path / "caddy" / "certificates" / "some-issuer" / NAME)
        relay.wait(START_S)
        assert (tmp_path / "turn" / "turn.crt").exists()


def test_the_relay_stops_when_it_is_told_to(tmp_path: Path) -> None:
    with _relay(tmp_path) as relay:
        relay.send_signal(signal.SIGTERM)
        relay.wait(START_S)
