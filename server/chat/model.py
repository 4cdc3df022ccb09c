"""Messages and files of a mentorship: who may write, and what a message holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from server.core.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from server.core.line import clean_line, clean_text
from server.mentorships.model.mentorship import Mentorship

MOST_LETTERS = 4000
MOST_FILES = 10
"""On one message."""
LARGEST_FILE_BYTES = 20 * 1024 * 1024
MOST_BYTES = 500 * 1024 * 1024
"""Of all files of one mentorship."""
LONGEST_NAME = 120
UNSENT_KEPT = timedelta(days=1)
TELL_AFTER = timedelta(minutes=10)
"""Whoever has not read a message by then is told that there is one, once."""
PAGE = 50


@dataclass(frozen=True, slots=True)
class Wrote:
    """When somebody wrote, without a word of it."""

    last_at: datetime
    unanswered: tuple[datetime, ...] = ()
    """Since the other one last wrote, oldest first; what was removed is left out."""


class NoMessage(NotFound):
    """No such message or file in this mentorship."""

    code = "no_message"
    title = "There is no such message"


class NotWritable(Forbidden):
    """The mentorship is over."""

    code = "chat_closed"
    title = "Messages can no longer be sent here"


class ChatFull(Conflict):
    """The files of a mentorship have reached what one may keep."""

    code = "chat_full"
    title = "There is no more room for files here"


class Removed(Conflict):
    """A message that was taken back cannot come again."""

    code = "message_removed"
    title = "This message was taken back"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that was sent, or is about to be; its content stays in the store."""

    id: str
    name: str
    content_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Its id tells its place: ids grow with time."""

    id: str
    mentorship: str
    author: str | None
    """None: their account is gone."""
    key: str
    """The sender's own name for it, so that sending it twice sends it once."""
    text: str
    sent_at: datetime
    booking: str | None = None
    """The session during which it was written."""
    removed_at: datetime | None = None
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is about to send."""

    key: str
    text: str
    files: tuple[str, ...] = ()
    booking: str | None = None

    def cleaned(self) -> Self:
        """Raises: Invalid, for a message that says nothing or too much."""
        text = clean_text(self.text, field="text", at_most=MOST_LETTERS)
        if not text and not self.files:
            sentence = "Write something, or add a file."
            raise Invalid(sentence, fields={"text": sentence})
        if len(set(self.files)) > MOST_FILES:
            sentence = f"At most {MOST_FILES} files with one message."
            raise Invalid(sentence, fields={"files": sentence})
        return type(self)(self.key, text, tuple(dict.fromkeys(self.files)), self.booking)


@dataclass(frozen=True, slots=True)
class Thread:
    """A mentorship's messages as one of the two sees them from outside."""

    mentorship: str
    other: str
    unread: int
    last_at: datetime | None
    is_open: bool
    """Whether one may write."""


def require_open(pair: Mentorship) -> None:
    """Both write while it runs, paused or not, and read for good. Raises: NotWritable."""
    if not pair.is_running:
        raise NotWritable("This mentorship is over. What you wrote stays here to be read.")


def require_room(used_bytes: int, more_bytes: int) -> None:
    """Raises: TooLarge, ChatFull."""
    if more_bytes > LARGEST_FILE_BYTES:
        raise TooLarge(f"The file is larger than {LARGEST_FILE_BYTES // 1024 // 1024} MB.")
    if used_bytes + more_bytes > MOST_BYTES:
        raise ChatFull("Take files back that you no longer need, and try again.")


def clean_name(raw: str) -> str:
    """A file's name without a path; never one that hides its ending. Raises: Invalid."""
    name = raw.replace("\\", "/").rpartition("/")[2].strip(". ")
    return clean_line(name or "file", field="name", at_most=LONGEST_NAME)
