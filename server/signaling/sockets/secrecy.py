"""How the session is encrypted, and the keys that peers send each other."""

from server.core.sockets import Socket
from server.signaling.sockets.door import door, signaling
from server.signaling.wire import Done, KeysSent, SendKeys, SetProtection


@door.on("set_protection", caller="optional", limit="10/minute")
async def set_protection(socket: Socket, body: SetProtection) -> Done:
    """End-to-end, or to the server only; for the host."""
    await signaling(socket).protection.change(socket.id, body.protection)
    return Done()


@door.on("send_keys", caller="optional", limit="20/second")
async def send_keys(socket: Socket, body: SendKeys) -> KeysSent:
    """Give others one's key, in envelopes that only they can open."""
    undelivered = signaling(socket).protection.relay(socket.id, body.letters)
    return KeysSent(undelivered=undelivered)
