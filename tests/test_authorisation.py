"""Every HTTP door and socket event, asked by every role; a new one fails until it is listed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from socketio.exceptions import ConnectionError as ConnectionRefused

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.app import create_app
from server.boards import sockets as boards
from server.core.ids import new_id
from server.core.settings import Settings
from server.core.web import ROUTES
from server.services import SERVICES
from server.signaling.sockets import door
from tests.boards.scribes import Scribe, account, booked, pair
from tests.conftest import test_settings
from tests.mentorships.conftest import offer
from tests.support.browsers import PASSWORD
from tests.support.calls import Guest, Person, RefusedError
from tests.support.pictures import DOT
from tests.support.servers import LiveServer, browsing, serving
from tests.support.sockets import connected

OPERATORS_DOORS = {
    ("GET", "/api/operator"),
    ("GET", "/api/skills/aliases"),
    ("POST", "/api/skills/aliases"),
    ("DELETE", "/api/skills/aliases/{id}"),
}
"""Doors of whoever the settings name; the tests are in tests/operators and tests/profiles."""

ROLES = ("nobody", "stranger", "participant", "host")

PROGRAMME_ROLES = ("nobody", "stranger", "member", "coordinator", "operator")
PROGRAMME = "/api/programmes/{programme_id}"
MATCHING = "/api/matching/programmes/{programme_id}"
IMPORT = f"{PROGRAMME}/imports/{{import_id}}"
RUN = f"{PROGRAMME}/runs/{{run_id}}"
LEARNING = f"{PROGRAMME}/learning"
MODERATION = f"{PROGRAMME}/moderation"
EVALUATION = f"{PROGRAMME}/evaluation"
_GROUPS = {"questions": [{"text": "Where do you live?", "choices": ["Town", "Country"]}]}
_NEW_LINK = {"roles": ["mentee"], "expiresAt": "2100-01-01T00:00:00Z"}
PROGRAMME_DOORS: dict[tuple[str, str], tuple[tuple[int, ...], Any]] = {
    ("GET", "/api/programmes"): ((401, 200, 200, 200, 200), None),
    ("POST", "/api/programmes"): ((401, 403, 403, 403, 201), {"name": "New"}),
    ("GET", "/api/imports/columns"): ((401, 200, 200, 200, 200), None),
    ("GET", "/api/imports/template"): ((401, 200, 200, 200, 200), None),
    ("POST", "/api/join/look"): ((200, 200, 200, 200, 200), {"secret": "{secret}"}),
    ("POST", "/api/join"): ((401, 404, 404, 404, 404), {"secret": "x"}),
    ("GET", PROGRAMME): ((401, 404, 200, 200, 404), None),
    ("PATCH", PROGRAMME): ((401, 404, 404, 200, 404), {"description": "New"}),
    ("GET", f"{PROGRAMME}/desk"): ((401, 404, 404, 200, 404), None),
    ("GET", f"{PROGRAMME}/attendance"): ((401, 404, 404, 200, 404), None),
    ("GET", f"{PROGRAMME}/coordinators"): ((401, 404, 404, 200, 200), None),
    ("POST", f"{PROGRAMME}/coordinators"): ((401, 404, 404, 422, 422), {"email": "x@x.org"}),
    ("DELETE", f"{PROGRAMME}/coordinators/{{person_id}}"): ((401, 404, 404, 404, 404), None),
    ("GET", f"{PROGRAMME}/people"): ((401, 404, 404, 200, 404), None),
    ("DELETE", f"{PROGRAMME}/people/{{person_id}}"): ((401, 404, 404, 404, 404), None),
    ("POST", f"{PROGRAMME}/letters"): ((401, 404, 404, 200, 404), {}),
    ("GET", f"{PROGRAMME}/links"): ((401, 404, 404, 200, 404), None),
    ("POST", f"{PROGRAMME}/links"): ((401, 404, 404, 422, 404), _NEW_LINK),
    ("DELETE", f"{PROGRAMME}/links/{{link_id}}"): ((401, 404, 404, 404, 404), None),
    ("GET", f"{PROGRAMME}/imports"): ((401, 404, 404, 200, 404), None),
    ("POST", f"{PROGRAMME}/imports"): ((401, 404, 404, 409, 404), b"email,name,roles\nx,x,mentee"),
    ("GET", IMPORT): ((401, 404, 404, 200, 404), None),
    ("GET", f"{IMPORT}/report"): ((401, 404, 404, 200, 404), None),
    ("POST", f"{IMPORT}/cancel"): ((401, 404, 404, 200, 404), None),
    ("POST", f"{PROGRAMME}/runs"): ((401, 404, 404, 409, 404), {"mode": "balanced"}),
    ("GET", f"{PROGRAMME}/runs"): ((401, 404, 404, 200, 404), None),
    ("GET", RUN): ((401, 404, 404, 200, 404), None),
    ("GET", f"{RUN}/draft"): ((401, 404, 404, 409, 404), None),
    ("GET", f"{RUN}/mentees/{{person_id}}"): ((401, 404, 404, 409, 404), None),
    ("POST", f"{RUN}/preview"): ((401, 404, 404, 409, 404), {}),
    ("PUT", f"{RUN}/edits"): ((401, 404, 404, 409, 404), {"edition": 1, "edits": {}}),
    ("POST", f"{RUN}/publish"): ((401, 404, 404, 409, 404), {"edition": 1}),
    ("POST", f"{RUN}/cancel"): ((401, 404, 404, 200, 404), None),
    ("GET", LEARNING): ((401, 404, 404, 200, 404), None),
    ("POST", f"{LEARNING}/look"): ((401, 404, 404, 200, 404), None),
    ("POST", f"{LEARNING}/proposals/{{proposal_id}}/accept"): ((401, 404, 404, 404, 404), None),
    ("POST", f"{LEARNING}/proposals/{{proposal_id}}/reject"): ((401, 404, 404, 404, 404), None),
    ("GET", f"{LEARNING}/versions"): ((401, 404, 404, 200, 404), None),
    ("POST", f"{LEARNING}/versions/{{number}}/restore"): ((401, 404, 404, 409, 404), {"base": 9}),
    ("POST", f"{PROGRAMME}/boards"): ((401, 404, 403, 201, 404), {"title": "Chart"}),
    ("GET", f"{PROGRAMME}/boards"): ((401, 404, 200, 200, 404), None),
    ("GET", MODERATION): ((401, 404, 404, 200, 404), None),
    ("POST", f"{MODERATION}/notes/{{note_id}}/handled"): ((401, 404, 404, 404, 404), None),
    ("POST", f"{MODERATION}/reports/{{report_id}}/judgement"): (
        (401, 404, 404, 404, 404),
        {"isUpheld": True},
    ),
    ("GET", EVALUATION): ((401, 404, 404, 200, 404), None),
    ("GET", f"{EVALUATION}/pairs"): ((401, 404, 404, 200, 404), None),
    ("GET", f"{EVALUATION}/fairness"): ((401, 404, 404, 200, 404), None),
    ("GET", f"{EVALUATION}/files/{{sheet}}"): ((401, 404, 404, 200, 404), None),
    ("PUT", f"{EVALUATION}/questions"): ((401, 404, 404, 200, 404), _GROUPS),
    ("POST", f"{PROGRAMME}/state"): ((401, 404, 404, 200, 404), {"state": "matching"}),
    ("PUT", f"{PROGRAMME}/answers"): ((401, 404, 204, 404, 404), {"answers": {}}),
    ("POST", f"{PROGRAMME}/accept"): ((401, 404, 204, 404, 404), {}),
    ("GET", f"{MATCHING}/suggestions"): ((401, 404, 200, 404, 404), None),
    ("GET", f"{MATCHING}/mentors"): ((401, 404, 200, 404, 404), None),
    ("POST", f"{PROGRAMME}/leave"): ((401, 404, 204, 404, 404), None),
}
"""Statuses in the order of the roles, and what all of them send. Person and link are nobody's."""


@dataclass(frozen=True)
class Expected:
    """Statuses by role; `body` is sent by all."""

    nobody: int
    stranger: int
    participant: int
    host: int
    body: dict[str, Any] | None = field(default=None)


ROOM = "/api/rooms/{room_id}"
RECORDING = "/api/recordings/{recording_id}"
TRANSCRIPT = "/api/transcripts/{transcript_id}"
ROOM_DOORS: dict[tuple[str, str], Expected] = {
    ("POST", "/api/rooms"): Expected(401, 201, 201, 201, {"title": "New"}),
    ("GET", "/api/rooms"): Expected(401, 200, 200, 200),
    ("GET", ROOM): Expected(401, 404, 200, 200),
    ("PATCH", ROOM): Expected(401, 404, 403, 200, {"title": "Renamed"}),
    ("GET", f"{ROOM}/door"): Expected(200, 200, 200, 200),
    ("POST", f"{ROOM}/token"): Expected(401, 403, 200, 200),
    ("POST", f"{ROOM}/participants"): Expected(401, 404, 403, 200, {"email": "x@example.org"}),
    ("DELETE", f"{ROOM}/participants/{{person_id}}"): Expected(401, 404, 403, 404),
    ("GET", f"{ROOM}/quality"): Expected(401, 404, 403, 200),
    ("GET", f"{ROOM}/recording"): Expected(200, 200, 200, 200),
    ("GET", RECORDING): Expected(401, 404, 200, 200),
    ("GET", f"{RECORDING}/file"): Expected(401, 404, 404, 404),
    ("GET", f"{RECORDING}/parts/{{number}}"): Expected(401, 404, 409, 409),
    ("GET", f"{RECORDING}/captions"): Expected(401, 404, 200, 200),
    ("DELETE", RECORDING): Expected(401, 404, 409, 409),
    ("GET", TRANSCRIPT): Expected(401, 404, 200, 200),
    ("GET", f"{TRANSCRIPT}/text"): Expected(401, 404, 200, 200),
    ("GET", f"{TRANSCRIPT}/captions"): Expected(401, 404, 200, 200),
    ("DELETE", f"{TRANSCRIPT}/words"): Expected(401, 404, 409, 409),
    ("DELETE", TRANSCRIPT): Expected(401, 404, 409, 409),
    ("POST", "/api/consents/{recording_id}/revoke"): Expected(401, 404, 204, 204),
    ("POST", f"{ROOM}/end"): Expected(401, 404, 403, 200),
}
"""In an order in which the last does no harm to those before; the recording still runs."""

OWN_DOORS = {
    ("GET", "/api/busy-sources"),
    ("POST", "/api/busy-sources"),
    ("POST", "/api/busy-sources/caldav"),
    ("POST", "/api/busy-sources/caldav/calendars"),
    ("DELETE", "/api/busy-sources/{source_id}"),
    ("POST", "/api/busy-sources/{source_id}/refresh"),
    ("GET", "/api/calendar-feed"),
    ("POST", "/api/calendar-feed"),
    ("DELETE", "/api/calendar-feed"),
    ("GET", "/api/notices"),
    ("POST", "/api/notices/read"),
    ("POST", "/api/notices/{notice_id}/read"),
    ("GET", "/api/notice-settings"),
    ("PUT", "/api/notice-settings"),
    ("GET", "/api/push-subscriptions"),
    ("POST", "/api/push-subscriptions"),
    ("DELETE", "/api/push-subscriptions/{subscription_id}"),
    ("GET", "/api/availability"),
    ("PUT", "/api/availability"),
    ("POST", "/api/availability/preview"),
    ("POST", "/api/auth/verify/resend"),
    ("GET", "/api/me"),
    ("PATCH", "/api/me"),
    ("PUT", "/api/me/photo"),
    ("DELETE", "/api/me/photo"),
    ("POST", "/api/me/password"),
    ("GET", "/api/me/sign-ins"),
    ("DELETE", "/api/me/sign-ins/{id}"),
    ("GET", "/api/matching/dismissed"),
    ("PUT", "/api/matching/dismissed/{mentor_id}"),
    ("DELETE", "/api/matching/dismissed/{mentor_id}"),
    ("GET", "/api/matching/favourites"),
    ("PUT", "/api/matching/favourites/{mentor_id}"),
    ("DELETE", "/api/matching/favourites/{mentor_id}"),
    ("GET", "/api/people/{id}/mentor"),
    ("GET", "/api/people/{id}/photo"),
    ("GET", "/api/profile/export"),
    ("GET", "/api/profile/mentee"),
    ("PATCH", "/api/profile/mentee"),
    ("GET", "/api/profile/mentor"),
    ("PATCH", "/api/profile/mentor"),
    ("GET", "/api/profile/options"),
    ("GET", "/api/skills"),
    ("GET", "/api/goals/open"),
    ("GET", "/api/goals/search"),
    ("GET", "/api/recordings"),
    ("GET", "/api/transcripts"),
    ("GET", "/api/words"),
    ("GET", "/api/consents"),
    ("GET", "/api/groups"),
    ("PUT", "/api/groups/{question_id}"),
    ("DELETE", "/api/groups/{question_id}"),
    ("GET", "/api/feedback"),
    ("GET", "/api/feedback/figures"),
    ("GET", "/api/feedback/gatherings"),
    ("GET", "/api/nudges"),
    ("PUT", "/api/nudges/off"),
    ("POST", "/api/nudges/later"),
    ("GET", "/api/feedback/surveys/{survey_id}"),
    ("POST", "/api/feedback/surveys/{survey_id}"),
    ("GET", "/api/people/{id}/reviews"),
    ("POST", "/api/reviews/{review_id}/reply"),
    ("POST", "/api/reviews/{review_id}/report"),
    ("DELETE", "/api/reviews/{review_id}"),
}
"""Doors that are about the caller, or that any signed-in person may open."""

OPEN_DOORS = {
    ("GET", "/api/unsubscribe/{token}"),
    ("POST", "/unsubscribe/{token}"),
    ("GET", "/.well-known/jwks.json"),
    ("GET", "/api/about"),
    ("POST", "/api/answers"),
    ("POST", "/api/answers/look"),
    ("GET", "/feeds/{secret}.ics"),
    ("POST", "/api/auth/refresh"),
    ("POST", "/api/auth/reset"),
    ("POST", "/api/auth/reset/confirm"),
    ("POST", "/api/auth/sign-in"),
    ("POST", "/api/auth/sign-out"),
    ("POST", "/api/auth/sign-up"),
    ("POST", "/api/auth/verify"),
    ("POST", "/api/quality/verdicts"),
}


PAIR_ROLES = ("nobody", "stranger", "mentee", "mentor")
ASKED = "/api/requests/{request_id}"
PAIR = "/api/mentorships/{mentorship_id}"
_PLAN = {"goals": "Find seed money by spring.", "sessionsAMonth": 2, "weeks": 12}
_ASK = _PLAN | {"programme": "{programme_id}", "wishes": [{"mentor": "{mentor_id}"}]}
_WORDS = _PLAN | {"channels": "Here.", "confidentiality": "Between us.", "edition": 0}
_TO_MODERATORS = {"matter": "help", "text": "We could use a word of yours."}
_LONG_AGO = {"metAt": "2000-01-01T00:00:00Z", "minutes": 30}
PAIR_DOORS: dict[tuple[str, str], tuple[tuple[int, ...], Any]] = {
    ("GET", "/api/requests"): ((401, 200, 200, 200), None),
    ("GET", "/api/request-terms"): ((401, 200, 200, 200), None),
    ("GET", "/api/mentorships"): ((401, 200, 200, 200), None),
    ("GET", "/api/blocks"): ((401, 200, 200, 200), None),
    ("POST", "/api/requests"): ((401, 201, 409, 422), _ASK | {"isDraft": True}),
    ("GET", ASKED): ((401, 404, 200, 200), None),
    ("PATCH", ASKED): ((401, 404, 200, 404), _PLAN),
    ("POST", f"{ASKED}/send"): ((401, 404, 409, 404), None),
    ("PUT", "/api/request-lines/{line_id}"): ((401, 404, 200, 404), {"requests": []}),
    ("POST", f"{ASKED}/accept"): ((401, 404, 409, 200), {}),
    ("POST", f"{ASKED}/decline"): ((401, 404, 409, 409), {}),
    ("POST", f"{ASKED}/withdraw"): ((401, 404, 409, 404), {}),
    ("GET", PAIR): ((401, 404, 200, 200), None),
    ("POST", f"{PAIR}/pause"): ((401, 404, 200, 409), {}),
    ("POST", f"{PAIR}/resume"): ((401, 404, 200, 409), None),
    ("POST", f"{PAIR}/extend"): ((401, 404, 200, 200), {"weeks": 1}),
    ("POST", f"{PAIR}/meetings"): ((401, 404, 422, 422), _LONG_AGO),
    ("DELETE", f"{PAIR}/meetings/{{meeting_id}}"): ((401, 404, 404, 404), None),
    ("GET", "/api/progress"): ((401, 200, 200, 200), None),
    ("GET", f"{PAIR}/progress"): ((401, 404, 200, 200), None),
    ("GET", f"{PAIR}/progress/table"): ((401, 404, 200, 200), None),
    ("GET", f"{PAIR}/agreement"): ((401, 404, 200, 200), None),
    ("GET", f"{PAIR}/consents"): ((401, 404, 200, 200), None),
    ("PUT", f"{PAIR}/agreement"): ((401, 404, 200, 409), _WORDS),
    ("POST", f"{PAIR}/agreement/sign"): ((401, 404, 409, 200), {"edition": 1}),
    ("POST", f"{PAIR}/moderators"): ((401, 404, 204, 204), _TO_MODERATORS),
    ("POST", f"{PAIR}/nudges/later"): (
        (401, 404, 200, 200),
        {"matter": "stalled", "weeks": 2},
    ),
    ("POST", f"{PAIR}/another"): ((401, 404, 200, 409), {}),
    ("POST", f"{PAIR}/complete"): ((401, 404, 409, 409), None),
    ("POST", f"{PAIR}/end"): ((401, 404, 409, 409), {"reason": "other"}),
    ("GET", f"{PAIR}/hand-over"): ((401, 404, 200, 404), None),
    ("PUT", f"{PAIR}/hand-over"): ((401, 404, 200, 404), {"items": []}),
    ("PUT", "/api/blocks/{person_id}"): ((401, 404, 404, 404), None),
    ("DELETE", "/api/blocks/{person_id}"): ((401, 204, 204, 204), None),
}
"""The same, in the order of a request's life; asking oneself is a bad wish."""


TIME_ROLES = ("nobody", "stranger", "mentee", "mentor")
BOOKED = "/api/bookings/{booking_id}"
FED_BACK = "/api/feedback/sessions/{booking_id}"
GOT = f"{BOOKED}/attendance/{{person_id}}"
GATHERED = "/api/gatherings/{gathering_id}"
WORTH = "/api/feedback/gatherings/{gathering_id}"
HOST = "/api/hosts/{mentor_id}"
_RANGE = "from={day}T00:00:00Z&to={day}T23:00:00Z&minutes=60"
_TIME = {"host": "{mentor_id}", "startsAt": "{day}T10:00:00Z", "minutes": 60}
_NO = {"version": 99, "reason": "other"}
_GROUP = {
    "kind": "group",
    "programme": "{programme_id}",
    "title": "How to pitch",
    "startsAt": "{day}T18:00:00Z",
    "minutes": 60,
}
TIME_DOORS: dict[tuple[str, str], tuple[tuple[int, ...], Any]] = {
    ("GET", f"{HOST}/slots?{_RANGE}"): ((401, 403, 200, 200), None),
    ("GET", f"{HOST}/terms"): ((401, 403, 200, 200), None),
    ("GET", f"/api/slots/any?{_RANGE}&mentor={{mentor_id}}"): ((401, 200, 200, 200), None),
    ("GET", f"{HOST}/fair-times?minutes=60"): ((401, 403, 200, 200), None),
    ("POST", "/api/holds"): ((401, 403, 201, 403), _TIME),
    ("DELETE", "/api/holds/{hold_id}"): ((401, 404, 404, 404), None),
    ("POST", "/api/bookings"): ((401, 403, 201, 403), _TIME | {"key": "authorised"}),
    ("POST", "/api/bookings/any"): (
        (401, 422, 201, 422),
        {
            "hosts": ["{mentor_id}"],
            "startsAt": "{day}T13:00:00Z",
            "minutes": 60,
            "key": "any-of-them",
        },
    ),
    ("POST", "/api/series"): (
        (401, 403, 409, 403),
        _TIME | {"key": "one-after-one", "count": 2, "everyWeeks": 12},
    ),
    ("POST", "/api/series/{series_id}/shift"): ((401, 404, 404, 404), {"minutes": 60}),
    ("GET", "/api/bookings"): ((401, 200, 200, 200), None),
    ("GET", BOOKED): ((401, 404, 200, 200), None),
    ("GET", f"{BOOKED}/since"): ((401, 404, 200, 200), None),
    ("GET", FED_BACK): ((401, 404, 409, 409), None),
    ("PUT", f"{FED_BACK}/begun"): ((401, 404, 409, 409), {"useful": 5}),
    ("POST", FED_BACK): ((401, 404, 409, 409), {"useful": 5}),
    ("PUT", FED_BACK): ((401, 404, 409, 409), {"useful": 5}),
    ("GET", f"{BOOKED}/calendar"): ((401, 404, 200, 200), None),
    ("GET", f"{BOOKED}/calendar-links"): ((401, 404, 200, 200), None),
    ("POST", f"{BOOKED}/confirm"): ((401, 404, 403, 409), {"version": 99}),
    ("POST", f"{BOOKED}/decline"): ((401, 404, 403, 409), {"version": 99}),
    ("POST", f"{BOOKED}/reschedule"): (
        (401, 404, 409, 409),
        {"version": 99, "startsAt": "{day}T11:00:00Z", "minutes": 60},
    ),
    ("POST", f"{BOOKED}/cancel"): ((401, 404, 409, 409), _NO),
    ("GET", "/api/attendance"): ((401, 200, 200, 200), None),
    ("POST", f"{BOOKED}/attendance/{{mentor_id}}"): (
        (401, 404, 409, 409),
        {"presence": "present", "note": "Still to come."},
    ),
    ("POST", f"{PAIR}/cancel-sessions"): ((401, 404, 200, 200), {"before": "2026-01-01T00:00:00Z"}),
    ("POST", "/api/gatherings"): ((401, 403, 403, 201), _GROUP | {"key": "of-all-of-us"}),
    ("GET", "/api/gatherings"): ((401, 200, 200, 200), None),
    ("PUT", f"{GATHERED}/seat"): ((401, 200, 200, 409), None),
    ("GET", WORTH): ((401, 409, 409, 404), None),
    ("PUT", WORTH): ((401, 409, 409, 404), {"worth": "yes"}),
    ("POST", f"{GATHERED}/next"): ((401, 403, 403, 409), None),
    ("DELETE", f"{GATHERED}/seat"): ((401, 204, 204, 404), None),
}
"""The same, with a mentor who is booked at once; gatherings are for everybody's programme."""

BOARD = "/api/boards/{board_id}"
DOC = "/api/documents/goals:{mentorship_id}"
GOALS = f"{PAIR}/goals"
GOAL = f"{GOALS}/items/{{item_id}}"
BOARD_DOORS: dict[tuple[str, str], tuple[tuple[int, ...], Any]] = {
    ("POST", f"{PAIR}/boards"): ((401, 404, 201, 201), {"title": "Chart"}),
    ("GET", f"{PAIR}/boards"): ((401, 404, 200, 200), None),
    ("GET", BOARD): ((401, 404, 200, 200), None),
    ("PATCH", BOARD): ((401, 404, 200, 200), {"title": "Chart of the sea"}),
    ("PUT", f"{BOARD}/files/{{sha256}}"): ((401, 404, 200, 200), DOT),
    ("GET", f"{BOARD}/files/{{sha256}}"): ((401, 404, 200, 200), None),
    ("GET", f"{DOC}/snapshots"): ((401, 404, 200, 200), None),
    ("POST", f"{DOC}/snapshots"): ((401, 404, 201, 201), {"label": "As agreed"}),
    ("GET", f"{DOC}/snapshots/{{snapshot_id}}/state"): ((401, 404, 404, 404), None),
    ("POST", f"{DOC}/snapshots/{{snapshot_id}}/restore"): ((401, 404, 404, 404), None),
    ("GET", f"{DOC}/state"): ((401, 404, 200, 200), None),
    ("GET", f"{DOC}/history"): ((401, 404, 200, 200), None),
    ("GET", f"{DOC}/changes"): ((401, 404, 200, 200), None),
    ("POST", "/api/bookings/{booking_id}/agenda"): ((401, 404, 200, 200), None),
    ("GET", f"{PAIR}/sessions"): ((401, 404, 200, 200), None),
    ("GET", "/api/rooms/{room_id}/session"): ((401, 200, 200, 200), None),
    ("GET", GOALS): ((401, 404, 200, 200), None),
    ("POST", f"{GOALS}/items"): ((401, 404, 201, 201), {"kind": "goal", "title": "Sail"}),
    ("PATCH", GOAL): ((401, 404, 204, 204), {"title": "Row"}),
    ("DELETE", GOAL): ((401, 404, 204, 404), None),
    ("POST", f"{GOALS}/templates"): ((401, 404, 204, 409), {"template": "smart"}),
    ("GET", f"{GOALS}/check-ins"): ((401, 404, 200, 200), None),
    ("GET", f"{PAIR}/digests"): ((401, 404, 200, 200), None),
    ("PUT", f"{GOALS}/check-ins/this-week"): ((401, 404, 200, 200), {"wentWell": "We sailed."}),
}
"""The same, for the two of a mentorship and somebody else's mentee."""

MESSAGES = f"{PAIR}/messages"
CHAT_DOORS: dict[tuple[str, str], tuple[tuple[int, ...], Any]] = {
    ("GET", "/api/messages"): ((401, 200, 200, 200), None),
    ("POST", MESSAGES): ((401, 404, 201, 201), {"key": "authorised", "text": "Land!"}),
    ("GET", MESSAGES): ((401, 404, 200, 200), None),
    ("PUT", f"{PAIR}/seen-messages"): ((401, 404, 204, 204), {"messageId": "{message_id}"}),
    ("POST", f"{PAIR}/files?name=dot.png"): ((401, 404, 201, 201), DOT),
    ("GET", f"{PAIR}/files/{{file_id}}"): ((401, 404, 404, 200), None),
    ("DELETE", f"{PAIR}/files/{{file_id}}"): ((401, 404, 404, 204), None),
    ("DELETE", f"{MESSAGES}/{{message_id}}"): ((401, 404, 403, 204), None),
}
"""The same; what the mentor made last is read and taken away."""

BOARD_EVENTS: dict[str, dict[str, Any]] = {
    "join_board": {"sv": b"\0", "clientId": 7},
    "update_board": {"n": 1, "update": b"\0\0"},
    "show_presence": {"state": b"here"},
    "leave_board": {},
}
"""Events of a document; `doc` is added."""


@pytest.fixture
async def live(tmp_path: Path, sqlite_url: str) -> AsyncIterator[LiveServer]:
    async with serving(create_app(test_settings(tmp_path, sqlite_url))) as server:
        yield server


@dataclass
class Cast:
    """One of each role, and the room between them."""

    host: Person
    participant: Person
    stranger: Person
    nobody: Guest
    http: dict[str, ClientSession]
    room: str
    stranger_id: str


@pytest.fixture
async def cast(live: LiveServer) -> AsyncIterator[Cast]:
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        host = await enter(Person.arriving(live, "Penelope"))
        participant = await enter(Person.arriving(live, "Odysseus"))
        stranger = await enter(Person.arriving(live, "Antinous"))
        nobody = await enter(Guest.arriving(live, "Irus"))
        bare = await enter(ClientSession(live.url, headers={"Origin": live.url}))
        room = await host.open_room(protection="transport")
        await host.join(room)
        knock = await participant.ask("knock", {"roomId": room, "name": "Odysseus"})
        await host.ask("answer_knock", {"knockId": knock["knockId"], "isAdmitted": True})
        await participant.join(room)
        me = await (await stranger.http.get("/api/me")).json()
        http = {
            "nobody": bare,
            "stranger": stranger.http,
            "participant": participant.http,
            "host": host.http,
        }
        yield Cast(host, participant, stranger, nobody, http, room, me["id"])


def test_every_http_door_is_listed() -> None:
    declared = {(r.method, r.path) for r in create_app(Settings())[ROUTES]}
    time_doors = {(method, path.partition("?")[0]) for method, path in TIME_DOORS}
    time_doors = {(m, p.replace(f"{BOOKED}/attendance/{{mentor_id}}", GOT)) for m, p in time_doors}
    time_doors = {(m, p.replace("{mentor_id}", "{host_id}")) for m, p in time_doors}
    board_doors = {(m, p.replace("goals:{mentorship_id}", "{doc}")) for m, p in BOARD_DOORS}
    board_doors |= {(method, path.partition("?")[0]) for method, path in CHAT_DOORS}
    listed = set(ROOM_DOORS) | set(PROGRAMME_DOORS) | set(PAIR_DOORS) | time_doors | board_doors
    assert declared == listed | OWN_DOORS | OPEN_DOORS | OPERATORS_DOORS


async def test_each_door_of_a_room_opens_to_the_right_roles(cast: Cast) -> None:
    wrong, recording = [], await _recorded(cast)
    transcript = await _recorded(cast, "text")
    for (method, path), expected in ROOM_DOORS.items():
        for role in ROLES:
            url = path.format(
                room_id=cast.room,
                person_id=cast.stranger_id,
                recording_id=recording,
                transcript_id=transcript,
                number=1,
            )
            async with cast.http[role].request(method, url, json=expected.body) as answer:
                if answer.status != getattr(expected, role):
                    wrong.append(f"{method} {path} as {role}: {answer.status}")
    assert wrong == []


async def test_each_door_of_a_programme_opens_to_the_right_roles(live: LiveServer) -> None:
    wrong = []
    async with AsyncExitStack() as stack:
        http = {
            role: await stack.enter_async_context(browsing(live)) for role in PROGRAMME_ROLES[1:]
        }
        bare = ClientSession(live.url, headers={"Origin": live.url})
        http["nobody"] = await stack.enter_async_context(bare)
        ids = await _coordinated(live, http)
        for (method, path), (statuses, body) in PROGRAMME_DOORS.items():
            for role, expected in zip(PROGRAMME_ROLES, statuses, strict=True):
                async with http[role].request(
                    method, path.format(**ids), **_sent(body, ids)
                ) as answer:
                    if answer.status != expected:
                        wrong.append(f"{method} {path} as {role}: {answer.status}")
    assert wrong == []


async def test_each_door_of_a_request_and_a_mentorship_opens_to_the_right_roles(
    live: LiveServer,
) -> None:
    wrong = []
    async with AsyncExitStack() as stack:
        http = {role: await stack.enter_async_context(browsing(live)) for role in PAIR_ROLES[1:]}
        bare = ClientSession(live.url, headers={"Origin": live.url})
        http["nobody"] = await stack.enter_async_context(bare)
        ids = await _asked(live, http)
        for (method, path), (statuses, body) in PAIR_DOORS.items():
            if PAIR in path and "mentorship_id" not in ids:
                ids["mentorship_id"] = await _only(http["mentee"], "/api/mentorships")
            sent = json.loads(_filled_in(json.dumps(body), ids))
            for role, expected in zip(PAIR_ROLES, statuses, strict=True):
                async with http[role].request(method, path.format(**ids), json=sent) as answer:
                    if answer.status != expected:
                        wrong.append(f"{method} {path} as {role}: {answer.status}")
    assert wrong == []


async def test_each_door_of_a_time_opens_to_the_right_roles(live: LiveServer) -> None:
    wrong = []
    async with AsyncExitStack() as stack:
        http = {role: await stack.enter_async_context(browsing(live)) for role in TIME_ROLES[1:]}
        bare = ClientSession(live.url, headers={"Origin": live.url})
        http["nobody"] = await stack.enter_async_context(bare)
        ids = await _timely(live, http)
        for (method, path), (statuses, body) in TIME_DOORS.items():
            for role, expected in zip(TIME_ROLES, statuses, strict=True):
                sent = json.loads(_filled_in(json.dumps(body), ids))
                async with http[role].request(method, _filled_in(path, ids), json=sent) as answer:
                    made = await answer.json() if answer.status == 201 else {}
                    if answer.status != expected:
                        wrong.append(f"{method} {path} as {role}: {answer.status}")
                if made and path in {"/api/bookings", "/api/gatherings"}:
                    ids[f"{path.rpartition('/')[2].removesuffix('s')}_id"] = made["id"]
    assert wrong == []


async def test_each_door_of_a_board_opens_to_the_right_roles(live: LiveServer) -> None:
    wrong = []
    async with AsyncExitStack() as stack:
        http = {role: await stack.enter_async_context(browsing(live)) for role in TIME_ROLES[1:]}
        bare = ClientSession(live.url, headers={"Origin": live.url})
        http["nobody"] = await stack.enter_async_context(bare)
        ids = await _timely(live, http) | {"sha256": sha256(DOT).hexdigest()}
        ids |= {"mentorship_id": await _only(http["mentee"], "/api/mentorships")}
        ids |= {"snapshot_id": new_id(), "room_id": new_id()}
        mentee = await _id_of(http["mentee"])
        ids |= {"booking_id": await booked(live.app[SERVICES], mentee, ids["mentor_id"])}
        for (method, path), (statuses, body) in {**BOARD_DOORS, **CHAT_DOORS}.items():
            for role, expected in zip(TIME_ROLES, statuses, strict=True):
                sent = _content(body, ids)
                async with http[role].request(method, path.format(**ids), **sent) as answer:
                    if answer.status != expected:
                        wrong.append(f"{method} {path} as {role}: {answer.status}")
                    if answer.status == 201 and (made := _MADE_AT.get(path)):
                        ids[made] = (await answer.json())["id"]
    assert wrong == []


_MADE_AT = {
    f"{PAIR}/boards": "board_id",
    f"{GOALS}/items": "item_id",
    MESSAGES: "message_id",
    f"{PAIR}/files?name=dot.png": "file_id",
}


def _content(body: Any, ids: dict[str, str]) -> dict[str, Any]:
    if isinstance(body, bytes):
        return {"data": body, "headers": {"Content-Type": "application/octet-stream"}}
    return {"json": json.loads(_filled_in(json.dumps(body), ids))}


async def test_messages_are_told_of_to_who_is_signed_in(live: LiveServer) -> None:
    with pytest.raises(ConnectionRefused):
        async with connected(live.url, "/messages"):
            pass


def test_every_event_of_a_document_is_listed() -> None:
    assert set(boards.door.events) == set(BOARD_EVENTS)


async def test_the_events_of_a_document_need_a_sign_in(live: LiveServer) -> None:
    with pytest.raises(ConnectionRefused):
        async with connected(live.url, boards.door.namespace):
            pass


@pytest.mark.parametrize("event", sorted(BOARD_EVENTS))
async def test_an_event_of_a_document_is_for_whom_it_concerns(live: LiveServer, event: str) -> None:
    services = live.app[SERVICES]
    mentor, mentee = await account(services, "Mentor"), await account(services, "Telemachus")
    await account(services, "Antinous")
    name = f"goals:{await pair(services, mentee, mentor)}"
    body = {"doc": name, **BOARD_EVENTS[event]}
    async with (
        Scribe.signed_in(live, "Mentor") as mentors,
        Scribe.signed_in(live, "Antinous") as no,
    ):
        await mentors.open(name)
        nobodys = {"join_board": "not_found", "leave_board": "ok"}
        assert await _outcome(no, event, body) == nobodys.get(event, "not_joined")
        theirs = body | ({"clientId": mentors.doc.client_id} if event == "join_board" else {})
        assert await _outcome(mentors, event, theirs) == "ok"


async def _outcome(who: Guest, event: str, body: dict[str, Any]) -> str:
    try:
        await who.ask(event, body)
    except RefusedError as refused:
        return refused.code
    return "ok"


async def _timely(live: LiveServer, http: dict[str, ClientSession]) -> dict[str, str]:
    """A mentee with a mentor whose every day is open, and somebody else's mentee."""
    services = live.app[SERVICES]
    for role in TIME_ROLES[1:]:
        await _seeded(
            live, http[role], role, frozenset({Role("mentee" if role == "stranger" else role)})
        )
    mentor = await _id_of(http["mentor"])
    await offer(services, mentor)
    programme = (await services.programmes.open_programme()).id
    ids = {"programme_id": programme, "mentor_id": mentor}
    ask = json.loads(_filled_in(json.dumps(_ASK), ids))
    async with http["mentee"].post("/api/requests", json=ask) as answer:
        [request] = (await answer.json())["requests"]
    async with http["mentor"].post(f"/api/requests/{request['id']}/accept", json={}) as answer:
        assert answer.status == 200
    weekly = [{"weekday": day, "startMinute": 0, "endMinute": 1440} for day in range(7)]
    hours = {"zone": "UTC", "weekly": weekly, "isConfirmedFirst": False}
    async with http["mentor"].put("/api/availability", json=hours) as answer:
        assert answer.status == 200, await answer.text()
    return ids | {
        "mentorship_id": await _only(http["mentee"], "/api/mentorships"),
        "day": (datetime.now(UTC) + timedelta(days=3)).date().isoformat(),
        "hold_id": new_id(),
        "series_id": new_id(),
    }


def _filled_in(body: str, ids: dict[str, str]) -> str:
    for name, one in ids.items():
        body = body.replace(f"{{{name}}}", one)
    return body


async def _only(http: ClientSession, path: str) -> str:
    async with http.get(path) as answer:
        [one] = (await answer.json())["mentorships"]
        found: str = one["id"]
        return found


async def _asked(live: LiveServer, http: dict[str, ClientSession]) -> dict[str, str]:
    """A mentee who asks a mentor, and a stranger who is both."""
    services = live.app[SERVICES]
    for role in PAIR_ROLES[1:]:
        roles = frozenset(Role) if role == "stranger" else frozenset({Role(role)})
        await _seeded(live, http[role], role, roles)
    mentor = await _id_of(http["mentor"])
    await offer(services, mentor)
    programme = (await services.programmes.open_programme()).id
    body = json.loads(
        _filled_in(json.dumps(_ASK), {"programme_id": programme, "mentor_id": mentor})
    )
    async with http["mentee"].post("/api/requests", json=body) as answer:
        assert answer.status == 201, await answer.text()
        [request] = (await answer.json())["requests"]
    return {
        "request_id": request["id"],
        "line_id": request["line"],
        "programme_id": programme,
        "mentor_id": mentor,
        "meeting_id": new_id(),
        "person_id": new_id(),
    }


async def _seeded(live: LiveServer, http: ClientSession, name: str, roles: frozenset[Role]) -> None:
    """An account with a confirmed address, signed in."""
    newcomer = Newcomer(
        email=f"{name}@example.org",
        password=PASSWORD,
        name=name,
        roles=roles,
        time_zone="Europe/Athens",
    )
    spoken = ProfileChange(languages=(Language("en", Level.NATIVE),))
    await live.app[SERVICES].registration.seed(newcomer, change=spoken)
    credentials = {"email": newcomer.email, "password": PASSWORD}
    async with http.post("/api/auth/sign-in", json=credentials) as answer:
        assert answer.status == 200


def _sent(body: Any, ids: dict[str, str]) -> dict[str, Any]:
    if isinstance(body, bytes):
        return {"data": body, "headers": {"Content-Type": "text/csv"}}
    if body == {"secret": "{secret}"}:
        return {"json": {"secret": ids["secret"]}}
    return {"json": body}


async def _coordinated(live: LiveServer, http: dict[str, ClientSession]) -> dict[str, str]:
    """A programme with a coordinator and a member, a link to it, and an import that waits."""
    services = live.app[SERVICES]
    for role in PROGRAMME_ROLES[1:]:
        await _seeded(live, http[role], role, frozenset({Role.MENTEE}))
    services.accounts._operators = frozenset({"operator@example.org"})

    async def made(role: str, path: str, status: int, **body: Any) -> dict[str, Any]:
        async with http[role].post(path, **body) as answer:
            assert answer.status == status, await answer.text()
            done: dict[str, Any] = await answer.json()
            return done

    programme = (await made("operator", "/api/programmes", 201, json={"name": "Voyages"}))["id"]
    path, operator = f"/api/programmes/{programme}", await _id_of(http["operator"])
    appointed = {"email": "coordinator@example.org"}
    await made("operator", f"{path}/coordinators", 200, json=appointed)
    async with http["coordinator"].delete(f"{path}/coordinators/{operator}") as answer:
        assert answer.status == 204
    await made("coordinator", f"{path}/state", 200, json={"state": "enrolment"})
    soon = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    link = {"roles": ["mentee"], "expiresAt": soon}
    address = (await made("coordinator", f"{path}/links", 201, json=link))["address"]
    secret = address.rpartition("/")[2]
    await made("member", "/api/join", 200, json={"secret": secret})
    file = {"data": b"email,name,roles\nx,x,mentee", "headers": {"Content-Type": "text/csv"}}
    waiting = (await made("coordinator", f"{path}/imports", 201, **file))["id"]
    run = (await made("coordinator", f"{path}/runs", 201, json={}))["id"]
    return {
        "programme_id": programme,
        "person_id": new_id(),
        "link_id": new_id(),
        "import_id": waiting,
        "run_id": run,
        "proposal_id": new_id(),
        "note_id": new_id(),
        "report_id": new_id(),
        "number": "1",
        "sheet": "fairness",
        "secret": secret,
    }


async def _id_of(http: ClientSession) -> str:
    async with http.get("/api/me") as answer:
        found: str = (await answer.json())["id"]
        return found


async def _recorded(cast: Cast, kind: str = "media") -> str:
    """A recording or transcript of the host and the participant, which runs."""
    recording: str = (await cast.host.ask("ask_recording", {"kind": kind}))["recordingId"]
    order = {"recordingId": recording, "isAgreed": True}
    await cast.participant.ask("answer_recording", order)
    while (news := await cast.host.hear("recording"))["state"] != "recording":
        pass
    assert news["kind"] == kind
    return recording


@pytest.mark.parametrize(("method", "path"), sorted(OWN_DOORS))
async def test_a_personal_door_is_shut_to_nobody(cast: Cast, method: str, path: str) -> None:
    of_things = (
        "notice_id",
        "question_id",
        "review_id",
        "source_id",
        "subscription_id",
        "survey_id",
    )
    names = ("id", "mentor_id", *of_things)
    url = path.format(**dict.fromkeys(names, cast.stranger_id))
    async with cast.http["nobody"].request(method, url) as answer:
        assert answer.status == 401


async def test_one_person_cannot_end_anothers_sign_in(cast: Cast) -> None:
    async with cast.http["host"].get("/api/me/sign-ins") as answer:
        theirs = (await answer.json())["signIns"][0]["id"]
    async with cast.http["stranger"].delete(f"/api/me/sign-ins/{theirs}") as answer:
        assert answer.status == 404


SEATED: dict[str, dict[str, Any]] = {
    "answer_recording": {"recordingId": "…", "isAgreed": True},
    "ask_captions": {"isWanted": True},
    "close_consumer": {"consumerId": "…"},
    "close_producer": {"producerId": "…"},
    "close_transport": {"transportId": "…"},
    "connect_transport": {
        "transportId": "…",
        "dtlsParameters": {"fingerprints": [{"algorithm": "sha-256", "value": "00"}]},
    },
    "consume": {"producerId": "…"},
    "create_transport": {"direction": "send"},
    "get_stats": {},
    "end_companion": {},
    "going_away": {},
    "invite_companion": {},
    "offer_captions": {"state": "writing"},
    "pause_consumer": {"consumerId": "…"},
    "pause_producer": {"producerId": "…"},
    "produce": {
        "transportId": "…",
        "kind": "audio",
        "source": "microphone",
        "rtpParameters": {
            "codecs": [{"mimeType": "audio/opus", "payloadType": 111, "clockRate": 48000}]
        },
    },
    "raise_hand": {"isUp": True},
    "choose_topic": {"topicId": None},
    "start_countdown": {"wholeS": 300},
    "stop_countdown": {},
    "react": {"reaction": "heart"},
    "report_quality": {"route": "udp", "audioCodec": "opus", "videoCodec": "vp8"},
    "request_key_frame": {"consumerId": "…"},
    "restart_ice": {"transportId": "…"},
    "resume_consumer": {"consumerId": "…"},
    "resume_producer": {"producerId": "…"},
    "send_keys": {"letters": [{"peerId": new_id(), "envelope": "x"}]},
    "set_capabilities": {"rtpCapabilities": {}},
    "set_preferred_layers": {"consumerId": "…", "spatialLayer": 0},
    "stop_announcement": {"announcementId": "…"},
    "stop_recording": {},
    "write_caption": {
        "line": 0,
        "isFinal": True,
        "language": "en",
        "letters": [{"peerId": new_id(), "envelope": "x"}],
    },
    "leave": {},
}
"""Events of whoever has a seat, with a body that fits; "…" stands for an id of nobody's."""

HOSTS: dict[str, dict[str, Any]] = {
    "announce": {"title": "Welcome"},
    "send_sound": {"offset": 0, "piece": b"RIFF"},
    "answer_knock": {"knockId": "…", "isAdmitted": True},
    "ask_recording": {},
    "lower_hand": {"peerId": "…"},
    "remove_peer": {"peerId": "…"},
    "set_protection": {"protection": "transport"},
}
ENTERING = {
    "close_check",
    "get_capabilities",
    "join",
    "knock",
    "open_check",
    "open_companion",
    "withdraw_knock",
}
A_CAMERAS = {
    "close_producer",
    "close_transport",
    "connect_transport",
    "create_transport",
    "get_stats",
    "going_away",
    "leave",
    "pause_producer",
    "restart_ice",
    "resume_producer",
    "send_keys",
    "set_capabilities",
    *("close_consumer", "pause_consumer", "resume_consumer", "request_key_frame"),
    "set_preferred_layers",
}
"""What a second camera may say; of consumers it has none, so it finds none."""


def _filled(body: dict[str, Any]) -> dict[str, Any]:
    return {key: new_id() if value == "…" else value for key, value in body.items()}


async def _code(who: Guest, event: str, body: dict[str, Any]) -> str:
    return await _outcome(who, event, _filled(body))


def test_every_socket_event_is_listed() -> None:
    assert set(door.events) == set(SEATED) | set(HOSTS) | ENTERING


@pytest.mark.parametrize("event", sorted(SEATED | HOSTS))
async def test_an_event_needs_a_seat(cast: Cast, event: str) -> None:
    body = (SEATED | HOSTS)[event]
    assert await _code(cast.nobody, event, body) == "not_in_room"
    assert await _code(cast.stranger, event, body) == "not_in_room"


@pytest.mark.parametrize("event", sorted(SEATED))
async def test_a_seated_peer_reaches_nothing_of_others(cast: Cast, event: str) -> None:
    expected = "not_found" if "…" in SEATED[event].values() else "ok"
    for who in (cast.participant, cast.host):
        code = await _code(who, event, SEATED[event])
        assert code in {expected, "conflict", "no_recording"}, f"{event}: {code}"


async def test_one_peer_cannot_order_about_anothers_transport(cast: Cast) -> None:
    made = await cast.host.ask("create_transport", {"direction": "send"})
    for event in ("restart_ice", "close_transport"):
        order = {"transportId": made["transportId"]}
        assert await _code(cast.participant, event, order) == "not_found"
    await cast.host.ask("restart_ice", {"transportId": made["transportId"]})


@pytest.mark.parametrize("event", sorted(HOSTS))
async def test_a_participant_has_no_say_of_the_hosts(cast: Cast, event: str) -> None:
    knock = await cast.nobody.ask("knock", {"roomId": cast.room, "name": "Irus"})
    order = HOSTS[event] | {
        "answer_knock": {"knockId": knock["knockId"], "isAdmitted": True},
        "remove_peer": {"peerId": cast.host.peer},
    }.get(event, {})
    assert await _code(cast.participant, event, order) == "not_the_host"


async def test_a_test_seat_is_for_the_signed_in_and_for_guests_with_a_link(cast: Cast) -> None:
    for who in (cast.stranger, cast.participant, cast.host):
        assert await _code(who, "open_check", {}) == "ok"
    assert await _code(cast.nobody, "open_check", {}) == "unauthenticated"
    assert await _code(cast.nobody, "open_check", {"roomId": new_id()}) == "not_found"
    assert await _code(cast.nobody, "open_check", {"roomId": cast.room}) == "ok"


@pytest.mark.parametrize("event", ["going_away", "leave", "report_quality"])
async def test_a_test_seat_is_no_seat_in_a_session(cast: Cast, event: str) -> None:
    await cast.stranger.ask("open_check")
    assert await _code(cast.stranger, event, SEATED[event]) == "not_in_room"
    assert await _code(cast.stranger, "close_check", {}) == "ok"


async def test_nobody_and_strangers_may_knock_but_not_join(cast: Cast) -> None:
    knock = {"roomId": cast.room, "name": "Irus"}
    assert await _code(cast.nobody, "knock", knock) == "ok"
    assert await _code(cast.stranger, "knock", knock) == "ok"
    for who in (cast.nobody, cast.stranger):
        assert await _code(who, "join", {"token": cast.room}) == "room_token_refused"


@pytest.mark.parametrize("event", sorted(set(SEATED | HOSTS) - A_CAMERAS))
async def test_a_second_camera_has_no_say_at_all(cast: Cast, event: str) -> None:
    link = await cast.host.ask("invite_companion")
    order = {"roomId": cast.room, "secret": link["secret"]}
    admitted = await cast.nobody.ask("open_companion", order)
    await cast.nobody.ask("join", {"token": admitted["token"]})
    assert await _code(cast.nobody, event, (SEATED | HOSTS)[event]) == "only_a_camera"


async def test_a_strangers_link_to_a_second_camera_opens_nothing(cast: Cast) -> None:
    order = {"roomId": cast.room, "secret": "made-up"}
    for who in (cast.nobody, cast.stranger, cast.participant, cast.host):
        assert await _outcome(who, "open_companion", order) == "companion_link_refused"
