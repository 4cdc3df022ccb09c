"""What a guest of a call asks of its media."""

from __future__ import annotations

from typing import Any

from tests.support.calls import Guest, RefusedError

CAPABILITIES = {
    "codecs": [
        {
            "kind": "audio",
            "mimeType": "audio/opus",
            "clockRate": 48000,
            "channels": 2,
            "preferredPayloadType": 100,
        }
    ],
    "headerExtensions": [],
}


def opus(ssrc: int) -> dict[str, Any]:
    codec = {"mimeType": "audio/opus", "payloadType": 111, "clockRate": 48000, "channels": 2}
    return {"mid": "0", "codecs": [codec], "encodings": [{"ssrc": ssrc}]}


async def send(who: Guest, ssrc: int = 1111) -> str:
    """Produce a stream; returns its id."""
    made = await who.ask("create_transport", {"direction": "send"})
    return await produce(who, made["transportId"], ssrc)


async def produce(who: Guest, transport: str, ssrc: int) -> str:
    order = {
        "transportId": transport,
        "kind": "audio",
        "source": "microphone",
        "rtpParameters": opus(ssrc),
    }
    producer: str = (await who.ask("produce", order))["producerId"]
    return producer


async def receive(who: Guest, producer: str) -> dict[str, Any]:
    await who.ask("set_capabilities", {"rtpCapabilities": CAPABILITIES})
    await who.ask("create_transport", {"direction": "recv"})
    return await who.ask("consume", {"producerId": producer})


async def code_of(who: Guest, event: str, body: object) -> str:
    try:
        await who.ask(event, body)
    except RefusedError as refused:
        return refused.code
    return "ok"
