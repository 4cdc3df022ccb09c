"""One person's profile with both sides: who may see it, and what a change makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from server.accounts.model import Person, Role
from server.core.errors import Conflict, NotFound
from server.profiles.model.mentee import Mentee, MenteeChange
from server.profiles.model.mentor import Mentor, MentorChange
from server.profiles.model.parts import Common, Visibility

T = TypeVar("T", Common, Mentee, Mentor)


class ChangedElsewhere(Conflict):
    """Somebody saved with an older version in hand: their other tab, or another device."""

    code = "changed_elsewhere"
    title = "This profile was changed elsewhere"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one person has told so far.

    The versions count changes of what each side shows, so that a change of what is common counts
    for both.
    """

    person_id: str
    common: Common = field(default_factory=Common)
    mentee: Mentee = field(default_factory=Mentee)
    mentor: Mentor = field(default_factory=Mentor)
    mentee_version: int = 0
    mentor_version: int = 0
    places_taken: int = 0
    """Running mentorships as a mentor; told by whoever keeps them."""
    updated_at: datetime | None = None
    """None: nothing was ever saved."""

    @property
    def places_left(self) -> int:
        """How many mentees more; 0 while a mentor has not said how many."""
        return max(0, (self.mentor.capacity.places or 0) - self.places_taken)


@dataclass(frozen=True, slots=True)
class Entry:
    """A profile and the account it belongs to: what an index of people is built from."""

    person: Person
    profile: Profile


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """News: what somebody shows in this role is no longer what it was."""

    person_id: str
    role: Role


def with_mentee_change(profile: Profile, change: MenteeChange, now: datetime) -> Profile:
    """`profile` with a clean change made."""
    mentee = _onto(profile.mentee, change, ("goals", "styles", "pause", "visibility"))
    if change.effort is not None:
        mentee = replace(mentee, weekly_minutes=change.effort.weekly_minutes)
    if (wishes := change.wishes) is not None:
        mentee = replace(mentee, most_important=wishes.most_important, filters=wishes.filters)
    common = _onto(profile.common, change, _COMMON)
    is_both = common != profile.common
    return replace(
        profile,
        common=common,
        mentee=mentee,
        mentee_version=profile.mentee_version + 1,
        mentor_version=profile.mentor_version + is_both,
        updated_at=now,
    )


def with_mentor_change(profile: Profile, change: MentorChange, now: datetime) -> Profile:
    """`profile` with a clean change made."""
    names = ("offer", "styles", "wanted", "capacity", "price", "pause", "visibility")
    common = _onto(profile.common, change, _COMMON)
    is_both = common != profile.common
    return replace(
        profile,
        common=common,
        mentor=_onto(profile.mentor, change, names),
        mentee_version=profile.mentee_version + is_both,
        mentor_version=profile.mentor_version + 1,
        updated_at=now,
    )


def roles_changed(before: Profile, after: Profile) -> tuple[Role, ...]:
    """In which roles a person now shows something else."""
    mentee = before.mentee_version != after.mentee_version
    mentor = before.mentor_version != after.mentor_version
    return (Role.MENTEE,) * mentee + (Role.MENTOR,) * mentor


def require_version(known: int, given: int | None) -> None:
    """None comes from our own domains, which do not edit by hand. Raises: ChangedElsewhere."""
    if given is not None and given != known:
        raise ChangedElsewhere(
            "You, or somebody who looks after your profile, changed it in another place meanwhile. "
            "Load it again to see what is there now."
        )


def require_shown(entry: Entry | None, viewer: str, *, is_ready: bool) -> Entry:
    """A mentor whom `viewer` may see: themselves, or one who is listed and ready.

    Raises: NotFound; whether there is such a person is nobody's business.
    """
    if entry is not None and entry.person.id == viewer:
        return entry
    is_listed = entry is not None and (
        Role.MENTOR in entry.person.roles
        and entry.profile.mentor.visibility is Visibility.LISTED
        and is_ready
    )
    if entry is None or not is_listed:
        raise NotFound("There is no such mentor, or they are not shown.")
    return entry


_COMMON = ("about", "manner", "hours")


def _onto(value: T, change: object, names: tuple[str, ...]) -> T:
    made = {name: new for name in names if (new := getattr(change, name)) is not None}
    return replace(value, **made)
