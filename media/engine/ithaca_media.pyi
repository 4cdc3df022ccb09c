"""The media core: sockets, ICE-lite, SRTP and forwarding for one worker thread.

Commands are queued and return at once; what happened comes back from `Worker.poll`.
Every id (transport, producer, consumer, request) is chosen by the caller, unique
within a worker and never reused. A command about an unknown id becomes an `error`
event, never an exception: the object may have died while the command was under way.
"""

from collections.abc import Sequence
from typing import Literal, Protocol

__version__: str

class Encoding(Protocol):
    """One RTP stream a producer sends: by `ssrc`, or by `rid` when `ssrc` is unknown."""

    @property
    def ssrc(self) -> int | None: ...
    @property
    def rtx_ssrc(self) -> int | None: ...
    @property
    def rid(self) -> str | None: ...
    @property
    def spatial_layers(self) -> int:
        """Spatial layers inside this one stream (SVC); 1 otherwise."""
    @property
    def temporal_layers(self) -> int: ...

class ProducerSpec(Protocol):
    @property
    def kind(self) -> Literal["audio", "video"]: ...
    @property
    def codec(self) -> Literal["opus", "vp8", "h264", "vp9", "av1", "other"]: ...
    @property
    def clock_rate(self) -> int:
        """Hz."""
    @property
    def payload_type(self) -> int: ...
    @property
    def rtx_payload_type(self) -> int | None: ...
    @property
    def mid(self) -> str:
        """Empty when the publisher sends none."""
    @property
    def encodings(self) -> Sequence[Encoding]:
        """Lowest layer first; two or more mean simulcast."""
    @property
    def extensions(self) -> Sequence[tuple[str, int]]:
        """(name, id) as the publisher sends them; names: mid rid repaired-rid audio-level
        transport-cc abs-send-time dependency-descriptor video-orientation playout-delay
        abs-capture-time."""
    @property
    def has_nack(self) -> bool: ...
    @property
    def has_pli(self) -> bool: ...
    @property
    def has_transport_cc(self) -> bool: ...
    @property
    def has_remb(self) -> bool: ...

class ConsumerSpec(Protocol):
    @property
    def payload_type(self) -> int: ...
    @property
    def rtx_payload_type(self) -> int | None: ...
    @property
    def ssrc(self) -> int: ...
    @property
    def rtx_ssrc(self) -> int | None: ...
    @property
    def mid(self) -> str: ...
    @property
    def cname(self) -> str: ...
    @property
    def extensions(self) -> Sequence[tuple[str, int]]:
        """(name, id) as the subscriber expects them."""
    @property
    def has_nack(self) -> bool: ...
    @property
    def has_pli(self) -> bool: ...
    @property
    def is_paused(self) -> bool: ...

Event = tuple[object, ...]
"""The first field names it:

("ice_connected", transport, "udp", "203.0.113.7:50123")
    the first verified address, or the first after a loss; "udp" or "tcp"
("ice_moved", transport, "udp", "203.0.113.9:40001")
    the address changed
("ice_lost", transport)
    no valid check for 10 s, or the TCP connection in use ended; checks may bring it back
("dtls", transport, bytes)
    a datagram whose first byte is 20..63
("levels", [(producer, level), ...])
    every 250 ms, only audio producers that sent; -dBov, 0 (loudest)..127
("layers", consumer, spatial, temporal)
    what is being forwarded now; -1, -1 = nothing
("tap_clock", tap, rtp_timestamp, unix_us)
    the moment a tapped stream's timestamp stands for, in its own timestamps and by our clock,
    Unix µs; at each sender report of the publisher, and when a tap begins or changes streams
("tap_ended", tap)
    its producer is gone
("key_frame_wanted", producer)
    a subscriber of a source cannot decode without one
("suspended", consumer, bool)
    video is held back, or no longer, because the connection is too slow even for its lowest layer
("speaker", room, producer)
    the active speaker changed; 0 = nobody. Changes with half a second of speech, not with a cough;
    stays with the last speaker until somebody else speaks, or he pauses or ends
("layers_wanted", producer, spatial, temporal)
    the highest layers of a video that any consumer could use, however slow its connection is now;
    -1, -1 = nobody. Up at once, down after three seconds; a new producer counts as fully wanted.
    With simulcast, spatial is the index of the encoding
("stats", request, dict)
    the answer to request_stats
("error", command, id, message)
    a command that could not be followed

A transport's stats: remote, protocol, bytes_in, bytes_out, bits_per_second_in,
bits_per_second_out, rtt_ms, available_bits_per_second (what is divided among its consumers; 0: not
bounded), estimate_bits_per_second (what its connection can take, by its own reports; 0: unknown),
loss (of what we sent to it, 0..1), probes (bursts sent to measure it), drops {reason: count},
producers [{producer, streams: [{ssrc, rid, packets, bytes, bits_per_second, lost, jitter,
duplicates, retransmitted, nacks, recovered, plis, key_frames}]}], consumers [{consumer, producer,
packets, octets, bits_per_second, repaired, padded, nacked, key_requests, fraction_lost, lost,
jitter}]. jitter is in units of the clock rate, octets are payload bytes. The worker's: transports,
producers, consumers, packets_in, bytes_in, packets_out, bytes_out, datagrams_refused, drops, taps
[{tap, packets, dropped}], legs [{transport, is_lost, packets_in, lost_in, jitter_in_us,
reported_out, lost_out, jitter_out_us, rtt_us, bits_per_second_in, bits_per_second_out,
available_bits_per_second}]: each transport in sum, lost_in before repair, reported_out and
lost_out by its receiver reports, jitter of sound only.
"""

class Worker:
    """One I/O thread with one port on each listen address, for UDP and, framed, for TCP."""

    port: int
    """The bound port, the same on every listen address."""
    thread_id: int
    """Kernel thread id of the I/O thread, for CPU accounting."""
    has_gso: bool
    has_tcp: bool
    """It listens on TCP at the same port number (RFC 6544 passive, RFC 4571 framing)."""

    def __init__(
        self, *, listen: Sequence[str], port: int = 0, use_gso: bool = True, tcp: bool = True
    ) -> None:
        """Bind and start. Raises OSError when an address cannot be bound."""
    def fileno(self) -> int:
        """An eventfd that is readable while events wait."""
    def poll(self) -> list[Event]:
        """Take all waiting events, without blocking, and clear the eventfd.

        Raises RuntimeError, once, when the thread has died of a bug.
        """
    def close(self) -> None:
        """Stop the thread and close the sockets. Idempotent."""
    def crash(self) -> None:
        """A drill: the thread dies as of a bug, and `poll` says so."""
    def open_transport(self, transport: int, ufrag: str, pwd: str, room: int = 0) -> None:
        """Transports of one room share the loudest voices and the speaker; room 0 is no room."""
    def set_loudest(self, room: int, count: int | None) -> None:
        """Forward the sound of at most `count` producers of the room, the loudest; None is all.

        Who gets louder is in with that packet; who has been silent for seconds is out. A producer
        without the audio-level extension cannot be judged, is always forwarded and does not count.
        May be said before the first transport of the room; forgotten with the last.
        """
    def restart_ice(self, transport: int, ufrag: str, pwd: str) -> None:
        """Accept the new credentials as well; the old die at the first valid check with the new."""
    def send_dtls(self, transport: int, data: bytes) -> None:
        """Send one datagram to the selected address; dropped while there is none."""
    def set_srtp(
        self,
        transport: int,
        profile: Literal["aead_aes_128_gcm", "aead_aes_256_gcm", "aes128_cm_sha1_80"],
        inbound: bytes,
        outbound: bytes,
    ) -> None:
        """Master key followed by master salt, for each direction.

        Raises ValueError for a wrong length. The same outbound key twice is an `error` event:
        starting over under it would repeat nonces.
        """
    def set_max_bitrate(self, transport: int, bits_per_second: int | None) -> None:
        """Upper bound on what is sent to this transport."""
    def close_transport(self, transport: int) -> None:
        """Close it with its producers, its consumers, and every consumer of its producers."""
    def open_producer(self, transport: int, producer: int, spec: ProducerSpec) -> None: ...
    def pause_producer(self, producer: int) -> None: ...
    def resume_producer(self, producer: int) -> None: ...
    def close_producer(self, producer: int) -> None: ...
    def open_consumer(
        self, transport: int, consumer: int, producer: int, spec: ConsumerSpec
    ) -> None:
        """An ssrc that was ever used on this transport is an `error` event, as in set_srtp.

        Lost packets are repaired only when rtx_ssrc and rtx_payload_type are given.
        """
    def pause_consumer(self, consumer: int) -> None: ...
    def resume_consumer(self, consumer: int) -> None:
        """Video asks its publisher for a key frame."""
    def set_layers(self, consumer: int, spatial: int, temporal: int) -> None:
        """The highest layers wanted."""
    def set_priority(self, consumer: int, priority: int) -> None:
        """Larger is served first when the connection is too slow for all video; 0 at the start.

        Raises OverflowError beyond 32 bits.
        """
    def request_key_frame(self, consumer: int) -> None: ...
    def close_consumer(self, consumer: int) -> None: ...
    def request_stats(self, request: int, transport: int | None = None) -> None:
        """Answered by a "stats" event: one transport's, or the worker's own counters."""
    def open_tap(self, tap: int, producer: int) -> None:
        """Hear a producer inside the server; packets come by `poll_taps`.

        One continuous stream in the publisher's payload type and extension ids, decrypted, without
        retransmission wrapping, duplicates or padding: SSRC, sequence numbers and timestamps are
        the publisher's, and go on without a seam when simulcast streams change. Simulcast: the
        highest stream that is being sent. SVC: the whole stream. Video begins and changes at key
        frames, which are asked for. Packets that came late are late here as well. Ends with the
        producer.
        """
    def close_tap(self, tap: int) -> None: ...
    def tap_fileno(self) -> int:
        """An eventfd that is readable while tapped packets wait."""
    def poll_taps(self) -> list[tuple[int, int, bytes]]:
        """Take what was tapped, without blocking, and clear the eventfd.

        (tap, time of arrival in Unix µs, RTP packet), oldest first. At most 16 MiB and 32768
        packets wait; what comes on top is counted as dropped in the tap's stats.
        """
    def request_producer_key_frame(self, producer: int) -> None:
        """Of the stream its taps hear, or of all its streams."""
    def open_source(self, producer: int, spec: ProducerSpec, room: int = 0) -> None:
        """A producer without transport: `inject` says what it sends, `close_producer` closes it.

        Its packets are told apart by ssrc; the only encoding may leave it open. has_nack, has_pli,
        has_transport_cc and has_remb mean nothing here. The core takes its timestamps for those
        of the moment a packet is injected, which subscribers' sender reports repeat.
        """
    def inject(self, producer: int, packet: bytes) -> None:
        """One plain RTP packet, at most 1400 bytes, forwarded like a received one."""
