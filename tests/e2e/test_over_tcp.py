"""A call in a network that lets no UDP pass: everything over TCP, at the same port."""

from __future__ import annotations

from typing import Any

import pytest

from server.services import SERVICES
from tests.e2e.at_checks import announce_only
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import Visitor
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

# What carries each connection of the page, as the browser sees it.
PROTOCOLS = """
async () => {
  const found = [];
  for (const connection of window.__ithaca.peerConnections()) {
    const reports = await connection.getStats();
    for (const report of reports.values()) {
      if (report.type !== 'transport') continue;
      const pair = reports.get(report.selectedCandidatePairId);
      if (pair) found.push(reports.get(pair.localCandidateId).protocol);
    }
  }
  return found;
}
"""


async def _protocols(person: Visitor) -> Any:
    return await person.page.evaluate(PROTOCOLS)


async def test_a_call_goes_over_tcp_where_nothing_else_leads(
    house: LiveServer, invite: Invite
) -> None:
    sfu = house.app[SERVICES].rooms.sfu
    announce_only(sfu.engines, "tcp")
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    for person in (host, guest):
        await person.sees(1)
        await person.hears(1)
        assert await _protocols(person) == ["tcp", "tcp"]
    for peer in {peer.id for peer, _ in sfu._graph.transports.values()}:
        assert {one["protocol"] for one in await sfu.stats(peer)} == {"tcp"}


async def test_udp_is_taken_where_both_lead(house: LiveServer, invite: Invite) -> None:
    sfu = house.app[SERVICES].rooms.sfu
    [first, *_] = sfu.engines.all
    assert {candidate.protocol for candidate in first.candidates} == {"udp", "tcp"}
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.sees(1)
    assert await _protocols(host) == ["udp", "udp"]


async def test_some_over_tcp_and_some_over_udp_meet(house: LiveServer, invite: Invite) -> None:
    sfu = house.app[SERVICES].rooms.sfu
    host, guest = await invite("Penelope"), await invite("Odysseus")
    link = await host.open_session()
    await host.enter(link)
    await host.page.wait_for_function("window.__ithaca.peerConnections().length === 2")
    announce_only(sfu.engines, "tcp")
    await guest.knock(link)
    await host.find("knock-admit").click()
    await guest.come_in()
    for person in (host, guest):
        await person.sees(1)
        await person.hears(1)
    assert await _protocols(host) == ["udp", "udp"]
    assert await _protocols(guest) == ["tcp", "tcp"]
