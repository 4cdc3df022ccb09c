"""Lines of iCalendar text (RFC 5545 §3.1) that strangers wrote; reads times only, refuses nothing.

What is not asked for is not even taken apart: titles, places and people never become values here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*))*):(?P<value>.*)',
    re.DOTALL,
)
_PARAM = re.compile(r';([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:]*))')
_DEEPEST = 8
_TIMES = frozenset(
    {
        "BEGIN",
        "END",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "UID",
        "SEQUENCE",
        "TRANSP",
        "STATUS",
        "X-MICROSOFT-CDO-BUSYSTATUS",
        "FREEBUSY",
        "TZID",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "X-LIC-LOCATION",
        "X-WR-TIMEZONE",
        "METHOD",
    }
)
WITH_PEOPLE = _TIMES | {"ATTENDEE"}
"""For answers to our own invitations."""


@dataclass(frozen=True, slots=True)
class Line:
    """One property."""

    name: str
    params: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def first(self, name: str) -> Line | None:
        """The first property of this name."""
        return next((line for line in self.lines if line.name == name), None)

    def all(self, name: str) -> list[Line]:
        """Every property of this name."""
        return [line for line in self.lines if line.name == name]

    def text(self, name: str) -> str:
        """The value of the first one, or nothing."""
        line = self.first(name)
        return line.value.strip() if line else ""


def calendars(raw: bytes, wanted: frozenset[str] = _TIMES) -> list[Component]:
    """Every VCALENDAR in a text, with the wanted properties; what does not fit is passed over."""
    root = Component("")
    stack = [root]
    for line in _lines(raw, wanted):
        kind = line.value.strip().upper()
        if line.name == "BEGIN":
            part = Component(kind)
            if len(stack) <= _DEEPEST:
                stack[-1].parts.append(part)
            stack.append(part)
        elif line.name == "END":
            # An end of nothing that was begun ends nothing.
            if any(part.name == kind for part in stack[1:]):
                while stack.pop().name != kind:
                    pass
        else:
            stack[-1].lines.append(line)
    return [part for part in root.parts if part.name == "VCALENDAR"]


def _lines(raw: bytes, wanted: frozenset[str]) -> Iterator[Line]:
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    for line in text.replace("\n ", "").replace("\n\t", "").split("\n"):
        name = re.split("[;:]", line[:64], maxsplit=1)[0].upper()
        if name not in wanted:
            continue
        found = _LINE.fullmatch(line)
        if found is not None:
            params = {
                key.upper(): quoted or plain
                for key, quoted, plain in _PARAM.findall(found["params"])
            }
            yield Line(name, params, found["value"])
