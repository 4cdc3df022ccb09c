"""What both legs of a seat have measured."""

from __future__ import annotations

from dataclasses import replace

from server.rooms.model.legs import Leg

SEND = Leg(
    transport="send",
    direction="send",
    is_lost=False,
    packets_in=1000,
    lost_in=10,
    jitter_in_ms=4,
    reported_out=0,
    lost_out=0,
    jitter_out_ms=0,
    rtt_ms=100,
    bits_per_second_in=600_000,
    bits_per_second_out=0,
    available_bits_per_second=0,
)
RECV = replace(
    SEND, transport="recv", direction="recv", packets_in=0, lost_in=0, reported_out=500, rtt_ms=40
)
