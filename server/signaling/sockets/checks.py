"""A seat for testing one's connection, without a session."""

from server.core.limits import LIMITS, network_of
from server.core.sockets import Socket
from server.core.wire import Nothing
from server.signaling.sockets.door import door, signaling
from server.signaling.wire import CheckOpened, Done, OpenCheck

CHECKS = "120/hour"
"""Of one network: a whole test opens five seats, and an office shares an address."""


@door.on("open_check", caller="optional", limit="30/minute")
async def open_check(socket: Socket, body: OpenCheck) -> CheckOpened:
    """Take a private test seat for some seconds, to send media to oneself."""
    await socket.app[LIMITS].hit(CHECKS, "check", network_of(socket.remote))
    person = socket.caller.person if socket.caller else None
    check = await signaling(socket).checks.open(socket.id, person, body.room_id)
    return CheckOpened(
        lasts_s=check.lasts_s,
        rtp_capabilities=check.capabilities,
        ice_servers=list(check.ice_servers),
    )


@door.on("close_check", caller="optional")
async def close_check(socket: Socket, body: Nothing) -> Done:
    """Give the test seat up at once."""
    signaling(socket).checks.close(socket.id)
    return Done()
