"""One topic of an agenda, read from whatever stands in the document; what of it goes on.

Browsers write the document: what does not fit is bent to the nearest that does, and never repaired,
for nothing but the pages reads it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.boards.goals.items import clean_title, is_row_id
from server.boards.goals.order import FIRST, between, is_place

MOST_MINUTES = 480
MOST_CARRIED = 60
"""Topics that one session leaves to the next; more is no agenda."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What is to be talked about; with an `action` its title and state are the action item's."""

    id: str
    title: str = ""
    minutes: int | None = None
    is_done: bool = False
    order: str = FIRST
    by: str | None = None
    """Who added it, by their own word."""
    action: str | None = None
    since: str | None = None
    """The instant at which the session began that it comes from, as ISO 8601; None: this one."""

    def values(self) -> dict[str, str | int]:
        """As they stand in the document, what is empty left out."""
        known = {
            "title": self.title,
            "minutes": self.minutes,
            "order": self.order,
            "by": self.by,
            "action": self.action,
            "from": self.since,
        }
        return {key: value for key, value in known.items() if value}


def read_topic(topic: str, raw: object) -> Topic | None:
    """From the plain values of its map; None: it is none."""
    if not isinstance(raw, Mapping) or not is_row_id(topic):
        return None
    return Topic(
        id=topic,
        title=clean_title(raw.get("title")),
        minutes=_minutes(raw.get("minutes")),
        is_done=raw.get("isDone") is True,
        order=_place(raw.get("order")),
        by=_id(raw.get("by")),
        action=_id(raw.get("action")),
        since=_since(raw.get("from")),
    )


def in_order(topics: Collection[Topic]) -> list[Topic]:
    """From top to bottom."""
    return sorted(topics, key=lambda one: (one.order, one.id))


def left_over(
    topics: Collection[Topic], tracked: Sequence[str], open_actions: Collection[str], since: str
) -> list[Topic]:
    """What a session that began at `since` leaves to the next one, each action item once.

    Unfinished topics with something in them, and action items of its notes (`tracked`) still open.
    """
    kept = [one for one in in_order(topics) if _goes_on(one, open_actions)]
    known = {one.action for one in kept}
    kept += [
        Topic(id=one, action=one)
        for one in dict.fromkeys(tracked)
        if one in open_actions and one not in known
    ]
    return [replace(one, since=one.since or since) for one in kept][:MOST_CARRIED]


def appended(topics: Collection[Topic], there: Collection[Topic]) -> list[Topic]:
    """At the end of what is there, without what is there already."""
    ids = {one.id for one in there}
    actions = {one.action for one in there if one.action}
    place = max((one.order for one in there), default="")
    added = []
    for one in topics:
        if one.id in ids or (one.action and one.action in actions):
            continue
        place = between(place, None)
        added.append(replace(one, order=place))
    return added


def _goes_on(topic: Topic, open_actions: Collection[str]) -> bool:
    if topic.action is not None:
        return topic.action in open_actions
    return not topic.is_done and bool(topic.title.strip())


def _minutes(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        return None
    return min(round(min(value, MOST_MINUTES)), MOST_MINUTES) or None


def _place(value: object) -> str:
    return str(value) if is_place(value) else FIRST


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and is_row_id(value) else None


def _since(value: object) -> str | None:
    """Longer than any instant is none."""
    return value if isinstance(value, str) and 10 <= len(value) <= 40 else None
