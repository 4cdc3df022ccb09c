"""How the text of a setting becomes a value; refuses with what was expected, no secrets."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Parse = Callable[[str], Any]

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off"}


def text(raw: str) -> str:
    """The text as it is."""
    return raw


def secret(raw: str) -> str:
    """Long enough that nobody guesses it; it is not repeated when it is not."""
    if len(raw) < 32:
        raise ValueError("must be 32 signs or more; `openssl rand -hex 32` makes one.")
    return raw


def word(raw: str) -> str:
    """Letters, digits and hyphens, for a path."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", raw):
        raise ValueError(f"must be lower-case letters, digits and hyphens, not {raw!r}.")
    return raw


def path(raw: str) -> Path:
    """A folder or file."""
    return Path(raw).expanduser()


def flag(raw: str) -> bool:
    """Yes or no."""
    if raw.lower() in _YES:
        return True
    if raw.lower() in _NO:
        return False
    raise ValueError(f"must be yes or no, not {raw!r}.")


def whole(least: int, most: int) -> Parse:
    """A parser of whole numbers within bounds."""

    def parse(raw: str) -> int:
        try:
            number = int(raw)
        except ValueError:
            raise ValueError(f"must be a whole number, not {raw!r}.") from None
        if not least <= number <= most:
            raise ValueError(f"must be between {least} and {most}, not {number}.")
        return number

    return parse


def choice(*allowed: str) -> Parse:
    """A parser of one word out of a few."""

    def parse(raw: str) -> str:
        if raw not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}, not {raw!r}.")
        return raw

    return parse


def names(raw: str) -> tuple[str, ...]:
    """Comma-separated words."""
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def emails(raw: str) -> tuple[str, ...]:
    """Comma-separated e-mail addresses."""
    for name in names(raw):
        if "@" not in name[1:-1]:
            raise ValueError(f"must hold e-mail addresses, and {name!r} is none.")
    return names(raw)


def addresses(raw: str) -> tuple[str, ...]:
    """Comma-separated IP addresses."""
    for name in names(raw):
        try:
            ipaddress.ip_address(name)
        except ValueError:
            raise ValueError(f"must hold IP addresses, and {name!r} is none.") from None
    return names(raw)


def networks(raw: str) -> tuple[str, ...]:
    """Comma-separated IP addresses or networks."""
    for name in names(raw):
        try:
            ipaddress.ip_network(name)
        except ValueError:
            raise ValueError(
                f"must hold IP addresses or networks such as 10.0.0.0/8, and {name!r} is none."
            ) from None
    return names(raw)


def origin(raw: str) -> str:
    """A web origin: scheme, host and perhaps a port."""
    parts = urlsplit(raw)
    is_origin = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_origin:
        raise ValueError(f"must look like https://mentors.example.org, not {raw!r}.")
    return raw.rstrip("/")


def _url(*schemes: str, example: str) -> Parse:
    def parse(raw: str) -> str:
        scheme, separator, rest = raw.partition("://")
        if scheme not in schemes or not separator or not rest:
            raise ValueError(f"must look like {example}.")
        return raw

    return parse


database_url = _url(
    "postgresql", "postgres", "sqlite", example="postgresql://user:password@host/name"
)
redis_url = _url("redis", "rediss", "unix", example="redis://host:6379/0")
smtp_url = _url("smtp", "smtps", "smtp+starttls", example="smtp://user:password@host:25")
