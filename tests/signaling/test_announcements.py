"""Sound files that a host plays into the session: who may, what is told, what is refused."""

from __future__ import annotations

import asyncio

import pytest

from server.services import SERVICES
from server.signaling.wire import MAX_PIECE_BYTES
from tests.signaling.conftest import Arrive, admitted
from tests.support.calls import Guest, Person, RefusedError
from tests.support.servers import LiveServer
from tests.support.tones import wav


@pytest.fixture
async def pair(pair: tuple[Person, Guest]) -> tuple[Person, Guest]:
    """Two whose server has the keys to what they send."""
    await pair[0].ask("set_protection", {"protection": "transport"})
    return pair


async def bring(who: Guest, raw: bytes, title: str = "welcome") -> str:
    """Send a file and have it played; the announcement's id."""
    for offset in range(0, len(raw), MAX_PIECE_BYTES):
        piece = raw[offset : offset + MAX_PIECE_BYTES]
        await who.ask("send_sound", {"offset": offset, "piece": piece})
    begun: str = (await who.ask("announce", {"title": title}))["announcementId"]
    return begun


async def test_everybody_is_told_what_plays_and_who_began_it_until_it_is_stopped(
    pair: tuple[Person, Guest], arrive: Arrive, room: str
) -> None:
    host, guest = pair
    begun = await bring(host, wav(440, 20))
    for one in (host, guest):
        [told] = (await one.hear("announcements"))["playing"]
        assert told["announcementId"] == told["producerId"] == begun
        assert (told["title"], told["byName"], told["kind"]) == ("welcome", "Penelope", "file")
        assert told["byPeerId"] == host.peer
        assert told["peerId"] not in {host.peer, guest.peer}
        assert 15_000 < told["leftMs"] <= 21_000
    late = await arrive("Odysseus")
    joined = await late.ask("join", {"token": await admitted(host, late, room)})
    assert [one["announcementId"] for one in joined["announcements"]] == [begun]
    assert all(peer["producers"] == [] for peer in joined["peers"])
    for stranger in (guest, late):
        with pytest.raises(RefusedError, match="Only the host"):
            await stranger.ask("stop_announcement", {"announcementId": begun})
    await host.ask("stop_announcement", {"announcementId": begun})
    for one in (host, guest, late):
        assert (await one.hear("announcements"))["playing"] == []
    with pytest.raises(RefusedError, match="ended already"):
        await host.ask("stop_announcement", {"announcementId": begun})


async def test_only_the_host_plays_a_file(pair: tuple[Person, Guest]) -> None:
    guest = pair[1]
    for event, body in (("send_sound", {"offset": 0, "piece": b"x"}), ("announce", {"title": "x"})):
        with pytest.raises(RefusedError, match="Only the host"):
            await guest.ask(event, body)


async def test_a_second_file_waits_for_the_first(pair: tuple[Person, Guest]) -> None:
    host = pair[0]
    await bring(host, wav(440, 20))
    with pytest.raises(RefusedError, match="played already"):
        await bring(host, wav(440, 1))


async def test_what_is_no_sound_too_long_or_in_pieces_is_refused_clearly(
    pair: tuple[Person, Guest],
) -> None:
    host = pair[0]
    for raw, words in (
        (b"a letter, not a sound", "not a sound file"),
        (wav(440, 301, rate_hz=2000), "longer than 5 minutes"),
    ):
        with pytest.raises(RefusedError, match=words):
            await bring(host, raw)
    with pytest.raises(RefusedError, match="not a sound file"):
        await host.ask("announce", {"title": "nothing was sent"})
    await host.ask("send_sound", {"offset": 0, "piece": b"RIFF"})
    with pytest.raises(RefusedError, match="piece of the file is missing"):
        await host.ask("send_sound", {"offset": 9, "piece": b"WAVE"})


async def test_a_file_that_is_too_large_is_refused_before_all_of_it_has_come(
    pair: tuple[Person, Guest],
) -> None:
    host = pair[0]
    with pytest.raises(RefusedError, match="larger than 10 MB"):
        await bring(host, bytes(10 * 1024 * 1024 + 1))


async def test_it_ends_with_the_session(live: LiveServer, pair: tuple[Person, Guest]) -> None:
    host, guest = pair
    await bring(host, wav(440, 20))
    await guest.ask("leave", {})
    await host.ask("leave", {})
    signaling = live.app[SERVICES].signaling
    assert signaling.counts()["peers"] == 0
    for _ in range(5):  # its task ends at the loop's next turns
        await asyncio.sleep(0)
    assert signaling.counts()["sources"] == 0


async def test_a_session_encrypted_end_to_end_is_told_why_it_hears_none(
    pair: tuple[Person, Guest],
) -> None:
    host, guest = pair
    await bring(host, wav(440, 20))
    assert (await guest.hear("announcements"))["playing"]
    await host.ask("set_protection", {"protection": "end_to_end"})
    assert (await guest.hear("announcements"))["playing"] == []
    with pytest.raises(RefusedError, match="encrypted end-to-end"):
        await bring(host, wav(440, 1))
