"""The wheel over TCP: real connections, cut into pieces, flooded, left alone and read slowly."""

from __future__ import annotations

import os
import secrets
import socket
import struct
import time
from collections.abc import Callable, Iterator

import ithaca_media
import pytest

from tests.support.wheel import PWD, Consumer, Peer, Producer, Room, StreamPeer, framed, opus

PER_ADDRESS, UNPROVEN = 32, 256
"""What the worker takes of connections that have proved nothing."""


@pytest.fixture
def room() -> Iterator[Room]:
    worker = ithaca_media.Worker(listen=["127.0.0.1", "::1"])
    yield Room(worker)
    worker.close()


def _is_closed(connection: socket.socket) -> bool:
    """Whether the other side has closed it, within 3 s."""
    connection.settimeout(3)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def _streaming(room: Room, publisher: Peer, subscriber: Peer) -> None:
    publisher.connect()
    subscriber.connect()
    room.worker.open_producer(publisher.transport, 10, Producer())
    room.worker.open_consumer(subscriber.transport, 20, 10, Consumer())
    _settle(room)


def _settle(room: Room) -> None:
    """Wait until the worker has followed every order so far."""
    request = secrets.randbits(40)
    room.worker.request_stats(request)
    room.wait_until(lambda event: event[:2] == ("stats", request))


def _until(is_so: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_check_over_tcp_is_answered_with_where_it_came_from(room: Room, host: str) -> None:
    assert room.worker.has_tcp
    peer = StreamPeer(room, 1, host)
    port = peer.socket.getsockname()[1]
    assert peer.check().attributes["XOR-MAPPED-ADDRESS"] == (host, port)
    name, transport, protocol, remote = room.wait_for("ice_connected")
    assert (name, transport, protocol) == ("ice_connected", 1, "tcp")
    assert str(remote).endswith(f":{port}")
    peer.close()


@pytest.mark.parametrize(("kind", "other"), [(StreamPeer, Peer), (Peer, StreamPeer)])
def test_sound_crosses_from_one_protocol_to_the_other(
    room: Room, kind: type[Peer], other: type[Peer]
) -> None:
    publisher, subscriber = kind(room, 1), other(room, 2)
    _streaming(room, publisher, subscriber)
    for sequence in range(500, 520):
        publisher.send_rtp(opus(sequence, b"sound %d" % sequence))
    received = [subscriber.receive_rtp() for _ in range(20)]
    assert [packet[-9:] for packet in received] == [b"sound %d" % n for n in range(500, 520)]
    publisher.close()
    subscriber.close()


def test_frames_may_come_in_any_pieces(room: Room) -> None:
    publisher, subscriber = StreamPeer(room, 1), StreamPeer(room, 2)
    _streaming(room, publisher, subscriber)
    sealed = [publisher.sender.protect(opus(sequence)) for sequence in range(500, 510)]
    stream = framed(b"", *sealed[:5])
    for at in range(len(stream)):  # byte by byte
        publisher.socket.sendall(stream[at : at + 1])
    publisher.socket.sendall(framed(*sealed[5:]))  # all at once
    assert len([subscriber.receive_rtp() for _ in range(10)]) == 10
    publisher.close()
    subscriber.close()


def test_dtls_passes_both_ways_over_tcp(room: Room) -> None:
    peer = StreamPeer(room, 1)
    peer.check()
    peer.send(b"\x16hello")
    assert room.wait_for("dtls") == ("dtls", 1, b"\x16hello")
    room.worker.send_dtls(1, b"\x16answer" + bytes(1500))
    assert peer.receive() == b"\x16answer" + bytes(1500)
    peer.close()


@pytest.mark.parametrize(
    "first",
    [
        b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n",
        framed(b"\x16\xfe\xfd"),
        framed(b"\x80\x6f" + bytes(30)),
        framed(secrets.token_bytes(200)),
        framed(b""),
        b"\xff\xff",
    ],
)
def test_who_begins_with_anything_but_a_check_is_cut_off(room: Room, first: bytes) -> None:
    stranger = socket.create_connection(("127.0.0.1", room.worker.port))
    stranger.sendall(first)
    assert _is_closed(stranger)
    stranger.close()


def test_a_check_with_a_wrong_password_ends_the_connection(room: Room) -> None:
    peer = StreamPeer(room, 1)
    peer.send(bytes(peer.request(pwd="somebody else's password")))
    assert _is_closed(peer.socket)
    peer.close()


def test_who_stops_framing_is_cut_off(room: Room) -> None:
    peer = StreamPeer(room, 1)
    peer.check()
    room.wait_for("ice_connected")
    peer.socket.sendall(b"\xff\xff")
    assert _is_closed(peer.socket)
    assert room.wait_for("ice_lost") == ("ice_lost", 1)
    peer.close()


def test_half_open_connections_are_bounded_and_shut_nobody_out(room: Room) -> None:
    before = _sockets()
    address = ("127.0.0.1", room.worker.port)
    flood = [socket.create_connection(address) for _ in range(3 * PER_ADDRESS)]
    # Ours are among the sockets of this process; the worker's are what remains of the rest.
    _until(lambda: _sockets() - before - len(flood) <= PER_ADDRESS)
    others = []
    for host in range(2, 2 + 2 * UNPROVEN // PER_ADDRESS):
        for _ in range(PER_ADDRESS):
            others.append(socket.socket())
            others[-1].bind((f"127.0.0.{host}", 0))
            others[-1].connect(address)
    _until(lambda: _sockets() - before - len(flood) - len(others) <= UNPROVEN)
    honest = StreamPeer.__new__(StreamPeer)
    honest.open = lambda: _from("127.0.1.1", address)  # type: ignore[method-assign]
    StreamPeer.__init__(honest, room, 1)
    honest.check()
    assert room.wait_for("ice_connected")[2] == "tcp"
    for connection in (*flood, *others, honest.socket):
        connection.close()
    _until(lambda: _sockets() == before)


def _sockets() -> int:
    """How many this process has open, the worker's included."""
    open_files = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
    return len([name for name in open_files if _target(name).startswith("socket:")])


def _target(name: str) -> str:
    try:
        return os.readlink(name)
    except FileNotFoundError:
        return ""


def _from(host: str, address: tuple[str, int]) -> socket.socket:
    return socket.create_connection(address, timeout=5, source_address=(host, 0))


def test_a_connection_that_says_nothing_is_closed(room: Room) -> None:
    silent = socket.create_connection(("127.0.0.1", room.worker.port))
    silent.settimeout(10)
    assert silent.recv(1) == b""
    silent.close()


def test_a_closed_transport_closes_its_connection(room: Room) -> None:
    peer = StreamPeer(room, 1)
    peer.check()
    room.worker.close_transport(1)
    assert _is_closed(peer.socket)
    peer.close()


def test_media_moves_from_tcp_to_udp_and_back(room: Room) -> None:
    publisher, subscriber = Peer(room, 1), StreamPeer(room, 2)
    _streaming(room, publisher, subscriber)
    publisher.send_rtp(opus(1, b"by stream"))
    assert subscriber.receive_rtp().endswith(b"by stream")
    stream, address = subscriber.socket, subscriber.address
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.settimeout(5)
    datagrams.sendto(bytes(subscriber.request()), address)
    assert datagrams.recv(2048)
    assert room.wait_for("ice_moved")[1:3] == (2, "udp")
    publisher.send_rtp(opus(2, b"by datagram"))
    # A compound may come in between.
    sealed = next(d for d in iter(lambda: datagrams.recv(2048), b"") if d[1] & 0x7F == 100)
    assert subscriber.receiver.unprotect(sealed).endswith(b"by datagram")
    subscriber.check()
    assert room.wait_for("ice_moved")[1:3] == (2, "tcp")
    publisher.send_rtp(opus(3, b"by stream again"))
    assert subscriber.receive_rtp().endswith(b"by stream again")
    # The datagrams' path was checked a moment ago: it takes over when the connection ends.
    stream.close()
    assert room.wait_for("ice_moved")[1:3] == (2, "udp")
    datagrams.close()
    publisher.close()


def test_a_slow_reader_loses_whole_frames_and_nobody_waits_for_it(room: Room) -> None:
    publisher, slow, quick = Peer(room, 1), StreamPeer(room, 2), Peer(room, 3)
    _streaming(room, publisher, slow)
    quick.connect()
    room.worker.open_consumer(3, 30, 10, Consumer(ssrc=6000))
    _settle(room)
    count = 4000
    for sequence in range(count):
        publisher.send_rtp(opus(sequence, bytes(1000)))
        quick.receive_rtp()
    numbers = []
    slow.socket.settimeout(1)
    try:
        while True:
            packet = slow.receive_rtp()  # it would raise if half a frame had been left out
            numbers.append(struct.unpack("!H", packet[2:4])[0])
    except TimeoutError:
        pass
    assert 50 < len(numbers) < count
    assert numbers == sorted(set(numbers))
    publisher.send_rtp(opus(count, b"still here"))
    slow.socket.settimeout(5)
    assert slow.receive_rtp().endswith(b"still here")
    for peer in (publisher, slow, quick):
        peer.close()


def test_tcp_can_be_turned_off() -> None:
    worker = ithaca_media.Worker(listen=["127.0.0.1"], tcp=False)
    assert not worker.has_tcp
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", worker.port))
    worker.close()


def test_a_tcp_port_that_is_taken_is_refused(room: Room) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(OSError, match="in use"):
            ithaca_media.Worker(listen=["127.0.0.1"], port=other.getsockname()[1])


def test_nothing_is_left_of_connections_after_closing() -> None:
    before = _sockets()
    worker = ithaca_media.Worker(listen=["127.0.0.1"])
    room = Room(worker)
    peers = [StreamPeer(room, number) for number in range(1, 9)]
    for peer in peers:
        peer.check(pwd=PWD)
    worker.close()
    for peer in peers:
        assert _is_closed(peer.socket)
        peer.close()
    assert _sockets() == before
