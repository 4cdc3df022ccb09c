"""Web push: encrypts for one browser (RFC 8291), signs for its service (RFC 8292), hands over.

Refuses to wait for ever, to follow redirects, and to reach anything but the open internet.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Protocol
from urllib.parse import urlsplit

import msgspec
from aiohttp import ClientError
from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.core.outward import Inward, Outward
from server.core.settings import Settings
from server.notifications.model import Push, Subscription
from server.notifications.model.push import decoded

RECORD_BYTES = 4096
MOST_PAYLOAD_BYTES = 3000  # well inside the 4,096 that every service must take, RFC 8030 §7.2
_TOKEN_LIVES = timedelta(hours=12)  # RFC 8292 §2: at most 24
_CURVE = ec.SECP256R1()


class Gone(Exception):  # noqa: N818 - an answer of the other side
    """The browser has ended its subscription, or can never be written to."""


class NotNow(Exception):  # noqa: N818 - likewise
    """Worth another try; `wait_s` if the service named a time."""

    def __init__(self, complaint: str, wait_s: float = 0.0) -> None:
        super().__init__(complaint)
        self.wait_s = wait_s


class Refused(Exception):  # noqa: N818 - likewise
    """The service will never take this one; the browser may take others."""


class Pusher(Protocol):
    """Takes a push away."""

    async def push(self, push: Push, key: VapidKey, now: datetime) -> None:
        """Returns when the service has it. Raises: Gone, NotNow, Refused."""


@dataclass(frozen=True, slots=True)
class VapidKey:
    """The key by which push services know this server."""

    private: ec.EllipticCurvePrivateKey

    @classmethod
    def load(cls, secret: bytes) -> VapidKey:
        """From its 32 bytes."""
        return cls(ec.derive_private_key(int.from_bytes(secret, "big"), _CURVE))

    @staticmethod
    def fresh() -> bytes:
        """The 32 bytes of a new one."""
        number = ec.generate_private_key(_CURVE).private_numbers().private_value
        return number.to_bytes(32, "big")

    @property
    def public(self) -> str:
        """What a browser subscribes with: an uncompressed point in base64url."""
        return _b64(_point(self.private.public_key()))

    def token(self, endpoint: str, subject: str, now: datetime) -> str:
        """Says to one push service, for some hours, who sends."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int((now + _TOKEN_LIVES).timestamp()),
            "sub": subject,
        }
        head = _b64(msgspec.json.encode({"typ": "JWT", "alg": "ES256"}))
        said = f"{head}.{_b64(msgspec.json.encode(claims))}"
        r, s = decode_dss_signature(self.private.sign(said.encode(), ec.ECDSA(SHA256())))
        return f"{said}.{_b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


class WebPusher:
    """Hands pushes to the services that browsers named."""

    def __init__(self, outward: Outward, subject: str) -> None:
        self._outward = outward
        self._subject = subject

    async def push(self, push: Push, key: VapidKey, now: datetime) -> None:
        """Returns when the service has it. Raises: Gone, NotNow, Refused."""
        endpoint = push.subscription.endpoint
        body = _encrypted_for(push)
        headers = {
            "Authorization": f"vapid t={key.token(endpoint, self._subject, now)}, k={key.public}",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, int((push.expires_at - now).total_seconds()))),
            "Urgency": "high",
        }
        try:
            self._outward.check(endpoint)
            async with self._outward.session() as client:
                async with client.post(
                    endpoint, data=body, headers=headers, allow_redirects=False
                ) as answer:
                    _judge(answer.status, answer.headers.get("Retry-After", ""))
        except Inward:
            raise Gone("the address leads inside") from None
        except (ClientError, OSError, TimeoutError) as error:
            if isinstance(error.__cause__, Inward) or isinstance(error.__context__, Inward):
                raise Gone("the address leads inside") from None
            raise NotNow(type(error).__name__) from None


def subject_of(settings: Settings) -> str:
    """Whom a push service may write to about us, RFC 8292 §2.1."""
    url = settings.effective_public_url
    if url.startswith("https://"):
        return url
    return f"mailto:{parseaddr(settings.mail_from)[1]}"


def encrypt(
    text: bytes, subscription: Subscription, ours: ec.EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """One aes128gcm record for one browser. Raises: ValueError for a key off the curve.

    RFC 8291 §3.4 makes the keys, RFC 8188 §2 the record; `ours` and `salt` are used once.
    """
    theirs = decoded(subscription.p256dh)
    public = _point(ours.public_key())
    shared = ours.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs))
    info = b"WebPush: info\0" + theirs + public
    secret = _hkdf(decoded(subscription.auth), shared, info, 32)
    key = _hkdf(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, secret, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(public)]) + public
    return head + AESGCM(key).encrypt(nonce, text + b"\x02", None)  # 2: the last record


def _encrypted_for(push: Push) -> bytes:
    try:
        return encrypt(
            push.payload.encode(),
            push.subscription,
            ec.generate_private_key(_CURVE),
            os.urandom(16),
        )
    except (ValueError, InvalidKey):
        raise Gone("the browser's key is none") from None


def _judge(status: int, retry_after: str) -> None:
    if 200 <= status < 300:
        return
    if status in {404, 410}:
        raise Gone(f"the service answered {status}")
    if status in {408, 425, 429} or status >= 500:
        wait_s = float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0
        raise NotNow(f"the service answered {status}", wait_s)
    raise Refused(f"the service answered {status}")


def _hkdf(salt: bytes, secret: bytes, info: bytes, size: int) -> bytes:
    return HKDF(SHA256(), size, salt, info).derive(secret)


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
