"""Carries an e-mail to an SMTP server or onto the console; refuses to wait for ever."""

from __future__ import annotations

import asyncio
import re
import ssl
import sys
import unicodedata
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol, TextIO
from urllib.parse import unquote, urlsplit

import aiosmtplib

from server.core.settings import Settings

_TIMEOUT_S = 20  # for each step of the conversation, well inside a letter's lease
_WHOLE_TIMEOUT_S = 90
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_LINK = re.compile(r"^https?://\S+$")


class Undeliverable(Exception):  # noqa: N818 - an answer of the other side, no error of ours
    """The receiving side said no for good."""


class Unreachable(Exception):  # noqa: N818 - likewise
    """Not now; worth another try."""


class Carrier(Protocol):
    """Takes a finished e-mail away."""

    async def carry(self, message: EmailMessage) -> None:
        """Returns when somebody else has it. Raises: Undeliverable, Unreachable."""

    async def answers(self) -> bool:
        """Whether something could be carried now. Raises what went wrong."""


class SmtpCarrier:
    """Hands e-mails to one SMTP server.

    `smtp://` speaks in the clear, `smtp+starttls://` insists on STARTTLS, `smtps://` is TLS from
    the first byte; both of the latter check the certificate.
    """

    def __init__(self, url: str, *, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("a mail server looks like smtp://user:password@host:25")
        self._scheme = parts.scheme
        self._host = parts.hostname
        self._port = parts.port or _PORTS[parts.scheme]
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._tls = tls

    async def carry(self, message: EmailMessage) -> None:
        """Returns once the server has taken the message. Raises: Undeliverable, Unreachable."""
        try:
            async with asyncio.timeout(_WHOLE_TIMEOUT_S):
                await aiosmtplib.send(
                    message,
                    hostname=self._host,
                    port=self._port,
                    username=self._user,
                    password=self._password,
                    use_tls=self._scheme == "smtps",
                    start_tls=self._scheme == "smtp+starttls",
                    tls_context=self._tls,
                    timeout=_TIMEOUT_S,
                )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _judged(max(one.code for one in refused.recipients), "recipient") from None
        except aiosmtplib.SMTPDataError as error:
            raise _judged(error.code, "content") from None
        except aiosmtplib.SMTPNotSupported:
            raise Undeliverable("the server cannot write to such an address") from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            # Also a refused sender or password: the operator can mend that, the letter waits.
            raise Unreachable(_short(error)) from None

    async def answers(self) -> bool:
        """Whether the server is there and takes our name and password. Raises what went wrong."""
        client = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            use_tls=self._scheme == "smtps",
            start_tls=self._scheme == "smtp+starttls",
            tls_context=self._tls,
            timeout=_TIMEOUT_S,
        )
        async with client:
            await client.noop()
        return True


class ConsoleCarrier:
    """Shows e-mails to whoever runs Ithaca on their own machine, and keeps them as files."""

    def __init__(self, folder: Path, *, stream: TextIO | None = None) -> None:
        self._folder = folder
        self._stream = stream

    async def carry(self, message: EmailMessage) -> None:
        """Returns once the message is shown and kept."""
        path = await asyncio.to_thread(self._keep, message)
        stream = self._stream or sys.stdout
        shown = in_a_box(message, path)
        encoding = stream.encoding or "utf-8"
        stream.write(shown.encode(encoding, "replace").decode(encoding))
        stream.flush()

    async def answers(self) -> bool:
        """Always: nothing is sent."""
        return True

    def _keep(self, message: EmailMessage) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{message['Message-ID'].strip('<>').partition('@')[0]}.eml"
        partial = path.with_suffix(".part")
        partial.touch(mode=0o600)  # it holds a link that opens an account
        partial.write_bytes(message.as_bytes())
        return partial.rename(path)


def carrier_of(settings: Settings) -> Carrier:
    """What these settings send mail by."""
    if settings.smtp_url is None:
        return ConsoleCarrier(settings.data_dir / "mail")
    return SmtpCarrier(settings.smtp_url)


def in_a_box(message: EmailMessage, path: Path) -> str:
    """The message for a terminal, with its link on a line of its own."""
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    lines = [f"To       {message['To']}", f"Subject  {message['Subject']}", ""]
    for line in text.strip().splitlines():
        lines += ["", f"  ▶ {line}", ""] if _LINK.match(line) else _wrapped(line)
    lines += ["", f"Kept as {path}"]
    inside = "\n".join(f"│ {_printable(line)}".rstrip() for line in _without_gaps(lines))
    return f"\n┌─ Mail {'─' * 72}\n{inside}\n└{'─' * 79}\n\n"


def _wrapped(line: str) -> list[str]:
    out, current = [], ""
    for word in line.split():
        if current and len(current) + len(word) > 75:
            out.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    return [*out, current]


def _without_gaps(lines: list[str]) -> list[str]:
    return [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]


def _printable(line: str) -> str:
    """No escape sequence of a stranger's making reaches the operator's terminal."""
    return "".join(char for char in line if unicodedata.category(char) not in {"Cc", "Cs"})


def _judged(code: int, what: str) -> Exception:
    if code >= 500:
        return Undeliverable(f"the server refused the {what} ({code})")
    return Unreachable(f"the server put the {what} off ({code})")


def _short(error: BaseException) -> str:
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
