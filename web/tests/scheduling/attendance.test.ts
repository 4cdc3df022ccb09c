import { expect, test } from "vitest";
import type { Attendance, Booking, Mark, Presence } from "../../src/scheduling/api";
import { canCorrect, isCorrected, minutesOf, ownFirst, saidKey, tookPlace } from "../../src/scheduling/attendance";
import { inPause, opensLocal } from "../../src/scheduling/model";

const mark = (id: string, presence: Presence, more: Partial<Mark> = {}): Mark => ({ person: { id, name: id, photoUrl: null }, presence, derived: presence, lateMinutes: 0, earlyMinutes: 0, ...more });
const of = (...marks: Mark[]): Pick<Attendance, "marks"> => ({ marks });

test("a session took place when two were there, however late", () => {
  expect(tookPlace(of(mark("host", "present"), mark("guest", "late")))).toBe(true);
  expect(tookPlace(of(mark("host", "present"), mark("guest", "absent")))).toBe(false);
  expect(tookPlace(of(mark("host", "absent"), mark("guest", "not_held")))).toBe(false);
});

test("a guest of many who sees only one mark is told nothing about the others", () => {
  expect(tookPlace(of(mark("host", "absent")))).toBe(true);
});

test("minutes of the room say nothing where people say otherwise", () => {
  expect(minutesOf(mark("guest", "late", { lateMinutes: 12 }))).toEqual({ late: 12, early: 0 });
  const corrected = mark("guest", "present", { derived: "late", lateMinutes: 12 });
  expect(isCorrected(corrected)).toBe(true);
  expect(minutesOf(corrected)).toEqual({ late: 0, early: 0 });
});

test("oneself is named first", () => {
  expect(ownFirst([mark("host", "present"), mark("me", "late")], "me").map(({ person }) => person.id)).toEqual(["me", "host"]);
});

test("what was said names whom it concerns as the reader is one of them", () => {
  const [me, you] = [{ id: "me", name: "Me", photoUrl: null }, { id: "you", name: "You", photoUrl: null }];
  expect(saidKey({ by: me, person: me }, "me")).toBe("youOfYourself");
  expect(saidKey({ by: me, person: you }, "me")).toBe("youOfOther");
  expect(saidKey({ by: you, person: me }, "me")).toBe("otherOfYou");
  expect(saidKey({ by: you, person: you }, "me")).toBe("otherOfThemself");
  expect(saidKey({ by: null, person: you }, "me")).toBe("otherOfOther");
});

test("a correction has its time", () => {
  const correctableUntil = "2026-12-01T10:00:00Z";
  expect(canCorrect({ correctableUntil }, new Date("2026-12-01T10:00:00Z"))).toBe(true);
  expect(canCorrect({ correctableUntil }, new Date("2026-12-01T10:00:01Z"))).toBe(false);
});

test("the room opens as the reader's clock shows it", () => {
  const session = { startsAt: "2026-11-23T13:00:00Z", roomOpensAt: "2026-11-23T12:45:00Z", local: { local: "2026-11-23T15:00", offset: "+02:00" } };
  expect(opensLocal(session)).toBe("2026-11-23T14:45");
});

test("a pause holds the standing sessions of its mentorship, up to its end", () => {
  const booking = (startsAt: string, more: Partial<Booking> = {}): Booking => ({ startsAt, mentorship: "m", state: "confirmed", ...more }) as Booking;
  const [soon, later] = [booking("2026-11-23T09:00:00Z"), booking("2026-12-23T09:00:00Z")];
  const all = [soon, later, booking("2026-11-24T09:00:00Z", { mentorship: "other" }), booking("2026-11-25T09:00:00Z", { state: "cancelled" })];
  expect(inPause(all, "m", null)).toEqual([soon, later]);
  expect(inPause(all, "m", "2026-12-01T22:59:59Z")).toEqual([soon]);
});
