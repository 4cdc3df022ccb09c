"""The shapes of messages and files outside."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, field

from server.chat.model import MOST_FILES, MOST_LETTERS, Attachment, Message, Thread
from server.core.wire import Id, In, Out

Key = Annotated[str, Meta(min_length=8, max_length=40, pattern="^[0-9A-Za-z_-]+$")]


class MessageIn(In):
    """A message; `key` is the sender's own name for it, so that trying again sends it once."""

    key: Key
    text: Annotated[str, Meta(max_length=MOST_LETTERS * 4)] = ""
    files: Annotated[list[Id], Meta(max_length=MOST_FILES)] = field(default_factory=list)
    booking_id: Id | None = None


class MessagesBefore(In):
    """Older ones than this; without, the latest."""

    before: Id | None = None


class SeenUpTo(In):
    """The last message that was read."""

    message_id: Id


class FileName(In):
    """What the file is called on its sender's device."""

    name: Annotated[str, Meta(min_length=1, max_length=400)]


class ChatFileOut(Out):
    """A file with a message, or one about to be sent."""

    id: str
    name: str
    content_type: str
    size_bytes: int


class MessageOut(Out):
    """A message; without words and files once it was taken back."""

    id: str
    author_id: str | None
    key: str
    text: str
    sent_at: datetime
    booking_id: str | None
    removed_at: datetime | None
    files: list[ChatFileOut]


class MessageList(Out):
    """Oldest first."""

    messages: list[MessageOut]
    has_older: bool
    is_open: bool
    unread: int


class ThreadOut(Out):
    """What waits to be read of one mentorship."""

    mentorship_id: str
    other_id: str
    unread: int
    last_at: datetime | None
    is_open: bool


class ThreadList(Out):
    """In the order of the mentorships."""

    threads: list[ThreadOut]


class MessagesChanged(Out):
    """Something was written, read or taken back: look again."""

    mentorship_id: str


def file_out(one: Attachment) -> ChatFileOut:
    """As the two see it."""
    return ChatFileOut(
        id=one.id, name=one.name, content_type=one.content_type, size_bytes=one.size_bytes
    )


def message_out(one: Message) -> MessageOut:
    """As the two see it; its key is of use to its author only, and harmless."""
    return MessageOut(
        id=one.id,
        author_id=one.author,
        key=one.key,
        text=one.text,
        sent_at=one.sent_at,
        booking_id=one.booking,
        removed_at=one.removed_at,
        files=[file_out(file) for file in one.files],
    )


def thread_out(one: Thread) -> ThreadOut:
    """As one of the two sees it."""
    return ThreadOut(
        mentorship_id=one.mentorship,
        other_id=one.other,
        unread=one.unread,
        last_at=one.last_at,
        is_open=one.is_open,
    )
