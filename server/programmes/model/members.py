"""Who takes part in a programme, and the links by which people come; refuses spent links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from server.accounts.model import Role
from server.core.errors import Conflict, Invalid, NotFound
from server.core.line import clean_line
from server.programmes.model.programme import NotForYou, Programme, WrongState
from server.programmes.model.questions import Answer

LONGEST_LABEL = 80
LONGEST_LINK = timedelta(days=366)
MOST_USES = 100_000
MOST_LINKS = 50
"""That are open at a time."""


class Standing(StrEnum):
    """Where somebody stands with a programme."""

    INVITED = "invited"
    """Asked, and has not said yes yet."""
    JOINED = "joined"
    LEFT = "left"
    REMOVED = "removed"


SHOWN = (Standing.JOINED, Standing.INVITED)
"""Of whom coordinators think when they think of their people."""


class Brought(StrEnum):
    """What became of somebody whom a coordinator brought."""

    TAKEN = "taken"
    ASKED = "asked"
    THERE = "there"
    """Took part or was asked already."""
    GONE = "gone"
    """Has left by themselves, and is not asked again."""


@dataclass(frozen=True, slots=True)
class MembersChanged:
    """News: others take part in a programme from now on, or it goes by other rules.

    `person`: of whom it is; None for many at once, and for the programme itself.
    """

    programme: str
    person: str | None


class LinkSpent(NotFound):
    """Unknown, withdrawn, run out or used up; which of them is nobody's business."""

    code = "link_spent"
    title = "This invitation is no longer good"


@dataclass(frozen=True, slots=True)
class Membership:
    """One person in one programme."""

    programme: str
    person: str
    roles: frozenset[Role]
    standing: Standing
    answers: Mapping[str, Answer] = field(default_factory=dict)
    invited_at: datetime | None = None
    letter_at: datetime | None = None
    """When the last letter went out."""
    joined_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def is_in(self) -> bool:
        return self.standing is Standing.JOINED


@dataclass(frozen=True, slots=True)
class Link:
    """Lets whoever has it join, as long as it is good; the secret itself is kept by nobody."""

    id: str
    programme: str
    label: str
    roles: frozenset[Role]
    created_at: datetime
    expires_at: datetime
    most_uses: int | None
    uses: int
    revoked_at: datetime | None

    def is_good(self, now: datetime) -> bool:
        """Whether somebody could join by it now."""
        is_spent = self.most_uses is not None and self.uses >= self.most_uses
        return self.revoked_at is None and now < self.expires_at and not is_spent


def reporting_lines(managers: Mapping[str, str]) -> set[tuple[str, str]]:
    """Whom everybody reports to, directly and through others: pairs (below, above).

    `managers`: of each person the one right above them. Circles, which a file may hold, end.
    """
    found: set[tuple[str, str]] = set()
    for below in managers:
        above = managers.get(below)
        while above is not None and above != below and (below, above) not in found:
            found.add((below, above))
            above = managers.get(above)
    return found


def brought_as(before: Membership | None, *, is_fresh: bool) -> Brought:
    """What bringing somebody in makes of where they stood; `is_fresh`: their account is new."""
    if before is None:
        return Brought.TAKEN if is_fresh else Brought.ASKED
    if before.standing is Standing.REMOVED:
        return Brought.ASKED
    return Brought.GONE if before.standing is Standing.LEFT else Brought.THERE


def require_role(roles: frozenset[Role] | None, role: Role) -> None:
    """`roles`: as whom they take part; None for strangers. Raises: NotFound, NotForYou."""
    if roles is None:
        raise NotFound("There is no such programme.")
    if role not in roles:
        raise NotForYou(f"You do not take part in this programme as a {role.value}.")


def require_enrolling(programme: Programme, now: datetime) -> None:
    """Raises: WrongState."""
    if programme.is_draft:
        raise WrongState("This programme has not opened its enrolment yet.")
    if not programme.is_enrolling(now):
        raise WrongState("The enrolment for this programme has ended.")


def chosen_roles(allowed: frozenset[Role], wished: Iterable[Role]) -> frozenset[Role]:
    """What of the roles on offer somebody takes; all when they name none. Raises: Invalid."""
    roles = frozenset(wished) or allowed
    if not roles <= allowed:
        sentence = "This invitation is for the other role."
        raise Invalid(sentence, fields={"roles": sentence})
    return roles


def require_room(open_links: int) -> None:
    """Raises: Conflict."""
    if open_links >= MOST_LINKS:
        raise Conflict(f"At most {MOST_LINKS} links at a time: withdraw one first.")


def new_link(link: Link, now: datetime) -> Link:
    """The same in normal form. Raises: Invalid."""
    label = clean_line(link.label, field="label", at_most=LONGEST_LABEL)
    problems = {
        "roles": "" if link.roles else "Choose mentor, mentee or both.",
        "expiresAt": ""
        if now < link.expires_at <= now + LONGEST_LINK
        else "A link is good until a day to come, within a year.",
        "mostUses": ""
        if link.most_uses is None or 1 <= link.most_uses <= MOST_USES
        else f"From 1 to {MOST_USES:,} uses, or leave it empty.",
    }
    wrong = {name: sentence for name, sentence in problems.items() if sentence}
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    return Link(
        link.id,
        link.programme,
        label,
        link.roles,
        link.created_at,
        link.expires_at,
        link.most_uses,
        link.uses,
        link.revoked_at,
    )
