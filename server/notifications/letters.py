"""Writes a letter as an e-mail in text and HTML; refuses what would break a header."""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cached_property
from pathlib import Path
from typing import Any

import idna
import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from server.core.errors import Invalid
from server.notifications.model import Kind, Letter
from server.notifications.moments import day, moment, shortly, span

_TEMPLATES = Path(__file__).parent / "templates"
_FALLBACK = "en"
_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)

_OF_A_PAIR = frozenset({"name", "other", "link"})
# `starts` and `ends`: ISO times on the reader's wall, with their offset; `zone`: whose that is.
_OF_A_SESSION = _OF_A_PAIR | {"starts", "ends", "zone"}
# `starts_at`: ISO 8601 in UTC; `title`: a gathering's name, or nothing for a session of two.
_OF_A_BOOKING = _OF_A_PAIR | {"title", "starts_at", "zone"}

# What each kind must be told, and nothing else.
PARAMS: dict[Kind, frozenset[str]] = {
    Kind.CONFIRM_EMAIL: frozenset({"name", "link"}),
    Kind.RESET_PASSWORD: frozenset({"name", "link"}),
    Kind.SECURITY_ALERT: frozenset({"name", "event", "device", "link"}),
    Kind.ROOM_INVITE: frozenset({"host", "title", "link"}),
    # `step`: "account" for who has none of their own making yet, else "programme".
    Kind.PROGRAMME_INVITE: frozenset({"name", "host", "programme", "step", "link"}),
    Kind.MENTOR_ASKED: _OF_A_PAIR,
    Kind.REQUEST_ACCEPTED: _OF_A_PAIR,
    Kind.REQUEST_DECLINED: _OF_A_PAIR,
    Kind.REQUEST_EXPIRED: _OF_A_PAIR,
    Kind.REQUEST_WITHDRAWN: _OF_A_PAIR,
    Kind.MENTOR_PAUSED: _OF_A_PAIR,
    Kind.MENTORSHIP_PROPOSED: _OF_A_PAIR,
    Kind.MENTORSHIP_BEGUN: _OF_A_PAIR,
    Kind.MENTORSHIP_PAUSED: _OF_A_PAIR,
    Kind.MENTORSHIP_RESUMED: _OF_A_PAIR,
    Kind.MENTORSHIP_EXTENDED: _OF_A_PAIR,
    Kind.MENTORSHIP_COMPLETED: _OF_A_PAIR,
    Kind.MENTORSHIP_ENDED: _OF_A_PAIR,
    Kind.AGREEMENT_WRITTEN: _OF_A_PAIR,
    Kind.AGREEMENT_SIGNED: _OF_A_PAIR,
    # `step`: "applied" where a programme learns by itself, else "waiting".
    Kind.WEIGHTS_LEARNED: frozenset({"name", "programme", "step", "sessions", "link"}),
    # `decline`, and `link` of SESSION_ASKED: pages that ask once more and then act.
    Kind.SESSION_ASKED: _OF_A_SESSION | {"decline", "note", "page"},
    Kind.SESSION_WAITS: _OF_A_SESSION | {"decline"},
    Kind.SESSION_BOOKED: _OF_A_SESSION | {"decline"},
    Kind.SESSION_DECLINED: _OF_A_SESSION | {"words"},
    Kind.SESSION_EXPIRED: _OF_A_SESSION,
    # `before`: when it was to begin.
    Kind.SESSION_RESCHEDULED: _OF_A_SESSION | {"before", "decline"},
    Kind.SESSION_CANCELLED: _OF_A_SESSION | {"words"},
    Kind.SESSION_MOVED: _OF_A_SESSION | {"before", "decline"},
    Kind.SESSION_CLASHES: _OF_A_SESSION,
    # `answer`: accepted, declined or tentative.
    Kind.SESSION_ANSWERED: _OF_A_SESSION | {"answer"},
    Kind.SEAT_TAKEN: _OF_A_SESSION | {"decline"},
    Kind.SEAT_LEFT: _OF_A_SESSION,
    Kind.BUSY_SOURCE_LOST: frozenset({"name", "source", "since", "zone", "link"}),
    Kind.BOOKING_ASKED: _OF_A_BOOKING,
    Kind.BOOKING_BOOKED: _OF_A_BOOKING,
    Kind.BOOKING_DECLINED: _OF_A_BOOKING,
    Kind.BOOKING_EXPIRED: _OF_A_BOOKING,
    Kind.BOOKING_RESCHEDULED: _OF_A_BOOKING,
    Kind.BOOKING_CANCELLED: _OF_A_BOOKING,
    Kind.BOOKING_MOVED: _OF_A_BOOKING,
    Kind.BOOKING_MOVE_CLASHES: _OF_A_BOOKING,
    Kind.BOOKING_SEATED: _OF_A_BOOKING,
    Kind.BOOKING_CALLED: _OF_A_BOOKING,
    # `lead`: how many minutes are left, as a reminder is asked for; `title`: a gathering's, or "".
    Kind.SESSION_REMINDER: _OF_A_BOOKING | {"lead"},
    # `due`: a day as 2026-11-28; `other`: nobody when they have left.
    Kind.GOAL_DUE: _OF_A_PAIR | {"title", "due"},
    Kind.CHECK_IN_WRITTEN: _OF_A_PAIR,
    # `items`: pairs of a kind and its own params, as JSON.
    Kind.DIGEST: frozenset({"name", "items", "link"}),
}


class Letters:
    """Renders letters from one sender."""

    def __init__(self, *, sender: str, public_url: str) -> None:
        self._sender = sender_of(sender)
        self._public_url = public_url

    @property
    def sender(self) -> tuple[str, str]:
        """Name and address."""
        return self._sender.display_name, self._sender.addr_spec

    def at(self, path: str) -> str:
        """The whole address of one of our pages."""
        return self._public_url + path

    def subject(self, kind: Kind, locale: str, params: dict[str, str]) -> str:
        """What a letter is headed: the shortest sentence that says what it is about."""
        return self._subject(_folder(locale), kind, self._told(kind, locale, params))

    def email(self, letter: Letter, unsubscribing: str | None = None) -> EmailMessage:
        """The message; the same letter gives the same Message-ID each time.

        unsubscribing: a token by which its reader switches this kind off.
        """
        folder = _folder(letter.locale)
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = letter.to
        stop = self.at(f"/unsubscribe/{unsubscribing}") if unsubscribing else ""
        params = self._told(letter.kind, letter.locale, letter.params) | {"stop": stop}
        message["Subject"] = self._subject(folder, letter.kind, params)
        message["Date"] = format_datetime(letter.created_at)
        message["Message-ID"] = f"<{letter.id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies, please
        if stop:
            _offer_end(message, stop)
        message.set_content(self._render(self._text, "layout.txt", folder, letter.kind, params))
        html = self._render(self._html, "layout.html", folder, letter.kind, params)
        message.add_alternative(html, subtype="html")
        message["Content-Language"] = folder
        if letter.calendar:
            _invite(message, letter.calendar)
        return message

    def _told(self, kind: Kind, locale: str, params: dict[str, str]) -> dict[str, Any]:
        """With the lines of a digest, each the heading of its own letter."""
        if kind is not Kind.DIGEST:
            return {**params, "locale": locale}
        items = msgspec.json.decode(params["items"], type=list[tuple[Kind, dict[str, str]]])
        lines = [(self.subject(one, locale, own), own["link"]) for one, own in items]
        return {**params, "locale": locale, "lines": lines}

    def _subject(self, folder: str, kind: Kind, params: dict[str, Any]) -> str:
        template = self._text.get_template(f"{folder}/{kind.value}.j2")
        context = template.new_context(self._words("layout.txt", folder, params))
        return " ".join("".join(template.blocks["subject"](context)).split())

    def _render(
        self, by: Environment, layout: str, folder: str, kind: Kind, params: dict[str, Any]
    ) -> str:
        template: Template = by.get_template(f"{folder}/{kind.value}.j2")
        return template.render(self._words(layout, folder, params)).strip() + "\n"

    def _words(self, layout: str, folder: str, params: dict[str, Any]) -> dict[str, Any]:
        return {"home": self._public_url, "layout": layout, "lang": folder, "stop": "", **params}

    @cached_property
    def _text(self) -> Environment:
        return _environment(is_html=False)

    @cached_property
    def _html(self) -> Environment:
        return _environment(is_html=True)


def check_params(kind: Kind, params: dict[str, str]) -> None:
    """Raises: Invalid for text that breaks a line, TypeError for a wrong set of names."""
    if set(params) != PARAMS[kind]:
        raise TypeError(f"{kind} needs exactly {sorted(PARAMS[kind])}")
    for name, value in params.items():
        if any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in value):
            sentence = "Line breaks and control characters cannot go into a letter."
            raise Invalid(sentence, fields={name: sentence})


def _invite(message: EmailMessage, calendar: str) -> None:
    """As iMIP has it (RFC 6047): one calendar part beside text and HTML, and the same as a file.

    The file is of another type, for clients that act on every calendar part they find.
    """
    method = _METHOD.search(calendar)
    if method is None:
        raise ValueError("an iTIP object says its method")
    # Base64: no server on the way may touch the ends of its lines.
    message.add_alternative(
        calendar, subtype="calendar", charset="utf-8", cte="base64", params={"method": method[1]}
    )
    message.add_attachment(
        calendar.encode(), maintype="application", subtype="ics", filename="invite.ics"
    )


def sender_of(text: str) -> HeaderAddress:
    """`Ithaca <ithaca@localhost>` in its parts. Raises: ValueError."""
    name, address = parseaddr(text)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain):
        raise ValueError(f"a sender looks like Ithaca <ithaca@example.org>, not {text!r}")
    return HeaderAddress(name, local, idna.encode(domain, uts46=True).decode("ascii"))


def _offer_end(message: EmailMessage, url: str) -> None:
    """RFC 2369 and RFC 8058: mail programs show a button for it."""
    message["List-Unsubscribe"] = f"<{url}>"
    if url.startswith("https://"):  # RFC 8058 §3.1 allows one click over nothing else
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _folder(locale: str) -> str:
    """The best translation there is: `pt-BR`, else `pt`, else English."""
    for candidate in (locale, locale.partition("-")[0]):
        if candidate and candidate.replace("-", "").isalnum() and (_TEMPLATES / candidate).is_dir():
            return candidate
    return _FALLBACK


def _environment(*, is_html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=is_html,  # noqa: S701 - the plain text part has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # A name in another direction must not turn the sentence around it (Unicode UAX 9, isolates).
    environment.filters["apart"] = _isolated if is_html else str
    environment.globals["span"] = span
    environment.globals["moment"] = moment
    environment.globals["day"] = day
    environment.globals["shortly"] = shortly
    return environment


def _isolated(text: str) -> str:
    return f"\u2068{text}\u2069"
