import { describe, expect, it } from "vitest";
import { startWords } from "../../../src/core/i18n";
import { english } from "../../../src/app/words";
import { NO_FIGURES, type Figures, type Step, type StepState, adviceOf, bandwidthOf, closed, firstSteps, relayKind, relaySteps, tierOf, verdictOf, withStep } from "../../../src/signaling/check/model";
import { browserName, reportText, showBps, showShare } from "../../../src/signaling/check/report";
import { type CheckStat, type Reading, figuresOf, readingOf } from "../../../src/signaling/check/readings";

const GOOD: Figures = { connectMs: 120, rttMs: 30, lossUp: 0, lossDown: 0, jitterMs: 4, upBps: 3_000_000, downBps: 3_000_000 };
const RELAYS = [{ urls: ["turn:turn.example.org:3478?transport=udp"] }, { urls: ["turns:turn.example.org:443?transport=tcp"] }];

function found(states: Record<string, StepState>, figures: Partial<Figures> = {}, relays: RTCIceServer[] = RELAYS): Step[] {
  let steps: Step[] = [...firstSteps(), ...relaySteps(relays)];
  let isFirst = true;
  for (const [id, state] of Object.entries({ signaling: "works" as const, ...states })) {
    const isMeasured = state === "works" && id !== "signaling";
    const rates = isFirst ? {} : { upBps: null, downBps: null };
    steps = withStep(steps, id, state, isMeasured ? { ...GOOD, ...figures, ...rates } : null);
    if (isMeasured) isFirst = false;
  }
  return steps;
}

describe("what a connection test means", () => {
  it("names the way to a relay by its address", () => {
    expect(relayKind("turn:t.example.org:3478")).toBe("relayUdp");
    expect(relayKind("turn:t.example.org:3478?transport=tcp")).toBe("relayTcp");
    expect(relayKind("turns:t.example.org:443?transport=tcp")).toBe("relayTls");
  });

  it("is ready for HD when everything works", () => {
    const steps = found({ udp: "works", tcp: "works", relay0: "works", relay1: "works" });
    expect(verdictOf(steps)).toEqual({ tone: "good", word: "hd" });
    expect(adviceOf(steps)).toEqual([]);
  });

  it("says that calls go over TCP where UDP is blocked", () => {
    expect(adviceOf(found({ udp: "fails", tcp: "works", relay0: "fails", relay1: "works" }))).toEqual(["tcpOnly", "relayMissing"]);
  });

  it("says that only the relay gets through", () => {
    const steps = found({ udp: "fails", tcp: "fails", relay0: "fails", relay1: "works" });
    expect(adviceOf(steps)).toEqual(["relayOnly"]);
    expect(verdictOf(steps)?.tone).toBe("good");
  });

  it("tells a network that blocks all from a server without a relay", () => {
    expect(adviceOf(found({ udp: "fails", tcp: "fails", relay0: "fails", relay1: "fails" }))).toEqual(["blocked"]);
    expect(adviceOf(found({ udp: "fails", tcp: "fails" }, {}, []))).toEqual(["blockedNoRelay"]);
    expect(verdictOf(found({ udp: "fails", tcp: "fails" }, {}, []))).toEqual({ tone: "bad", word: "blocked" });
  });

  it("blames no network for what was not tried", () => {
    const steps = closed(found({ udp: "fails" }));
    expect(adviceOf(steps)).toEqual([]);
    expect(verdictOf(steps)).toBeNull();
  });

  it("says nothing of media when the server cannot be reached", () => {
    const steps = withStep(firstSteps(), "signaling", "fails", null);
    expect(verdictOf(steps)).toEqual({ tone: "bad", word: "offline" });
    expect(adviceOf(steps)).toEqual(["signaling"]);
  });

  it("warns of loss, delay and little bandwidth", () => {
    const steps = found({ udp: "works" }, { lossDown: 0.03, rttMs: 400, upBps: 90_000 });
    expect(adviceOf(steps)).toEqual(["loss", "late", "slowUp"]);
    expect(verdictOf(steps)).toEqual({ tone: "fair", word: "sound" });
    expect(adviceOf(found({ udp: "works" }, { lossUp: 0.2 }))).toEqual(["lossHeavy"]);
    expect(verdictOf(found({ udp: "works" }, { lossUp: 0.2 }))?.tone).toBe("fair");
  });

  it("takes the weaker direction for the whole", () => {
    expect(bandwidthOf(found({ udp: "works" }, { upBps: 500_000 }))?.tier).toBe("video");
    expect([2_000_000, 600_000, 60_000, 20_000].map(tierOf)).toEqual(["hd", "video", "sound", "nothing"]);
  });
});

const reading = (atMs: number, more: Partial<Reading> = {}): Reading => ({
  atMs, sentBytes: 0, receivedBytes: 0, sentPackets: 0, lostUp: 0, receivedPackets: 0, lostDown: 0, jitterMs: null, rttMs: null, canSendBps: 0, canReceiveBps: 0, ...more,
});

describe("what the counters say", () => {
  const stats = (...all: CheckStat[]): ReadonlyMap<string, CheckStat> => new Map(all.map((stat) => [stat.id, stat]));

  it("reads both directions", () => {
    const sending = stats(
      { id: "T", type: "transport", selectedCandidatePairId: "P" },
      { id: "P", type: "candidate-pair", currentRoundTripTime: 0.04, availableOutgoingBitrate: 900_000 },
      { id: "O", type: "outbound-rtp", bytesSent: 5_000, packetsSent: 10 },
      { id: "R", type: "remote-inbound-rtp", packetsLost: 2 },
    );
    const receiving = stats({ id: "I", type: "inbound-rtp", kind: "audio", bytesReceived: 4_000, packetsReceived: 8, packetsLost: 1, jitter: 0.005 });
    const server = [{ producers: [1], consumers: [], estimate_bits_per_second: 1 }, { producers: [], consumers: [1], estimate_bits_per_second: 700_000 }];
    expect(readingOf(7, sending, receiving, server)).toEqual(
      reading(7, { sentBytes: 5_000, receivedBytes: 4_000, sentPackets: 10, lostUp: 2, receivedPackets: 8, lostDown: 1, jitterMs: 5, rttMs: 40, canSendBps: 900_000, canReceiveBps: 700_000 }),
    );
  });

  it("finds Firefox's pair, which no transport names", () => {
    const sending = stats({ id: "P", type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: 0.02 });
    expect(readingOf(0, sending, stats(), []).rttMs).toBe(20);
  });

  it("takes the rate of the last two seconds, or the estimate that is higher", () => {
    const readings = [reading(0), reading(2_000, { sentBytes: 100_000 }), reading(4_000, { sentBytes: 350_000, receivedBytes: 250_000, canReceiveBps: 3_000_000 })];
    expect(figuresOf(readings, 100, true)).toMatchObject({ upBps: 1_000_000, downBps: 3_000_000 });
    expect(figuresOf(readings, 100, false)).toMatchObject({ upBps: null, downBps: null });
  });

  it("gives no share of a handful of packets", () => {
    expect(figuresOf([reading(0, { receivedPackets: 20, lostDown: 5 })], 1, false).lossDown).toBeNull();
    expect(figuresOf([reading(0, { receivedPackets: 90, lostDown: 10 })], 1, false).lossDown).toBeCloseTo(0.1);
    expect(figuresOf([], 1, true)).toEqual({ ...NO_FIGURES, connectMs: 1 });
  });
});

describe("the text for a support person", () => {
  const t = startWords(english, "core").getFixedT("en", "signaling");

  it("tells every step and no address", () => {
    const text = reportText(found({ udp: "fails", tcp: "works", relay0: "fails", relay1: "works" }), "Firefox 140", new Date("2026-11-25T10:00:00Z"), t);
    expect(text).toContain("2026-11-25 10:00 UTC, Firefox 140");
    expect(text).toContain("Sound and picture over TCP: Works, round trip 30 ms");
    expect(text).toContain("Bandwidth: up 3.0 Mbit/s, down 3.0 Mbit/s");
    expect(text).not.toContain("example.org");
  });

  it("knows browsers by name", () => {
    expect(browserName("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe("Firefox 140");
    expect(browserName("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0")).toBe("Edge 130");
    expect(browserName("curl/8")).toBe("?");
  });

  it("writes numbers shortly", () => {
    expect([showShare(0), showShare(0.0123), showShare(0.5), showShare(null)]).toEqual(["0 %", "1.2 %", "50 %", "–"]);
    expect([showBps(64_200), showBps(2_450_000)]).toEqual(["64 kbit/s", "2.5 Mbit/s"]);
  });
});
