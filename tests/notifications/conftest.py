"""A real SMTP server in this process, and an outbox that sends to it."""

from __future__ import annotations

import asyncio
import email
import email.policy
import hmac
import json
import os
import ssl
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

from server.accounts.model import Person, ProfileChange, Role
from server.accounts.service import Newcomer
from server.core.db import Database
from server.core.outward import Outward
from server.core.redis.changes import Changes
from server.core.settings import Settings
from server.notifications.letters import Letters
from server.notifications.mail import Carrier, SmtpCarrier
from server.notifications.service import Notifications, Pushes
from server.notifications.webpush import WebPusher
from server.services import Services, assemble
from tests.support.clock import FixedClock
from tests.support.programs import free_port

USER, PASSWORD = "ithaca", "p@ss/word:1"


class Inbox:
    """What arrived at the server, and what it answers."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.was_encrypted: list[bool] = []
        self.answers: list[str] = []  # said instead of taking a message, one by one
        self.recipient_answers: list[str] = []
        self.delay_s = 0.0
        self.port = 0

    @property
    def ids(self) -> list[str]:
        """The Message-ID of every message."""
        return [str(one["Message-ID"]) for one in self.messages]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.recipient_answers:
            return self.recipient_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.delay_s)
        if self.answers:
            return self.answers.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients += envelope.rcpt_tos
        self.was_encrypted.append(session.ssl is not None)
        return "250 taken"


def check_login(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth: Any
) -> AuthResult:
    is_right = isinstance(auth, LoginPassword) and auth == LoginPassword(
        USER.encode(), PASSWORD.encode()
    )
    return AuthResult(success=is_right, handled=False)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A plain SMTP server."""
    yield from serving_mail()


def serving_mail(**options: Any) -> Iterator[Inbox]:
    inbox = Inbox()
    inbox.port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port, **options)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for the loopback address, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + signed.public_bytes(Encoding.PEM))
    return path


def server_tls(certificate: Path) -> ssl.SSLContext:
    """What the mail server shows."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


Outbox = Callable[[Carrier], Notifications]


@pytest.fixture
def outbox(database: Database, clock: FixedClock) -> Outbox:
    """Makes an outbox on the test's database that sends by a carrier."""
    letters = Letters(sender="Ithaca <ithaca@example.org>", public_url="https://ithaca.example.org")

    def make(carrier: Carrier) -> Notifications:
        pushes = Pushes(database, clock, pusher=WebPusher(Outward(), "mailto:ithaca@example.org"))
        changes = Changes(None, "notices")
        return Notifications(
            database, clock, letters=letters, carrier=carrier, pushes=pushes, changes=changes
        )

    return make


@pytest.fixture
def notifications(outbox: Outbox, inbox: Inbox) -> Notifications:
    """An outbox that sends to `inbox`."""
    return outbox(SmtpCarrier(f"smtp://127.0.0.1:{inbox.port}"))


Arrive = Callable[[str], Awaitable[Person]]


@pytest.fixture
async def services(settings: Settings, clock: FixedClock, inbox: Inbox) -> AsyncIterator[Services]:
    """All services by the test's clock, which send to `inbox`; no doors, no jobs."""
    url = f"smtp://127.0.0.1:{inbox.port}"
    public = "https://ithaca.example.org"
    assembled = assemble(replace(settings, smtp_url=url, public_url=public), clock)
    yield assembled
    await assembled.close()


@pytest.fixture
def arrive(services: Services) -> Arrive:
    """Makes an account with a confirmed address, in Athens."""

    async def make(name: str) -> Person:
        newcomer = Newcomer(
            email=f"{name.casefold()}@example.org",
            password="a sail and a harbour",
            name=name,
            roles=frozenset(Role),
            time_zone="Europe/Athens",
        )
        return await services.registration.seed(newcomer, change=ProfileChange())

    return make


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Browser:
    """The other end of a push: keys of its own, and what RFC 8291 has it do with them."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)
        self._public = self._private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )

    @property
    def keys(self) -> tuple[str, str]:
        return b64(self._public), b64(self._auth)

    def read(self, body: bytes) -> Any:
        """Raises: InvalidTag, for what is not for it."""
        salt, size = body[:16], body[20]
        theirs, sealed = body[21 : 21 + size], body[21 + size :]
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        shared = self._private.exchange(ec.ECDH(), point)
        pseudo = hmac.digest(self._auth, shared, "sha256")
        info = b"WebPush: info\0" + self._public + theirs
        pseudo = hmac.digest(salt, hmac.digest(pseudo, info + b"\1", "sha256"), "sha256")
        key = hmac.digest(pseudo, b"Content-Encoding: aes128gcm\0\1", "sha256")[:16]
        nonce = hmac.digest(pseudo, b"Content-Encoding: nonce\0\1", "sha256")[:12]
        text = AESGCM(key).decrypt(nonce, sealed, None)
        assert text.endswith(b"\x02")
        return json.loads(text[:-1])
