"""What a mentee lets others read of a mentor; refuses what was not revealed or not ticked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from server.core.errors import Conflict, NotFound
from server.core.line import clean_text
from server.feedback.model.cards import Tag

LONGEST_REPLY = 1000


class AlreadyReplied(Conflict):
    """One word, one answer."""

    code = "already_replied"
    title = "You have replied to this already"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An appreciation that its author has ticked, with the mentor's reply. `id`: its card's."""

    id: str
    programme: str | None
    author: str
    mentor: str
    tags: frozenset[Tag]
    text: str
    session_at: datetime
    reply: str = ""
    replied_at: datetime | None = None
    is_hidden: bool = False
    is_reply_hidden: bool = False
    """By a coordinator, after a report."""

    def replied(self, person: str, text: str, now: datetime) -> Self:
        """Raises: NotFound for everybody but the mentor, AlreadyReplied, Invalid."""
        if person != self.mentor or self.is_hidden:
            raise NotFound("There is no such review.")
        if self.reply:
            raise AlreadyReplied
        words = clean_text(text, field="text", at_least=1, at_most=LONGEST_REPLY)
        return replace(self, reply=words, replied_at=now)
