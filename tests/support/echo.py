"""Asks an echo over UDP: `python -m tests.support.echo answer ADDRESS` or `… ask ADDRESS COUNT`.

What `ping` would do where there is none. The asker prints JSON: share lost, mean trip in ms.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import time

PORT = 40123
STEP_S = 0.005
PATIENCE_S = 1.0


def answer(address: str) -> None:
    """Send back whatever comes, until killed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind((address, PORT))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            data, whence = door.recvfrom(2048)
            door.sendto(data, whence)


def ask(address: str, count: int) -> None:
    """Ask `count` times, a few milliseconds apart."""
    trips: list[float] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.connect((address, PORT))
        for _ in range(count):
            door.send(str(time.monotonic()).encode())
            _collect(door, trips, STEP_S)
        _collect(door, trips, PATIENCE_S)
    trip_ms = 1000 * sum(trips) / max(1, len(trips))
    sys.stdout.write(json.dumps({"lost": 1 - len(trips) / count, "trip_ms": trip_ms}))


def _collect(door: socket.socket, trips: list[float], wait_s: float) -> None:
    end = time.monotonic() + wait_s
    while (left := end - time.monotonic()) > 0:
        if select.select([door], [], [], left)[0]:
            trips.append(-float(door.recv(2048)) + time.monotonic())


if __name__ == "__main__":
    if sys.argv[1] == "answer":
        answer(sys.argv[2])
    else:
        ask(sys.argv[2], int(sys.argv[3]))
