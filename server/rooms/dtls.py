"""One DTLS association of a browser, handled by aiortc on datagrams from the media core.

All private names of aiortc that the server relies on stand in this file; `tests/rooms/
test_dtls.py` is their contract. Media packets never come here: the core hands over only
datagrams whose first byte is 20 to 63 (RFC 7983 §7).
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from aiortc import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from aiortc.rtcdtlstransport import (
    SRTP_AEAD_AES_128_GCM,
    SRTP_AEAD_AES_256_GCM,
    SRTP_AES128_CM_SHA1_80,
    SRTPProtectionProfile,
)

from server.rooms.model import DtlsFingerprint, DtlsParameters

HANDSHAKE_TIMEOUT_S = 30.0
"""From the browser's parameters to keys: covers a slow ICE and lost flights."""
_QUEUE_DATAGRAMS = 64
"""More than any handshake flight; a flood beyond it is dropped."""

Profile = Literal["aead_aes_128_gcm", "aead_aes_256_gcm", "aes128_cm_sha1_80"]

# OpenSSL picks by the server's order: 128-bit GCM costs a third of AES-CM with SHA-1.
_PROFILES = (SRTP_AEAD_AES_128_GCM, SRTP_AEAD_AES_256_GCM, SRTP_AES128_CM_SHA1_80)
_NAMES: dict[SRTPProtectionProfile, Profile] = {
    SRTP_AEAD_AES_128_GCM: "aead_aes_128_gcm",
    SRTP_AEAD_AES_256_GCM: "aead_aes_256_gcm",
    SRTP_AES128_CM_SHA1_80: "aes128_cm_sha1_80",
}
_EXPORTER = b"EXTRACTOR-dtls_srtp"  # RFC 5764 §4.2


class HandshakeError(Exception):
    """The association did not come up; the message says at which step."""


@dataclass(frozen=True, slots=True, repr=False)
class SrtpKeys:
    """Master key followed by master salt for each direction, as seen by this server."""

    profile: Profile
    inbound: bytes
    outbound: bytes


class _Datagrams:
    """What aiortc's DTLS needs of an ICE transport."""

    role = "controlled"
    state = "completed"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._output = send
        self._input: asyncio.Queue[bytes] = asyncio.Queue(_QUEUE_DATAGRAMS)

    def feed(self, data: bytes) -> None:
        if not self._input.full():
            self._input.put_nowait(data)

    async def _send(self, data: bytes) -> None:
        self._output(data)

    async def _recv(self) -> bytes:
        return await self._input.get()


class Certificate:
    """The certificate that this process shows to every browser."""

    def __init__(self) -> None:
        self.certificate = RTCCertificate.generateCertificate()

    def parameters(self) -> DtlsParameters:
        """Our side of the handshake: the server, so that we choose the cipher."""
        prints = self.certificate.getFingerprints()
        return DtlsParameters(
            role="server",
            fingerprints=tuple(
                DtlsFingerprint(algorithm=p.algorithm, value=p.value) for p in prints
            ),
        )


class Dtls:
    """One association. `feed` it datagrams, await `handshake` once, then `close` it."""

    def __init__(self, certificate: Certificate, send: Callable[[bytes], None]) -> None:
        self._datagrams = _Datagrams(send)
        self._transport = RTCDtlsTransport(
            self._datagrams,  # type: ignore[arg-type]  # a duck: role, _send, _recv
            [certificate.certificate],
        )
        self._transport._srtp_profiles = list(_PROFILES)

    def feed(self, data: bytes) -> None:
        """Take one datagram from the browser. Dropped when it floods."""
        self._datagrams.feed(data)

    async def handshake(self, remote: DtlsParameters) -> SrtpKeys:
        """Wait until the browser has proved its fingerprint. Raises: HandshakeError."""
        # Our parameters say that we are the server; a client that takes the role all the same
        # (pymediasoup does when it sends) can only be met as its client.
        self._transport._set_role("client" if remote.role == "server" else "server")
        parameters = RTCDtlsParameters(
            fingerprints=[
                RTCDtlsFingerprint(algorithm=p.algorithm, value=p.value)
                for p in remote.fingerprints
            ],
        )
        try:
            async with asyncio.timeout(HANDSHAKE_TIMEOUT_S):
                await self._transport.start(parameters)
        except TimeoutError:
            raise HandshakeError("no complete handshake in time") from None
        if self._transport.state != "connected":
            raise HandshakeError("the handshake or the fingerprint was refused")
        return self._keys()

    async def closed(self) -> None:
        """Return when the browser has closed the association."""
        task = self._transport._task
        if task is not None:
            await asyncio.wait([task])

    async def close(self) -> None:
        """Say goodbye and end the task that answers late retransmissions."""
        task = self._transport._task
        await self._transport.stop()
        if task is not None:
            await asyncio.wait([task])

    def _keys(self) -> SrtpKeys:
        ssl = self._transport._ssl
        if ssl is None:
            raise HandshakeError("no TLS state")
        name = ssl.get_selected_srtp_profile()
        profile = next(p for p in _PROFILES if p.openssl_profile == name)
        size = 2 * (profile.key_length + profile.salt_length)
        view = ssl.export_keying_material(_EXPORTER, size)
        ours, theirs = (1, 0) if self._transport._role == "server" else (0, 1)
        return SrtpKeys(
            profile=_NAMES[profile],
            inbound=profile.get_key_and_salt(view, theirs),
            outbound=profile.get_key_and_salt(view, ours),
        )
