"""The shapes of accounts on the wire; refuses fields nobody declared."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from server.accounts import model
from server.accounts.model import Level, Person, ProfileChange, Role
from server.core.wire import In, Out

# Only so that nothing endless is looked at; the rules themselves are the model's.
Email = Annotated[str, Meta(max_length=320)]
Password = Annotated[str, Meta(max_length=1000)]
Token = Annotated[str, Meta(min_length=1, max_length=200)]
Line = Annotated[str, Meta(max_length=1000)]
Tag = Annotated[str, Meta(max_length=64)]
Roles = Annotated[list[Role], Meta(max_length=8)]


class Language(In):
    """A language and how well it is spoken."""

    tag: Tag
    level: Level


class SignUp(In):
    """What a newcomer fills in."""

    email: Email
    password: Password
    name: Line
    roles: Roles
    time_zone: Tag
    locale: Tag = "en"


class Credentials(In):
    """What signs a person in."""

    email: Email
    password: Password


class VerifyIn(In):
    """The secret of a mailed link."""

    token: Token


class ResetIn(In):
    """Where to send a link for a new password."""

    email: Email


class ResetConfirm(In):
    """The secret of a mailed link and the new password."""

    token: Token
    password: Password


class PasswordChange(In):
    """The old password and the new one."""

    current: Password
    new: Password


class MeChange(In):
    """What of one's profile changes; what is left out stays."""

    name: Line | UnsetType = UNSET
    headline: Line | UnsetType = UNSET
    languages: Annotated[list[Language], Meta(max_length=100)] | UnsetType = UNSET
    time_zone: Tag | UnsetType = UNSET
    locale: Tag | UnsetType = UNSET
    roles: Roles | UnsetType = UNSET

    def change(self) -> ProfileChange:
        """As the model has it."""
        return ProfileChange(
            name=_or_none(self.name),
            headline=_or_none(self.headline),
            languages=None
            if isinstance(self.languages, UnsetType)
            else tuple(model.Language(one.tag, one.level) for one in self.languages),
            time_zone=_or_none(self.time_zone),
            locale=_or_none(self.locale),
            roles=None if isinstance(self.roles, UnsetType) else frozenset(self.roles),
        )


class Me(Out):
    """One's own profile."""

    id: str
    email: str
    is_email_verified: bool
    name: str
    headline: str
    photo_url: str | None
    languages: list[Language]
    time_zone: str
    locale: str
    roles: list[Role]
    created_at: datetime
    is_operator: bool
    """May see how the server is."""

    @staticmethod
    def of(person: Person, *, is_operator: bool) -> Me:
        """A person as they see themselves."""
        return Me(
            id=person.id,
            email=person.email,
            is_email_verified=person.is_email_verified,
            name=person.name,
            headline=person.headline,
            photo_url=person.photo_url,
            languages=[Language(tag=one.tag, level=one.level) for one in person.languages],
            time_zone=person.time_zone,
            locale=person.locale,
            roles=sorted(person.roles),
            created_at=person.created_at,
            is_operator=is_operator,
        )


class SignIn(Out):
    """A device somebody is signed in on."""

    id: str
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool

    @staticmethod
    def of(one: model.SignIn, *, current: str) -> SignIn:
        """A sign-in as its holder sees it."""
        return SignIn(
            id=one.id,
            device=one.device,
            created_at=one.created_at,
            last_seen_at=one.last_seen_at,
            is_current=one.id == current,
        )


class SignIns(Out):
    """Every device the caller is signed in on, the one last seen first."""

    sign_ins: list[SignIn]


class PhotoQuery(In):
    """`v` names the content, so that a browser may keep it for good."""

    v: Annotated[str, Meta(max_length=64)] = ""


class Jwk(Out):
    """One public key (RFC 8037)."""

    kty: str
    crv: str
    x: str
    kid: str
    use: str
    alg: str


class Jwks(Out):
    """Every key a token of ours may be signed with (RFC 7517)."""

    keys: list[Jwk]


def _or_none(value: Any) -> Any:
    return None if value is UNSET else value
