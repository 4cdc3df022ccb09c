"""A worker on a host with several addresses, and peers that ask each of them.

`python -m tests.support.many_addresses answers|candidates|large WORDS…`, inside a namespace of a
test's own; prints what was found as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import ithaca_media

from server.rooms.addresses import host_addresses
from tests.support.wheel import Consumer, Peer, Producer, Room, StreamPeer, opus

BURSTS, BURST = 8, 10
LARGE_BYTES = 1300
"""More than the smallest path of IPv6 takes."""


def answers(listen: str, protocol: str, *addresses: str) -> dict[str, str]:
    """Address asked → address that answered."""
    room = Room(ithaca_media.Worker(listen=listen.split(",")))
    kind = StreamPeer if protocol == "tcp" else Peer
    answered = {}
    for number, address in enumerate(addresses, 1):
        peer = kind(room, number, address)
        if protocol == "tcp":
            answered[address] = peer.socket.getpeername()[0]
            peer.check()
        else:
            peer.send(bytes(peer.request()))
            answered[address] = peer.socket.recvfrom(2048)[1][0]
        peer.close()
    room.worker.close()
    return answered


def candidates(listen: str) -> list[str]:
    return list(host_addresses(tuple(listen.split(","))))


def large(use_gso: str, address: str) -> dict[str, int]:
    """Bursts of packets that the path only takes in fragments."""
    worker = ithaca_media.Worker(listen=["0.0.0.0", "::"], use_gso=use_gso == "gso")
    room = Room(worker)
    publisher, subscriber = Peer(room, 1, address), Peer(room, 2, address)
    for peer in (publisher, subscriber):
        peer.connect()
    worker.open_producer(1, 10, Producer())
    worker.open_consumer(2, 20, 10, Consumer())
    worker.request_stats(1)
    room.wait_for("stats")
    received = 0
    for burst in range(BURSTS):
        for index in range(BURST):
            publisher.send_rtp(opus(burst * BURST + index, bytes(LARGE_BYTES)))
        received += sum(len(subscriber.receive_rtp()) > LARGE_BYTES for _ in range(BURST))
    worker.close()
    return {"sent": BURSTS * BURST, "received": received}


if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    verbs: dict[str, Callable[..., object]] = {
        "answers": answers,
        "candidates": candidates,
        "large": large,
    }
    sys.stdout.write(json.dumps(verbs[verb](*words)))
