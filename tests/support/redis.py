"""A real redis-server that a test can stop and start again."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.support.programs import free_port, program, stop


class RedisServer:
    """One server on a port of its own; nothing is kept over a stop."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self._binary = binary
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(
            [self._binary, *options], cwd=self._folder, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 10
        with redis.Redis.from_url(self.url) as client:
            while time.monotonic() < deadline:
                try:
                    client.ping()
                except redis.ConnectionError:
                    time.sleep(0.02)
                else:
                    return
        raise RuntimeError("redis-server did not start")

    def stop(self) -> None:
        """Stops it."""
        if self._process is not None:
            stop(self._process)

    def client(self) -> redis.Redis:
        """A plain client, to look inside."""
        return redis.Redis.from_url(self.url)


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisServer]:
    """A started server; stopped at the end."""
    server = RedisServer(program("redis-server", package="redis-server"), folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
