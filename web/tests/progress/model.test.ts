import { describe, expect, test } from "vitest";
import type { Day, Month } from "../../src/progress/api";
import { courseOf, dateAt, lastMoment, lengthOf, marksOf, numbered, valueAt, weeksLeft } from "../../src/progress/model";

const day = (on: string, percent: number | null): Day => ({ day: on, percent, done: 0, open: 0 });
const DAYS = [day("2026-01-01", null), day("2026-01-03", 0), day("2026-01-06", 50), day("2026-01-11", 100)];
const month = (planned: number, held: number): Month => ({ beganAt: "2026-01-01T00:00:00Z", endsAt: "2026-01-31T00:00:00Z", planned, held, pausedDays: 0, isOver: true });

describe("the line of the goals", () => {
  test("is as long as the days between its ends", () => {
    expect(lengthOf(DAYS)).toBe(10);
    expect(lengthOf(DAYS.slice(0, 1))).toBe(0);
    expect(lengthOf([])).toBe(0);
    expect(dateAt(DAYS, 10)).toEqual(new Date("2026-01-11T00:00:00Z"));
  });

  test("goes in steps, begins with the first goal and ends where it stands now", () => {
    expect(courseOf(DAYS, 100, 10).line).toBe("M20.0 10.0H50.0V5.0H100.0V0.0H100.0");
    expect(courseOf(DAYS, 100, 10).area).toBe("M20.0 10V10.0H50.0V10ZM50.0 10V5.0H100.0V10Z");
  });

  test("has a gap where there was no goal for a while", () => {
    const gap = [day("2026-01-01", 10), day("2026-01-02", null), day("2026-01-03", 20), day("2026-01-05", 20)];
    expect(courseOf(gap, 100, 10).line).toBe("M0.0 9.0H25.0M50.0 8.0H100.0V8.0H100.0");
  });

  test("is read on any day as what held then", () => {
    expect(valueAt(DAYS, 0)?.percent).toBeNull();
    expect(valueAt(DAYS, 4)?.percent).toBe(0);
    expect(valueAt(DAYS, 5)?.percent).toBe(50);
    expect(valueAt(DAYS, 10)?.percent).toBe(100);
  });
});

describe("months", () => {
  test("have a mark for each session planned or held", () => {
    expect(marksOf(month(2, 1))).toEqual(["held", "open"]);
    expect(marksOf(month(1, 3))).toEqual(["held", "extra", "extra"]);
    expect(marksOf(month(0, 0))).toEqual([]);
  });

  test("are counted from the first and shown from the last", () => {
    expect(numbered([month(1, 0), month(2, 0)]).map(({ number, planned }) => [number, planned])).toEqual([
      [2, 2],
      [1, 1],
    ]);
  });

  test("end on the day before the next one begins", () => {
    expect(lastMoment(month(1, 1)).toISOString().slice(0, 10)).toBe("2026-01-30");
  });
});

test("weeks that are left are begun ones, and never less than none", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  expect(weeksLeft("2026-01-09T00:00:00Z", now)).toBe(2);
  expect(weeksLeft("2025-01-09T00:00:00Z", now)).toBe(0);
});
