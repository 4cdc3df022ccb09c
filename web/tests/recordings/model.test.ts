import { expect, test } from "vitest";
import type { Recorded } from "../../src/recordings/api";
import { sizeText } from "../../src/core/sizes";
import { clockTime, isUnfinished, percent } from "../../src/recordings/model";

const recorded = (part: Partial<Recorded>): Recorded => ({ state: "ready", progress: 0, ...part }) as Recorded;

test("times read like a clock", () => {
  expect([0, 65_400, 3_729_000, -5].map(clockTime)).toEqual(["0:00", "1:05", "1:02:09", "0:00"]);
});

test("sizes have a unit that fits", () => {
  expect([500, 1_234_000, 2_500_000_000].map((bytes) => sizeText(bytes, "en"))).toEqual(["1 kB", "1.2 MB", "2.5 GB"]);
});

test("only what is ready or failed is finished", () => {
  const states = ["recording", "paused", "finishing", "composing", "ready", "failed"] as const;
  expect(states.filter((state) => isUnfinished(recorded({ state })))).toEqual(["recording", "paused", "finishing", "composing"]);
});

test("progress is a whole percentage within bounds", () => {
  expect([-1, 0.428, 7].map((progress) => percent(recorded({ progress })))).toEqual([0, 43, 100]);
});
