"""What was said, kept with everybody's consent: read, taken along, deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Conflict, NotFound
from server.core.keys import CLOCK
from server.core.web import Routes
from server.recordings import subtitles
from server.recordings.http.keys import RECORDINGS
from server.recordings.http.text import as_file
from server.recordings.service import Transcripts, TranscriptView
from server.recordings.wire import (
    OwnWordOut,
    OwnWordsGone,
    OwnWordsOut,
    SpeakerOut,
    TranscriptBriefOut,
    TranscriptLineOut,
    TranscriptList,
    TranscriptOut,
)

TAG = "transcripts"
ONE = "/api/transcripts/{transcript_id}"
_MILLISECOND = timedelta(milliseconds=1)
routes = Routes()


def _transcripts(request: web.Request) -> Transcripts:
    return request.app[RECORDINGS].transcripts


@routes.get("/api/transcripts", tag=TAG)
async def list_transcripts(request: web.Request) -> TranscriptList:
    """Those of sessions in which the caller agreed, newest first."""
    found = await _transcripts(request).of_person(person_of(request))
    return TranscriptList(transcripts=[TranscriptBriefOut(**_brief(one)) for one in found])


@routes.get("/api/words", tag=TAG, limit="20/minute")
async def export_words(request: web.Request) -> OwnWordsOut:
    """Everything that the caller said and is kept."""
    found = await _transcripts(request).words_of(person_of(request))
    words = [
        OwnWordOut(
            transcript_id=transcript, said_at=said.said_at, language=said.language, text=said.text
        )
        for transcript, said in found
    ]
    return OwnWordsOut(exported_at=request.app[CLOCK].now(), words=words)


@routes.get(ONE, tag=TAG, errors=(NotFound,))
async def show_transcript(request: web.Request, transcript_id: str) -> TranscriptOut:
    """One with all its lines; for whoever agreed to it."""
    person = person_of(request)
    return _whole(await _transcripts(request).show(person, transcript_id), person)


@routes.get(f"{ONE}/text", tag=TAG, errors=(NotFound,), produces="text/plain")
async def download_text(request: web.Request, transcript_id: str) -> web.Response:
    """The lines as plain text."""
    cues = await _transcripts(request).cues(person_of(request), transcript_id)
    return as_file(subtitles.plain(cues), "text/plain", f"session-{transcript_id}.txt")


@routes.get(f"{ONE}/captions", tag=TAG, errors=(NotFound,), produces="text/vtt")
async def download_captions(request: web.Request, transcript_id: str) -> web.Response:
    """The lines as WebVTT."""
    cues = await _transcripts(request).cues(person_of(request), transcript_id)
    return as_file(subtitles.webvtt(cues), "text/vtt", f"session-{transcript_id}.vtt")


@routes.delete(f"{ONE}/words", tag=TAG, errors=(NotFound, Conflict))
async def delete_own_words(request: web.Request, transcript_id: str) -> OwnWordsGone:
    """Delete what the caller said; what others said stays."""
    count = await _transcripts(request).delete_own(person_of(request), transcript_id)
    return OwnWordsGone(lines=count)


@routes.delete(ONE, tag=TAG, status=204, errors=(NotFound, Conflict))
async def delete_transcript(request: web.Request, transcript_id: str) -> None:
    """Delete it for all; for whoever agreed to it."""
    await _transcripts(request).delete(person_of(request), transcript_id)


def _brief(view: TranscriptView) -> dict[str, Any]:
    one = view.transcript
    return {
        "id": one.id,
        "room_id": one.room,
        "title": view.title,
        "is_live": one.is_live,
        "started_at": one.started_at,
        "ended_at": one.ended_at,
        "expires_at": view.expires_at,
        "duration_ms": one.duration_ms,
        "line_count": view.line_count,
        "people": list(dict.fromkeys(name for name in view.names.values() if name)),
        "recording_id": view.video,
    }


def _whole(view: TranscriptView, person: str) -> TranscriptOut:
    one = view.transcript
    speakers = [
        SpeakerOut(
            id=agreed.seat,
            name=view.names.get(agreed.seat, ""),
            is_you=agreed.person == person,
        )
        for agreed in one.consents
    ]
    lines = [
        TranscriptLineOut(
            speaker_id=said.seat,
            starts_ms=max(0, round((said.said_at - one.started_at) / _MILLISECOND)),
            duration_ms=said.duration_ms,
            language=said.language,
            text=said.text,
        )
        for said in view.said
    ]
    return TranscriptOut(**_brief(view), speakers=speakers, lines=lines)
