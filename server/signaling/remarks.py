"""What people in a session show and write to each other besides picture and sound.

Reactions, hands, captions and the clock they share; sent as they stand, so they are Structs
with the names of the wire.
"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from server.core.wire import Id, In, Out

MAX_CAPTION = 500
"""Characters of one line; a recogniser ends a line long before."""
MAX_SEALED = 3072
"""Characters of a line sealed for one reader: its UTF-8, 45 bytes around it, as base64url."""

Reaction = Literal["thumbs_up", "heart", "clap", "laugh", "wow", "celebrate", "thinking"]
Captioning = Literal["writing", "declined", "unable"]
LineNumber = Annotated[int, Meta(ge=0, le=1_000_000)]


class Reacted(Out):
    """Somebody shows for a moment how they feel about it."""

    peer_id: str
    reaction: Reaction


class Hands(Out):
    """Who has a hand up, in the order in which they went up."""

    raised: list[str]


class Captioner(Out):
    """Whether somebody's browser writes down what they say."""

    peer_id: str
    state: Captioning


class Captions(Out):
    """Who asked for captions, and who gives them."""

    asked_by: list[str]
    captioners: list[Captioner]


class SealedLine(In):
    """A line of captions that only that peer can open."""

    peer_id: Id
    envelope: Annotated[str, Meta(min_length=1, max_length=MAX_SEALED)]


class Captioned(Out):
    """What somebody says, written by their own browser; kept nowhere."""

    peer_id: str
    line: int
    """A line is told again, longer or corrected, until it is final."""
    is_final: bool
    language: str
    """BCP 47."""
    text: str | None
    """None: sealed, for the session is encrypted end-to-end."""
    envelope: str | None


class TopicNow(Out):
    """The topic of the agenda that somebody has chosen, and since when it is talked about."""

    topic_id: str
    since: datetime


class Countdown(Out):
    """A time that somebody has set for everybody."""

    whole_s: int
    ends_at: datetime
    by_name: str


class Timer(Out):
    """The clock of the session; `now` is the server's, so that nobody counts by their own."""

    now: datetime
    topic: TopicNow | None
    countdown: Countdown | None
