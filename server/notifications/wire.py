"""The shapes of notices, their settings, devices and news outside."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from server.core.wire import Id, In, Out

NoticeKind = Literal[
    "session_reminder",
    "session_asked",
    "session_booked",
    "session_declined",
    "session_expired",
    "session_rescheduled",
    "session_cancelled",
    "session_moved",
    "session_clashes",
    "session_answered",
    "seat_taken",
    "seat_left",
    "seat_called",
    "attendance_corrected",
    "busy_source_lost",
    "mentor_asked",
    "request_accepted",
    "request_declined",
    "request_expired",
    "request_withdrawn",
    "mentor_paused",
    "mentorship_proposed",
    "mentorship_begun",
    "mentorship_paused",
    "mentorship_resumed",
    "mentorship_extended",
    "mentorship_completed",
    "mentorship_ended",
    "agreement_written",
    "agreement_signed",
    "weights_learned",
    "goal_due",
    "message_waiting",
    "nudge",
    "check_in_written",
    "session_digest",
    "session_feedback",
    "feedback_revealed",
    "survey_asked",
    "moderation_asked",
    "programme_invite",
    "room_invite",
    "security_alert",
]
NoticeTopic = Literal[
    "sessions",
    "requests",
    "mentorships",
    "goals",
    "feedback",
    "programmes",
    "invitations",
    "safety",
]
DigestRhythm = Literal["off", "daily", "weekly"]
Minute = Annotated[int, msgspec.Meta(ge=0, le=1439)]
UnsubscribeToken = Annotated[str, msgspec.Meta(min_length=40, max_length=120)]


class NoticeOut(Out):
    """One notice; its title is in the language its reader had when they were told."""

    id: str
    kind: NoticeKind
    title: str
    language: str
    path: str
    created_at: datetime
    is_read: bool


class NoticeList(Out):
    """Some, the newest first; `next`: where the next page begins. `unread` counts up to 100."""

    notices: list[NoticeOut]
    unread: int
    next: str | None


class NoticeQuery(In):
    """Which page: from behind one, or the newest."""

    before: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 30


class ReadUpTo(In):
    """The newest that was seen: it and all before it are read then."""

    up_to: Id


class NoticesChanged(Out):
    """Something was told or read; how many are unread now."""

    unread: int


class SwitchOut(Out):
    """A kind and its ways.

    `isFixed`: its letter cannot be switched off; `hasEmail`, `hasPush`: whether it takes that
    way at all; `isQuiet`: it may wait for a digest.
    """

    kind: NoticeKind
    topic: NoticeTopic
    email: bool
    push: bool
    is_fixed: bool
    has_email: bool
    has_push: bool
    is_quiet: bool


class QuietHours(Out):
    """In minutes of the person's day; may cross midnight."""

    start_minute: int
    end_minute: int


class NoticeSettingsOut(Out):
    """What somebody wishes, and what they may choose from. Times are by their own clock."""

    switches: list[SwitchOut]
    quiet_hours: QuietHours | None
    digest: DigestRhythm
    reminders: list[int]
    reminder_choices: list[int]
    most_reminders: int


class SwitchIn(In):
    """Ways of a kind."""

    kind: NoticeKind
    email: bool
    push: bool


class QuietHoursIn(In):
    """In minutes of the person's day; may cross midnight."""

    start_minute: Minute
    end_minute: Minute


class NoticeSettingsIn(In):
    """All of somebody's wishes; a kind that is not named has what holds for everybody."""

    switches: Annotated[list[SwitchIn], msgspec.Meta(max_length=100)]
    quiet_hours: QuietHoursIn | None
    digest: DigestRhythm
    reminders: Annotated[list[int], msgspec.Meta(max_length=20)]


class PushKeys(In):
    """As `PushSubscription.toJSON()` writes them."""

    p256dh: Annotated[str, msgspec.Meta(max_length=100)]
    auth: Annotated[str, msgspec.Meta(max_length=40)]


class PushSubscriptionIn(In):
    """One browser."""

    endpoint: Annotated[str, msgspec.Meta(max_length=1000)]
    keys: PushKeys


class PushSubscriptionOut(Out):
    """One browser; where its service is stays between it and the server."""

    id: str
    device: str
    created_at: datetime


class PushSubscriptionList(Out):
    """Somebody's browsers, and the key by which a further one subscribes."""

    subscriptions: list[PushSubscriptionOut]
    public_key: str


class UnsubscribeOut(Out):
    """What kind of letters a link ends; `digest` is the collection of quiet ones."""

    kind: Literal[NoticeKind, "digest"]
