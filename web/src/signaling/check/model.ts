/** What a connection test finds out and what that means for somebody; pure. */

export type Kind = "signaling" | "udp" | "tcp" | "relayUdp" | "relayTcp" | "relayTls" | "relayNone";
export type StepState = "waiting" | "running" | "works" | "fails" | "skipped" | "stopped";

/** What was measured on one path; null where a browser does not tell. */
export interface Figures {
  connectMs: number | null;
  rttMs: number | null;
  /** Shares of 0 to 1. */
  lossUp: number | null;
  lossDown: number | null;
  jitterMs: number | null;
  upBps: number | null;
  downBps: number | null;
}

export interface Step {
  id: string;
  kind: Kind;
  state: StepState;
  figures: Figures | null;
  /** The relay to go by. */
  relay: RTCIceServer | null;
}

export const NO_FIGURES: Figures = { connectMs: null, rttMs: null, lossUp: null, lossDown: null, jitterMs: null, upBps: null, downBps: null };

/** How a browser speaks to a relay, by its address (RFC 7065). */
export function relayKind(url: string): Kind {
  if (url.startsWith("turns:")) return "relayTls";
  return /[?&]transport=tcp\b/iu.test(url) ? "relayTcp" : "relayUdp";
}

const step = (id: string, kind: Kind, relay: RTCIceServer | null = null): Step => ({ id, kind, state: "waiting", figures: null, relay });

/** The steps as they are known before the server was asked. */
export const firstSteps = (): Step[] => [step("signaling", "signaling"), step("udp", "udp"), step("tcp", "tcp")];

/** One for each relay; without any, a step that says so. */
export const relaySteps = (servers: readonly RTCIceServer[]): Step[] =>
  servers.length === 0
    ? [{ ...step("relay", "relayNone"), state: "skipped" }]
    : servers.map((server, index) => step(`relay${index}`, relayKind([server.urls].flat()[0] ?? ""), server));

/** One step in another state; the others as they were. */
export const withStep = (steps: readonly Step[], id: string, state: StepState, figures: Figures | null): Step[] =>
  steps.map((one) => (one.id === id ? Object.assign({}, one, { state, figures }) : one));

/** Nothing more will be tried. */
export const closed = (steps: readonly Step[]): Step[] =>
  steps.map((one) => (one.state === "waiting" || one.state === "running" ? Object.assign({}, one, { state: "stopped" }) : one));

export type Tier = "hd" | "video" | "sound" | "nothing";

/** The camera's three layers with its sound, near enough; the middle one; speech. */
const HD_BPS = 1_500_000;
const VIDEO_BPS = 400_000;
const SOUND_BPS = 40_000;

export function tierOf(bps: number): Tier {
  if (bps >= HD_BPS) return "hd";
  if (bps >= VIDEO_BPS) return "video";
  return bps >= SOUND_BPS ? "sound" : "nothing";
}

const RANK: Record<Tier, number> = { nothing: 0, sound: 1, video: 2, hd: 3 };

/** The path a call would take: the first of them that works. */
export function bestPath(steps: readonly Step[]): Step | null {
  return steps.find(({ kind, state }) => kind !== "signaling" && state === "works") ?? null;
}

interface Bandwidth {
  upBps: number;
  downBps: number;
  up: Tier;
  down: Tier;
  tier: Tier;
}

export function bandwidthOf(steps: readonly Step[]): Bandwidth | null {
  for (const { figures } of steps) {
    const { upBps, downBps } = figures ?? NO_FIGURES;
    if (upBps === null || downBps === null) continue;
    const [up, down] = [tierOf(upBps), tierOf(downBps)];
    return { upBps, downBps, up, down, tier: RANK[up] < RANK[down] ? up : down };
  }
  return null;
}

export type Tone = "good" | "fair" | "bad";
export type VerdictWord = "hd" | "video" | "sound" | "weak" | "works" | "blocked" | "offline";

interface Verdict {
  tone: Tone;
  word: VerdictWord;
}

const BY_TIER: Record<Tier, Verdict> = {
  hd: { tone: "good", word: "hd" },
  video: { tone: "good", word: "video" },
  sound: { tone: "fair", word: "sound" },
  nothing: { tone: "bad", word: "weak" },
};

const FAIR_LOSS = 0.02;
const POOR_LOSS = 0.1;
const FAIR_RTT_MS = 300;
const FAIR_JITTER_MS = 40;

export const worstLoss = (figures: Figures | null): number => Math.max(figures?.lossUp ?? 0, figures?.lossDown ?? 0);

const softened = (verdict: Verdict, figures: Figures | null): Verdict =>
  verdict.tone === "good" && worstLoss(figures) >= FAIR_LOSS ? { ...verdict, tone: "fair" } : verdict;

/** All in one word; null while there is too little to say anything. */
export function verdictOf(steps: readonly Step[]): Verdict | null {
  if (steps.some(({ kind, state }) => kind === "signaling" && state === "fails")) return { tone: "bad", word: "offline" };
  const best = bestPath(steps);
  const isOpen = steps.some(({ state }) => state === "waiting" || state === "running");
  if (!best) return isOpen || steps.some(({ state }) => state === "stopped") ? null : { tone: "bad", word: "blocked" };
  const bandwidth = bandwidthOf(steps);
  return softened(bandwidth ? BY_TIER[bandwidth.tier] : { tone: "good", word: "works" }, best.figures);
}

type Advice =
  | "signaling"
  | "tcpOnly"
  | "relayOnly"
  | "blocked"
  | "blockedNoRelay"
  | "tcpMissing"
  | "relayMissing"
  | "loss"
  | "lossHeavy"
  | "late"
  | "uneven"
  | "slowUp"
  | "slowDown";

const isRelay = ({ kind }: Step): boolean => kind.startsWith("relay") && kind !== "relayNone";
const failed = (steps: readonly Step[], kind: Kind): boolean => steps.some((one) => one.kind === kind && one.state === "fails");

function aboutNoPath(steps: readonly Step[]): Advice[] {
  if (!failed(steps, "udp") || !failed(steps, "tcp")) return [];
  const relays = steps.filter((one) => isRelay(one));
  if (relays.length === 0) return ["blockedNoRelay"];
  return relays.every(({ state }) => state === "fails") ? ["blocked"] : [];
}

function aboutPaths(steps: readonly Step[], best: Step): Advice[] {
  const found: Advice[] = [];
  const relays = steps.filter((one) => isRelay(one));
  if (best.kind === "tcp") found.push("tcpOnly");
  if (isRelay(best)) found.push("relayOnly");
  if (best.kind === "udp" && failed(steps, "tcp")) found.push("tcpMissing");
  if (!isRelay(best) && relays.some(({ state }) => state === "fails")) found.push("relayMissing");
  return found;
}

function aboutFigures(figures: Figures | null): Advice[] {
  const found: Advice[] = [];
  const loss = worstLoss(figures);
  if (loss >= FAIR_LOSS) found.push(loss >= POOR_LOSS ? "lossHeavy" : "loss");
  if ((figures?.rttMs ?? 0) >= FAIR_RTT_MS) found.push("late");
  if ((figures?.jitterMs ?? 0) >= FAIR_JITTER_MS) found.push("uneven");
  return found;
}

function aboutBandwidth(bandwidth: Bandwidth | null): Advice[] {
  if (!bandwidth) return [];
  const found: Advice[] = [];
  if (RANK[bandwidth.up] < RANK.video) found.push("slowUp");
  if (RANK[bandwidth.down] < RANK.video) found.push("slowDown");
  return found;
}

/** What to know or do, the most important first. */
export function adviceOf(steps: readonly Step[]): Advice[] {
  if (failed(steps, "signaling")) return ["signaling"];
  const best = bestPath(steps);
  if (!best) return aboutNoPath(steps);
  return [...aboutPaths(steps, best), ...aboutFigures(best.figures), ...aboutBandwidth(bandwidthOf(steps))];
}
