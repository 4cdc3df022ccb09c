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
from markupsafe import Markup

from server.core.errors import Invalid
from server.notifications.model import RULES, Kind, Letter
from server.notifications.moments import ahead, day, direction_of, moment, shortly, span

_TEMPLATES = Path(__file__).parent / "templates"
_FALLBACK = "en"
# In which order a page offers them.
LANGUAGES = ("en", "de", "es", "fr", "ar")
_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)

_OF_A_PAIR = frozenset({"name", "other", "link"})
# `title`: what a gathering is called, or nothing for a session of two. Times are ISO 8601 in UTC,
# shown by the clock of `zone`.
_OF_A_SESSION = _OF_A_PAIR | {"title", "starts_at", "ends_at", "zone"}

# What only the mailbox may know: what people write to each other, and pages that act for their
# reader without a sign-in (`decline`, and `link` of who is asked) or lead past them (`page`).
ONLY_BY_LETTER = frozenset({"words", "note", "decline", "page"})

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
    # `side`: "host" for who is asked, "guest" for who asked.
    Kind.SESSION_ASKED: _OF_A_SESSION | {"side", "note", "decline", "page"},
    Kind.SESSION_BOOKED: _OF_A_SESSION | {"decline"},
    Kind.SESSION_DECLINED: _OF_A_SESSION | {"words"},
    Kind.SESSION_EXPIRED: _OF_A_SESSION,
    # `before`: when it was to begin.
    Kind.SESSION_RESCHEDULED: _OF_A_SESSION | {"before", "decline"},
    Kind.SESSION_CANCELLED: _OF_A_SESSION | {"words"},
    Kind.SESSION_MOVED: _OF_A_SESSION | {"before", "decline"},
    Kind.SESSION_CLASHES: _OF_A_SESSION,
    # `answer`: declined or tentative.
    Kind.SESSION_ANSWERED: _OF_A_SESSION | {"answer"},
    # `lead`: how many minutes are left, as a reminder is asked for.
    Kind.SESSION_REMINDER: _OF_A_SESSION | {"lead"},
    Kind.SEAT_TAKEN: _OF_A_SESSION | {"decline"},
    Kind.SEAT_LEFT: _OF_A_SESSION,
    Kind.SEAT_CALLED: _OF_A_SESSION,
    Kind.ATTENDANCE_CORRECTED: _OF_A_SESSION,
    # `due`: a day as 2026-11-28; `other`: nobody when they have left.
    Kind.GOAL_DUE: _OF_A_PAIR | {"title", "due"},
    Kind.CHECK_IN_WRITTEN: _OF_A_PAIR,
    # `count`: how many messages; what they say stays here.
    Kind.MESSAGE_WAITING: _OF_A_PAIR | {"count"},
    # Counts, but for `due`: the next day as 2026-11-28, or nothing. `milestones`: goals as well.
    Kind.SESSION_DIGEST: _OF_A_PAIR
    | {"starts_at", "zone", "done", "added", "milestones", "moved", "more", "due"},
    # `step`: "first", or "again" for a reminder.
    Kind.SESSION_FEEDBACK: _OF_A_PAIR | {"starts_at", "zone", "step"},
    Kind.FEEDBACK_REVEALED: _OF_A_PAIR | {"starts_at", "zone"},
    # `event`: fit, pulse, alliance or closing.
    Kind.SURVEY_ASKED: _OF_A_PAIR | {"event", "step"},
    Kind.MODERATION_ASKED: frozenset({"name", "programme", "link"}),
    Kind.BUSY_SOURCE_LOST: frozenset({"name", "source", "since", "zone", "link"}),
    # `nudges`: as JSON, for each line which sentence it is, the other's name, and the page.
    Kind.NUDGE: frozenset({"name", "nudges", "link"}),
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

    def title(self, kind: Kind, locale: str, params: dict[str, str]) -> str:
        """What a notice and a push say: the heading of the letter, or what its template has for it.

        params: those of the kind but for `ONLY_BY_LETTER`, name and link.
        """
        return self._title(self._titles, kind, locale, params)

    def email(self, letter: Letter, unsubscribing: str | None = None) -> EmailMessage:
        """The message; the same letter gives the same Message-ID each time.

        unsubscribing: a token by which its reader switches this kind off.
        """
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = letter.to
        stop = self.at(f"/unsubscribe/{unsubscribing}") if unsubscribing else ""
        lang, kind = language_of(letter.locale), letter.kind
        params = self._told(kind, letter.locale, letter.params) | {"stop": stop}
        words = self._words("layout.txt", lang, kind, params)
        message["Subject"] = _block(self._text, ("subject",), kind, words)
        message["Date"] = format_datetime(letter.created_at)
        message["Message-ID"] = f"<{letter.id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies, please
        if stop:
            _offer_end(message, stop)
        message.set_content(_rendered(self._text, kind, words))
        html = _rendered(self._html, kind, self._words("layout.html", lang, kind, params))
        message.add_alternative(html, subtype="html")
        message["Content-Language"] = lang
        if letter.calendar:
            _invite(message, letter.calendar)
        return message

    def _title(self, by: Environment, kind: Kind, locale: str, params: dict[str, str]) -> str:
        told = self._told(kind, locale, params)
        words = self._words("layout.txt", language_of(locale), kind, told)
        return _block(by, ("title", "subject"), kind, words)

    def _told(self, kind: Kind, locale: str, params: dict[str, str]) -> dict[str, Any]:
        """With the lines of those kinds that have some."""
        told: dict[str, Any] = {**params, "locale": spoken_as(locale)}
        if kind is Kind.DIGEST:
            told["lines"] = self._titles_of(locale, params["items"])
        if kind is Kind.NUDGE:
            told["lines"] = self._sentences_of(locale, params["nudges"])
        return told

    def _titles_of(self, locale: str, items: str) -> list[tuple[str, str]]:
        """Of notices that are collected, each with where it leads."""
        found = msgspec.json.decode(items, type=list[tuple[Kind, dict[str, str]]])
        return [(self._title(self._text, one, locale, own), own["link"]) for one, own in found]

    def _sentences_of(self, locale: str, nudges: str) -> list[tuple[str, str]]:
        """Of nudges: blocks of their template that nothing else shows."""
        found = msgspec.json.decode(nudges, type=list[tuple[str, str, str]])
        lang = language_of(locale)
        return [
            (
                _block(
                    self._text,
                    (f"line_{word}",),
                    Kind.NUDGE,
                    self._words("layout.txt", lang, Kind.NUDGE, {"other": other}),
                ),
                self.at(path),
            )
            for word, other, path in found
        ]

    def _words(self, layout: str, lang: str, kind: Kind, params: dict[str, Any]) -> dict[str, Any]:
        return {
            "home": self._public_url,
            "layout": layout,
            "lang": lang,
            "direction": direction_of(lang),
            "topic": RULES[kind].topic.value,
            "stop": "",
            **params,
        }

    @cached_property
    def _text(self) -> Environment:
        return _environment(is_html=False, is_apart=False)

    @cached_property
    def _titles(self) -> Environment:
        return _environment(is_html=False, is_apart=True)

    @cached_property
    def _html(self) -> Environment:
        return _environment(is_html=True, is_apart=True)


def _template(by: Environment, kind: Kind, words: dict[str, Any]) -> Template:
    return by.get_template(f"{words['lang']}/{kind.value}.j2")


def _block(by: Environment, names: tuple[str, ...], kind: Kind, words: dict[str, Any]) -> str:
    """The first of these blocks that the template of a kind has, as one line."""
    template = _template(by, kind, words)
    block = next(template.blocks[name] for name in names if name in template.blocks)
    return " ".join("".join(block(template.new_context(words))).split())


def _rendered(by: Environment, kind: Kind, words: dict[str, Any]) -> str:
    return _template(by, kind, words).render(words).strip() + "\n"


def check_params(kind: Kind, params: dict[str, str], *, is_letter: bool = True) -> None:
    """Raises: Invalid for text that breaks a line, TypeError for a wrong set of names."""
    wanted = PARAMS[kind] if is_letter else PARAMS[kind] - ONLY_BY_LETTER
    if set(params) != wanted:
        raise TypeError(f"{kind} needs exactly {sorted(wanted)}")
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


def language_of(locale: str) -> str:
    """The best translation there is: `pt-BR`, else `pt`, else English."""
    tag = locale.lower()
    return next((one for one in (tag, tag.partition("-")[0]) if one in LANGUAGES), _FALLBACK)


def spoken_as(locale: str) -> str:
    """The locale whose dates stand among our words: none of a language that we do not speak."""
    language = language_of(locale)
    return locale if locale.partition("-")[0].lower() == language else language


def _environment(*, is_html: bool, is_apart: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=is_html,  # noqa: S701 - the plain text part has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # five looks at the disk a letter
    )
    # A name in another direction must not turn the sentence around it (Unicode UAX 9, isolates).
    environment.filters["apart"] = _isolated if is_apart else str
    environment.filters["address"] = _linked if is_html else str
    environment.filters["risen"] = _risen
    environment.globals["ahead"] = ahead
    environment.globals["span"] = span
    environment.globals["moment"] = moment
    environment.globals["day"] = day
    environment.globals["shortly"] = shortly
    environment.globals["counted"] = _counted
    return environment


def _isolated(text: str) -> str:
    return f"\u2068{text}\u2069"


def _linked(url: str) -> Markup:
    """An address among words; it reads from left to right in every script."""
    return Markup(
        '<a class="soft" dir="ltr" href="{0}" style="color:#566a70;word-break:break-all;">{0}</a>'
    ).format(url)


def _counted(counts: list[tuple[str, str]]) -> str:
    """`Done: 3 · New: 2` of words and numbers, without what there is none of."""
    return " · ".join(f"{word} {number}" for word, number in counts if number != "0")


def _risen(text: str) -> str:
    """As at the beginning of a sentence, with the rest as it is."""
    return text[:1].upper() + text[1:]
