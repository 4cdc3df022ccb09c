import { expect, test } from "vitest";
import type { Window } from "../../src/profiles/api";
import { clearDay, copyDay, dayName, freeMinutes, moved, paint, paintBetween, rowsOf, share, stepFor, tidy, withPreset } from "../../src/profiles/grid";

const free = (weekday: number, startMinute: number, endMinute: number): Window => ({ weekday, startMinute, endMinute });
const HOURS = rowsOf([], 60, true);

test("painting joins what touches and overlaps", () => {
  const hours = paint([free(0, 600, 660), free(1, 0, 60)], 0, { from: 630, to: 720 }, true);
  expect(hours).toEqual([free(0, 600, 720), free(1, 0, 60)]);
  expect(paint(hours, 0, { from: 720, to: 780 }, true)).toEqual([free(0, 600, 780), free(1, 0, 60)]);
});

test("rubbing out cuts a stretch in two and leaves other days alone", () => {
  const hours = [free(0, 600, 900), free(2, 600, 900)];
  expect(paint(hours, 0, { from: 660, to: 720 }, false)).toEqual([free(0, 600, 660), free(0, 720, 900), free(2, 600, 900)]);
  expect(paint(hours, 0, { from: 0, to: 1440 }, false)).toEqual([free(2, 600, 900)]);
});

test("what was painted and rubbed out again leaves nothing", () => {
  const cells = [
    { weekday: 1, row: 9 },
    { weekday: 4, row: 20 },
  ] as const;
  const painted = paintBetween([], HOURS, cells[1], cells[0], true);
  expect(freeMinutes(painted)).toBe(4 * 12 * 60);
  expect(paintBetween(painted, HOURS, cells[0], cells[1], false)).toEqual([]);
});

test("a cell knows how much of it is free", () => {
  const hours = [free(3, 600, 645)];
  expect(share(hours, 3, { from: 600, to: 660 })).toBe(0.75);
  expect(share(hours, 2, { from: 600, to: 660 })).toBe(0);
  expect(stepFor(hours)).toBe(30);
  expect(stepFor([free(3, 600, 660)])).toBe(60);
});

test("a day is copied over others, and onto itself without harm", () => {
  const hours = [free(0, 600, 660), free(1, 0, 60), free(6, 0, 60)];
  expect(copyDay(hours, 0, [0, 1, 2])).toEqual([free(0, 600, 660), free(1, 600, 660), free(2, 600, 660), free(6, 0, 60)]);
  expect(clearDay(hours, 1)).toEqual([free(0, 600, 660), free(6, 0, 60)]);
});

test("rows show the usual day, and more when something is free outside it", () => {
  expect(rowsOf([], 60, false)[0]).toEqual({ from: 420, to: 480 });
  expect(rowsOf([free(0, 330, 400), free(0, 1320, 1410)], 30, false)[0]).toEqual({ from: 300, to: 330 });
  expect(rowsOf([free(0, 1320, 1410)], 30, false).at(-1)).toEqual({ from: 1410, to: 1440 });
  expect(HOURS).toHaveLength(24);
});

test("keys move within the grid, and the other way round from right to left", () => {
  const at = { weekday: 0, row: 0 };
  expect(moved(at, "ArrowDown", 24, false)).toEqual({ weekday: 0, row: 1 });
  expect(moved(at, "ArrowLeft", 24, false)).toEqual(at);
  expect(moved(at, "ArrowLeft", 24, true)).toEqual({ weekday: 1, row: 0 });
  expect(moved(at, "End", 24, false)).toEqual({ weekday: 0, row: 23 });
  expect(moved(at, "a", 24, false)).toBeNull();
});

test("a preset adds to what is there", () => {
  expect(withPreset([free(5, 540, 600)], "weekend")).toEqual([free(5, 540, 960), free(6, 600, 960)]);
});

test("empty stretches are dropped and the week begins on Monday", () => {
  expect(tidy([free(0, 60, 60)])).toEqual([]);
  expect([0, 6].map((day) => dayName(day, "en", "long"))).toEqual(["Monday", "Sunday"]);
});
