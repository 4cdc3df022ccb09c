"""Writes a first corpus for each fuzz target out of the captured packets; none is committed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
CAPTURES = HERE.parent / "forward" / "tests" / "data"

#: RFC 5769 §2.1, a check with every usual attribute.
CHECK = bytes.fromhex(
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e20746573"
    "7420636c69656e74002400046e0001ff80290008932ff9b151263b36000600096576746a3a683676592020"
    "20000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf"
)
#: The element of each video capture that holds its dependency descriptor, see data/README.md.
DESCRIPTOR_ID = 16
#: What a step of the target `packets` does, by its first byte.
STRANGER, MEDIA, REPORT, UNSEALED, PASS, ASK, REPORT_ON_OTHERS = range(7)
#: Steps in one input of `packets`.
STEPS = 48


def packets(capture: bytes) -> Iterator[bytes]:
    """The packets of a capture in RFC 4571 framing."""
    while capture:
        end = 2 + int.from_bytes(capture[:2])
        yield capture[2:end]
        capture = capture[end:]


def is_rtcp(packet: bytes) -> bool:
    """Whether it is a report (RFC 5761 §4)."""
    return 192 <= packet[1] <= 223


def header_len(packet: bytes) -> int:
    """Where the payload of an RTP packet begins."""
    end = 12 + 4 * (packet[0] & 0x0F)
    if packet[0] & 0x10:
        end += 4 + 4 * int.from_bytes(packet[end + 2 : end + 4])
    return end


def elements(packet: bytes) -> Iterator[tuple[int, bytes]]:
    """The extension elements of a packet in the two-byte form (RFC 8285 §4.3)."""
    if packet[12:14] != b"\x10\x00":
        return
    block = packet[16 : header_len(packet)]
    while len(block) > 1:
        if block[0] == 0:
            block = block[1:]
            continue
        end = 2 + block[1]
        yield block[0], block[2:end]
        block = block[end:]


def descriptors(packet: bytes) -> Iterator[bytes]:
    """What codecs say in front of a payload: its first bytes, and the dependency descriptor."""
    yield packet[header_len(packet) :][:64]
    yield from (data for kind, data in elements(packet) if kind == DESCRIPTOR_ID)


def step(what: int, piece: bytes) -> bytes:
    """One step of the target `packets`."""
    return bytes([what]) + len(piece).to_bytes(2) + piece


def framed(packet: bytes) -> bytes:
    """A packet as it is sent over TCP (RFC 4571)."""
    return len(packet).to_bytes(2) + packet


def feedback(base: int, symbol: int, count: int, deltas: bytes) -> bytes:
    """A report of arrivals: one run of a symbol."""
    chunk = (symbol << 13 | count).to_bytes(2)
    body = bytes([0, 0, 0, 1, 0, 0, 0, 2]) + base.to_bytes(2) + count.to_bytes(2)
    body += b"\x00\x00\x01\x00" + chunk + deltas
    body += bytes(-len(body) % 4)
    return bytes([0x8F, 205]) + (len(body) // 4).to_bytes(2) + body


def reports() -> Iterator[bytes]:
    """Reports that Chromium did not happen to send: what viewers ask, and arrivals in long runs."""
    yield bytes.fromhex("81ce000200000001000001f4")
    yield bytes.fromhex("84ce000400000001000000000000 01f401000000")
    yield bytes.fromhex("81cd000300000001000001f40064ffff")
    yield bytes.fromhex("8fce000500000001000000005245 4d4201 0a1234000001f4")
    yield feedback(1, 1, 8, bytes(range(8)))
    yield feedback(0, 0, 8191, b"")
    yield feedback(65_000, 2, 4, b"\x7f\xff\x80\x00" * 2)


def seeds(target: str, captured: list[bytes]) -> Iterator[bytes]:
    """The first inputs of one target, from the packets of one capture."""
    media = [packet for packet in captured if not is_rtcp(packet)]
    match target:
        case "stun":
            yield CHECK
            yield from (bytes(range(at, at + 96)) for at in range(0, 128, 32))
        case "rtp":
            yield from media
        case "rtcp":
            yield from reports()
            yield from (packet for packet in captured if is_rtcp(packet))
        case "srtp":
            yield from (packet[:400] for packet in media)
        case "descriptors":
            yield from (found for packet in media for found in descriptors(packet))
        case "framing":
            stream = b"".join(map(framed, captured))
            yield from (bytes(range(at, at + 8)) + stream[: 400 * at] for at in range(1, 60, 6))
        case "packets":
            yield session(captured)


def session(captured: list[bytes]) -> bytes:
    """A capture as the hostile one's own stream, with a little of everything else."""
    steps = [step(STRANGER, CHECK), step(UNSEALED, CHECK), step(ASK, bytes(4))]
    steps += [step(REPORT_ON_OTHERS, report) for report in reports()]
    for packet in captured[:STEPS]:
        steps.append(step(REPORT if is_rtcp(packet) else MEDIA, packet))
    steps.insert(len(steps) // 2, step(PASS, bytes(50)))
    return b"".join(steps)


def main() -> None:
    """Fill corpus/TARGET of each target, which git ignores."""
    for source in sorted((HERE / "fuzz_targets").glob("*.rs")):
        corpus = HERE / "corpus" / source.stem
        corpus.mkdir(parents=True, exist_ok=True)
        for path in CAPTURES.glob("*.rtp"):
            captured = list(packets(path.read_bytes()))
            for at, seed in enumerate(seeds(source.stem, captured)):
                (corpus / f"{path.stem}-{at}").write_bytes(seed)


if __name__ == "__main__":
    main()
