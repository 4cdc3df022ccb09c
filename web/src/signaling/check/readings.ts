/** Reads the two connections of a test seat into figures; pure, over what browsers and the server count. */
import { type Figures, NO_FIGURES } from "./model";

/** The fields of RTCStats that are looked at; each may be missing in some browser. */
export interface CheckStat {
  id: string;
  type: string;
  kind?: string;
  bytesSent?: number;
  bytesReceived?: number;
  packetsSent?: number;
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
  selectedCandidatePairId?: string;
  nominated?: boolean;
  state?: string;
  currentRoundTripTime?: number;
  availableOutgoingBitrate?: number;
}

/** What the server says of a transport of ours (`get_stats`). */
export interface ServerTransport {
  consumers?: readonly unknown[];
  producers?: readonly unknown[];
  bits_per_second_in?: number;
  estimate_bits_per_second?: number;
}

type Stats = ReadonlyMap<string, CheckStat>;

export interface Reading {
  atMs: number;
  sentBytes: number;
  receivedBytes: number;
  sentPackets: number;
  lostUp: number;
  receivedPackets: number;
  lostDown: number;
  jitterMs: number | null;
  rttMs: number | null;
  /** What the browser believes its way out can take; not every browser says. */
  canSendBps: number;
  /** What the server believes its way to us can take. */
  canReceiveBps: number;
}

const all = (stats: Stats, type: string): CheckStat[] => [...stats.values()].filter((stat) => stat.type === type);

const sum = (stats: readonly CheckStat[], read: (stat: CheckStat) => number | undefined): number =>
  stats.reduce((total, stat) => total + (read(stat) ?? 0), 0);

/** The pair in use: named by the transport, or in Firefox the nominated one. */
function pairIn(stats: Stats): CheckStat | undefined {
  const named = all(stats, "transport").find(({ selectedCandidatePairId }) => selectedCandidatePairId !== undefined)?.selectedCandidatePairId;
  return stats.get(named ?? "") ?? all(stats, "candidate-pair").find(({ nominated, state }) => nominated === true && state === "succeeded");
}

const inMs = (seconds: number | undefined): number | null => (seconds === undefined ? null : seconds * 1000);

export function readingOf(atMs: number, sending: Stats, receiving: Stats, server: readonly ServerTransport[]): Reading {
  const [outbound, remote, inbound] = [all(sending, "outbound-rtp"), all(sending, "remote-inbound-rtp"), all(receiving, "inbound-rtp")];
  const pair = pairIn(sending);
  const toUs = server.find(({ consumers }) => (consumers?.length ?? 0) > 0);
  return {
    atMs,
    sentBytes: sum(outbound, ({ bytesSent }) => bytesSent),
    receivedBytes: sum(inbound, ({ bytesReceived }) => bytesReceived),
    sentPackets: sum(outbound, ({ packetsSent }) => packetsSent),
    lostUp: sum(remote, ({ packetsLost }) => packetsLost),
    receivedPackets: sum(inbound, ({ packetsReceived }) => packetsReceived),
    lostDown: sum(inbound, ({ packetsLost }) => packetsLost),
    jitterMs: inMs(inbound.find(({ kind }) => kind === "audio")?.jitter),
    rttMs: inMs(pair?.currentRoundTripTime ?? pairIn(receiving)?.currentRoundTripTime),
    canSendBps: pair?.availableOutgoingBitrate ?? 0,
    canReceiveBps: toUs?.estimate_bits_per_second ?? 0,
  };
}

/** The rate is that of the last so many milliseconds: by then the senders have found their pace. */
const RATE_OVER_MS = 2_000;
/** Of fewer packets a share says nothing. */
const FEWEST_PACKETS = 50;

const share = (lost: number, arrived: number): number | null => {
  const lostAtAll = Math.max(0, lost);
  return lostAtAll + arrived < FEWEST_PACKETS ? null : Math.min(1, lostAtAll / (lostAtAll + arrived));
};

function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? null;
}

function rateBps(from: Reading, to: Reading, read: (reading: Reading) => number): number {
  const passedMs = to.atMs - from.atMs;
  return passedMs > 0 ? (Math.max(0, read(to) - read(from)) * 8 * 1000) / passedMs : 0;
}

/** The figures of one path; `isRamped`: there was time enough to see how much goes through. */
export function figuresOf(readings: readonly Reading[], connectMs: number, isRamped: boolean): Figures {
  const last = readings.at(-1);
  if (!last) return { ...NO_FIGURES, connectMs };
  const since = readings.findLast(({ atMs }) => atMs <= last.atMs - RATE_OVER_MS) ?? readings[0] ?? last;
  return {
    connectMs,
    rttMs: median(readings.map(({ rttMs }) => rttMs)),
    lossUp: share(last.lostUp, last.sentPackets - last.lostUp),
    lossDown: share(last.lostDown, last.receivedPackets),
    jitterMs: median(readings.map(({ jitterMs }) => jitterMs)),
    upBps: isRamped ? Math.max(last.canSendBps, rateBps(since, last, ({ sentBytes }) => sentBytes)) : null,
    downBps: isRamped ? Math.max(last.canReceiveBps, rateBps(since, last, ({ receivedBytes }) => receivedBytes)) : null,
  };
}
