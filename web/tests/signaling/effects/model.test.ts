import { expect, test } from "vitest";
import { Pace, SLOWEST_FRAME_MS, effectOf, shapeOf, unfitness } from "../../../src/signaling/effects/model";

const strong = { isCapable: true, processors: 8, memoryGib: 8 };

test("an effect is offered where the browser and the machine are up to it", () => {
  expect(unfitness(strong)).toBeNull();
  expect(unfitness({ ...strong, isCapable: false })).toBe("unsupported");
  expect(unfitness({ ...strong, processors: 2 })).toBe("weak");
  expect(unfitness({ ...strong, memoryGib: 1 })).toBe("weak");
});

test("what a browser does not say is not held against it", () => {
  expect(unfitness({ isCapable: true, processors: null, memoryGib: null })).toBeNull();
});

test("what was kept and makes no sense is no effect", () => {
  expect(["blur", "plain", "fire", null].map(effectOf)).toEqual(["blur", "plain", "none", "none"]);
});

const verdicts = (pace: Pace, frameMs: number, count: number): boolean[] => Array.from({ length: count }, () => pace.isTooSlow(frameMs));

test("slow pictures at the start and a short burst of other work are forgiven", () => {
  const pace = new Pace();
  expect(verdicts(pace, 900, 15)).not.toContain(true);
  expect(verdicts(pace, 20, 60)).not.toContain(true);
  expect(verdicts(pace, 900, 29)).not.toContain(true);
  expect(verdicts(pace, 20, 60)).not.toContain(true);
});

test("a machine that stays too slow is found out after seventy-five pictures", () => {
  const found = verdicts(new Pace(), SLOWEST_FRAME_MS + 1, 80);
  expect(found.indexOf(true)).toBe(74);
});

test("just fast enough is fast enough", () => {
  expect(verdicts(new Pace(), SLOWEST_FRAME_MS, 200)).not.toContain(true);
});

test("a wide picture has a model of its own, a phone held upright has the other", () => {
  expect([shapeOf(1280, 720), shapeOf(640, 480), shapeOf(720, 1280), shapeOf(500, 500)]).toEqual(["wide", "wide", "square", "square"]);
});
