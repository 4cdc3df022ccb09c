"""The clock that everybody in a session sees."""

from server.core.sockets import Socket
from server.core.wire import Nothing
from server.signaling.sockets.door import door, signaling
from server.signaling.wire import ChooseTopic, Done, StartCountdown


@door.on("choose_topic", caller="optional", limit="60/minute")
async def choose_topic(socket: Socket, body: ChooseTopic) -> Done:
    """Say for everybody which topic of the agenda is up, or that it goes by the plan again."""
    signaling(socket).timers.choose(socket.id, body.topic_id)
    return Done()


@door.on("start_countdown", caller="optional", limit="30/minute")
async def start_countdown(socket: Socket, body: StartCountdown) -> Done:
    """Count down for everybody."""
    signaling(socket).timers.start(socket.id, body.whole_s)
    return Done()


@door.on("stop_countdown", caller="optional", limit="30/minute")
async def stop_countdown(socket: Socket, body: Nothing) -> Done:
    """Count down no more."""
    signaling(socket).timers.stop(socket.id)
    return Done()
