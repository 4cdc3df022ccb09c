"""The media wheel as its callers see it: real sockets, real STUN, real SRTP."""

import gc
import os
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import ithaca_media
import pytest
from aioice import stun

from tests.support.wheel import PWD, Consumer, Peer, Producer, Room, opus


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


@pytest.mark.parametrize("use_gso", [True, False])
def test_a_burst_reaches_every_one_of_many_subscribers(*, use_gso: bool) -> None:
    worker = ithaca_media.Worker(listen=["0.0.0.0", "::"], use_gso=use_gso)
    room = Room(worker)
    # More than one call to the kernel takes, over two sockets and from several addresses of ours.
    hosts = ("127.0.0.1", "::1", "127.0.0.3")
    publisher = Peer(room, 1)
    subscribers = [Peer(room, 2 + number, hosts[number // 30]) for number in range(90)]
    for peer in (publisher, *subscribers):
        peer.connect()
    worker.open_producer(1, 10, Producer())
    for peer in subscribers:
        worker.open_consumer(
            peer.transport, 100 + peer.transport, 10, Consumer(ssrc=5000 + peer.transport)
        )
    worker.request_stats(1)
    room.wait_for("stats")
    for sequence in range(500, 505):
        publisher.send_rtp(opus(sequence, f"sound {sequence}".encode()))
    for peer in subscribers:
        received = [peer.receive_rtp() for _ in range(5)]
        assert [packet[-9:] for packet in received] == [b"sound %d" % n for n in range(500, 505)]
        assert {packet[8:12] for packet in received} == {struct.pack("!I", 5000 + peer.transport)}
        peer.close()
    publisher.close()
    worker.close()


def test_loudness_is_told_to_the_caller(room: Room, peers: tuple[Peer, Peer]) -> None:
    room.worker.open_producer(1, 10, Producer())
    room.worker.request_stats(1)
    room.wait_for("stats")
    for sequence in range(500, 510):
        peers[0].send_rtp(opus(sequence))
    assert room.wait_for("levels") == ("levels", [(10, 30)])


def test_the_speaker_of_a_room_is_told_to_the_caller(room: Room) -> None:
    peer = Peer(room, 5, room_number=9)
    peer.connect()
    room.worker.open_producer(5, 50, Producer())
    room.worker.set_loudest(9, 3)
    for sequence in range(500, 1000):
        peer.send_rtp(opus(sequence))
        time.sleep(0.02)  # the pace of speech, not a wait
        room.events.extend(room.worker.poll())
        if any(event[0] == "speaker" for event in room.events):
            break
    peer.close()
    assert room.wait_for("speaker") == ("speaker", 9, 50)


def test_a_video_that_nobody_watches_is_told_to_the_caller(
    room: Room, peers: tuple[Peer, Peer]
) -> None:
    room.worker.open_producer(1, 10, replace(Producer(), kind="video", codec="vp8"))
    assert room.wait_for("layers_wanted") == ("layers_wanted", 10, -1, -1)


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


def test_one_question_tells_how_every_transport_is_connected(
    room: Room, peers: tuple[Peer, Peer]
) -> None:
    room.worker.open_producer(1, 10, Producer())
    room.worker.request_stats(1)
    room.wait_for("stats")
    for sequence in (500, 501, 503, 504):
        peers[0].send_rtp(opus(sequence))
    room.wait_for("levels")
    room.worker.request_stats(78)
    figures = room.wait_for("stats")[2]
    assert isinstance(figures, dict)
    legs = {leg["transport"]: leg for leg in figures["legs"]}
    assert set(legs) == {1, 2}
    assert (legs[1]["packets_in"], legs[1]["lost_in"]) == (4, 1)
    assert not any(leg["is_lost"] for leg in legs.values())
    assert legs[2]["reported_out"] == 0


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
