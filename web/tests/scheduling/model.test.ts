import { expect, test } from "vitest";
import type { Booking, Gathering, Slot } from "../../src/scheduling/api";
import {
  HOLD_MS,
  agendaOf,
  byDate,
  canDo,
  comingGatherings,
  dayShown,
  daysOf,
  doorOf,
  fellowsOf,
  firstDuration,
  keptFor,
  newKey,
  nextOf,
  otherOf,
  partsOf,
  pastOf,
  seatWord,
  seatsLeft,
  seriesDays,
  seriesLines,
  toAnswerCount,
} from "../../src/scheduling/model";

const NOON = new Date("2026-11-23T12:00:00Z");
const at = (minutes: number): string => new Date(NOON.getTime() + minutes * 60_000).toISOString();

const slot = (local: string, startsAt = `${local}:00Z`): Slot => ({ startsAt, host: { local, offset: "+00:00" }, viewer: { local, offset: "+00:00" } });

let last = 0;
const booking = (change: Partial<Booking>): Booking => ({
  id: `b${(last += 1)}`,
  kind: "pair",
  state: "confirmed",
  isHost: false,
  host: { id: "host", name: "Mentes", photoUrl: null },
  seats: [{ person: { id: "guest", name: "Telemachus", photoUrl: "/api/people/guest/photo?v=1" }, place: "in" }],
  startsAt: at(60),
  endsAt: at(120),
  minutes: 60,
  local: { local: "2026-11-23T15:00", offset: "+02:00" },
  intent: "2026-11-23T15:00",
  intentZone: "Europe/Athens",
  tzdata: "2026.6",
  title: "",
  note: "",
  series: null,
  mentorship: null,
  programme: null,
  room: "room",
  roomOpensAt: at(45),
  expiresAt: null,
  reason: null,
  words: "",
  sequence: 0,
  version: 1,
  ...change,
});

test("open times stand under the viewer's own dates, in their order", () => {
  const days = daysOf([slot("2026-11-24T09:00"), slot("2026-11-23T23:30"), slot("2026-11-24T10:00")]);
  expect(days.map(({ date, slots }) => [date, slots.length])).toEqual([
    ["2026-11-23", 1],
    ["2026-11-24", 2],
  ]);
});

test("a day is split where the afternoon and the evening begin", () => {
  const parts = partsOf([slot("2026-11-23T11:59"), slot("2026-11-23T12:00"), slot("2026-11-23T18:00")]);
  expect(parts.map(({ part }) => part)).toEqual(["morning", "day", "evening"]);
  expect(partsOf([slot("2026-11-23T19:00")]).map(({ part }) => part)).toEqual(["evening"]);
});

test("a day without times leads to the next that has some, else to the last", () => {
  const days = daysOf([slot("2026-11-23T09:00"), slot("2026-11-26T09:00")]);
  expect(dayShown(days, null)?.date).toBe("2026-11-23");
  expect(dayShown(days, "2026-11-24")?.date).toBe("2026-11-26");
  expect(dayShown(days, "2026-12-01")?.date).toBe("2026-11-26");
  expect(dayShown([], null)).toBeNull();
});

test("an hour is the first length where it is offered", () => {
  expect(firstDuration([30, 60, 90])).toBe(60);
  expect(firstDuration([15, 30, 45])).toBe(30);
  expect(firstDuration([])).toBe(60);
});

test("a browser whose clock is wrong still counts down from five minutes", () => {
  const now = NOON.getTime();
  expect(keptFor(at(4), now)).toBe(4 * 60_000);
  expect(keptFor(at(-3), now)).toBe(HOLD_MS);
  expect(keptFor(at(90), now)).toBe(HOLD_MS);
});

test("the door opens in time, closes with the session, and is only there for what is confirmed", () => {
  expect(doorOf(booking({}), NOON)).toEqual({ is: "shut", opensInMs: 45 * 60_000 });
  expect(doorOf(booking({ roomOpensAt: at(0) }), NOON).is).toBe("open");
  expect(doorOf(booking({ roomOpensAt: at(-75), endsAt: at(0) }), NOON).is).toBe("over");
  expect(doorOf(booking({ state: "pending" }), NOON).is).toBe("none");
  expect(doorOf(booking({ room: null }), NOON).is).toBe("none");
});

test("what waits for the reader stands first, the one that runs out soonest on top", () => {
  const late = booking({ state: "pending", isHost: true, expiresAt: at(50) });
  const soon = booking({ state: "pending", isHost: true, expiresAt: at(30) });
  const mine = booking({ state: "pending" });
  const off = booking({ state: "cancelled" });
  const group = booking({ kind: "group" });
  const over = booking({ endsAt: at(-1) });
  const agenda = agendaOf([late, soon, mine, off, group, over], NOON);
  expect(agenda).toEqual({ toAnswer: [soon, late], coming: [mine], off: [off] });
  expect(toAnswerCount([late, soon, mine, off])).toBe(2);
  expect(pastOf([over, mine, group], NOON)).toEqual([over]);
});

test("the wishes of a series wait together", () => {
  const [a, b] = [booking({ state: "pending", isHost: true, series: "s" }), booking({ state: "pending", isHost: true, series: "s" })];
  expect(fellowsOf(a, [a, b, booking({ series: "s", isHost: true }), booking({ state: "pending", isHost: true })])).toEqual([a, b]);
  expect(fellowsOf(booking({}), [a])).toEqual([]);
});

test("the next session is the soonest that stands, of any kind", () => {
  const soon = booking({ kind: "group", startsAt: at(10) });
  expect(nextOf([booking({}), soon, booking({ state: "declined", startsAt: at(1) })], NOON)).toBe(soon);
  expect(nextOf([booking({ endsAt: at(-1) })], NOON)).toBeNull();
});

test("the one opposite is the other of the two", () => {
  expect(otherOf(booking({})).name).toBe("Mentes");
  expect(otherOf(booking({ isHost: true })).name).toBe("Telemachus");
  expect(otherOf(booking({ isHost: true, seats: [] })).name).toBe("Mentes");
});

test("only what stands and is still to come can be answered, moved or called off", () => {
  expect(canDo(booking({ state: "pending", isHost: true }), NOON)).toEqual({ copy: false, answer: true, move: true, cancel: true });
  expect(canDo(booking({}), NOON)).toEqual({ copy: true, answer: false, move: true, cancel: true });
  expect(canDo(booking({ startsAt: at(0) }), NOON)).toEqual({ copy: false, answer: false, move: false, cancel: false });
  expect(canDo(booking({ state: "cancelled" }), NOON)).toEqual({ copy: false, answer: false, move: false, cancel: false });
  expect(canDo(booking({ kind: "group" }), NOON)).toEqual({ copy: true, answer: false, move: false, cancel: false });
  expect(canDo(booking({ kind: "group", isHost: true }), NOON)).toEqual({ copy: true, answer: false, move: false, cancel: true });
});

test("bookings stand under the reader's dates", () => {
  const [a, b] = [booking({}), booking({ local: { local: "2026-11-24T01:00", offset: "+02:00" } })];
  expect(byDate([a, b]).map(({ date, of }) => [date, of])).toEqual([
    ["2026-11-23", [a]],
    ["2026-11-24", [b]],
  ]);
});

test("a key is new each time and what the server takes", () => {
  expect(newKey()).not.toBe(newKey());
  expect(newKey()).toMatch(/^[A-Za-z0-9_-]{8,60}$/);
});

test("a series is told line by line, in the order of its times", () => {
  const [first, third] = [booking({ startsAt: at(0) }), booking({ startsAt: at(20) })];
  const missed = { startsAt: at(10), code: "slot_taken", detail: "Somebody was quicker." };
  expect(seriesLines([third, first], [missed]).map((line) => ("booking" in line ? line.booking.id : line.missed.code))).toEqual([first.id, "slot_taken", third.id]);
  expect(seriesDays({ everyWeeks: 2, count: 6 })).toBe(70);
});

test("a gathering knows the reader's place and the seats that are left", () => {
  const base = { host: { id: "host", name: "", photoUrl: null }, myPlace: null } satisfies Pick<Gathering, "host" | "myPlace">;
  expect(seatWord(base, "host")).toBe("host");
  expect(seatWord(base, "me")).toBe("none");
  expect(seatWord({ ...base, myPlace: "waiting" }, "me")).toBe("waiting");
  expect(seatsLeft({ capacity: 3, taken: 5 })).toBe(0);
  const all = [{ state: "confirmed", endsAt: at(1) }, { state: "cancelled", endsAt: at(1) }, { state: "confirmed", endsAt: at(-1) }] as Gathering[];
  expect(comingGatherings(all, NOON)).toHaveLength(1);
});
