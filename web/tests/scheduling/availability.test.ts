import { expect, test } from "vitest";
import type { Availability } from "../../src/scheduling/api";
import { changed, dayIs, draftOf, errorAt, hasErrors, isChanged, kept, partOf, travelAt, undone, unitOf, weekErrors, windowsOn, withDate, withOwn } from "../../src/scheduling/availability";

const NO_LIMIT = { sessions: null, minutes: null };
const SAVED: Availability = {
  zone: "Europe/Athens",
  weekly: [{ weekday: 0, startMinute: 540, endMinute: 720 }],
  overrides: [],
  travels: [],
  holidays: [],
  durations: [30, 60],
  stepMinutes: 30,
  isClockAnchored: false,
  beforeMinutes: 0,
  afterMinutes: 0,
  noticeMinutes: 1440,
  horizon: "days",
  horizonDays: 60,
  lastDate: null,
  daily: NO_LIMIT,
  weeklyLimit: NO_LIMIT,
  monthly: NO_LIMIT,
  isWeekFromSunday: false,
  isConfirmedFirst: true,
  isPendingBlocking: true,
  share: 2,
  version: 3,
};

test("a change can be taken back, also after it was saved", () => {
  const draft = changed(draftOf(SAVED), { horizonDays: 30 });
  expect([isChanged(draft), undone(draft).now]).toEqual([true, SAVED]);
  const saved = kept(draft, { ...draft.now, version: 4 });
  expect(isChanged(saved)).toBe(false);
  const back = undone(saved);
  expect([back.now.horizonDays, back.now.version, isChanged(back)]).toEqual([60, 4, true]);
  expect(undone(draftOf(SAVED)).now).toBe(SAVED);
});

test("what changes nothing is no step back", () => {
  expect(changed(draftOf(SAVED), { horizonDays: 60 }).before).toHaveLength(0);
});

test("a holiday outranks a date, and a date the week", () => {
  const off = { ...SAVED, overrides: [{ date: "2026-11-23", windows: [] }] };
  expect([dayIs(SAVED, "2026-11-23"), dayIs(SAVED, "2026-11-24"), dayIs(off, "2026-11-23")]).toEqual(["usual", "never", "off"]);
  const other = { ...SAVED, overrides: withDate([], "2026-11-24", [{ startMinute: 600, endMinute: 660 }]) };
  expect([dayIs(other, "2026-11-24"), windowsOn(other, "2026-11-24")]).toEqual(["other", [{ startMinute: 600, endMinute: 660 }]]);
  expect(dayIs({ ...other, holidays: [{ first: "2026-11-24", last: "2026-11-24" }] }, "2026-11-24")).toBe("holiday");
  expect(windowsOn(SAVED, "2026-11-23")).toEqual([{ startMinute: 540, endMinute: 720 }]);
  expect(withDate(other.overrides, "2026-11-24", null)).toEqual([]);
});

test("a journey is known by its dates, both included", () => {
  const travels = [{ first: "2026-11-23", last: "2026-11-24", zone: "Asia/Tokyo" }];
  expect(["2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"].map((date) => travelAt({ travels }, date))).toEqual([null, "Asia/Tokyo", "Asia/Tokyo", null]);
});

test("an error is shown under the heading of its field", () => {
  expect(["weekly.0[1]", "weekly[3].endMinute", "zone", "weeklyLimit", "holidays[0]", "durations", "noticeMinutes", "travels[0].zone", "overrides.2026-11-23"].map(partOf)).toEqual(["week", "week", "week", "rare", "dates", "sessions", "time", "dates", "dates"]);
  const fields = { "weekly.2[0]": "This overlaps.", "holidays[0]": "This ends before it begins.", weeklyLimit: "At least 1." };
  expect([errorAt(fields, "holidays[0]"), errorAt(fields, "holidays"), errorAt(fields, "weekly"), errorAt(fields, "zone")]).toEqual(["This ends before it begins.", "This ends before it begins.", "This overlaps.", undefined]);
  expect([hasErrors(fields, "rare"), hasErrors(fields, "time")]).toEqual([true, false]);
  expect(weekErrors({ ...fields, weekly: "At most 70 windows a week." })).toEqual([
    { weekday: 2, said: "This overlaps." },
    { weekday: null, said: "At most 70 windows a week." },
  ]);
});

test("spans are said in the largest unit that is whole, and one's own stands among the choices", () => {
  expect([0, 45, 120, 2880].map(unitOf)).toEqual([{ unit: "minutes", count: 0 }, { unit: "minutes", count: 45 }, { unit: "hours", count: 2 }, { unit: "days", count: 2 }]);
  expect([withOwn([0, 30], 15), withOwn([0, 30], 30)]).toEqual([[0, 15, 30], [0, 30]]);
});
