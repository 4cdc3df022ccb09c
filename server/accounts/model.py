"""Who a person is and what they may do with an account; refuses what no profile may hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from server.accounts.places import check_tag, check_zone
from server.core.errors import Conflict, Forbidden, Invalid, Unauthenticated
from server.core.line import clean_line
from server.notifications.model import Receiver

LONGEST_NAME = 80
LONGEST_HEADLINE = 160
MOST_LANGUAGES = 20

SIGN_IN_LIFETIME = timedelta(days=60)
SIGN_IN_IDLE = timedelta(days=30)
# Two tabs wake up together and both refresh: the later one is no thief.
RACING_TABS = timedelta(seconds=10)


class WrongCredentials(Unauthenticated):
    """Says the same for an unknown address and a wrong password."""

    code = "wrong_credentials"
    title = "E-mail address or password is not right"


class SignedOut(Unauthenticated):
    """The sign-in has ended: by its holder, by its age, or because its token was used twice."""

    code = "signed_out"
    title = "You have been signed out"


class EmailTaken(Conflict):
    """Told openly; docs/decisions/0005 weighs why."""

    code = "email_taken"
    title = "There is already an account with this e-mail address"


class SignUpClosed(Forbidden):
    """The operator lets nobody new in."""

    code = "sign_up_closed"
    title = "New accounts are not open here"


class EmailUnverified(Forbidden):
    """Needs a confirmed address first."""

    code = "email_unverified"
    title = "Please confirm your e-mail address first"


class LinkExpired(Invalid):
    """A mailed link that is unknown, used or too old; which of them is nobody's business."""

    code = "link_expired"
    title = "This link has expired or was already used"


class Role(StrEnum):
    """What a person takes part as; both at once is fine."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class Level(StrEnum):
    """How well a language is spoken."""

    NATIVE = "native"
    FLUENT = "fluent"
    GOOD = "good"
    BASIC = "basic"


class Purpose(StrEnum):
    """What a mailed proof is good for."""

    VERIFY = "verify"
    RESET = "reset"
    INVITE = "invite"
    """The first password of an account that somebody else made for its holder."""


PROOF_LIFETIME = {
    Purpose.VERIFY: timedelta(hours=48),
    Purpose.RESET: timedelta(minutes=30),
    Purpose.INVITE: timedelta(days=21),
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language a person can be mentored in."""

    tag: str
    level: Level


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account."""

    id: str
    email: str
    email_key: str  # as two addresses are compared
    email_verified_at: datetime | None
    name: str
    headline: str
    languages: tuple[Language, ...]
    time_zone: str
    locale: str
    roles: frozenset[Role]
    photo: str | None  # the content's name, not its bytes
    created_at: datetime

    @property
    def is_email_verified(self) -> bool:
        """Whether somebody has shown that they read this mailbox."""
        return self.email_verified_at is not None

    @property
    def receiver(self) -> Receiver:
        """They, as whoever tells them something needs to know them."""
        return Receiver(self.id, self.email, self.name, self.locale, self.time_zone)

    def is_among(self, email_keys: Collection[str]) -> bool:
        """Whether one of these mailboxes is shown to be theirs."""
        return self.is_email_verified and self.email_key in email_keys

    @property
    def photo_url(self) -> str | None:
        """Where the photo is served; changes with the photo, so that it may be cached for good."""
        return photo_url(self.id, self.photo)


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What others see of a person beside a message, a tile or a list entry."""

    id: str
    name: str
    photo_url: str | None


@dataclass(frozen=True, slots=True)
class RollEntry:
    """Somebody in a list that whoever looks after them sees."""

    id: str
    name: str
    email: str
    photo_url: str | None
    has_password: bool
    """Whether they have come in yet: whoever was imported chooses one then."""


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What of a profile changes; None leaves a field as it is."""

    name: str | None = None
    headline: str | None = None
    languages: tuple[Language, ...] | None = None
    time_zone: str | None = None
    locale: str | None = None
    roles: frozenset[Role] | None = None

    def checked(self) -> Self:
        """The same in normal form. Raises: Invalid with every bad field."""
        problems: dict[str, str] = {}
        rules = {
            "name": clean_name,
            "headline": clean_headline,
            "languages": clean_languages,
            "time_zone": clean_zone,
            "locale": clean_locale,
            "roles": clean_roles,
        }
        clean: dict[str, object] = {}
        for field, rule in rules.items():
            if (value := getattr(self, field)) is not None:
                try:
                    clean[field] = rule(value)  # type: ignore[operator]
                except Invalid as refusal:
                    problems |= refusal.fields
        if problems:
            raise Invalid(next(iter(problems.values())), fields=problems)
        return replace(self, **clean)  # type: ignore[arg-type]

    def onto(self, person: Person) -> Person:
        """`person` with the change made."""
        names = ("name", "headline", "languages", "time_zone", "locale", "roles")
        made = {n: getattr(self, n) for n in names if getattr(self, n) is not None}
        return replace(person, **made)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A device somebody is signed in on: the family of all refresh tokens it was ever given."""

    id: str
    person_id: str
    device: str
    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None

    def is_live(self, now: datetime) -> bool:
        """Whether it still opens doors."""
        return self.ended_at is None and now < self.ends_at

    @property
    def ends_at(self) -> datetime:
        """When it ends by itself if it is not used again."""
        return min(self.created_at + SIGN_IN_LIFETIME, self.last_seen_at + SIGN_IN_IDLE)


class Use(StrEnum):
    """How a refresh token comes to be shown."""

    FIRST = "first"
    RACING = "racing"
    AGAIN = "again"


def use_of(used_at: datetime | None, now: datetime) -> Use:
    """What showing a refresh token at `now` means when it was first used at `used_at`."""
    if used_at is None:
        return Use.FIRST
    return Use.RACING if now - used_at <= RACING_TABS else Use.AGAIN


def photo_url(person_id: str, photo: str | None) -> str | None:
    """Where a photo of this content is served."""
    return f"/api/people/{person_id}/photo?v={photo[:16]}" if photo else None


def clean_name(raw: str, *, field: str = "name") -> str:
    """A person's name in any script. Raises: Invalid naming `field`."""
    return clean_line(raw, field=field, at_least=1, at_most=LONGEST_NAME)


def clean_headline(raw: str) -> str:
    """One line on who somebody is; may be empty. Raises: Invalid."""
    return clean_line(raw, field="headline", at_most=LONGEST_HEADLINE)


def clean_zone(raw: str) -> str:
    """An IANA zone. Raises: Invalid."""
    return check_zone(raw, field="timeZone")


def clean_locale(raw: str) -> str:
    """The language the app and its letters speak to a person. Raises: Invalid."""
    return check_tag(raw, field="locale")


def clean_languages(languages: Iterable[Language]) -> tuple[Language, ...]:
    """Each language once, tags in their usual case. Raises: Invalid."""
    clean = tuple(
        Language(check_tag(one.tag, field=f"languages[{at}].tag"), one.level)
        for at, one in enumerate(languages)
    )
    if len(clean) > MOST_LANGUAGES:
        raise _no("languages", f"At most {MOST_LANGUAGES} languages.")
    if len({one.tag for one in clean}) < len(clean):
        raise _no("languages", "Each language once, please.")
    return clean


def check_language(raw: str, *, field: str) -> str:
    """A language tag in its usual case. Raises: Invalid naming `field`."""
    return check_tag(raw, field=field)


def clean_roles(roles: Iterable[Role]) -> frozenset[Role]:
    """At least one role. Raises: Invalid."""
    if not (clean := frozenset(roles)):
        raise _no("roles", "Choose mentor, mentee or both.")
    return clean


def may_end(person_id: str, sign_in: SignIn) -> bool:
    """Whether a person may sign a device out: their own only."""
    return sign_in.person_id == person_id


def may_be_found(person: Person, *, needs_verified: bool) -> bool:
    """Whether an address leads others to this person: not while somebody else could hold it."""
    return person.is_email_verified or not needs_verified


def may_host(person: Person, *, needs_verified: bool) -> bool:
    """Whether a person may invite others, and so make this server send letters."""
    return person.is_email_verified or not needs_verified


def _no(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
