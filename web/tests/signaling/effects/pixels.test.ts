import { expect, test } from "vitest";
import { behindOf, gatherBehind, intoAlpha, intoBlur, intoInput, settle } from "../../../src/signaling/effects/pixels";

const WIDTH = 32;
const HEIGHT = 16;
const PIXELS = WIDTH * HEIGHT;

/** A picture of one colour per pixel. */
function picture(colour: (x: number, y: number) => readonly [number, number, number]): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(PIXELS * 4);
  for (let at = 0; at < PIXELS; at += 1) rgba.set([...colour(at % WIDTH, Math.floor(at / WIDTH)), 255], at * 4);
  return rgba;
}

const maskOf = (isPerson: (x: number, y: number) => boolean): Float32Array => Float32Array.from({ length: PIXELS }, (_, at) => (isPerson(at % WIDTH, Math.floor(at / WIDTH)) ? 1 : 0));
const nobody = maskOf(() => false);

function blurred(rgba: Uint8ClampedArray, mask: Float32Array): Uint8ClampedArray {
  const behind = behindOf(WIDTH, HEIGHT);
  const blur = new Uint8ClampedArray(behind.width * behind.height * 4);
  gatherBehind(rgba, mask, behind);
  intoBlur(behind, blur);
  return blur;
}

const channel = (rgba: Uint8ClampedArray, which: number): number[] => [...rgba].filter((_, at) => at % 4 === which);

test("the model reads three shares of a pixel, and no alpha", () => {
  const input = new Float32Array(6);
  intoInput(new Uint8ClampedArray([0, 51, 255, 255, 102, 204, 153, 0]), input);
  expect([...input].map((share) => Math.round(share * 10) / 10)).toEqual([0, 0.2, 1, 0.4, 0.8, 0.6]);
});

test("a mask that flickers a little nearly stands still, and follows who moves at once", () => {
  const kept = new Float32Array([0.5, 0]);
  settle(kept, new Float32Array([0.6, 1]));
  expect(kept[0]).toBeGreaterThan(0.5);
  expect(kept[0]).toBeLessThan(0.56);
  expect(kept[1]).toBe(1);
});

test("whatever stays is reached in the end", () => {
  const kept = new Float32Array([0]);
  for (let picture = 0; picture < 40; picture += 1) settle(kept, new Float32Array([0.3]));
  expect(kept[0]).toBeCloseTo(0.3, 3);
});

test("the edge fades over some pixels; away from it a person is whole and the room is gone", () => {
  const rgba = new Uint8ClampedArray(PIXELS * 4);
  intoAlpha(maskOf((x) => x >= 16), WIDTH, HEIGHT, rgba);
  const row = channel(rgba, 3).slice(0, WIDTH);
  expect([row[0], row[14], row[17], row[31]]).toEqual([0, 0, 255, 255]);
  const [inner = 0, outer = 0] = [row[16], row[15]];
  expect(outer).toBeGreaterThanOrEqual(0);
  expect(inner).toBeGreaterThan(outer);
  expect([...row]).toEqual([...row].sort((a, b) => a - b));
});

test("sharp squares become one even colour", () => {
  const blur = channel(blurred(picture((x, y) => ((x >> 1) + (y >> 1)) % 2 === 0 ? [250, 250, 250] : [10, 10, 10]), nobody), 0);
  expect(Math.max(...blur) - Math.min(...blur)).toBeLessThan(60);
});

test("a wall of one colour keeps it up to its edges", () => {
  const blur = blurred(picture(() => [40, 120, 200]), nobody);
  expect([new Set(channel(blur, 0)), new Set(channel(blur, 1)), new Set(channel(blur, 2))]).toEqual([new Set([40]), new Set([120]), new Set([200])]);
});

test("nothing of the person's colour shines around them", () => {
  const isPerson = (x: number): boolean => x >= 12 && x < 20;
  const red = picture((x) => (isPerson(x) ? [255, 0, 0] : [0, 0, 255]));
  const blur = blurred(red, maskOf(isPerson));
  expect(Math.max(...channel(blur, 0))).toBeLessThan(8);
  expect(Math.min(...channel(blur, 2))).toBeGreaterThan(240);
});

test("where only a person is seen there is still something to show behind them", () => {
  const blur = blurred(picture(() => [80, 90, 100]), maskOf(() => true));
  expect(channel(blur, 0).every((red) => Math.abs(red - 80) <= 1)).toBe(true);
});
