"""Ithaca: a self-hosted mentorship platform; one asyncio process serves HTTP, sockets and jobs."""

from zoneinfo import reset_tzpath

# Python prefers the machine's zone files, which may be years older than the pinned tzdata wheel:
# two servers would then give two answers. Before any zone is read, hence here.
reset_tzpath(to=())
