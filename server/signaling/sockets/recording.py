"""Consent to being recorded, or to text being kept: asked for, given, refused, taken back."""

from server.core.sockets import Socket
from server.signaling.model import RecordingChanged
from server.signaling.sockets.door import door, signaling
from server.signaling.wire import AnswerRecording, AskRecording, Done, StopRecording


@door.on("ask_recording", caller="optional", limit="6/minute")
async def ask_recording(socket: Socket, body: AskRecording) -> RecordingChanged:
    """Ask everybody present for their consent; for the host, who gives theirs by asking."""
    return signaling(socket).recorded.ask(socket.id, body.kind)


@door.on("answer_recording", caller="optional", limit="20/minute")
async def answer_recording(socket: Socket, body: AnswerRecording) -> Done:
    """Agree to being recorded, or not; a no ends it for all."""
    recorded = signaling(socket).recorded
    recorded.answer(socket.id, body.recording_id, is_agreed=body.is_agreed)
    return Done()


@door.on("stop_recording", caller="optional", limit="20/minute")
async def stop_recording(socket: Socket, body: StopRecording) -> Done:
    """End it, or take the question back; for anybody present."""
    signaling(socket).recorded.stop(socket.id, body.kind)
    return Done()
