/** Tries one path: sends the pattern to the server and back to ourselves, in a test seat that is given back whatever happens. */
import type { types } from "mediasoup-client";
import type { Capable } from "../capable";
import type { CallLine, NewTransport, Source } from "../socket";
import { type Figures, type Kind } from "./model";
import type { Pattern } from "./pattern";
import { type CheckStat, type Reading, type ServerTransport, figuresOf, readingOf } from "./readings";

/** Long enough for a TLS connection to a relay through a slow network. */
const CONNECT_MS = 8_000;
const READ_EVERY_MS = 500;
const LOOK_EVERY_MS = 50;
const MOST_VIDEO_BPS = 2_500_000;
const START_KBPS = 800;

interface PathWish {
  kind: Kind;
  relay: RTCIceServer | null;
  roomId: string | null;
  /** How long to measure once it is connected. */
  measureMs: number;
  /** Measure how much goes through, too. */
  isRamped: boolean;
}

/** This path carries nothing. */
export class NoPath extends Error {
  override readonly name = "NoPath";
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });

/** What is left of the server's offer when only this path may be used. */
function narrowed({ transportId, iceParameters, iceCandidates, dtlsParameters }: NewTransport, { kind, relay }: PathWish): types.TransportOptions {
  const protocol = kind === "tcp" ? "tcp" : "udp";
  return {
    id: transportId,
    iceParameters,
    iceCandidates: iceCandidates.filter((candidate) => candidate.protocol === protocol),
    dtlsParameters,
    iceServers: relay ? [relay] : [],
    iceTransportPolicy: relay ? "relay" : "all",
  };
}

function wire(transport: types.Transport, line: CallLine): void {
  transport.on("connect", ({ dtlsParameters }, done, fail) => {
    line.request("connect_transport", { transportId: transport.id, dtlsParameters }).then(done, fail);
  });
  transport.on("produce", ({ kind, rtpParameters }, done, fail) => {
    const source: Source = kind === "audio" ? "microphone" : "camera";
    line.request("produce", { transportId: transport.id, kind, rtpParameters, source }).then(({ producerId }) => done({ id: producerId }), fail);
  });
}

const connectionOf = (transport: types.Transport): RTCPeerConnection | undefined =>
  Object.values(transport.handler).find((part): part is RTCPeerConnection => part instanceof RTCPeerConnection);

async function statsOf(transport: types.Transport): Promise<ReadonlyMap<string, CheckStat>> {
  const report = await connectionOf(transport)?.getStats();
  return (report ?? new Map()) as unknown as ReadonlyMap<string, CheckStat>;
}

class Loop {
  readonly #line: CallLine;
  readonly #send: types.Transport;
  readonly #recv: types.Transport;

  constructor(line: CallLine, send: types.Transport, recv: types.Transport) {
    this.#line = line;
    this.#send = send;
    this.#recv = recv;
    for (const transport of [send, recv]) wire(transport, line);
  }

  async start({ audio, video }: Pattern): Promise<void> {
    const producers = [
      await this.#send.produce({ track: audio, stopTracks: false, codecOptions: { opusDtx: false } }),
      await this.#send.produce({ track: video, stopTracks: false, encodings: [{ maxBitrate: MOST_VIDEO_BPS }], codecOptions: { videoGoogleStartBitrate: START_KBPS } }),
    ];
    for (const { id: producerId } of producers) {
      const { consumerId, kind, rtpParameters } = await this.#line.request("consume", { producerId, transportId: this.#recv.id });
      await this.#recv.consume({ id: consumerId, producerId, kind, rtpParameters });
      await this.#line.request("resume_consumer", { consumerId });
    }
  }

  /** How long it took until both directions were up. Throws NoPath. */
  async connected(sinceMs: number, signal: AbortSignal): Promise<number> {
    while (!signal.aborted) {
      const states = [this.#send.connectionState, this.#recv.connectionState];
      if (states.every((state) => state === "connected")) return performance.now() - sinceMs;
      if (states.includes("failed") || performance.now() - sinceMs > CONNECT_MS) throw new NoPath("it does not connect");
      await pause(LOOK_EVERY_MS, signal);
    }
    throw new NoPath("stopped");
  }

  async read(): Promise<Reading> {
    const [sending, receiving, server] = await Promise.all([
      statsOf(this.#send),
      statsOf(this.#recv),
      this.#line.request("get_stats", {}).catch(() => ({ transports: [] })),
    ]);
    return readingOf(performance.now(), sending, receiving, server.transports as ServerTransport[]);
  }

  close(): void {
    this.#send.close();
    this.#recv.close();
  }
}

async function openLoop(line: CallLine, capable: Capable, wish: PathWish): Promise<Loop> {
  const { rtpCapabilities } = await line.request("open_check", wish.roomId === null ? {} : { roomId: wish.roomId });
  const { sending: device } = await capable.devices(rtpCapabilities);
  await line.request("set_capabilities", { rtpCapabilities: device.recvRtpCapabilities });
  const send = await line.request("create_transport", { direction: "send" });
  const recv = await line.request("create_transport", { direction: "recv" });
  return new Loop(line, device.createSendTransport(narrowed(send, wish)), device.createRecvTransport(narrowed(recv, wish)));
}

async function measure(loop: Loop, pattern: Pattern, wish: PathWish, signal: AbortSignal): Promise<Figures> {
  const sinceMs = performance.now();
  await loop.start(pattern);
  const connectMs = await loop.connected(sinceMs, signal);
  const readings: Reading[] = [];
  const endMs = performance.now() + wish.measureMs;
  while (performance.now() < endMs && !signal.aborted) {
    await pause(READ_EVERY_MS, signal);
    readings.push(await loop.read());
  }
  const figures = figuresOf(readings, connectMs, wish.isRamped && !signal.aborted);
  if ((readings.at(-1)?.receivedPackets ?? 0) === 0 && !signal.aborted) throw new NoPath("connected, but nothing came back");
  return figures;
}

/** The figures of one path. Throws NoPath when nothing comes through, Refused and Unreachable as the server says. */
export async function tryPath(line: CallLine, capable: Capable, pattern: Pattern, wish: PathWish, signal: AbortSignal): Promise<Figures> {
  let loop: Loop | null = null;
  try {
    loop = await openLoop(line, capable, wish);
    return await measure(loop, pattern, wish, signal);
  } finally {
    loop?.close();
    await line.request("close_check", {}).catch(() => undefined); // it ends by itself, too
  }
}
