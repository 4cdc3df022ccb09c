"""HTTP doors of messages and their files; all are for the two of a mentorship alone."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from server.chat.keys import CHAT
from server.chat.kinds import SHOWN, NotTaken
from server.chat.model import (
    LARGEST_FILE_BYTES,
    Attachment,
    ChatFull,
    Draft,
    NotWritable,
    Removed,
)
from server.chat.wire import (
    ChatFileOut,
    FileName,
    MessageIn,
    MessageList,
    MessageOut,
    MessagesBefore,
    SeenUpTo,
    ThreadList,
    file_out,
    message_out,
    thread_out,
)
from server.core.caller import person_of
from server.core.errors import Forbidden, Invalid, NotFound, TooLarge
from server.core.web import Routes

TAG = "messages"
ALL = "/api/mentorships/{mentorship_id}/messages"
SEEN = "/api/mentorships/{mentorship_id}/seen-messages"
FILES = "/api/mentorships/{mentorship_id}/files"
FILE = f"{FILES}/{{file_id}}"
_FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=31536000, immutable",
}
routes = Routes()


@routes.get("/api/messages", tag=TAG)
async def list_threads(request: web.Request) -> ThreadList:
    """What waits to be read, mentorship by mentorship."""
    found = await request.app[CHAT].threads(person_of(request))
    return ThreadList(threads=[thread_out(one) for one in found])


@routes.get(ALL, tag=TAG, errors=(NotFound,))
async def list_messages(
    request: web.Request, mentorship_id: str, query: MessagesBefore
) -> MessageList:
    """The latest messages of a mentorship, or those before one."""
    talk = await request.app[CHAT].talk(person_of(request), mentorship_id, query.before)
    return MessageList(
        messages=[message_out(one) for one in talk.messages],
        has_older=talk.has_older,
        is_open=talk.is_open,
        unread=talk.unread,
    )


@routes.post(
    ALL,
    tag=TAG,
    status=201,
    errors=(NotFound, NotWritable, Invalid, Removed),
    limit="60/minute",
)
async def send_message(request: web.Request, mentorship_id: str, body: MessageIn) -> MessageOut:
    """Write to the other; the same key twice is one message."""
    draft = Draft(body.key, body.text, tuple(body.files), body.booking_id)
    return message_out(await request.app[CHAT].send(person_of(request), mentorship_id, draft))


@routes.put(SEEN, tag=TAG, status=204, errors=(NotFound,))
async def note_messages_seen(request: web.Request, mentorship_id: str, body: SeenUpTo) -> None:
    """Read up to this one."""
    await request.app[CHAT].note_seen(person_of(request), mentorship_id, body.message_id)


@routes.delete(f"{ALL}/{{message_id}}", tag=TAG, status=204, errors=(NotFound, Forbidden))
async def take_message_back(request: web.Request, mentorship_id: str, message_id: str) -> None:
    """Take back what one wrote: words and files go, for both."""
    await request.app[CHAT].take_back(person_of(request), mentorship_id, message_id)


@routes.post(
    FILES,
    tag=TAG,
    status=201,
    accepts=("application/octet-stream",),
    max_bytes=LARGEST_FILE_BYTES,
    errors=(NotFound, NotWritable, Invalid, TooLarge, NotTaken, ChatFull),
    limit="120/hour",
)
async def put_chat_file(
    request: web.Request, mentorship_id: str, query: FileName, body: bytes
) -> ChatFileOut:
    """Upload a file to be sent with a message; one that is not sent goes after a day."""
    person = person_of(request)
    return file_out(await request.app[CHAT].put_file(person, mentorship_id, query.name, body))


@routes.get(FILE, tag=TAG, errors=(NotFound,), produces="application/octet-stream")
async def show_chat_file(request: web.Request, mentorship_id: str, file_id: str) -> web.Response:
    """A file, to be saved; a picture may be shown in its place."""
    one, content = await request.app[CHAT].file(person_of(request), mentorship_id, file_id)
    headers = {**_FILE_HEADERS, "Content-Disposition": _disposition(one)}
    return web.Response(body=content, content_type=one.content_type, headers=headers)


@routes.delete(FILE, tag=TAG, status=204, errors=(NotFound,))
async def drop_chat_file(request: web.Request, mentorship_id: str, file_id: str) -> None:
    """Leave out a file that was not sent."""
    await request.app[CHAT].drop_file(person_of(request), mentorship_id, file_id)


def _disposition(one: Attachment) -> str:
    """RFC 6266; the name as RFC 8187 has it, for it may be in any script."""
    way = "inline" if one.content_type in SHOWN else "attachment"
    return f"{way}; filename*=UTF-8''{quote(one.name, safe='')}"
