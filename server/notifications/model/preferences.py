"""What a person wishes about their notices; refuses times and kinds that do not exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.core.errors import Invalid
from server.notifications.model.letter import Kind
from server.notifications.model.rules import NOTICES, RULES

DAY = 1440
DIGEST_AT = time(8)
"""By the receiver's clock; a weekly one on Mondays."""
NEAR = timedelta(hours=1)
"""What happens within this time is told in quiet hours, too."""
LEADS_MINUTES = (5, 10, 15, 30, 60, 120, 240, 720, 1440, 2880, 10080)
"""How long before a session one may be reminded."""
FIRST_LEADS = (10, 1440)
MOST_LEADS = 5


class Digest(StrEnum):
    """When the quiet kinds are written about."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Switch:
    """Which ways a kind takes beside the centre."""

    email: bool
    push: bool


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing leaves, in minutes of the receiver's day; may cross midnight."""

    start: int
    end: int

    def over_at(self, now: datetime, zone: str) -> datetime | None:
        """When they end, if it is quiet now."""
        local = now.astimezone(ZoneInfo(zone))
        minute = local.hour * 60 + local.minute
        crosses = self.start > self.end
        is_quiet = (
            (minute >= self.start or minute < self.end)
            if crosses
            else self.start <= minute < self.end
        )
        if not is_quiet:
            return None
        day = local.date() + timedelta(days=int(crosses and minute >= self.start))
        # Where the clock jumps over that minute, or turns back before it, there is still one.
        return max(_instant(day, time(self.end // 60, self.end % 60), zone), now)


@dataclass(frozen=True, slots=True)
class Preferences:
    """All of a person's wishes; who has said nothing has these."""

    switches: Mapping[Kind, Switch] = field(default_factory=dict)
    """Only of kinds of which something was said."""
    quiet: Quiet | None = None
    digest: Digest = Digest.OFF
    reminders: tuple[int, ...] = FIRST_LEADS
    """How many minutes before a session, of `LEADS_MINUTES`, the shortest first."""

    def switch(self, kind: Kind) -> Switch:
        """The ways of a kind."""
        rule = RULES[kind]
        said = self.switches.get(kind, Switch(rule.email, rule.push))
        return Switch(True, said.push) if rule.is_fixed else said

    def digest_at(self, kind: Kind, now: datetime, zone: str) -> datetime | None:
        """When a notice of this kind is written about together with others, if it is."""
        if self.digest is Digest.OFF or not RULES[kind].is_quiet:
            return None
        today = now.astimezone(ZoneInfo(zone)).date()
        for ahead in range(9):
            day = today + timedelta(days=ahead)
            if self.digest is Digest.WEEKLY and day.weekday() != 0:
                continue
            if (at := _instant(day, DIGEST_AT, zone)) > now:
                return at
        raise AssertionError("a week has a Monday")

    def leaves_at(self, kind: Kind, now: datetime, zone: str, happens: datetime | None) -> datetime:
        """When it may leave: now, or when quiet hours are over, in time for what it is about."""
        over = self.quiet.over_at(now, zone) if self.quiet else None
        if over is None or RULES[kind].is_fixed:
            return now
        return over if happens is None else max(now, min(over, happens - NEAR))


def clean_preferences(given: Preferences) -> Preferences:
    """The same in order. Raises: Invalid naming every bad field."""
    problems = dict(_problems(given))
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)
    return Preferences(
        switches={
            kind: switch
            for kind, switch in given.switches.items()
            if switch != Switch(RULES[kind].email, RULES[kind].push)
        },
        quiet=given.quiet,
        digest=given.digest,
        reminders=tuple(sorted(set(given.reminders))),
    )


def _problems(given: Preferences) -> Iterator[tuple[str, str]]:
    yield from _problems_of_switches(given)
    if given.quiet is not None:
        if not all(0 <= one < DAY for one in (given.quiet.start, given.quiet.end)):
            yield "quietHours", "Minutes of a day go from 0 to 1439."
        elif given.quiet.start == given.quiet.end:
            yield "quietHours", "These hours end when they begin. Switch them off instead."
    if any(one not in LEADS_MINUTES for one in given.reminders):
        choices = ", ".join(str(one) for one in LEADS_MINUTES)
        yield "reminders", f"A reminder comes {choices} minutes before."
    if len(set(given.reminders)) > MOST_LEADS:
        yield "reminders", f"At most {MOST_LEADS} reminders."


def _problems_of_switches(given: Preferences) -> Iterator[tuple[str, str]]:
    if any(kind not in NOTICES for kind in given.switches):
        yield "switches", "This kind of notice has no switches."
    if any(RULES[kind].is_fixed and not switch.email for kind, switch in _known(given)):
        yield "switches", "Letters about the safety of your account cannot be switched off."
    if any(switch.email and not RULES[kind].has_letter for kind, switch in _known(given)):
        yield "switches", "Nothing of this kind comes by e-mail."
    if any(switch.push and not RULES[kind].has_push for kind, switch in _known(given)):
        yield "switches", "Nothing of this kind comes onto devices."


def _known(given: Preferences) -> Iterator[tuple[Kind, Switch]]:
    return ((kind, switch) for kind, switch in given.switches.items() if kind in NOTICES)


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
