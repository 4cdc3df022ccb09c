"""A phone as somebody's second camera."""

from server.core.sockets import Socket
from server.core.wire import Nothing
from server.signaling.sockets.door import door, signaling
from server.signaling.wire import CompanionAdmitted, CompanionInvited, Done, OpenCompanion


@door.on("invite_companion", caller="optional", limit="10/minute")
async def invite_companion(socket: Socket, body: Nothing) -> CompanionInvited:
    """A link for one's phone, good once and for minutes; an earlier one ends."""
    invitation = signaling(socket).companions.invite(socket.id)
    return CompanionInvited(secret=invitation.secret, lasts_s=invitation.lasts_s)


@door.on("open_companion", caller="optional", limit="10/minute")
async def open_companion(socket: Socket, body: OpenCompanion) -> CompanionAdmitted:
    """Use such a link up; the answer lets this device in as a camera that does nothing else."""
    admission = await signaling(socket).companions.open(body.room_id, body.secret)
    return CompanionAdmitted(token=admission.token, owner_name=admission.owner_name)


@door.on("end_companion", caller="optional")
async def end_companion(socket: Socket, body: Nothing) -> Done:
    """Take one's second camera away, and the link to it."""
    await signaling(socket).end_companion(socket.id)
    return Done()
