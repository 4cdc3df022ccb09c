"""Peers reduced to one socket, around a real media worker: real STUN, real SRTP, no browser."""

import secrets
import select
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import ithaca_media
from aioice import stun
from pylibsrtp import Policy, Session

KEY_BYTES = 16 + 12
PWD = "a-password-of-ours-22ch"


@dataclass(frozen=True)
class Encoding:
    ssrc: int | None = None
    rtx_ssrc: int | None = None
    rid: str | None = None
    spatial_layers: int = 1
    temporal_layers: int = 1


@dataclass(frozen=True)
class Producer:
    kind: Literal["audio", "video"] = "audio"
    codec: Literal["opus", "vp8", "h264", "vp9", "av1", "other"] = "opus"
    clock_rate: int = 48000
    payload_type: int = 111
    rtx_payload_type: int | None = None
    mid: str = "0"
    encodings: tuple[Encoding, ...] = (Encoding(ssrc=1000),)
    extensions: tuple[tuple[str, int], ...] = (("mid", 1), ("audio-level", 2))
    has_nack: bool = False
    has_pli: bool = False
    has_transport_cc: bool = False
    has_remb: bool = False


@dataclass(frozen=True)
class Consumer:
    payload_type: int = 100
    rtx_payload_type: int | None = None
    ssrc: int = 5000
    rtx_ssrc: int | None = None
    mid: str = "7"
    cname: str = "somebody"
    extensions: tuple[tuple[str, int], ...] = (("mid", 4),)
    has_nack: bool = False
    has_pli: bool = False
    is_paused: bool = False


@dataclass
class Room:
    """A worker and the events it told."""

    worker: ithaca_media.Worker
    events: list[tuple[object, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._bell = select.poll()  # select() knows no descriptor above 1023
        self._bell.register(self.worker, select.POLLIN)

    def wait_for(self, name: str, seconds: float = 5.0) -> tuple[object, ...]:
        return self.wait_until(lambda event: event[0] == name, seconds)

    def wait_until(
        self, is_it: Callable[[tuple[object, ...]], bool], seconds: float = 5.0
    ) -> tuple[object, ...]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for index, event in enumerate(self.events):
                if is_it(event):
                    return self.events.pop(index)
            self._bell.poll(100)
            self.events.extend(self.worker.poll())
        raise AssertionError(f"it did not happen; there was {self.events}")


class Peer:
    """A browser reduced to one socket."""

    def __init__(
        self, room: Room, transport: int, host: str = "127.0.0.1", *, room_number: int = 0
    ) -> None:
        self.room = room
        self.transport = transport
        self.ufrag = f"ufrag{transport}"
        self.address = (host, room.worker.port)
        self.socket = self.open()
        self.socket.settimeout(20)
        self.inbound = secrets.token_bytes(KEY_BYTES)
        self.outbound = secrets.token_bytes(KEY_BYTES)
        room.worker.open_transport(transport, self.ufrag, PWD, room=room_number)

    def open(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self.address[0] else socket.AF_INET
        return socket.socket(family, socket.SOCK_DGRAM)

    def close(self) -> None:
        self.socket.close()

    def send(self, datagram: bytes) -> None:
        self.socket.sendto(datagram, self.address)

    def receive(self) -> bytes:
        return self.socket.recv(2048)

    def request(self, *, pwd: str = PWD, nominates: bool = True) -> stun.Message:
        """A connectivity check."""
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{self.ufrag}:them"
        request.attributes["PRIORITY"] = 1
        request.attributes["ICE-CONTROLLING"] = 1
        if nominates:
            request.attributes["USE-CANDIDATE"] = None
        request.add_message_integrity(pwd.encode())
        return request

    def check(self, *, pwd: str = PWD, nominates: bool = True) -> stun.Message:
        request = self.request(pwd=pwd, nominates=nominates)
        self.send(bytes(request))
        answer = stun.parse_message(self.receive())
        assert answer.check_message_integrity(pwd.encode())
        assert answer.transaction_id == request.transaction_id
        return answer

    def connect(self) -> None:
        self.check()
        self.room.wait_until(lambda event: event[:2] == ("ice_connected", self.transport))
        self.room.worker.set_srtp(
            self.transport, "aead_aes_128_gcm", inbound=self.inbound, outbound=self.outbound
        )
        profile = Policy.SRTP_PROFILE_AEAD_AES_128_GCM
        self.sender = Session(
            Policy(key=self.inbound, ssrc_type=Policy.SSRC_ANY_OUTBOUND, srtp_profile=profile)
        )
        self.receiver = Session(
            Policy(key=self.outbound, ssrc_type=Policy.SSRC_ANY_INBOUND, srtp_profile=profile)
        )

    def send_rtp(self, packet: bytes) -> None:
        self.send(self.sender.protect(packet))

    def receive_rtp(self) -> bytes:
        while True:
            datagram = self.receive()
            is_rtcp = 192 <= datagram[1] <= 223
            if 128 <= datagram[0] <= 191 and not is_rtcp:
                return self.receiver.unprotect(datagram)


class StreamPeer(Peer):
    """One whose network lets only TCP pass; each datagram after its length (RFC 4571)."""

    def open(self) -> socket.socket:
        return socket.create_connection(self.address, timeout=20)

    def send(self, datagram: bytes) -> None:
        self.socket.sendall(framed(datagram))

    def receive(self) -> bytes:
        (length,) = struct.unpack("!H", self._exactly(2))
        return self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            piece = self.socket.recv(count - len(taken))
            if not piece:
                raise ConnectionResetError
            taken += piece
        return taken


def framed(*datagrams: bytes) -> bytes:
    return b"".join(struct.pack("!H", len(datagram)) + datagram for datagram in datagrams)


def opus(sequence: int, payload: bytes = b"sound") -> bytes:
    head = struct.pack("!BBHIIHH", 0x90, 111, sequence, sequence * 960, 1000, 0xBEDE, 1)
    # One-byte elements: mid "0", audio level 30.
    return head + bytes([0x10, ord("0"), 0x20, 0x80 | 30]) + payload
