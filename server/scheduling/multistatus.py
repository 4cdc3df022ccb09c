"""Answers of WebDAV servers (RFC 4918 §13), as calendars need them; refuses what is none.

No document type is read, so there are no entities; depth and number of elements are bounded, and
so is the time: it is in proportion to the size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

DAV = "DAV:"
CALDAV = "urn:ietf:params:xml:ns:caldav"
CALENDARSERVER = "http://calendarserver.org/ns/"
_DEEPEST = 24
_MOST_ELEMENTS = 200_000
_SEPARATOR = " "  # is in no namespace and in no name


class NoMultistatus(ValueError):  # noqa: N818 - what a text is, no error of ours
    """It is no answer of such a server, or one that is not read."""


class CutShort(NoMultistatus):
    """The server has more than it says (507): half of it would be worse than none."""


@dataclass(slots=True)
class Element:
    """One, with the text directly in it; `name` is its namespace, a blank, and its own."""

    name: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)
    parts: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words).strip()

    def all(self, namespace: str, name: str) -> list[Element]:
        """Those directly inside with this name."""
        wanted = f"{namespace}{_SEPARATOR}{name}"
        return [one for one in self.parts if one.name == wanted]

    def first(self, namespace: str, name: str) -> Element | None:
        return next(iter(self.all(namespace, name)), None)

    def has(self, namespace: str, name: str) -> bool:
        return self.first(namespace, name) is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one thing: where it is, and its properties that there are."""

    href: str
    prop: Element

    def hrefs(self, namespace: str, name: str) -> list[str]:
        """The addresses in a property."""
        found = self.prop.first(namespace, name)
        return [one.text for one in found.all(DAV, "href") if one.text] if found else []

    def text(self, namespace: str, name: str) -> str:
        found = self.prop.first(namespace, name)
        return found.text if found else ""


class _Reading:
    """Builds elements as they come; ends at the first thing that is too much."""

    def __init__(self) -> None:
        self.root = Element("", {})
        self._open = [self.root]
        self._count = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise NoMultistatus("too much")
        made = Element(name, attributes)
        self._open[-1].parts.append(made)
        self._open.append(made)

    def end(self, _name: str) -> None:
        self._open.pop()

    def words(self, text: str) -> None:
        self._open[-1].words.append(text)

    def refuse(self, *_: object) -> None:
        raise NoMultistatus("a document type")


def answers(raw: bytes) -> list[Answer]:
    """What is said of each thing in a multistatus. Raises: NoMultistatus."""
    found = _tree(raw).first(DAV, "multistatus")
    if found is None:
        raise NoMultistatus("something else")
    return [one for part in found.all(DAV, "response") for one in _answer(part)]


def calendar_texts(raw: bytes) -> list[str]:
    """The calendars in the answer to a `calendar-query`. Raises: NoMultistatus."""
    found = (one.text(CALDAV, "calendar-data") for one in answers(raw))
    return [text for text in found if text]


def _answer(response: Element) -> Iterator[Answer]:
    href, said = response.first(DAV, "href"), response.first(DAV, "status")
    if said is not None and " 507" in said.text:
        raise CutShort("more than it says")
    if href is None:
        return
    prop = Element("", {})
    for one in response.all(DAV, "propstat"):
        status, given = one.first(DAV, "status"), one.first(DAV, "prop")
        if given is not None and (status is None or " 200" in status.text):
            prop.parts += given.parts
    yield Answer(href.text, prop)


def _tree(raw: bytes) -> Element:
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.words
    parser.StartDoctypeDeclHandler = reading.refuse
    parser.EntityDeclHandler = reading.refuse
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise NoMultistatus("no XML") from error
    return reading.root
