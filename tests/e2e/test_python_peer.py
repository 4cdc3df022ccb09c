"""A Python participant and a browser in one session."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Invite
from tests.support.calls import Guest
from tests.support.pythoncalls import PythonPeer, on_loopback
from tests.support.servers import LiveServer


# pymediasoup leaves the tasks of its emitters to the garbage collector.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
async def test_a_python_participant_talks_with_a_browser(house: LiveServer, invite: Invite) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    await host.enter(link)
    async with on_loopback(), Guest.arriving(house, "Mentor") as guest:
        room = link.rsplit("/", 1)[1]
        await guest.ask("knock", {"roomId": room, "name": "Mentor"})
        await host.find("knock-admit").click()
        token = (await guest.hear("knock_answered"))["token"]
        peer = PythonPeer(guest)
        await peer.join(token)
        await host.sees(1)
        picture = await peer.receives("video")
        assert (picture.width, picture.height) > (0, 0)
        sound = await peer.receives("audio")
        assert sound.sample_rate == 48000
        await peer.close()
