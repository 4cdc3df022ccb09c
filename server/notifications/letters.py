"""Writes a letter as an e-mail in text and HTML; refuses what would break a header."""

from __future__ import annotations

import unicodedata
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cached_property
from pathlib import Path
from typing import Any

import idna
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from server.core.errors import Invalid
from server.notifications.model import Kind, Letter

_TEMPLATES = Path(__file__).parent / "templates"
_FALLBACK = "en"

_OF_A_PAIR = frozenset({"name", "other", "link"})

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
}


class Letters:
    """Renders letters from one sender."""

    def __init__(self, *, sender: str, public_url: str) -> None:
        self._sender = sender_of(sender)
        self._public_url = public_url

    def email(self, letter: Letter) -> EmailMessage:
        """The message; the same letter gives the same Message-ID each time."""
        folder = _folder(letter.locale)
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = self._subject(folder, letter)
        message["Date"] = format_datetime(letter.created_at)
        message["Message-ID"] = f"<{letter.id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies, please
        message.set_content(self._render(self._text, "layout.txt", folder, letter))
        html = self._render(self._html, "layout.html", folder, letter)
        message.add_alternative(html, subtype="html")
        message["Content-Language"] = folder
        return message

    def _subject(self, folder: str, letter: Letter) -> str:
        template = self._text.get_template(f"{folder}/{letter.kind.value}.j2")
        words = self._words("layout.txt", folder, letter)
        context = template.new_context(words)
        return " ".join("".join(template.blocks["subject"](context)).split())

    def _render(self, by: Environment, layout: str, folder: str, letter: Letter) -> str:
        template: Template = by.get_template(f"{folder}/{letter.kind.value}.j2")
        return template.render(self._words(layout, folder, letter)).strip() + "\n"

    def _words(self, layout: str, folder: str, letter: Letter) -> dict[str, Any]:
        return {"home": self._public_url, "layout": layout, "lang": folder, **letter.params}

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


def sender_of(text: str) -> HeaderAddress:
    """`Ithaca <ithaca@localhost>` in its parts. Raises: ValueError."""
    name, address = parseaddr(text)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain):
        raise ValueError(f"a sender looks like Ithaca <ithaca@example.org>, not {text!r}")
    return HeaderAddress(name, local, idna.encode(domain, uts46=True).decode("ascii"))


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
    return environment


def _isolated(text: str) -> str:
    return f"\u2068{text}\u2069"
