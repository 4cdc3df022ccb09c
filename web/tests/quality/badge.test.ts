import { expect, test } from "vitest";
import { type Badge, badgeWord, shouldDropCamera, worse } from "../../src/quality/badge";
import { idleCall, reduce } from "../../src/signaling/model";

const badge = (uplink: Badge["uplink"], downlink: Badge["downlink"]): Badge => ({ uplink, downlink });

test("a badge is as bad as its worse direction", () => {
  expect([worse(badge("good", "poor")), worse(badge("lost", "good")), worse(badge("good", "good"))]).toEqual(["poor", "lost", "good"]);
});

test("the sentence names the direction that is worse", () => {
  const words = [badge("good", "good"), badge("poor", "fair"), badge("good", "fair"), badge("poor", "poor"), badge("good", "lost")].map(badgeWord);
  expect(words).toEqual(["good", "poorUp", "fairDown", "poorBoth", "lost"]);
});

test("turning the camera off is advised only when it would help", () => {
  expect(shouldDropCamera(badge("poor", "good"), true)).toBe(true);
  expect(shouldDropCamera(badge("good", "poor"), true)).toBe(false);
  expect(shouldDropCamera(badge("poor", "good"), false)).toBe(false);
  expect(shouldDropCamera(null, true)).toBe(false);
});

test("a call keeps the newest badge of each and none while the line is down", () => {
  const hear = (state: typeof idleCall, peers: ({ peerId: string } & Badge)[]): typeof idleCall =>
    reduce(state, { type: "news", news: { name: "quality", body: { peers } }, nowMs: 0 });
  let call = hear({ ...idleCall, phase: "live" }, [{ peerId: "a", ...badge("good", "good") }, { peerId: "b", ...badge("poor", "good") }]);
  call = hear(call, [{ peerId: "b", ...badge("fair", "good") }]);
  expect(call.badges).toEqual({ a: badge("good", "good"), b: badge("fair", "good") });
  expect(reduce(call, { type: "line_lost" }).badges).toEqual({});
});
