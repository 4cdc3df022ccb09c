/** What the browser decides about bookings: open times by day, what waits for whom, when a door opens, how long a time is kept. */
import type { Booking, Gathering, Missed, Reason, Slot } from "./api";
import { dateOf, laterLocal, minuteOf } from "./clock";

export const LONGEST_NOTE = 600;
export const MOST_TIMES = 26;
export const REASONS = ["clash", "ill", "not_ready", "not_needed", "other"] as const satisfies readonly Reason[];
/** As long as the server keeps a time while a form is open. */
export const HOLD_MS = 5 * 60_000;
const NOON = 720;
const EVENING = 1080;

interface Day {
  date: string;
  slots: Slot[];
}

/** Open times by the viewer's own dates, in their order. */
export function daysOf(slots: readonly Slot[]): Day[] {
  const days = new Map<string, Slot[]>();
  for (const slot of slots) {
    const date = dateOf(slot.viewer.local);
    days.set(date, [...(days.get(date) ?? []), slot]);
  }
  return [...days].map(([date, of]) => ({ date, slots: of })).sort((a, b) => a.date.localeCompare(b.date));
}

export type Part = "morning" | "day" | "evening";
const partAt = (minute: number): Part => (minute < NOON ? "morning" : minute < EVENING ? "day" : "evening");

/** A day's times in the parts of it that have any. */
export function partsOf(slots: readonly Slot[]): { part: Part; slots: Slot[] }[] {
  const parts = ["morning", "day", "evening"] as const;
  return parts.map((part) => ({ part, slots: slots.filter(({ viewer }) => partAt(minuteOf(viewer.local)) === part) })).filter(({ slots: of }) => of.length > 0);
}

/** The day to show: the one wished for if it has times, else the next that has, else the last. */
export function dayShown(days: readonly Day[], wished: string | null): Day | null {
  if (wished === null) return days[0] ?? null;
  return days.find(({ date }) => date >= wished) ?? days.at(-1) ?? null;
}

/** The length to begin with: an hour where it is offered, else the one in the middle. */
export const firstDuration = (durations: readonly number[]): number => durations.find((one) => one === 60) ?? durations[Math.floor(durations.length / 2)] ?? 60;

/**
 * How long a time is still kept.
 *
 * A browser's clock may be off: what cannot be true of a hold just made counts as a whole one.
 */
export function keptFor(expiresAt: string, madeAtMs: number): number {
  const left = Date.parse(expiresAt) - madeAtMs;
  return left > 0 && left <= HOLD_MS ? left : HOLD_MS;
}

type Door = { is: "shut"; opensInMs: number } | { is: "open" } | { is: "over" } | { is: "none" };

/** Whether one may go in yet. */
export function doorOf({ state, room, roomOpensAt, endsAt }: Pick<Booking, "state" | "room" | "roomOpensAt" | "endsAt">, now: Date): Door {
  if (state !== "confirmed" || room === null) return { is: "none" };
  if (now.getTime() >= Date.parse(endsAt)) return { is: "over" };
  const opensInMs = Date.parse(roomOpensAt) - now.getTime();
  return opensInMs > 0 ? { is: "shut", opensInMs } : { is: "open" };
}

const isStanding = ({ state }: Pick<Booking, "state">): boolean => state === "pending" || state === "confirmed";

interface Agenda {
  /** For the reader to answer; the one that runs out first is first. */
  toAnswer: Booking[];
  coming: Booking[];
  /** Fell through, though their time is still to come. */
  off: Booking[];
}

const runsOut = ({ expiresAt, startsAt }: Booking): number => Date.parse(expiresAt ?? startsAt);

/** What is to come, sorted by what it asks of the reader; gatherings have a list of their own. */
export function agendaOf(bookings: readonly Booking[], now: Date): Agenda {
  const ahead = bookings.filter(({ kind, endsAt }) => kind === "pair" && Date.parse(endsAt) > now.getTime());
  const toAnswer = ahead.filter(({ state, isHost }) => state === "pending" && isHost);
  return {
    toAnswer: toAnswer.sort((a, b) => runsOut(a) - runsOut(b)),
    coming: ahead.filter((one) => isStanding(one) && !toAnswer.includes(one)),
    off: ahead.filter(({ state }) => state === "declined" || state === "expired" || state === "cancelled"),
  };
}

/** What is over, the newest first: sessions of two, and those of several that took place. */
export const pastOf = (bookings: readonly Booking[], now: Date): Booking[] =>
  bookings.filter(({ kind, state, endsAt }) => (kind === "pair" || state === "completed") && Date.parse(endsAt) <= now.getTime()).sort((a, b) => b.startsAt.localeCompare(a.startsAt));

/** The next session of any kind that is certain, or waits for a yes. */
export function nextOf(bookings: readonly Booking[], now: Date): Booking | null {
  return bookings.filter((one) => isStanding(one) && Date.parse(one.endsAt) > now.getTime()).sort((a, b) => a.startsAt.localeCompare(b.startsAt))[0] ?? null;
}

/** When one's own sessions, of any kind, begin that are not the one in a room; certain ones only, the next one first. */
export const startsBeside = (bookings: readonly Booking[], roomId: string): string[] =>
  bookings.filter(({ room, state }) => room !== roomId && state === "confirmed").map(({ startsAt }) => startsAt).sort();

/** The next session of a mentorship that stands and begins after a moment. */
export const nextOfPair = (bookings: readonly Booking[], mentorshipId: string, after: string): Booking | null =>
  bookings.filter((one) => one.mentorship === mentorshipId && isStanding(one) && Date.parse(one.startsAt) > Date.parse(after)).sort((a, b) => a.startsAt.localeCompare(b.startsAt))[0] ?? null;

const WEEK_MS = 7 * 86_400_000;
const MONTH_MS = (365.25 / 12) * 86_400_000;

/** When the next session of a pair would be by what they agreed: whole weeks later, at the same hour; more often than weekly to the day. */
export function dueAfter(startsAtMs: number, sessionsAMonth: number): number {
  const gap = MONTH_MS / Math.max(1, sessionsAMonth);
  const step = gap < 0.75 * WEEK_MS ? 86_400_000 : WEEK_MS;
  return startsAtMs + Math.max(1, Math.round(gap / step)) * step;
}

const MOST_PROPOSED = 3;

/** The open times nearest to a moment, of each day the nearest one, in their order. */
export function nearestTimes(slots: readonly Slot[], wishedMs: number, most = MOST_PROPOSED): Slot[] {
  const away = ({ startsAt }: Slot): number => Math.abs(Date.parse(startsAt) - wishedMs);
  const best = daysOf(slots).flatMap(({ slots: of }) => of.toSorted((a, b) => away(a) - away(b)).slice(0, 1));
  return best
    .sort((a, b) => away(a) - away(b))
    .slice(0, most)
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt));
}

/** What of a mentorship would fall into a pause; `until`: the first moment after it. */
export const inPause = (bookings: readonly Booking[], mentorshipId: string, until: string | null): Booking[] =>
  bookings.filter((one) => one.mentorship === mentorshipId && isStanding(one) && (until === null || Date.parse(one.startsAt) < Date.parse(until)));

/** When the room opens, as the reader's own clock shows it. */
export const opensLocal = ({ startsAt, roomOpensAt, local }: Pick<Booking | Gathering, "startsAt" | "roomOpensAt" | "local">): string => laterLocal(local.local, Math.round((Date.parse(roomOpensAt) - Date.parse(startsAt)) / 60_000));

export const toAnswerCount = (bookings: readonly Booking[]): number => bookings.filter(({ state, isHost, kind }) => kind === "pair" && state === "pending" && isHost).length;

/** The wishes of a series that wait for the reader together, this one among them. */
export const fellowsOf = ({ series }: Pick<Booking, "series">, bookings: readonly Booking[]): Booking[] =>
  series === null ? [] : bookings.filter((one) => one.series === series && one.state === "pending" && one.isHost);

/** The one opposite, in a session of two; a gathering's host. */
export const otherOf = ({ isHost, host, seats }: Pick<Booking, "isHost" | "host" | "seats">): Booking["host"] => (isHost ? (seats[0]?.person ?? host) : host);

interface Can {
  /** Into another calendar. */
  copy: boolean;
  answer: boolean;
  move: boolean;
  cancel: boolean;
}

/** What the reader can do with a booking now; the server decides again. */
export function canDo(booking: Booking, now: Date): Can {
  const isAhead = Date.parse(booking.startsAt) > now.getTime();
  const is = isStanding(booking) && isAhead;
  return { copy: is && booking.state === "confirmed", answer: is && booking.state === "pending" && booking.isHost, move: is && booking.kind === "pair", cancel: is && (booking.kind === "pair" || booking.isHost) };
}

/** Bookings under the dates on which the reader has them. */
export function byDate<One extends { local: { local: string } }>(all: readonly One[]): { date: string; of: One[] }[] {
  const dates = new Map<string, One[]>();
  for (const one of all) {
    const date = dateOf(one.local.local);
    dates.set(date, [...(dates.get(date) ?? []), one]);
  }
  return [...dates].map(([date, of]) => ({ date, of }));
}

/** A key that makes a booking one booking, however often it is sent. */
export const newKey = (): string => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export interface Repeat {
  everyWeeks: number;
  count: number;
}

/** When a series ends, as the wall time of its last session; a season's change leaves the clock alone. */
export const seriesDays = ({ everyWeeks, count }: Repeat): number => (count - 1) * everyWeeks * 7;

/** The occurrences of a series in order, booked and missed alike. */
export function seriesLines(booked: readonly Booking[], missed: readonly Missed[]): ({ startsAt: string } & ({ booking: Booking } | { missed: Missed }))[] {
  return [...booked.map((booking) => ({ startsAt: booking.startsAt, booking })), ...missed.map((one) => ({ startsAt: one.startsAt, missed: one }))].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
}

type SeatWord = "host" | "in" | "waiting" | "called" | "served" | "none";
export const seatWord = (gathering: Pick<Gathering, "myPlace" | "host">, me: string): SeatWord => (gathering.host.id === me ? "host" : (gathering.myPlace ?? "none"));
export const seatsLeft = ({ capacity, taken }: Pick<Gathering, "capacity" | "taken">): number => Math.max(0, capacity - taken);

/** Gatherings still to come or going on. */
export const comingGatherings = (all: readonly Gathering[], now: Date): Gathering[] => all.filter(({ state, endsAt }) => state === "confirmed" && Date.parse(endsAt) > now.getTime());
