"""Writes srtp.txt: packets protected by libsrtp, for checking ours against it; never run by tests.

Covers what the RFC's vectors leave out: key derivation for GCM, header extensions, contributing
sources, and indices past the first rollover.
"""

from pathlib import Path

from pylibsrtp import Policy, Session

PROFILES = {
    "aes128-gcm": (Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 28),
    "aes256-gcm": (Policy.SRTP_PROFILE_AEAD_AES_256_GCM, 44),
    "aes128-cm": (Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 30),
}
SSRC = bytes.fromhex("cafe0001")
PAYLOAD = bytes(range(60))
EXTENSION = bytes.fromhex("bede0002100110aa22010203")
# Past 65535 the rollover counter grows; the late packet belongs to the cycle before.
SEQUENCES = (65_533, 65_534, 65_535, 0, 1, 65_532, 2)


def rtp_packets() -> list[bytes]:
    """One stream over a rollover, plain, with an extension, and with contributing sources."""
    heads = ((b"\x80\x60", b""), (b"\x90\xe0", EXTENSION), (b"\x82\x60", b"\x00\x00\x00\x07" * 2))
    return [
        first + sequence.to_bytes(2) + bytes(4) + SSRC + rest + PAYLOAD[: 20 + at]
        for at, sequence in enumerate(SEQUENCES)
        for first, rest in (heads[at % len(heads)],)
    ]


def rtcp_packets() -> list[bytes]:
    """An empty receiver report alone, and with a picture loss indication."""
    report = b"\x80\xc9\x00\x01" + SSRC
    return [report, report + b"\x81\xce\x00\x02" + SSRC + b"\x00\x00\x00\x07"]


def main() -> None:
    """Protect every packet under every profile."""
    lines = []
    for name, (profile, master_len) in PROFILES.items():
        master = bytes((7 * at + 3) % 256 for at in range(master_len))
        policy = Policy(key=master, ssrc_type=Policy.SSRC_ANY_OUTBOUND, srtp_profile=profile)
        session = Session(policy=policy)
        for kind, packets, protect in (
            ("rtp", rtp_packets(), session.protect),
            ("rtcp", rtcp_packets(), session.protect_rtcp),
        ):
            lines += [
                f"{name} {kind} {master.hex()} {plain.hex()} {protect(plain).hex()}"
                for plain in packets
            ]
    (Path(__file__).parent / "srtp.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
