"""A node that takes a job and never finishes it, to be killed: `python -m … <database url>`."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from typing import Any

from server.core.clock import Clock
from server.core.db import Database
from server.core.jobs import Job, Jobs
from server.core.leases import Leases

NAME = "test.stuck"


async def _hang(_services: Any, _now: datetime) -> None:
    sys.stdout.write("took it\n")
    sys.stdout.flush()
    await asyncio.sleep(600)


async def _main(url: str) -> None:
    leases = Leases(Database(url), "doomed")
    await Jobs((Job(NAME, 60, _hang),), None, leases=leases, clock=Clock()).run()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
