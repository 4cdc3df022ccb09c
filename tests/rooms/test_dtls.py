"""The contract with aiortc's private names, and DTLS itself against an aiortc client."""

import asyncio
from contextlib import suppress

import pytest
from aiortc import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from aiortc.rtcdtlstransport import SRTP_PROFILES, SRTPProtectionProfile

from server.rooms import dtls
from server.rooms.dtls import Certificate, Dtls, HandshakeError, SrtpKeys
from server.rooms.model import DtlsFingerprint, DtlsParameters


class Wire:
    """The client's ICE transport: datagrams go straight to the server's association."""

    role = "controlling"
    state = "completed"

    def __init__(self) -> None:
        self.inbox: asyncio.Queue[bytes] = asyncio.Queue()
        self.server: Dtls | None = None
        self.lost = 0

    async def _send(self, data: bytes) -> None:
        if self.lost > 0:
            self.lost -= 1
        elif self.server is not None:
            self.server.feed(data)

    async def _recv(self) -> bytes:
        return await self.inbox.get()


class Client:
    """A browser's side, by aiortc."""

    def __init__(self, *profiles: SRTPProtectionProfile) -> None:
        self.wire = Wire()
        self.certificate = RTCCertificate.generateCertificate()
        self.transport = RTCDtlsTransport(self.wire, [self.certificate])  # type: ignore[arg-type]
        self.transport._set_role("client")
        if profiles:
            self.transport._srtp_profiles = list(profiles)

    def parameters(self) -> DtlsParameters:
        prints = self.certificate.getFingerprints()
        return DtlsParameters(
            fingerprints=tuple(
                DtlsFingerprint(algorithm=p.algorithm, value=p.value) for p in prints
            )
        )

    async def start(self, server: DtlsParameters) -> None:
        prints = [RTCDtlsFingerprint(p.algorithm, p.value) for p in server.fingerprints]
        await self.transport.start(RTCDtlsParameters(fingerprints=prints))


async def shake(client: Client, remote: DtlsParameters | None = None) -> tuple[Dtls, SrtpKeys]:
    certificate = Certificate()
    server = Dtls(certificate, client.wire.inbox.put_nowait)
    client.wire.server = server
    starting = asyncio.create_task(client.start(certificate.parameters()))
    try:
        keys = await server.handshake(remote or client.parameters())
        await starting
    finally:
        starting.cancel()
        with suppress(asyncio.CancelledError):
            await starting
    return server, keys


@pytest.fixture
def client() -> Client:
    return Client()


async def test_a_client_that_prefers_256_bits_gets_our_preferred_128(client: Client) -> None:
    server, keys = await shake(client)
    assert keys.profile == "aead_aes_128_gcm"
    assert (len(keys.inbound), len(keys.outbound)) == (28, 28)
    assert keys.inbound != keys.outbound
    await client.transport.stop()
    await server.close()


@pytest.mark.parametrize("profile", SRTP_PROFILES, ids=lambda p: p.openssl_profile.decode())
async def test_each_cipher_alone_is_accepted(profile: SRTPProtectionProfile) -> None:
    client = Client(profile)
    server, keys = await shake(client)
    assert f"srtp_{keys.profile}" == profile.openssl_profile.decode().lower()
    assert len(keys.inbound) == profile.key_length + profile.salt_length
    await client.transport.stop()
    await server.close()


async def test_both_sides_derive_the_same_keys(client: Client) -> None:
    server, keys = await shake(client)
    ssl = client.transport._ssl
    assert ssl is not None
    profile = next(p for p in SRTP_PROFILES if b"128_GCM" in p.openssl_profile)
    view = ssl.export_keying_material(b"EXTRACTOR-dtls_srtp", 56)
    assert profile.get_key_and_salt(view, 0) == keys.inbound
    assert profile.get_key_and_salt(view, 1) == keys.outbound
    await client.transport.stop()
    await server.close()


async def test_a_client_that_insists_on_being_the_server_is_met_as_one(client: Client) -> None:
    client.transport._set_role("server")
    parameters = client.parameters()
    insisting = DtlsParameters(role="server", fingerprints=parameters.fingerprints)
    server, keys = await shake(client, insisting)
    ssl = client.transport._ssl
    assert ssl is not None
    profile = next(p for p in SRTP_PROFILES if p.openssl_profile == ssl.get_selected_srtp_profile())
    view = ssl.export_keying_material(
        b"EXTRACTOR-dtls_srtp", 2 * (profile.key_length + profile.salt_length)
    )
    assert profile.get_key_and_salt(view, 1) == keys.inbound
    assert profile.get_key_and_salt(view, 0) == keys.outbound
    await client.transport.stop()
    await server.close()


async def test_a_forged_fingerprint_is_refused(client: Client) -> None:
    other = Client().parameters()
    with pytest.raises(HandshakeError):
        await shake(client, other)
    await client.transport.stop()


async def test_a_fingerprint_of_an_unknown_kind_is_refused(client: Client) -> None:
    odd = DtlsParameters(fingerprints=(DtlsFingerprint(algorithm="md-99", value="00"),))
    with pytest.raises(HandshakeError):
        await shake(client, odd)
    await client.transport.stop()


async def test_a_lost_flight_is_sent_again(client: Client) -> None:
    client.wire.lost = 1
    server, keys = await shake(client)
    assert keys.profile == "aead_aes_128_gcm"
    await client.transport.stop()
    await server.close()


async def test_noise_does_not_end_an_association(client: Client) -> None:
    server, _ = await shake(client)
    for noise in (b"\x14", b"\x16" * 40, b"\x17\xfe\xfd" + bytes(60)):
        server.feed(noise)
    await asyncio.sleep(0.05)
    closed = asyncio.create_task(server.closed())
    done, _pending = await asyncio.wait([closed], timeout=0.05)
    assert not done
    await client.transport.stop()
    await closed
    await server.close()


async def test_a_flood_is_dropped_and_bounded() -> None:
    server = Dtls(Certificate(), lambda _data: None)
    for _ in range(10_000):
        server.feed(b"\x16" * 1200)
    assert server._datagrams._input.qsize() == dtls._QUEUE_DATAGRAMS
    await server.close()


async def test_a_browser_that_never_speaks_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dtls, "HANDSHAKE_TIMEOUT_S", 0.05)
    server = Dtls(Certificate(), lambda _data: None)
    with pytest.raises(HandshakeError):
        await server.handshake(Client().parameters())
    await server.close()


async def test_browsers_are_told_that_we_are_the_server() -> None:
    assert Certificate().parameters().role == "server"
