"""How mail is carried: encrypted, signed in, onto the console; and what is not waited for."""

from __future__ import annotations

import io
import ssl
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from urllib.parse import quote

import pytest

from server.core.settings import Settings
from server.notifications.letters import Letters
from server.notifications.mail import (
    ConsoleCarrier,
    SmtpCarrier,
    Undeliverable,
    Unreachable,
    carrier_of,
)
from server.notifications.model import Kind, Letter
from tests.notifications.conftest import (
    PASSWORD,
    USER,
    Inbox,
    check_login,
    server_tls,
    serving_mail,
)
from tests.support.programs import free_port

LOGIN = f"{USER}:{quote(PASSWORD, safe='')}"


def message(*, to: str = "ana@example.org", name: str = "Ana") -> EmailMessage:
    letters = Letters(sender="Ithaca <ithaca@example.org>", public_url="https://ithaca.example.org")
    params = {"name": name, "link": "https://ithaca.example.org/verify?token=" + "x" * 90}
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    return letters.email(Letter("0" * 26, Kind.CONFIRM_EMAIL, to, "en", params, 1, now))


@pytest.fixture
def starttls(certificate: Path) -> Iterator[Inbox]:
    """A server that takes mail only after STARTTLS and a login."""
    yield from serving_mail(
        tls_context=server_tls(certificate),
        require_starttls=True,
        auth_required=True,
        authenticator=check_login,
    )


@pytest.fixture
def trusting(certificate: Path) -> ssl.SSLContext:
    """A client that trusts the test's certificate."""
    return ssl.create_default_context(cafile=str(certificate))


async def test_starttls_and_a_login_with_signs_in_the_password(
    starttls: Inbox, trusting: ssl.SSLContext
) -> None:
    url = f"smtp+starttls://{LOGIN}@127.0.0.1:{starttls.port}"
    await SmtpCarrier(url, tls=trusting).carry(message())
    assert starttls.was_encrypted == [True]


async def test_tls_from_the_first_byte(certificate: Path, trusting: ssl.SSLContext) -> None:
    context = server_tls(certificate)
    for inbox in serving_mail(ssl_context=context):
        await SmtpCarrier(f"smtps://127.0.0.1:{inbox.port}", tls=trusting).carry(message())
        assert len(inbox.messages) == 1


async def test_a_certificate_nobody_vouches_for_is_not_spoken_to(starttls: Inbox) -> None:
    url = f"smtp+starttls://{LOGIN}@127.0.0.1:{starttls.port}"
    with pytest.raises(Unreachable):
        await SmtpCarrier(url).carry(message())
    assert starttls.messages == []


async def test_a_wrong_login_makes_the_letter_wait(
    starttls: Inbox, trusting: ssl.SSLContext
) -> None:
    url = f"smtp+starttls://{USER}:wrong@127.0.0.1:{starttls.port}"
    with pytest.raises(Unreachable, match="535"):
        await SmtpCarrier(url, tls=trusting).carry(message())


async def test_a_server_without_starttls_gets_no_letter_in_the_clear(
    inbox: Inbox, trusting: ssl.SSLContext
) -> None:
    with pytest.raises((Unreachable, Undeliverable)):
        await SmtpCarrier(f"smtp+starttls://127.0.0.1:{inbox.port}", tls=trusting).carry(message())
    assert inbox.messages == []


async def test_a_server_that_is_not_there_makes_the_letter_wait() -> None:
    with pytest.raises(Unreachable):
        await SmtpCarrier(f"smtp://127.0.0.1:{free_port()}").carry(message())


@pytest.mark.parametrize(
    ("answer", "kind"), [("550 spam", Undeliverable), ("452 disk full", Unreachable)]
)
async def test_the_servers_answer_decides_whether_to_try_again(
    inbox: Inbox, answer: str, kind: type[Exception]
) -> None:
    inbox.answers = [answer]
    with pytest.raises(kind):
        await SmtpCarrier(f"smtp://127.0.0.1:{inbox.port}").carry(message())


async def test_an_address_in_another_script_is_carried(inbox: Inbox) -> None:
    await SmtpCarrier(f"smtp://127.0.0.1:{inbox.port}").carry(
        message(to="jörg@xn--bcher-kva.example")
    )
    assert inbox.recipients == ["jörg@xn--bcher-kva.example"]


async def test_an_address_the_server_cannot_write_to_is_given_up() -> None:
    for old in serving_mail(enable_SMTPUTF8=False):
        with pytest.raises(Undeliverable):
            await SmtpCarrier(f"smtp://127.0.0.1:{old.port}").carry(
                message(to="jörg@xn--bcher-kva.example")
            )


def test_what_is_no_mail_server_is_refused() -> None:
    for url in ("http://127.0.0.1", "smtp://", "127.0.0.1:25"):
        with pytest.raises(ValueError, match="looks like"):
            SmtpCarrier(url)


def test_the_settings_choose_the_carrier(tmp_path: Path) -> None:
    assert isinstance(carrier_of(Settings(data_dir=tmp_path)), ConsoleCarrier)
    by_smtp = carrier_of(Settings(data_dir=tmp_path, smtp_url="smtp://127.0.0.1"))
    assert isinstance(by_smtp, SmtpCarrier)


async def test_the_console_shows_the_link_whole_and_by_itself(tmp_path: Path) -> None:
    stream = io.StringIO()
    await ConsoleCarrier(tmp_path / "mail", stream=stream).carry(message())
    lines = stream.getvalue().splitlines()
    link = "https://ithaca.example.org/verify?token=" + "x" * 90
    assert f"│   ▶ {link}" in lines
    assert "│ To       ana@example.org" in lines
    assert "│ Subject  Confirm your e-mail address" in lines


async def test_the_kept_mail_is_whole_and_only_ours_to_read(tmp_path: Path) -> None:
    sent = message()
    for _ in range(2):
        await ConsoleCarrier(tmp_path / "mail", stream=io.StringIO()).carry(sent)
    (path,) = (tmp_path / "mail").iterdir()
    assert path.suffix == ".eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = BytesParser(policy=default).parsebytes(path.read_bytes())
    assert kept["Message-ID"] == sent["Message-ID"]
    body = kept.get_body(("plain",))
    assert body is not None
    assert "x" * 90 in body.get_content()


async def test_a_terminal_without_line_drawing_still_gets_the_link(tmp_path: Path) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    await ConsoleCarrier(tmp_path, stream=stream).carry(message(name="Zoë"))
    assert b"https://ithaca.example.org/verify?token=" in raw.getvalue()


async def test_no_escape_sequence_reaches_the_terminal(tmp_path: Path) -> None:
    stream = io.StringIO()
    await ConsoleCarrier(tmp_path, stream=stream).carry(message(name="\x1b[2JAna\x07"))
    assert "\x1b" not in stream.getvalue()
    assert "\x07" not in stream.getvalue()
