"""What is to be written when somebody is told something: their notice, their letter, their push."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from server.core.ids import new_id
from server.notifications.letters import ONLY_BY_LETTER, PARAMS, Letters, check_params
from server.notifications.model import (
    Address,
    Kind,
    Letter,
    Notice,
    Preferences,
    Receiver,
    leads_there,
    switchable,
)


class Part(StrEnum):
    """What is told now, where a letter is written later than the rest."""

    WHOLE = "whole"
    NOTICE = "notice"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class About:
    """What a notice says: ids and short words, never what people write to each other."""

    path: str
    """Where it leads, within our own pages."""
    facts: dict[str, str] = field(default_factory=dict)
    """What `letters.PARAMS` names for the kind, but for name, link and zone."""
    by_letter: dict[str, str] = field(default_factory=dict, repr=False)
    """Those of `letters.ONLY_BY_LETTER` among them: only the mailbox may know these."""
    link: str = field(default="", repr=False)
    """Where the letter leads, if elsewhere: it may hold a secret that only the mailbox may know."""
    calendar: str = field(default="", repr=False)
    """An iTIP object that goes with the letter."""
    happens_at: datetime | None = None
    """The moment it is about: what is near is told in quiet hours, too, and never afterwards."""
    part: Part = Part.WHOLE
    is_own: bool = False
    """Whether its reader did it: then it is read already, and no device says so."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """A push to each browser of the notice's person."""

    notice: Notice
    title: str
    due_at: datetime
    happens_at: datetime | None


@dataclass(frozen=True, slots=True)
class Telling:
    """All that is written for one person; what they do not wish for is not there."""

    receiver: Receiver
    notice: Notice | None = None
    digest_at: datetime | None = None
    letter: Letter | None = None
    push: Pushed | None = None


@dataclass(frozen=True, slots=True)
class Teller:
    """Decides what is written, for one kind at one moment; writes nothing."""

    letters: Letters
    kind: Kind
    now: datetime

    def telling(self, to: Receiver, about: About, wishes: Preferences) -> Telling:
        """Raises: Invalid, for a text or an address that could carry a second header."""
        kind, now, switch = self.kind, self.now, wishes.switch(self.kind)
        if not leads_there(kind, about.path):
            raise TypeError(f"{kind} does not lead to {about.path}")
        params = params_of(self.letters, kind, to, about)
        check_params(kind, params, is_letter=False)
        wants_letter = switch.email and about.part is not Part.NOTICE
        digest_at = wishes.digest_at(kind, now, to.zone) if switch.email else None
        leaves_at = wishes.leaves_at(kind, now, to.zone, about.happens_at)
        letter = None
        if wants_letter and digest_at is None:
            letter = self.letter(to, params | about.by_letter, leaves_at, about.calendar)
        if about.part is Part.LETTER:
            return Telling(to, letter=letter)
        read_at = now if about.is_own else None
        one = Notice(
            new_id(), to.person, kind, about.facts, about.path, now, to.locale, to.zone, read_at
        )
        push = None
        if switch.push and not about.is_own:
            title = self.letters.title(kind, to.locale, params)
            push = Pushed(one, title, leaves_at, about.happens_at)
        return Telling(to, one, digest_at, letter, push)

    def letter(
        self, to: Receiver, params: dict[str, str], due_at: datetime | None, calendar: str = ""
    ) -> Letter:
        """To somebody with an account. Raises: as `telling`."""
        check_params(self.kind, params)
        return Letter(
            id=new_id(),
            kind=self.kind,
            to=Address.parse(to.email).ascii,
            locale=to.locale,
            params=params,
            attempts=0,
            created_at=self.now,
            calendar=calendar,
            person=to.person if switchable(self.kind) else None,
            due_at=due_at,
        )


def params_of(letters: Letters, kind: Kind, to: Receiver, about: About) -> dict[str, str]:
    """What a template of this kind is filled with, but for what only the mailbox may know."""
    known = {"name": to.name, "zone": to.zone, "link": about.link or letters.at(about.path)}
    names = PARAMS[kind] - ONLY_BY_LETTER
    return {**about.facts, **{name: one for name, one in known.items() if name in names}}
