"""What the recordings' domain can do for its doors and jobs, and for whoever is above it."""

from __future__ import annotations

from server.recordings.service.receipts import Receipts, ReceiptView
from server.recordings.service.recordings import Recordings, Shown
from server.recordings.service.transcripts import Transcripts, TranscriptView

__all__ = [
    "ReceiptView",
    "Receipts",
    "Recordings",
    "Shown",
    "TranscriptView",
    "Transcripts",
]
