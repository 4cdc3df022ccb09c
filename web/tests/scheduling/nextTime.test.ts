/** Which times are proposed after a session. */
import { expect, test } from "vitest";
import type { Slot } from "../../src/scheduling/api";
import { dueAfter, nearestTimes } from "../../src/scheduling/model";

const START = Date.parse("2026-11-28T10:00:00Z");
const DAY = 86_400_000;
const slot = (startsAt: string): Slot => {
  const local = { local: startsAt.slice(0, 16), offset: "+00:00" };
  return { startsAt, host: local, viewer: local };
};

test.each([
  [1, 28],
  [2, 14],
  [3, 7],
  [4, 7],
  [8, 4],
  [30, 1],
  [0, 28],
])("%d sessions a month: the next one after %d days", (sessions, days) => {
  expect(dueAfter(START, sessions)).toBe(START + days * DAY);
});

test("of each day the time nearest to the wished one, three days, in their order", () => {
  const slots = ["2026-12-10T09:00:00Z", "2026-12-12T08:00:00Z", "2026-12-12T11:00:00Z", "2026-12-13T10:00:00Z", "2026-12-11T10:00:00Z", "2026-12-20T10:00:00Z"].map(slot);
  const found = nearestTimes(slots, START + 14 * DAY).map(({ startsAt }) => startsAt);
  expect(found).toEqual(["2026-12-11T10:00:00Z", "2026-12-12T11:00:00Z", "2026-12-13T10:00:00Z"]);
  expect(nearestTimes([], START)).toEqual([]);
});
