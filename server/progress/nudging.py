"""Which nudges are due and when they may be said; refuses to blame, to hurry and to repeat itself.

Everything follows from the facts of a mentorship, the reader's clock and wishes, and what was said
before. A nudge that is ignored comes half as often each time and then no more, until something
happens; nobody has two letters of them within a week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.boards.model import week_of
from server.mentorships.model import MentorshipState, Side
from server.notifications.model import Quiet
from server.programmes.model import Nudging
from server.progress.model.facts import Facts
from server.progress.model.nudges import (
    FORTNIGHT,
    MEETING,
    MOST_IN_A_ROW,
    WEEK,
    Key,
    Matter,
    Nudge,
    Reader,
    Said,
    Wishes,
)
from server.progress.model.stage import quiet_since

FIRST_DAYS = timedelta(days=7)
"""A new mentorship is left alone, and one that has just gone on."""
MONTH = timedelta(days=30)
SHORTEST_PACE = timedelta(days=3)
"""The card after a session has offered the next one by then."""
EXCHANGE = timedelta(days=1)
"""So long somebody thanks for what they heard."""
OVERDUE_DAYS = 3
"""The day before an item is due its reminder came; there is time to do it after that."""
MISSED_WEEKS = 2
MOST_LINES = 6
"""In one letter; what is left over comes a week later."""
MOST_OF_A_PAIR = 2
WEEKDAYS = (1, 2, 3)
"""Tuesday to Thursday, which are no weekend anywhere."""
_DAY_MINUTES = 24 * 60
_MORNINGS = ((9 * 60, 12 * 60), (9 * 60, _DAY_MINUTES), (0, _DAY_MINUTES))
"""From minute to minute of a day; the first in which it is not quiet all the time."""


def due(facts: Facts, side: Side, zone: str, now: datetime, pacing: Nudging) -> list[Nudge]:
    """What would help one of the two now, whatever was said before; the most pressing first."""
    pair = facts.mentorship
    is_early = now < facts.going_since + FIRST_DAYS
    is_over = pair.state is not MentorshipState.ACTIVE or pair.ends_at <= now
    if not pacing.is_on or is_early or is_over:
        return []
    today = now.astimezone(ZoneInfo(zone)).date()
    meeting = _silence(facts, side, now) or _meeting(facts, now, pacing)
    found = (meeting, _overdue(facts, side, today), _check_ins(facts, side, zone, now))
    person = pair.person_on(side)
    return [Nudge(pair.id, person, pair.other_than(person), side, *one) for one in found if one]


_Found = tuple[Matter, str, int] | None
"""The matter, its mark and its count."""


def _silence(facts: Facts, side: Side, now: datetime) -> _Found:
    """First the mentor hears of it; the mentee a week later, with what they can do."""
    sign = max(facts.wrote_at.get(Side.MENTOR, facts.mentorship.started_at), quiet_since(facts))
    asked_at = _asked_at(facts, sign)
    if asked_at is None or facts.booked:
        return None
    patience = WEEK if side is Side.MENTOR else 2 * WEEK
    waited = now - asked_at
    return (Matter.SILENCE, sign.isoformat(), waited.days) if waited >= patience else None


def _asked_at(facts: Facts, sign: datetime) -> datetime | None:
    """The mentee's first message that waits for the mentor: who writes again waits no longer.

    What came within a day of the mentor's last word, or of a meeting, belongs to that exchange:
    mostly it is thanks.
    """
    last = facts.wrote_at.get(Side.MENTOR), facts.last_met_at
    heard_at = max((at for at in last if at), default=None)
    since = sign if heard_at is None else max(sign, heard_at + EXCHANGE)
    return next((at for at in facts.unanswered.get(Side.MENTEE, ()) if at > since), None)


def _meeting(facts: Facts, now: datetime, pacing: Nudging) -> _Found:
    if facts.booked:
        return None
    since = now - quiet_since(facts)
    pace = max(MONTH / max(facts.sessions_a_month, 1), SHORTEST_PACE)
    # Three weeks are no standstill for two who meet once a month.
    patience = max(timedelta(days=pacing.stalled_days), pace + WEEK)
    mark = f"{len(facts.met)} {quiet_since(facts).isoformat()}"
    if since > patience:
        return Matter.STALLED, mark, since.days
    return (Matter.UNBOOKED, mark, since.days) if since >= pace else None


def _overdue(facts: Facts, side: Side, today: date) -> _Found:
    late = [
        one
        for one in facts.open_actions
        if one.owner in {None, side} and one.due and (today - one.due).days >= OVERDUE_DAYS
    ]
    changed_at = facts.goals_changed_at
    mark = f"{facts.done_actions} {changed_at.isoformat() if changed_at else ''}"
    return (Matter.OVERDUE, mark, len(late)) if late else None


def _check_ins(facts: Facts, side: Side, zone: str, now: datetime) -> _Found:
    """Only for those who have written one: nobody else has said that they would."""
    written = facts.check_ins.get(side, frozenset())
    if not written:
        return None
    last = max(written)
    since = max(last, week_of(facts.going_since, zone))
    missed = (week_of(now, zone) - since).days // 7 - 1
    return (Matter.CHECK_INS, last.isoformat(), missed) if missed >= MISSED_WEEKS else None


def may_be_told(wishes: Wishes, now: datetime) -> bool:
    """Whether somebody wants to be told anything at all, and was not told within a week."""
    wants_any = any(wishes.wants(one, now) for one in Matter)
    return wants_any and _has_passed(wishes.said_at, WEEK, now)


def may_be_said(nudge: Nudge, told: Mapping[Key, Said], now: datetime) -> bool:
    """Whether it is not too early to say this (again)."""
    said = told.get(nudge.key, Said())
    if said.is_put_off(now) or not _has_passed(_akin(nudge, told), FORTNIGHT, now):
        return False
    if said.at is None or said.mark != nudge.mark:
        return True
    is_over = said.times >= MOST_IN_A_ROW
    return not is_over and now >= said.at + FORTNIGHT * 2 ** (said.times - 1)


def _akin(nudge: Nudge, told: Mapping[Key, Said]) -> datetime | None:
    """When something like it was last said."""
    matters = MEETING if nudge.matter in MEETING else {nudge.matter}
    found = (told.get((nudge.mentorship, one), Said()).at for one in matters)
    return max((at for at in found if at), default=None)


def _has_passed(at: datetime | None, span: timedelta, now: datetime) -> bool:
    return at is None or now >= at + span


def is_shown(nudge: Nudge, said: Said, now: datetime) -> bool:
    """Whether a page may show it: silence after so many times holds there, too."""
    is_worn = said.mark == nudge.mark and said.times >= MOST_IN_A_ROW
    return not said.is_put_off(now) and not (is_worn and _has_passed(said.at, FORTNIGHT, now))


def shown(
    reader: Reader, nudges: Iterable[Nudge], told: Mapping[Key, Said], now: datetime
) -> list[Nudge]:
    """What a page shows its reader now: all that would help and that they have not put off."""
    return [
        one
        for one in _in_order(nudges, told)
        if reader.wishes.wants(one.matter, now) and is_shown(one, told.get(one.key, Said()), now)
    ]


def batch(
    reader: Reader, nudges: Iterable[Nudge], told: Mapping[Key, Said], now: datetime
) -> list[Nudge]:
    """What is to be said to somebody now, all in one; mostly nothing."""
    today = now.astimezone(ZoneInfo(reader.zone)).date()
    is_away = any(first <= today <= last for first, last in reader.away)
    is_time = may_be_told(reader.wishes, now) and is_good_time(now, reader.zone, reader.quiet)
    if is_away or not is_time:
        return []
    wanted = (one for one in _in_order(nudges, told) if reader.wishes.wants(one.matter, now))
    sayable = [one for one in wanted if may_be_said(one, told, now)]
    lines = list(_few_of_each(sayable))[:MOST_LINES]
    # Once a week is for those with many mentees: of one mentorship nobody hears so often.
    is_of_one = len({one.mentorship for one in lines}) == 1
    return [] if is_of_one and not _has_passed(reader.wishes.said_at, FORTNIGHT, now) else lines


def _few_of_each(nudges: Iterable[Nudge]) -> Iterator[Nudge]:
    seen: dict[str, int] = {}
    for one in nudges:
        seen[one.mentorship] = seen.get(one.mentorship, 0) + 1
        if seen[one.mentorship] <= MOST_OF_A_PAIR:
            yield one


def _in_order(nudges: Iterable[Nudge], told: Mapping[Key, Said]) -> list[Nudge]:
    """What was never said before what was; then the most pressing."""
    order = list(Matter)
    return sorted(
        nudges,
        key=lambda one: (
            told.get(one.key, Said()).at is not None,
            order.index(one.matter),
            -one.count,
            one.mentorship,
        ),
    )


def is_good_time(now: datetime, zone: str, quiet: Quiet | None) -> bool:
    """A weekday's morning by the reader's clock, or the next best time where that is quiet."""
    local = now.astimezone(ZoneInfo(zone))
    if local.weekday() not in WEEKDAYS or (quiet and quiet.over_at(now, zone)):
        return False
    minute = local.hour * 60 + local.minute
    first, last = next(one for one in _MORNINGS if quiet is None or _has_room(*one, quiet))
    return first <= minute < last


def _has_room(first: int, last: int, quiet: Quiet) -> bool:
    """Whether a minute of these is not quiet."""
    if quiet.start > quiet.end:
        return max(first, quiet.end) < min(last, quiet.start)
    return first < quiet.start or quiet.end < last
