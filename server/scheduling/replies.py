"""Answers that calendars send by mail (iTIP REPLY, RFC 5546 §3.2.3); refuses all other mail.

Bounded in every direction, for anybody may write to a mailbox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from server.scheduling.contentlines import WITH_PEOPLE, Component, calendars
from server.scheduling.ics import Answer

MOST_BYTES = 1024 * 1024
_MOST_CALENDAR_BYTES = 128 * 1024
_MOST_PARTS = 40
_VOUCHED = re.compile(r"\bdmarc\s*=\s*pass\b", re.IGNORECASE)
_ANSWERS = {one.value: one for one in Answer if one is not Answer.NEEDED}


@dataclass(frozen=True, slots=True)
class Reply:
    """What one attendee answers to one session."""

    sender: str
    attendee: str
    uid: str
    sequence: int
    answer: Answer
    is_vouched_for: bool
    """Whether our own mail server says that the sender is no forgery (RFC 8601)."""


def reply_of(raw: bytes, authserv: str | None) -> Reply | None:
    """The answer in a mail; None when there is none.

    authserv: by which name our own mail server signs its findings; None: it makes none.
    """
    if len(raw) > MOST_BYTES:
        return None
    message = BytesParser(policy=policy.compat32).parsebytes(raw)
    sender = parseaddr(str(message.get("From", "")))[1]
    # A second sender could be another than the one who was checked.
    if not sender or len(message.get_all("From", [])) != 1:
        return None
    for part in _calendar_parts(raw):
        found = _answer(part)
        if found is not None:
            attendee, uid, sequence, answer = found
            findings = [str(one) for one in message.get_all("Authentication-Results", [])]
            is_vouched_for = _is_vouched_for(findings, authserv)
            return Reply(sender, attendee, uid, sequence, answer, is_vouched_for)
    return None


def _calendar_parts(raw: bytes) -> list[bytes]:
    message = BytesParser(EmailMessage, policy=policy.compat32).parsebytes(raw)
    found = []
    for count, part in enumerate(message.walk()):
        if count >= _MOST_PARTS:
            break
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and len(payload) <= _MOST_CALENDAR_BYTES:
                found.append(payload)
    return found


def _answer(raw: bytes) -> tuple[str, str, int, Answer] | None:
    for calendar in calendars(raw, WITH_PEOPLE):
        events = [part for part in calendar.parts if part.name == "VEVENT"]
        if calendar.text("METHOD").upper() == "REPLY" and len(events) == 1:
            return _of_event(events[0])
    return None


def _of_event(event: Component) -> tuple[str, str, int, Answer] | None:
    attendees = event.all("ATTENDEE")
    if len(attendees) != 1 or event.first("RECURRENCE-ID") is not None:
        return None
    scheme, colon, address = attendees[0].value.strip().partition(":")
    answer = _ANSWERS.get(attendees[0].params.get("PARTSTAT", "").upper())
    sequence = event.text("SEQUENCE") or "0"
    if not colon or scheme.casefold() != "mailto" or answer is None:
        return None
    if not sequence.isdecimal() or len(sequence) > 9:
        return None
    return address, event.text("UID"), int(sequence), answer


def _is_vouched_for(findings: list[str], authserv: str | None) -> bool:
    """By the topmost header of our server's name: it takes away those that others made up."""
    if not authserv:
        return False
    for one in findings:
        name = one.partition(";")[0].split()[:1]
        if name and name[0].casefold() == authserv.casefold():
            return _VOUCHED.search(one) is not None
    return False
