/** What the browser decides about availability: what is sent, undo, which day is how, where an error belongs. */
import type { Availability, AvailabilityChange, DayWindow, Override } from "./api";
import { weekdayOf } from "./clock";

const MOST_STEPS_BACK = 50;

/** What is being edited, and all it was before. */
export interface Draft {
  now: Availability;
  before: readonly Availability[];
  saved: Availability;
}

export const draftOf = (saved: Availability): Draft => ({ now: saved, before: [], saved });

/** One change; made again and again in the same field within a moment it is one step back. */
export function changed(draft: Draft, change: Partial<Availability>): Draft {
  const now = { ...draft.now, ...change };
  if (isSame(now, draft.now)) return draft;
  return { ...draft, now, before: [...draft.before.slice(1 - MOST_STEPS_BACK), draft.now] };
}

export function undone(draft: Draft): Draft {
  const last = draft.before.at(-1);
  return last ? { ...draft, now: { ...last, version: draft.saved.version }, before: draft.before.slice(0, -1) } : draft;
}

/** After saving the way back stays open. */
export const kept = (draft: Draft, saved: Availability): Draft => ({ ...draft, now: saved, saved });

const isSame = (a: Availability, b: Availability): boolean => JSON.stringify({ ...a, version: 0 }) === JSON.stringify({ ...b, version: 0 });
export const isChanged = ({ now, saved }: Draft): boolean => !isSame(now, saved);

export const sendable = (one: Availability): AvailabilityChange => one;

type DayIs = "usual" | "off" | "other" | "holiday" | "never";

/** How a date is, and where: holidays outrank what is said of a date, that outranks the week. */
export function dayIs({ weekly, overrides, holidays }: Pick<Availability, "weekly" | "overrides" | "holidays">, date: string): DayIs {
  if (holidays.some(({ first, last }) => first <= date && date <= last)) return "holiday";
  const own = overrides.find((one) => one.date === date);
  if (own) return own.windows.length === 0 ? "off" : "other";
  return weekly.some(({ weekday }) => weekday === weekdayOf(date)) ? "usual" : "never";
}

export const travelAt = ({ travels }: Pick<Availability, "travels">, date: string): string | null => travels.find(({ first, last }) => first <= date && date <= last)?.zone ?? null;

/** The hours of a date as they hold now: its own, else the weekday's. */
export function windowsOn({ weekly, overrides }: Pick<Availability, "weekly" | "overrides">, date: string): DayWindow[] {
  const own = overrides.find((one) => one.date === date);
  if (own) return own.windows;
  return weekly.filter(({ weekday }) => weekday === weekdayOf(date)).map(({ startMinute, endMinute }) => ({ startMinute, endMinute }));
}

/** With a date's own hours; null: as the week has it. */
export function withDate(overrides: readonly Override[], date: string, windows: DayWindow[] | null): Override[] {
  const others = overrides.filter((one) => one.date !== date);
  return windows === null ? others : [...others, { date, windows }].sort((a, b) => a.date.localeCompare(b.date));
}

type Part = "week" | "dates" | "sessions" | "time" | "rare";

const PARTS: readonly (readonly [RegExp, Part])[] = [
  [/^(zone$|weekly(\.|\[|$))/, "week"],
  [/^(overrides|holidays|travels)/, "dates"],
  [/^durations/, "sessions"],
  [/^(noticeMinutes|horizon|lastDate|beforeMinutes|afterMinutes)/, "time"],
];

/** Under which heading a field is, so that a folded one opens where something is wrong. */
export const partOf = (field: string): Part => PARTS.find(([names]) => names.test(field))?.[1] ?? "rare";

export type Fields = Readonly<Record<string, string>>;

export const hasErrors = (fields: Fields, part: Part): boolean => Object.keys(fields).some((field) => partOf(field) === part);

/** The first sentence about a field or anything inside it. */
export const errorAt = (fields: Fields, name: string): string | undefined =>
  Object.entries(fields).find(([field]) => field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`))?.[1];

/** Which weekday a sentence about the week is about, and what it says; the server counts within the day. */
export function weekErrors(fields: Fields): { weekday: number | null; said: string }[] {
  return Object.entries(fields)
    .filter(([field]) => /^weekly(\.|\[|$)/.test(field))
    .map(([field, said]) => {
      const found = /^weekly\.(\d)/.exec(field);
      return { weekday: found ? Number(found[1]) : null, said };
    });
}

/** Choices of a number with what is set among them. */
export const withOwn = (choices: readonly number[], own: number): number[] => (choices.includes(own) ? [...choices] : [...choices, own].sort((a, b) => a - b));

type Unit = "minutes" | "hours" | "days";

/** The largest unit that says it in whole numbers. */
export function unitOf(minutes: number): { unit: Unit; count: number } {
  if (minutes > 0 && minutes % 1440 === 0) return { unit: "days", count: minutes / 1440 };
  if (minutes > 0 && minutes % 60 === 0) return { unit: "hours", count: minutes / 60 };
  return { unit: "minutes", count: minutes };
}
