import { expect, test } from "vitest";
import { type Stat, readCounters, reportOf } from "../../src/quality/stats";

const map = (...stats: Stat[]): ReadonlyMap<string, Stat> => new Map(stats.map((stat) => [stat.id, stat]));

const chromium = map(
  { id: "T", type: "transport", selectedCandidatePairId: "P" },
  { id: "P", type: "candidate-pair", localCandidateId: "L", currentRoundTripTime: 0.045 },
  { id: "L", type: "local-candidate", candidateType: "host", protocol: "udp" },
  { id: "A", type: "inbound-rtp", kind: "audio", codecId: "CA", concealedSamples: 480, totalSamplesReceived: 48_000 },
  { id: "V", type: "inbound-rtp", kind: "video", codecId: "CV", freezeCount: 2, totalFreezesDuration: 0.6, frameHeight: 360, framesDecoded: 90 },
  { id: "W", type: "inbound-rtp", kind: "video", codecId: "CV", frameHeight: 720, framesDecoded: 10 },
  { id: "CA", type: "codec", mimeType: "audio/opus" },
  { id: "CV", type: "codec", mimeType: "video/VP8" },
);

test("counters are summed over streams, and the path is the one in use", () => {
  const counters = readCounters([map(), chromium]);
  expect(counters).toMatchObject({ freezes: 2, frozenS: 0.6, frames: 100, height: 720, rttMs: 45, route: "udp", audioCodec: "opus", videoCodec: "vp8" });
});

test("a report says what changed since the last one", () => {
  const before = readCounters([chromium]);
  const after = { ...before, samples: 96_000, concealed: 2_880, freezes: 3, frozenS: 0.85 };
  expect(reportOf(before, after, 412.6)).toMatchObject({ freezes: 1, frozenMs: 250, concealed: 0.05, firstFrameMs: 413 });
});

test("streams that ended are no gain and no loss", () => {
  const before = readCounters([chromium]);
  const report = reportOf(before, readCounters([map()]), null);
  expect(report).toMatchObject({ freezes: 0, frozenMs: 0, concealed: 0, height: null, route: "unknown", audioCodec: "none", firstFrameMs: null });
});

test("a relayed path is one, whatever carries it", () => {
  const relayed = map(
    { id: "P", type: "candidate-pair", localCandidateId: "L", nominated: true, state: "succeeded" },
    { id: "L", type: "local-candidate", candidateType: "relay", protocol: "udp", relayProtocol: "tls" },
  );
  expect(readCounters([chromium, relayed]).route).toBe("relay");
});
