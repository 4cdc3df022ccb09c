import { expect, test } from "vitest";
import { isToRing } from "../../src/signaling/bell";

const knock = (knockId: string) => ({ knockId, name: "Nadia", isGuest: true });

test("somebody new at the door is heard, somebody who was there before is not", () => {
  expect(isToRing([], [knock("a")], Infinity)).toBe(true);
  expect(isToRing([knock("a")], [knock("a")], Infinity)).toBe(false);
  expect(isToRing([knock("a")], [], Infinity)).toBe(false);
});

test("several who knock within seconds are one sound", () => {
  expect(isToRing([knock("a")], [knock("a"), knock("b")], 2_000)).toBe(false);
  expect(isToRing([knock("a")], [knock("a"), knock("b")], 9_000)).toBe(true);
});
