"""Writes the fuzzer's first corpus: every captured packet, one file each."""

from pathlib import Path

HERE = Path(__file__).parent
CAPTURES = HERE.parent / "forward" / "tests" / "data"


def packets(capture: bytes) -> list[bytes]:
    """The packets of a capture in RFC 4571 framing."""
    found = []
    while capture:
        end = 2 + int.from_bytes(capture[:2])
        found.append(capture[2:end])
        capture = capture[end:]
    return found


def main() -> None:
    """Fill corpus/packets, which git ignores."""
    corpus = HERE / "corpus" / "packets"
    corpus.mkdir(parents=True, exist_ok=True)
    for path in CAPTURES.glob("*.rtp"):
        for at, packet in enumerate(packets(path.read_bytes())):
            (corpus / f"{path.stem}-{at}").write_bytes(packet)


if __name__ == "__main__":
    main()
