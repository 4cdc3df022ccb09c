"""What browsers say of their connection."""

from server.core.sockets import Socket
from server.quality.model import Report
from server.signaling.sockets.door import door, signaling
from server.signaling.wire import Done, ReportQuality


@door.on("report_quality", caller="optional", limit="20/minute")
async def report_quality(socket: Socket, body: ReportQuality) -> Done:
    """How the last seconds were received, about every 10 s."""
    report = Report(
        route=body.route,
        audio_codec=body.audio_codec,
        video_codec=body.video_codec,
        rtt_ms=body.rtt_ms,
        first_frame_ms=body.first_frame_ms,
        height=body.height,
        freezes=body.freezes,
        frozen_ms=body.frozen_ms,
        concealed=body.concealed,
    )
    signaling(socket).badges.report(socket.id, report)
    return Done()
