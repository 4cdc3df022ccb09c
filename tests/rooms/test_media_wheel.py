"""The media wheel as its callers see it: real sockets, real STUN, real SRTP."""

import gc
import os
import secrets
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import ithaca_media
import pytest
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
            select.select([self.worker], [], [], 0.1)
            self.events.extend(self.worker.poll())
        raise AssertionError(f"it did not happen; there was {self.events}")


class Peer:
    """A browser reduced to one socket."""

    def __init__(self, room: Room, transport: int, host: str = "127.0.0.1") -> None:
        self.room = room
        self.transport = transport
        self.ufrag = f"ufrag{transport}"
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.settimeout(5)
        self.address = (host, room.worker.port)
        self.inbound = secrets.token_bytes(KEY_BYTES)
        self.outbound = secrets.token_bytes(KEY_BYTES)
        room.worker.open_transport(transport, self.ufrag, PWD)

    def close(self) -> None:
        self.socket.close()

    def check(self, *, pwd: str = PWD) -> stun.Message:
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{self.ufrag}:them"
        request.attributes["PRIORITY"] = 1
        request.attributes["ICE-CONTROLLING"] = 1
        request.attributes["USE-CANDIDATE"] = None
        request.add_message_integrity(pwd.encode())
        self.socket.sendto(bytes(request), self.address)
        answer = stun.parse_message(self.socket.recv(2048))
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
        self.socket.sendto(self.sender.protect(packet), self.address)

    def receive_rtp(self) -> bytes:
        while True:
            datagram = self.socket.recv(2048)
            is_rtcp = 192 <= datagram[1] <= 223
            if 128 <= datagram[0] <= 191 and not is_rtcp:
                return self.receiver.unprotect(datagram)


def opus(sequence: int, payload: bytes = b"sound") -> bytes:
    head = struct.pack("!BBHIIHH", 0x90, 111, sequence, sequence * 960, 1000, 0xBEDE, 1)
    # One-byte elements: mid "0", audio level 30.
    return head + bytes([0x10, ord("0"), 0x20, 0x80 | 30]) + payload


@pytest.fixture
def room() -> Iterator[Room]:
    worker = ithaca_media.Worker(listen=["127.0.0.1", "::1"])
    yield Room(worker)
    worker.close()


@pytest.fixture
def peers(room: Room) -> Iterator[tuple[Peer, Peer]]:
    both = (Peer(room, 1), Peer(room, 2))
    for peer in both:
        peer.connect()
    yield both
    for peer in both:
        peer.close()


def test_a_check_is_answered_with_the_address_it_came_from(room: Room) -> None:
    for host in ("127.0.0.1", "::1"):
        peer = Peer(room, 1 if host == "::1" else 2, host)
        answer = peer.check()
        assert answer.attributes["XOR-MAPPED-ADDRESS"] == (host, peer.socket.getsockname()[1])
        _, transport, protocol, remote = room.wait_for("ice_connected")
        assert (transport, protocol) == (peer.transport, "udp")
        assert str(remote).endswith(f":{peer.socket.getsockname()[1]}")
        peer.close()


def test_a_check_with_a_wrong_password_is_not_answered(room: Room) -> None:
    peer = Peer(room, 1)
    peer.socket.settimeout(0.3)
    with pytest.raises(TimeoutError):
        peer.check(pwd="somebody else's password")
    peer.close()


def test_a_wildcard_socket_answers_from_the_address_that_was_asked() -> None:
    worker = ithaca_media.Worker(listen=["0.0.0.0"])
    room = Room(worker)
    peer = Peer(room, 1, "127.0.0.3")
    request_goes_to = peer.address
    peer.socket.connect(request_goes_to)  # so that the kernel drops answers from elsewhere
    request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    request.attributes["USERNAME"] = f"{peer.ufrag}:them"
    request.add_message_integrity(PWD.encode())
    peer.socket.send(bytes(request))
    assert peer.socket.recv(2048)
    peer.close()
    worker.close()


def test_dtls_passes_both_ways(room: Room) -> None:
    peer = Peer(room, 1)
    peer.check()
    peer.socket.sendto(b"\x16hello", peer.address)
    assert room.wait_for("dtls") == ("dtls", 1, b"\x16hello")
    room.worker.send_dtls(1, b"\x16answer")
    assert peer.socket.recv(2048) == b"\x16answer"
    peer.close()


def test_sound_goes_to_the_subscriber_in_its_own_numbers(
    room: Room, peers: tuple[Peer, Peer]
) -> None:
    publisher, subscriber = peers
    room.worker.open_producer(1, 10, Producer())
    room.worker.open_consumer(2, 20, 10, Consumer())
    room.worker.request_stats(1)
    room.wait_for("stats")
    for sequence in range(500, 505):
        publisher.send_rtp(opus(sequence, f"sound {sequence}".encode()))
    received = [subscriber.receive_rtp() for _ in range(5)]
    headers = [struct.unpack("!BBHII", packet[:12]) for packet in received]
    assert {(head[1] & 0x7F, head[4]) for head in headers} == {(100, 5000)}
    first = headers[0][2]
    assert [head[2] - first for head in headers] == [0, 1, 2, 3, 4]
    assert [packet[-9:] for packet in received] == [b"sound %d" % n for n in range(500, 505)]
    assert received[0][12:20] == b"\xbe\xde\x00\x01\x40" + b"7\x00\x00"


def test_loudness_is_told_to_the_caller(room: Room, peers: tuple[Peer, Peer]) -> None:
    room.worker.open_producer(1, 10, Producer())
    room.worker.request_stats(1)
    room.wait_for("stats")
    for sequence in range(500, 510):
        peers[0].send_rtp(opus(sequence))
    assert room.wait_for("levels") == ("levels", [(10, 30)])


def test_closing_a_transport_closes_what_hangs_on_it(room: Room, peers: tuple[Peer, Peer]) -> None:
    room.worker.open_producer(1, 10, Producer())
    room.worker.open_consumer(2, 20, 10, Consumer())
    room.worker.close_transport(1)
    room.worker.pause_consumer(20)
    assert room.wait_for("error")[1:3] == ("pause_consumer", 20)


def test_figures_are_answered_by_name(room: Room, peers: tuple[Peer, Peer]) -> None:
    room.worker.open_producer(1, 10, Producer())
    room.worker.request_stats(77, 1)
    _, request, figures = room.wait_for("stats")
    assert request == 77
    assert isinstance(figures, dict)
    assert figures["producers"][0]["producer"] == 10


def test_an_unknown_id_is_an_error_event(room: Room) -> None:
    room.worker.close_consumer(404)
    _, command, about, message = room.wait_for("error")
    assert (command, about) == ("close_consumer", 404)
    assert message


def test_a_key_of_a_wrong_length_is_refused(room: Room) -> None:
    with pytest.raises(ValueError, match="28 bytes"):
        room.worker.set_srtp(1, "aead_aes_128_gcm", b"short", b"short")


def test_an_unknown_codec_is_refused(room: Room) -> None:
    with pytest.raises(ValueError, match="codec"):
        room.worker.open_producer(1, 1, Producer(codec=cast("Any", "theora")))


def test_an_address_that_is_taken_is_refused(room: Room) -> None:
    with pytest.raises(OSError, match="in use"):
        ithaca_media.Worker(listen=["127.0.0.1"], port=room.worker.port)


def test_the_thread_is_one_of_this_process(room: Room) -> None:
    assert os.path.exists(f"/proc/self/task/{room.worker.thread_id}")
    assert room.worker.thread_id != threading.get_native_id()


def test_nothing_is_left_after_closing() -> None:
    def open_files() -> int:
        return len(os.listdir("/proc/self/fd"))

    def threads() -> int:
        return len(os.listdir("/proc/self/task"))

    gc.collect()
    before = (open_files(), threads())
    for _ in range(5):
        worker = ithaca_media.Worker(listen=["127.0.0.1", "::1"])
        worker.close()
        worker.close()
        assert worker.poll() == []
        ithaca_media.Worker(listen=["127.0.0.1"])  # closed by being forgotten
        del worker
    gc.collect()
    assert (open_files(), threads()) == before
