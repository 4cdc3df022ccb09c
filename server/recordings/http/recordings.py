"""Recordings watched, downloaded, deleted."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Conflict, NotFound
from server.core.keys import SETTINGS
from server.core.web import Routes
from server.recordings import subtitles
from server.recordings.http.keys import RECORDINGS
from server.recordings.http.text import as_file
from server.recordings.service import Shown
from server.recordings.wire import (
    RecordedOut,
    RecordingList,
    RecordingPartOut,
    RecordingState,
    RoomRecordingOut,
)

routes = Routes()


@routes.get("/api/recordings", tag="recordings")
async def list_recordings(request: web.Request) -> RecordingList:
    """What the caller was recorded in, newest first."""
    shown = await request.app[RECORDINGS].of_person(person_of(request))
    return RecordingList(recordings=[_render(one) for one in shown])


@routes.get("/api/recordings/{recording_id}", tag="recordings", errors=(NotFound,))
async def show_recording(request: web.Request, recording_id: str) -> RecordedOut:
    """One recording; for whoever was recorded."""
    return _render(await request.app[RECORDINGS].recording(person_of(request), recording_id))


@routes.delete(
    "/api/recordings/{recording_id}", tag="recordings", status=204, errors=(NotFound, Conflict)
)
async def delete_recording(request: web.Request, recording_id: str) -> None:
    """Delete it for all; for whoever was recorded."""
    await request.app[RECORDINGS].delete(person_of(request), recording_id)


@routes.get(
    "/api/recordings/{recording_id}/file",
    tag="recordings",
    errors=(NotFound,),
    produces="video/mp4",
)
async def watch_recording(request: web.Request, recording_id: str) -> web.FileResponse:
    """Everybody in one file; ranges are answered."""
    path = await request.app[RECORDINGS].file(person_of(request), recording_id)
    return _file(path, "video/mp4", f"session-{recording_id}.mp4")


@routes.get(
    "/api/recordings/{recording_id}/parts/{number}",
    tag="recordings",
    errors=(NotFound, Conflict),
    produces="video/x-matroska",
)
async def download_part(request: web.Request, recording_id: str, number: int) -> web.FileResponse:
    """One stream as it came; ranges are answered."""
    path = await request.app[RECORDINGS].part(person_of(request), recording_id, number)
    return _file(path, "video/x-matroska", f"session-{recording_id}-{number}.mkv")


@routes.get(
    "/api/recordings/{recording_id}/captions",
    tag="recordings",
    errors=(NotFound,),
    produces="text/vtt",
)
async def show_captions(request: web.Request, recording_id: str) -> web.Response:
    """What was said in it, as WebVTT by its own clock; no cue where that was not kept."""
    transcripts = request.app[RECORDINGS].transcripts
    cues = await transcripts.cues_of_video(person_of(request), recording_id)
    return as_file(subtitles.webvtt(cues), "text/vtt", f"session-{recording_id}.vtt")


@routes.get(
    "/api/rooms/{room_id}/recording", tag="recordings", caller="optional", limit="120/minute"
)
async def show_room_recording(request: web.Request, room_id: str) -> RoomRecordingOut:
    """What is being kept of a session now; told to everybody, before they come in."""
    kept = await request.app[RECORDINGS].kept_now(room_id)
    return RoomRecordingOut(
        is_recorded="media" in kept,
        is_text_kept="text" in kept,
        retention_days=request.app[SETTINGS].recording_retention_days,
    )


def _file(path: Path, content_type: str, name: str) -> web.FileResponse:
    headers = {
        "Content-Type": content_type,
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return web.FileResponse(path, headers=headers)


def _render(shown: Shown) -> RecordedOut:
    one = shown.recording
    return RecordedOut(
        id=one.id,
        room_id=one.room,
        title=shown.title,
        state=cast("RecordingState", one.state.value),
        started_at=one.started_at,
        ended_at=one.ended_at,
        expires_at=shown.expires_at,
        duration_ms=one.duration_ms,
        bytes=one.bytes,
        progress=one.progress,
        people=list(dict.fromkeys(name for name in shown.names.values() if name)),
        transcript_id=shown.transcript,
        parts=[
            RecordingPartOut(
                number=part.number,
                who=shown.names.get(part.seat, ""),
                source=part.source,
                starts_ms=part.starts_ms,
                bytes=part.bytes,
            )
            for part in one.parts
        ],
    )
