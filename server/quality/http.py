"""HTTP doors of quality."""

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Forbidden, NotFound
from server.core.web import Routes
from server.quality.model import Verdict
from server.quality.service import Named, Quality
from server.quality.wire import MomentOut, RecordList, RecordOut, VerdictIn, VerdictOut
from server.rooms.model import RoomTokenRefused

QUALITY = web.AppKey("quality", Quality)
routes = Routes()


@routes.get("/api/rooms/{room_id}/quality", tag="quality", errors=(NotFound, Forbidden))
async def list_records(request: web.Request, room_id: str) -> RecordList:
    """How everybody's connection was in a session; for its host."""
    named = await request.app[QUALITY].records(person_of(request), room_id)
    return RecordList(records=[_render(one) for one in named])


@routes.post(
    "/api/quality/verdicts",
    tag="quality",
    caller="none",
    status=204,
    errors=(RoomTokenRefused, NotFound),
    limit="20/minute",
)
async def judge_quality(request: web.Request, body: VerdictIn) -> None:
    """How picture and sound were, by whoever holds the seat's token; guests have no other."""
    verdict = Verdict.of(body.said, body.troubles)
    await request.app[QUALITY].judge(body.seat_token, verdict)


def _render(named: Named) -> RecordOut:
    record, total = named.record, named.record.total
    return RecordOut(
        id=record.id,
        person_id=record.seat.person,
        name=named.name,
        joined_at=record.joined_at,
        left_at=record.left_at,
        route=record.route,
        audio_codec=record.audio_codec,
        video_codec=record.video_codec,
        reconnections=record.reconnections,
        first_frame_ms=record.first_frame_ms,
        mos_up=total.mos_up,
        mos_down=total.mos_down,
        freezes=total.freezes,
        frozen_ms=total.frozen_ms,
        concealed=total.concealed,
        verdict=_verdict(named.verdict) if named.verdict else None,
        moments=[
            MomentOut(
                at_s=index * record.bucket_s,
                mos_up=one.mos_up,
                mos_down=one.mos_down,
                loss_up=one.loss_up,
                loss_down=one.loss_down,
                rtt_ms=one.rtt_ms,
                height=one.height,
                freezes=one.freezes,
                is_lost=one.is_lost,
            )
            for index, one in enumerate(record.series)
        ],
    )


def _verdict(verdict: Verdict) -> VerdictOut:
    return VerdictOut(said=verdict.said, troubles=list(verdict.troubles))
