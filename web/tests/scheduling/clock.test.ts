import { expect, test } from "vitest";
import { addDays, countdownText, dateShift, daysBetween, dayText, disagrees, endText, laterLocal, minuteOf, monthsBetween, offsetMinutes, rangeText, timeText, todayIn, weekdayOf, weeksOf } from "../../src/scheduling/clock";
import { firstWeekdayIn, monthOf, movedDay } from "../../src/scheduling/month";
import { instantOf } from "../../src/scheduling/wall";

const shown = (local: string, offset: string): { local: string; offset: string } => ({ local, offset });

test("the server's wall times are shown as they are, whatever zone the browser is in", () => {
  expect(timeText("2026-11-23T14:45", "en-GB")).toBe("14:45");
  expect(dayText("2026-11-23T14:45", "en-GB")).toBe("Monday 23 November");
  expect(rangeText("2026-11-23T23:30", 60, "en-GB")).toBe("23:30 – 00:30");
  expect(rangeText("2026-11-23T14:00", 60, "en-GB")).toMatch(/^14:00\s?–\s?15:00$/u);
  expect(minuteOf("2026-11-23T14:45")).toBe(885);
  expect(laterLocal("2026-12-31T23:30", 45)).toBe("2027-01-01T00:15");
});

test("midnight at a day's end is 24:00 where clocks have 24 hours", () => {
  expect([endText(1440, "en-GB"), endText(1380, "en-GB"), endText(1560, "en-GB")]).toEqual(["24:00", "23:00", "02:00"]);
  expect(endText(1440, "en-US")).toContain("12:00");
});

test("two people can be a day apart", () => {
  expect(dateShift(shown("2026-11-23T23:00", "+02:00"), shown("2026-11-24T06:00", "+09:00"))).toBe(1);
  expect(dateShift(shown("2026-11-23T01:00", "+02:00"), shown("2026-11-22T18:00", "-05:00"))).toBe(-1);
  expect([offsetMinutes("+05:45"), offsetMinutes("-03:30")]).toEqual([345, -210]);
});

test("a browser with other rules of zones is found out", () => {
  expect(disagrees("2026-11-23T12:00:00Z", shown("2026-11-23T14:00", "+02:00"), "Europe/Athens")).toBe(false);
  expect(disagrees("2026-11-23T12:00:00Z", shown("2026-11-23T15:00", "+03:00"), "Europe/Athens")).toBe(true);
  expect(disagrees("2026-11-23T12:00:00Z", shown("2026-11-23T15:00", "+03:00"), "Mars/Base")).toBe(false);
});

test("today is the date where somebody is", () => {
  const now = new Date("2026-11-23T22:30:00Z");
  expect([todayIn("Europe/Athens", now), todayIn("America/New_York", now), todayIn("Mars/Base", now)]).toEqual(["2026-11-24", "2026-11-23", "2026-11-23"]);
});

test("months have their weeks, from the weekday on which a week begins there", () => {
  expect(weeksOf("2026-11-01")[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
  expect(weeksOf("2026-11-01", 6)[0]?.[0]).toBe("2026-11-01");
  expect(weeksOf("2027-02-01")).toHaveLength(4);
  expect(monthsBetween("2026-11-27", "2027-01-02")).toEqual(["2026-11-01", "2026-12-01", "2027-01-01"]);
  expect([weekdayOf("2026-11-23"), daysBetween("2026-02-27", "2026-03-01"), addDays("2028-02-28", 1)]).toEqual([0, 2, "2028-02-29"]);
  expect([0, 6]).toContain(firstWeekdayIn("en-US"));
});

test("keys lead through a month", () => {
  const from = (key: string): string | null => movedDay("2026-01-31", key, false);
  expect([from("ArrowRight"), from("ArrowUp"), from("PageDown"), from("PageUp"), from("Home"), from("End"), from("x")]).toEqual(["2026-02-01", "2026-01-24", "2026-02-28", "2025-12-31", "2026-01-26", "2026-02-01", null]);
  expect(movedDay("2026-01-31", "ArrowRight", true)).toBe("2026-01-30");
  expect(monthOf("2026-01-31")).toBe("2026-01-01");
});

test("a countdown says minutes and seconds, and never less than nothing", () => {
  expect([countdownText(300_000), countdownText(61_001), countdownText(-5)]).toEqual(["5:00", "1:02", "0:00"]);
});

test("a wall time in a form becomes the instant it is there; in a gap the one before it counts", () => {
  expect(instantOf("2026-12-07T18:00", "America/New_York")).toBe("2026-12-07T23:00:00.000Z");
  expect(instantOf("2026-12-07T18:00", "Asia/Kathmandu")).toBe("2026-12-07T12:15:00.000Z");
  expect(instantOf("2027-03-14T02:30", "America/New_York")).toBe("2027-03-14T07:30:00.000Z");
  expect(instantOf("2027-11-07T01:30", "America/New_York")).toBe("2027-11-07T05:30:00.000Z");
  expect([instantOf("T18:00", "UTC"), instantOf("2026-12-07T18:00", "Mars/Base")]).toEqual([null, null]);
});
