"""A participant that is a Python program: pymediasoup on aiortc, over the real port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aioice import ice
from aiortc import MediaStreamTrack, VideoStreamTrack
from aiortc.mediastreams import AudioStreamTrack
from pymediasoup import AiortcHandler, Device
from pymediasoup.consumer import Consumer
from pymediasoup.models.transport import DtlsParameters, IceCandidate, IceParameters
from pymediasoup.rtp_parameters import RtpCapabilities, RtpParameters

from tests.support.calls import Guest


class PythonPeer:
    """Sends a picture and a sound, and receives everybody's."""

    def __init__(self, guest: Guest) -> None:
        self._guest = guest
        self._tracks: list[MediaStreamTrack] = [AudioStreamTrack(), VideoStreamTrack()]
        make: Any = Device  # it carries no annotations
        self._device = make(handlerFactory=AiortcHandler.createFactory(tracks=self._tracks))
        self._consumers: list[Consumer] = []

    async def join(self, token: str) -> dict[str, Any]:
        """Take a seat, send both tracks, and receive what the others send."""
        joined = await self._guest.ask("join", {"token": token})
        await self._device.load(RtpCapabilities(**joined["rtpCapabilities"]))
        own = _plain(self._device.rtpCapabilities)
        await self._guest.ask("set_capabilities", {"rtpCapabilities": own})
        sending = await self._transport("send")
        for track, source in zip(self._tracks, ("microphone", "camera"), strict=True):
            await sending.produce(track=track, stopTracks=False, appData={"source": source})
        self._receiving = await self._transport("recv")
        for peer in joined["peers"]:
            for producer in peer["producers"]:
                await self._consume(producer["producerId"])
        self._sending = sending
        return joined

    async def receives(self, kind: str) -> Any:
        """The next frame of somebody's audio or video."""
        consumer = next(c for c in self._consumers if c.kind == kind)
        async with asyncio.timeout(15):
            return await consumer.track.recv()  # type: ignore[union-attr]

    async def hears_producer(self, producer: str, *, count: int) -> list[Any]:
        """The next frames of one stream, which it asks for first."""
        await self._consume(producer)
        track: Any = self._consumers[-1].track
        async with asyncio.timeout(15):
            return [await track.recv() for _ in range(count)]

    async def close(self) -> None:
        await self._sending.close()
        await self._receiving.close()
        for track in self._tracks:
            track.stop()

    async def _transport(self, direction: str) -> Any:
        made = await self._guest.ask("create_transport", {"direction": direction})
        create = {
            "send": self._device.createSendTransport,
            "recv": self._device.createRecvTransport,
        }[direction]
        transport = create(
            id=made["transportId"],
            iceParameters=IceParameters(**made["iceParameters"]),
            iceCandidates=[IceCandidate(**c) for c in made["iceCandidates"]],
            dtlsParameters=DtlsParameters(**made["dtlsParameters"]),
            sctpParameters=None,
        )

        async def on_connect(parameters: DtlsParameters) -> None:
            order = {"transportId": made["transportId"], "dtlsParameters": _plain(parameters)}
            await self._guest.ask("connect_transport", order)

        async def on_produce(kind: str, parameters: RtpParameters, app: dict[str, str]) -> str:
            order = {
                "transportId": made["transportId"],
                "kind": kind,
                "rtpParameters": _plain(parameters),
                "source": app["source"],
            }
            producer: str = (await self._guest.ask("produce", order))["producerId"]
            return producer

        transport.on("connect", on_connect)
        transport.on("produce", on_produce)
        return transport

    async def _consume(self, producer: str) -> None:
        made = await self._guest.ask("consume", {"producerId": producer})
        consumer = await self._receiving.consume(
            id=made["consumerId"],
            producerId=producer,
            kind=made["kind"],
            rtpParameters=RtpParameters(**made["rtpParameters"]),
        )
        await self._guest.ask("resume_consumer", {"consumerId": made["consumerId"]})
        self._consumers.append(consumer)


@asynccontextmanager
async def on_loopback() -> AsyncIterator[None]:
    """Let aioice gather 127.0.0.1, which it leaves out."""
    before = ice.get_host_addresses
    ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]
    try:
        yield
    finally:
        ice.get_host_addresses = before


def _plain(model: Any) -> Any:
    return model.model_dump(mode="json", exclude_none=True)
