"""Taking part as HTTP speaks of it: links, invitations, answers, people."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, field

from server.accounts.model import Role
from server.core.wire import Id, In, Out
from server.programmes import model
from server.programmes.model import Standing
from server.programmes.wire.programmes import (
    Name,
    Number,
    OwnPlace,
    ProgrammeOut,
    QuestionOut,
    Roles,
)

Secret = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=10_000)]
Answers = Annotated[dict[Id, Text | Number], Meta(max_length=40)]


class LinkIn(In):
    """A link to make. `most_uses` null: as many as like."""

    label: Name = ""
    roles: Roles
    expires_at: datetime
    most_uses: Number | None = None


class LinkOut(Out):
    """A link; its address is told once, when it is made."""

    id: str
    label: str
    roles: list[Role]
    created_at: datetime
    expires_at: datetime
    most_uses: int | None
    uses: int
    is_good: bool
    address: str | None

    @staticmethod
    def of(one: model.Link, now: datetime, address: str | None = None) -> LinkOut:
        return LinkOut(
            id=one.id,
            label=one.label,
            roles=sorted(one.roles),
            created_at=one.created_at,
            expires_at=one.expires_at,
            most_uses=one.most_uses,
            uses=one.uses,
            is_good=one.is_good(now),
            address=address,
        )


class LinkList(Out):
    links: list[LinkOut]


class SecretIn(In):
    """What a link ends with."""

    secret: Secret


class JoinIn(In):
    """Join by a link; no roles: all that it is for."""

    secret: Secret
    roles: Roles = field(default_factory=list)
    answers: Answers = field(default_factory=dict)


class LinkSeen(Out):
    """What a link leads to; `place` when the caller has to do with it already."""

    programme: ProgrammeOut
    roles: list[Role]
    questions: list[QuestionOut]
    place: OwnPlace | None
    is_enrolling: bool


class AcceptIn(In):
    """Say yes; no roles: all that one is asked to."""

    roles: Roles = field(default_factory=list)
    answers: Answers = field(default_factory=dict)


class AnswersIn(In):
    """One's answers to a programme's own questions, all of them."""

    answers: Answers


class PeopleQuery(In):
    """Which people to show; empty: all who take part or are asked to. `page` from 0."""

    words: Annotated[str, Meta(max_length=200)] = ""
    role: Literal["", "mentor", "mentee"] = ""
    standing: Literal["", "invited", "joined", "left", "removed"] = ""
    page: Annotated[int, Meta(ge=0, le=100_000)] = 0


class MemberOut(Out):
    """One person of a programme. `ready`: the roles in which the profile says enough."""

    id: str
    name: str
    email: str
    photo_url: str | None
    roles: list[Role]
    standing: Standing
    has_come: bool
    """Has chosen a password; whoever was imported has to."""
    ready: list[Role]
    answers: dict[str, str | int]
    joined_at: datetime | None
    letter_at: datetime | None


class MemberList(Out):
    people: list[MemberOut]
    total: int
    page_size: int


class LettersIn(In):
    """Whom to write to; null: everybody who was brought in and has had no letter."""

    people: Annotated[list[Id], Meta(max_length=500)] | None = None


class LettersOut(Out):
    sent: int
