import { expect, test } from "vitest";
import type { Cell, Slot } from "../../src/scheduling/api";
import { bearer, heatOf, kindSpans, movesBy, partingsWithin, slotOf, warmth } from "../../src/scheduling/fair";

const START = Date.parse("2026-11-23T00:00:00Z");
/** Half-hours of somebody in Kathmandu, whose quarter hours lie across the map's. */
const cell = (at: number, hard: number): Cell => {
  const startsAt = new Date(START + at * 1_800_000).toISOString();
  const local = new Date(START + at * 1_800_000 + 345 * 60_000).toISOString().slice(0, 16);
  return { startsAt, mine: hard, theirs: 0, isHumane: hard <= 0.5, viewer: { local, offset: "+05:45" }, host: { local: startsAt.slice(0, 16), offset: "+00:00" } };
};

const CELLS = Array.from({ length: 48 }, (_, at) => cell(at, at >= 8 && at < 20 ? 0 : 1));
const OPEN: Slot = { startsAt: "2026-11-23T05:00:00Z", host: { local: "2026-11-23T05:00", offset: "+00:00" }, viewer: { local: "2026-11-23T10:45", offset: "+05:45" } };

test("a week is drawn by the reader's own days and hours; the harder half counts", () => {
  const [day, next] = heatOf(CELLS, [OPEN]);
  expect([day?.date, next?.date]).toEqual(["2026-11-23", "2026-11-24"]);
  expect(day?.hours[0]).toBeNull();
  expect(day?.hours[9]).toMatchObject({ hour: 9, mine: 1, isHumane: false });
  expect(day?.hours[10]).toMatchObject({ mine: 0, isHumane: true, slot: OPEN });
});

test("kind hours are said as spans", () => {
  const [day] = heatOf(CELLS, []);
  expect(day && kindSpans(day)).toEqual([{ from: 10, to: 15 }]);
});

test("colours go from office hours to night", () => {
  expect([0, 0.25, 0.5, 0.75, 1].map((mine) => warmth({ mine, theirs: 0 }))).toEqual(["easy", "fine", "edge", "hard", "night"]);
});

test("whoever has it clearly harder bears it", () => {
  expect([bearer({ mine: 0.5, theirs: 0.1 }), bearer({ mine: 0.1, theirs: 0.5 }), bearer({ mine: 0.2, theirs: 0.25 })]).toEqual(["mine", "theirs", "even"]);
});

test("when the other's clock goes ahead, what they keep comes earlier for the reader", () => {
  // Athens and New York, in March: seven hours apart become six.
  const parting = { at: "2027-03-14T07:00:00Z", beforeMinutes: -420, afterMinutes: -360, who: "host" as const };
  expect(movesBy(parting)).toEqual({ minutes: 60, isLater: false });
  expect(movesBy({ ...parting, beforeMinutes: -360, afterMinutes: -420 })).toEqual({ minutes: 60, isLater: true });
  const now = new Date("2026-11-23T00:00:00Z");
  expect([partingsWithin([parting], now, 180).length, partingsWithin([parting], now, 30).length]).toEqual([1, 0]);
});

test("a turn is booked only while its time is on the list", () => {
  expect(slotOf("2026-11-23T05:00:00.000Z", [OPEN])).toBe(OPEN);
  expect(slotOf("2026-11-23T06:00:00Z", [OPEN])).toBeNull();
});
