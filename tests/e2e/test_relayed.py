"""Calls by way of a real relay over UDP, TCP and TLS, and the test of a good connection."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from server.app import create_app
from tests.conftest import test_settings
from tests.e2e.at_checks import check_text, nothing_is_left, run_check
from tests.e2e.conftest import meet
from tests.support.browsers import chromium, visiting
from tests.support.certificates import Authority
from tests.support.coturn import coturn
from tests.support.programs import free_port
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer, serving

pytestmark = pytest.mark.alone

NAME = "localhost"
SECRET = "a secret for this test"
WAYS = ("udp", "tcp", "tls")

# As in a network that lets only one way to the relay through.
ONLY = """
(() => {
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(wish) {
      const [relay] = wish?.iceServers ?? [];
      if (!relay) { super(wish); return; } // only looks what this browser can do
      const urls = relay.urls.filter((url) => url === 'URL');
      super({ ...wish, iceTransportPolicy: 'relay', iceServers: [{ ...relay, urls }] });
    }
  };
})();
"""

# How each connection of the page reaches its relay.
RELAY_PROTOCOLS = """
async () => {
  const found = [];
  for (const connection of window.__ithaca.peerConnections()) {
    const reports = await connection.getStats();
    for (const report of reports.values()) {
      if (report.type !== 'transport') continue;
      const pair = reports.get(report.selectedCandidatePairId);
      if (!pair) continue;
      const local = reports.get(pair.localCandidateId);
      found.push(`${local.candidateType} ${local.relayProtocol}`);
    }
  }
  return found;
}
"""


@dataclass(frozen=True)
class Relay:
    """Where it is reached, and what a browser must know to trust it."""

    port: int
    secure: int
    spki: str

    def url(self, way: str) -> str:
        if way == "tls":
            return f"turns:{NAME}:{self.secure}?transport=tcp"
        return f"turn:{NAME}:{self.port}?transport={way}"


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    folder = tmp_path_factory.mktemp("relay")
    issued, secure = Authority().issue(NAME, folder), free_port()
    options: list[str | Path] = ["--allow-loopback-peers", "--use-auth-secret", "--no-cli"]
    options += [f"--static-auth-secret={SECRET}", "--realm=ithaca", "--no-dtls"]
    options += [f"--cert={issued.certificate}", f"--pkey={issued.key}"]
    with coturn(folder, *options, f"--tls-listening-port={secure}") as port:
        yield Relay(port, secure, issued.spki)


@pytest.fixture(scope="module")
async def trusting(relay: Relay) -> AsyncIterator[Browser]:
    """A browser that takes the relay's certificate for a good one, and no other."""
    async with chromium(f"--ignore-certificate-errors-spki-list={relay.spki}") as browser:
        yield browser


@pytest.fixture
async def relayed(tmp_path: Path, sqlite_url: str, relay: Relay) -> AsyncIterator[LiveServer]:
    settings = replace(
        test_settings(tmp_path, sqlite_url),
        turn_urls=tuple(relay.url(way) for way in WAYS),
        turn_secret=SECRET,
    )
    async with serving(create_app(settings)) as live:
        yield live


async def _protocols(page: Page) -> list[str]:
    found: list[str] = await page.evaluate(RELAY_PROTOCOLS)
    return found


async def test_people_behind_one_way_to_the_relay_each_meet(
    trusting: Browser, relayed: LiveServer, relay: Relay
) -> None:
    async with AsyncExitStack() as visitors:
        people = {
            way: await visitors.enter_async_context(visiting(trusting, relayed.url, way))
            for way in WAYS
        }
        for way, person in people.items():
            await person.context.add_init_script(ONLY.replace("URL", relay.url(way)))
            await person.sign_up()
        await meet(*people.values())
        for way, person in people.items():
            await person.sees(2)
            await person.hears(2)
            assert await _protocols(person.page) == [f"relay {way}"] * 2


async def test_a_good_connection_is_called_one_with_every_way_to_the_relay(
    trusting: Browser, relayed: LiveServer, relay: Relay
) -> None:
    async with visiting(trusting, relayed.url, "Penelope") as person:
        await person.sign_up()
        await person.page.goto(f"{relayed.url}/check")
        states = await run_check(person)
        assert states == dict.fromkeys(
            ("signaling", "udp", "tcp", "relayUdp", "relayTcp", "relayTls"), "works"
        )
        assert await person.find("check-verdict").get_attribute("data-tone") in {"good", "fair"}
        for way in ("check-up", "check-down"):
            assert await person.find(way).get_attribute("data-tier") in {"hd", "video"}
        assert await grave(person.page) == []
        text = await check_text(person)
        assert NAME not in text
        assert str(relay.port) not in text
        assert "127.0.0.1" not in text
        assert "Penelope" not in text
    await nothing_is_left(relayed)
