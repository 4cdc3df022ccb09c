/** Reads a browser's own counters of what it receives into a report; pure, and without anything of what was said or shown. */
import type { Schemas } from "../core/api";

export type Report = Schemas["ReportQuality"];
type Route = Report["route"];

/** The fields of RTCStats that are looked at; each may be missing in some browser. */
export interface Stat {
  id: string;
  type: string;
  kind?: string;
  concealedSamples?: number;
  totalSamplesReceived?: number;
  freezeCount?: number;
  totalFreezesDuration?: number;
  frameHeight?: number;
  framesDecoded?: number;
  codecId?: string;
  mimeType?: string;
  selectedCandidatePairId?: string;
  localCandidateId?: string;
  candidateType?: string;
  protocol?: string;
  relayProtocol?: string;
  currentRoundTripTime?: number;
  nominated?: boolean;
  state?: string;
}

export interface Counters {
  concealed: number;
  samples: number;
  freezes: number;
  frozenS: number;
  frames: number;
  height: number | null;
  rttMs: number | null;
  route: Route;
  audioCodec: Report["audioCodec"];
  videoCodec: Report["videoCodec"];
}

const AUDIO = { "audio/opus": "opus" } as const;
const VIDEO = { "video/vp8": "vp8", "video/vp9": "vp9", "video/h264": "h264", "video/av1": "av1" } as const;

const sum = (stats: readonly Stat[], read: (stat: Stat) => number | undefined): number =>
  stats.reduce((total, stat) => total + (read(stat) ?? 0), 0);

function largest(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : null;
}

function routeOf(stats: ReadonlyMap<string, Stat>, pair: Stat | undefined): Route {
  const local = stats.get(pair?.localCandidateId ?? "");
  if (!local) return "unknown";
  if (local.candidateType === "relay") return "relay";
  return local.protocol === "tcp" || local.protocol === "udp" ? local.protocol : "unknown";
}

/** The pair in use: named by the transport, or in Firefox the nominated one. */
function pairOf(all: readonly Stat[], stats: ReadonlyMap<string, Stat>): Stat | undefined {
  const transport = all.find(({ type, selectedCandidatePairId }) => type === "transport" && selectedCandidatePairId !== undefined);
  const named = stats.get(transport?.selectedCandidatePairId ?? "");
  return named ?? all.find(({ type, nominated, state }) => type === "candidate-pair" && nominated === true && state === "succeeded");
}

function codecOf<Name extends string>(stats: ReadonlyMap<string, Stat>, inbound: readonly Stat[], names: Record<string, Name>): Name | "other" | "none" {
  const first = inbound[0];
  if (!first) return "none";
  return names[stats.get(first.codecId ?? "")?.mimeType?.toLowerCase() ?? ""] ?? "other";
}

/** All counters of all connections, as they stand. Ids are unique within one connection only. */
export function readCounters(connections: readonly ReadonlyMap<string, Stat>[]): Counters {
  const inbound = connections.flatMap((stats) => [...stats.values()].filter(({ type }) => type === "inbound-rtp"));
  const audio = inbound.filter(({ kind }) => kind === "audio");
  const video = inbound.filter(({ kind }) => kind === "video");
  const paths = connections.map((stats) => ({ stats, pair: pairOf([...stats.values()], stats) }));
  const routes = new Set(paths.map(({ stats, pair }) => routeOf(stats, pair)));
  const receiving = connections.find((stats) => [...stats.values()].some(({ type }) => type === "inbound-rtp"));
  return {
    concealed: sum(audio, (stat) => stat.concealedSamples),
    samples: sum(audio, (stat) => stat.totalSamplesReceived),
    freezes: sum(video, (stat) => stat.freezeCount),
    frozenS: sum(video, (stat) => stat.totalFreezesDuration),
    frames: sum(video, (stat) => stat.framesDecoded),
    height: largest(video.map(({ frameHeight }) => frameHeight)),
    rttMs: largest(paths.map(({ pair }) => pair?.currentRoundTripTime).map((tripS) => tripS && tripS * 1000)),
    route: (["relay", "tcp", "udp"] as const).find((route) => routes.has(route)) ?? "unknown",
    audioCodec: codecOf(receiving ?? new Map(), audio, AUDIO),
    videoCodec: codecOf(receiving ?? new Map(), video, VIDEO),
  };
}

const NOTHING = { samples: 0, concealed: 0, freezes: 0, frozenS: 0 };

/** Streams that ended take their counters along, so a fall counts as nothing. */
const gained = (before: number, after: number): number => Math.max(0, after - before);

const bounded = (value: number | null, most: number): number | null => (value === null ? null : Math.min(Math.round(value), most));

/** What happened between two readings. */
export function reportOf(before: Counters | null, after: Counters, firstFrameMs: number | null): Report {
  const old = before ?? NOTHING;
  const samples = gained(old.samples, after.samples);
  return {
    route: after.route,
    audioCodec: after.audioCodec,
    videoCodec: after.videoCodec,
    rttMs: bounded(after.rttMs, 60_000),
    firstFrameMs: bounded(firstFrameMs, 3_600_000),
    height: after.height,
    freezes: Math.min(gained(old.freezes, after.freezes), 1000),
    frozenMs: Math.min(Math.round(1000 * gained(old.frozenS, after.frozenS)), 600_000),
    concealed: samples > 0 ? Math.min(1, gained(old.concealed, after.concealed) / samples) : 0,
  };
}
