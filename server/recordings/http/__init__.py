"""HTTP doors of recordings, transcripts and receipts; the routes of all modules in one."""

from __future__ import annotations

from server.core.web import Routes
from server.recordings.http import consents, recordings, transcripts
from server.recordings.http.keys import RECORDINGS

__all__ = ["RECORDINGS", "routes"]

routes = Routes()
for one in (recordings, transcripts, consents):
    routes.all.extend(one.routes.all)
