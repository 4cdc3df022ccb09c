"""The program between the two ends of a link: delays, loses, reorders and limits packets.

`python -m tests.support.link DEVICE NAMESPACE NAMESPACE`; shapes come as JSON lines on stdin. The
dice are seeded, so two runs lose the same packets of the same traffic.
"""

from __future__ import annotations

import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import struct
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

from tests.support.namespaces import Shape

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
MTU = 65535


@dataclass(slots=True)
class Direction:
    """One direction, with what is under way."""

    into: int
    dice: random.Random
    shape: Shape = field(default_factory=Shape)
    free_at: float = 0.0
    last_due: float = 0.0
    waiting: list[tuple[float, int, bytes]] = field(default_factory=list)
    count: int = 0

    def take(self, packet: bytes, now: float) -> None:
        shape = self.shape
        if shape.is_cut or self.dice.random() < shape.loss:
            return
        sent = max(now, self.free_at)
        if shape.bits_per_second:
            sent += len(packet) * 8 / shape.bits_per_second
            if sent - now > shape.queue_ms / 1000:
                return
            self.free_at = sent
        due = sent + max(0.0, self.dice.gauss(shape.delay_ms, shape.jitter_ms)) / 1000
        if self.dice.random() < shape.reordered:
            due = sent
        else:
            due = self.last_due = max(due, self.last_due)
        self.count += 1
        heapq.heappush(self.waiting, (due, self.count, packet))

    def give(self, now: float) -> None:
        while self.waiting and self.waiting[0][0] <= now:
            packet = heapq.heappop(self.waiting)[2]
            with suppress(OSError):  # the other end is down: the packet is lost
                os.write(self.into, packet)

    def next_due(self) -> float:
        return self.waiting[0][0] if self.waiting else float("inf")


def open_tun(device: str, namespace: str) -> int:
    """A TUN device inside a namespace; its descriptor works from anywhere."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/self/ns/net") as home, open(f"/var/run/netns/{namespace}") as there:
        _enter(libc, there.fileno())
        try:
            fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN | IFF_NO_PI))
        finally:
            _enter(libc, home.fileno())
    return fd


def _enter(libc: ctypes.CDLL, fd: int) -> None:
    if libc.setns(fd, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def main(device: str, first: str, second: str) -> None:
    """Move packets until stdin ends."""
    ends = open_tun(device, first), open_tun(device, second)
    up = Direction(ends[1], random.Random(1))
    down = Direction(ends[0], random.Random(2))
    directions = {ends[0]: up, ends[1]: down}
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, -10)  # a late packet would look like jitter
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    control = b""
    while True:
        due = min(up.next_due(), down.next_due())
        wait = None if due == float("inf") else max(0.0, due - time.monotonic())
        ready, _, _ = select.select([*directions, 0], [], [], wait)
        now = time.monotonic()
        for fd in ready:
            if fd == 0:
                chunk = os.read(0, 65536)
                if not chunk:
                    return
                *lines, control = (control + chunk).split(b"\n")
                for line in lines:
                    words = json.loads(line)
                    up.shape, down.shape = Shape(**words["up"]), Shape(**words["down"])
            else:
                _drain(fd, directions[fd], now)
        for direction in directions.values():
            direction.give(now)


def _drain(fd: int, direction: Direction, now: float) -> None:
    with suppress(BlockingIOError, OSError):
        while True:
            direction.take(os.read(fd, MTU), now)


if __name__ == "__main__":
    main(*sys.argv[1:])
