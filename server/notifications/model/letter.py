"""What a letter is and when it is tried again; refuses an address that could carry a header."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import idna

from server.core.errors import Invalid

MOST_ATTEMPTS = 12  # with the waits below about a day and a half of trying
_FIRST_WAIT_S = 15
_LONGEST_WAIT_S = 6 * 3600
LEASE = timedelta(minutes=2)  # longer than one SMTP conversation may take

_MOST_ADDRESS_OCTETS = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets
_MOST_LOCAL_OCTETS = 64  # RFC 5321 §4.5.3.1.1
# RFC 5322 dot-atom, widened by RFC 6531 to letters of any script; no quoted strings.
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")


class Kind(StrEnum):
    """What a letter, a notice and a push are about; each has a template of the same name."""

    CONFIRM_EMAIL = "confirm_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - the name of a letter
    SECURITY_ALERT = "security_alert"
    ROOM_INVITE = "room_invite"
    PROGRAMME_INVITE = "programme_invite"
    MENTOR_ASKED = "mentor_asked"
    REQUEST_ACCEPTED = "request_accepted"
    REQUEST_DECLINED = "request_declined"
    REQUEST_EXPIRED = "request_expired"
    REQUEST_WITHDRAWN = "request_withdrawn"
    MENTOR_PAUSED = "mentor_paused"
    MENTORSHIP_PROPOSED = "mentorship_proposed"
    MENTORSHIP_BEGUN = "mentorship_begun"
    MENTORSHIP_PAUSED = "mentorship_paused"
    MENTORSHIP_RESUMED = "mentorship_resumed"
    MENTORSHIP_EXTENDED = "mentorship_extended"
    MENTORSHIP_COMPLETED = "mentorship_completed"
    MENTORSHIP_ENDED = "mentorship_ended"
    AGREEMENT_WRITTEN = "agreement_written"
    AGREEMENT_SIGNED = "agreement_signed"
    WEIGHTS_LEARNED = "weights_learned"
    SESSION_ASKED = "session_asked"
    SESSION_BOOKED = "session_booked"
    SESSION_DECLINED = "session_declined"
    SESSION_EXPIRED = "session_expired"
    SESSION_RESCHEDULED = "session_rescheduled"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_MOVED = "session_moved"
    """Nobody moved it: the rules of a time zone changed."""
    SESSION_CLASHES = "session_clashes"
    """They changed, and something else is there already."""
    SESSION_ANSWERED = "session_answered"
    SESSION_REMINDER = "session_reminder"
    SEAT_TAKEN = "seat_taken"
    SEAT_LEFT = "seat_left"
    SEAT_CALLED = "seat_called"
    """It is somebody's turn in office hours."""
    ATTENDANCE_CORRECTED = "attendance_corrected"
    """The other of the two says otherwise of who was there."""
    BUSY_SOURCE_LOST = "busy_source_lost"
    GOAL_DUE = "goal_due"
    MESSAGE_WAITING = "message_waiting"
    CHECK_IN_WRITTEN = "check_in_written"
    SESSION_DIGEST = "session_digest"
    """What became of the goals of two in a session of theirs."""
    SESSION_FEEDBACK = "session_feedback"
    FEEDBACK_REVEALED = "feedback_revealed"
    SURVEY_ASKED = "survey_asked"
    MODERATION_ASKED = "moderation_asked"
    NUDGE = "nudge"
    """What would help the mentorships of somebody, all in one."""
    DIGEST = "digest"


class State(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Address:
    """An e-mail address: `text` to show, `ascii` to send to, `key` to compare."""

    text: str
    ascii: str
    key: str

    @staticmethod
    def parse(raw: str, *, field: str = "email") -> Address:
        """The address in `raw`. Raises: Invalid naming `field`."""
        address = unicodedata.normalize("NFC", raw.strip())
        local, at, domain = address.rpartition("@")
        sentence = "This does not look like an e-mail address."
        if not at or not _LOCAL.fullmatch(local):
            raise Invalid(sentence, fields={field: sentence})
        try:
            host = idna.encode(domain, uts46=True).decode("ascii").lower()
            shown = idna.decode(host)
        except (idna.IDNAError, UnicodeError):
            raise Invalid(sentence, fields={field: sentence}) from None
        is_long = len(local.encode()) > _MOST_LOCAL_OCTETS
        if is_long or len(f"{local}@{host}".encode()) > _MOST_ADDRESS_OCTETS:
            sentence = "This e-mail address is too long."
            raise Invalid(sentence, fields={field: sentence})
        if "." not in host or host.endswith("."):
            raise Invalid(sentence, fields={field: sentence})
        key = unicodedata.normalize("NFKC", local).casefold()
        return Address(text=f"{local}@{shown}", ascii=f"{local}@{host}", key=f"{key}@{host}")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of the outbox; `id` is its Message-ID, however often it is tried."""

    id: str
    kind: Kind
    to: str
    locale: str
    params: dict[str, str] = field(repr=False)  # they hold links that open doors
    attempts: int
    created_at: datetime
    calendar: str = field(default="", repr=False)
    """An iTIP object (RFC 5546) that goes with it; it says its own method."""
    person: str | None = None
    """Whose account it is for, if it may be unsubscribed from."""
    due_at: datetime | None = None
    """Not before then; None: at once."""


def next_try_at(attempts: int, now: datetime) -> datetime | None:
    """When a letter that failed `attempts` times is tried again; None: never."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return now + timedelta(seconds=min(_FIRST_WAIT_S * 3 ** (attempts - 1), _LONGEST_WAIT_S))
