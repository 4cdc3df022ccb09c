"""Captures what Chromium sends, decrypted, as fixtures for the packet parsers; never run by tests.

Each run opens a page that offers one codec, answers it with a bare ICE and DTLS-SRTP endpoint, and
writes the first packets in RFC 4571 framing. Needs aiortc, playwright and a Chromium; see README.md
beside this file.
"""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aioice import Candidate, Connection
from aiortc.rtcdtlstransport import (
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
)
from playwright.async_api import Page, async_playwright

if TYPE_CHECKING:
    from aiortc import RTCIceTransport

HERE = Path(__file__).parent
PAGE_URL = "http://localhost/"
TIMEOUT_S = 30

OFFER_JS = """
async ({kind, mimeType, encodings, width, height}) => {
  const media = await navigator.mediaDevices.getUserMedia(
    kind === "audio" ? {audio: true} : {video: {width, height, frameRate: 15}});
  const pc = window.pc = new RTCPeerConnection();
  const transceiver = pc.addTransceiver(
    media.getTracks()[0], {direction: "sendonly", sendEncodings: encodings});
  const codecs = RTCRtpSender.getCapabilities(kind).codecs;
  transceiver.setCodecPreferences(codecs.filter(codec =>
    codec.mimeType.toLowerCase() === mimeType || codec.mimeType === "video/rtx"));
  const extensions = transceiver.getHeaderExtensionsToNegotiate();
  for (const extension of extensions) extension.direction = "sendrecv";
  transceiver.setHeaderExtensionsToNegotiate(extensions);
  await pc.setLocalDescription();
  while (pc.iceGatheringState !== "complete") await new Promise(resolve => setTimeout(resolve, 20));
  return pc.localDescription.sdp;
}
"""
ANSWER_JS = "sdp => window.pc.setRemoteDescription({type: 'answer', sdp})"


@dataclass(frozen=True, slots=True)
class Run:
    """One fixture: what Chromium is asked to send, and how many packets are kept."""

    name: str
    kind: str
    mime_type: str
    encodings: tuple[dict[str, Any], ...] = ({},)
    packets: int = 40
    width: int = 320
    height: int = 180
    start_kbps: int = 300
    has_dependency_descriptor: bool = True
    """With it, Chromium leaves picture ids and layers out of the VP8 payload descriptor."""


# Below 480 x 270 Chromium drops the second spatial layer.
SVC: tuple[dict[str, Any], ...] = ({"scalabilityMode": "L2T2_KEY"},)
RUNS = (
    Run("opus", "audio", "audio/opus"),
    Run("vp8", "video", "video/vp8", packets=24, has_dependency_descriptor=False),
    Run("vp8-descriptor", "video", "video/vp8", packets=12),
    Run(
        "vp8-simulcast",
        "video",
        "video/vp8",
        encodings=tuple(
            {
                "rid": rid,
                "scaleResolutionDownBy": scale,
                "maxBitrate": rate,
                "scalabilityMode": "L1T3",
            }
            for rid, scale, rate in (("q", 4, 40_000), ("h", 2, 150_000), ("f", 1, 500_000))
        ),
        packets=56,
        width=960,
        height=540,
        start_kbps=1500,
        has_dependency_descriptor=False,
    ),
    Run("vp9", "video", "video/vp9", packets=24, has_dependency_descriptor=False),
    Run("vp9-svc", "video", "video/vp9", SVC, packets=40, width=640, height=360, start_kbps=800),
    Run("h264", "video", "video/h264", packets=24),
    Run("av1", "video", "video/av1", packets=24),
    Run("av1-svc", "video", "video/av1", SVC, packets=40, width=640, height=360, start_kbps=800),
)


class IceSocket:
    """What RTCDtlsTransport needs of an ICE transport, on a bare aioice connection."""

    role = "controlled"

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    async def _send(self, data: bytes) -> None:
        await self.connection.send(data)

    async def _recv(self) -> bytes:
        return await self.connection.recv()


class Recorder(RTCDtlsTransport):
    """A DTLS-SRTP endpoint that keeps the first decrypted packets instead of using them."""

    def __init__(self, connection: Connection, wanted: int) -> None:
        ice = cast("RTCIceTransport", IceSocket(connection))
        super().__init__(ice, [RTCCertificate.generateCertificate()])
        self._set_role("server")
        self.packets: list[bytes] = []
        self.wanted = wanted
        self.is_done = asyncio.Event()

    def keep(self, data: bytes) -> None:
        if len(self.packets) < self.wanted:
            self.packets.append(data)
        else:
            self.is_done.set()

    async def _handle_rtp_data(self, data: bytes, arrival_time_ms: int) -> None:
        self.keep(data)

    async def _handle_rtcp_data(self, data: bytes) -> None:
        self.keep(data)


def value_of(sdp: str, name: str) -> str:
    """The first value of an SDP attribute."""
    lines = (line for line in sdp.splitlines() if line.startswith(f"a={name}:"))
    return next(lines).partition(":")[2]


def mirrored(line: str) -> str | None:
    """An offer's line as the answer repeats it, or None when the answer leaves it out."""
    if line.startswith(("a=candidate", "a=ssrc", "a=msid", "a=fingerprint", "a=ice-")):
        return None
    # We speak no header encryption, and the older frame descriptor would stand in for the newer.
    if "hdrext:encrypt" in line or "generic-frame-descriptor" in line:
        return None
    if line.startswith("a=rid:"):
        return line.replace(" send", " recv")
    if line.startswith("a=simulcast:"):
        return line.replace("send", "recv")
    return {"a=sendonly": "a=recvonly", "a=setup:actpass": "a=setup:passive"}.get(line, line)


def accepted(offer: str, run: Run) -> list[str]:
    """The offer's lines that the answer repeats, with the bitrate to start at."""
    lines = [line for line in map(mirrored, offer.splitlines()) if line is not None]
    if not run.has_dependency_descriptor:
        lines = [line for line in lines if "dependency-descriptor" not in line]
    payload_type = next(line for line in lines if line.startswith("m=")).split()[3]
    format_parameters = f"a=fmtp:{payload_type} "
    given = [line for line in lines if line.startswith(format_parameters)]
    parameters = given[0].removeprefix(format_parameters) + ";" if given else ""
    start = f"{format_parameters}{parameters}x-google-start-bitrate={run.start_kbps}"
    return [*(line for line in lines if line not in given), start]


def answer_to(offer: str, run: Run, connection: Connection, recorder: Recorder) -> str:
    """Accept what the run wants, at our own address."""
    lines = accepted(offer, run)
    fingerprint = recorder.getLocalParameters().fingerprints[0]
    lines += [
        f"a=ice-ufrag:{connection.local_username}",
        f"a=ice-pwd:{connection.local_password}",
        f"a=fingerprint:{fingerprint.algorithm} {fingerprint.value}",
        *(f"a=candidate:{candidate.to_sdp()}" for candidate in connection.local_candidates),
    ]
    return "\r\n".join(lines) + "\r\n"


async def record(page: Page, run: Run) -> tuple[str, list[bytes]]:
    """Offer, answer, connect; returns the offer and the first packets."""
    connection = Connection(ice_controlling=False)
    await connection.gather_candidates()
    recorder = Recorder(connection, run.packets)
    offer: str = await page.evaluate(
        OFFER_JS,
        {
            "kind": run.kind,
            "mimeType": run.mime_type,
            "encodings": list(run.encodings),
            "width": run.width,
            "height": run.height,
        },
    )
    await page.evaluate(ANSWER_JS, answer_to(offer, run, connection, recorder))
    connection.remote_username = value_of(offer, "ice-ufrag")
    connection.remote_password = value_of(offer, "ice-pwd")
    for line in offer.splitlines():
        if line.startswith("a=candidate:") and " udp " in line.lower():
            await connection.add_remote_candidate(Candidate.from_sdp(line.partition(":")[2]))
    await connection.add_remote_candidate(None)
    algorithm, _, fingerprint = value_of(offer, "fingerprint").partition(" ")
    await connection.connect()
    await recorder.start(
        RTCDtlsParameters(fingerprints=[RTCDtlsFingerprint(algorithm, fingerprint)], role="client")
    )
    async with asyncio.timeout(TIMEOUT_S):
        await recorder.is_done.wait()
    await recorder.stop()
    await connection.close()
    return offer, recorder.packets


def negotiated(offer: str) -> str:
    """Payload types and extension ids, for the README."""
    wanted = ("a=rtpmap:", "a=extmap:", "a=rid:")
    return "\n".join(f"    {line}" for line in offer.splitlines() if line.startswith(wanted))


async def main(names: list[str]) -> None:
    """Write one fixture per run; all of them when no name is given."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--disable-features=WebRtcHideLocalIpsWithMdns",
            ],
        )
        sys.stdout.write(f"Chromium {browser.version}\n")
        for run in RUNS:
            if names and run.name not in names:
                continue
            page = await browser.new_page()
            await page.route(PAGE_URL, lambda route: route.fulfill(content_type="text/html"))
            await page.goto(PAGE_URL)
            offer, packets = await record(page, run)
            framed = b"".join(len(packet).to_bytes(2) + packet for packet in packets)
            (HERE / f"chromium-{run.name}.rtp").write_bytes(framed)
            sys.stdout.write(f"{run.name}: {len(packets)} packets\n{negotiated(offer)}\n")
            await page.close()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
