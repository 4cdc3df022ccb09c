/** Wall times as the server renders them, in the reader's words; no zone is ever computed here. */
import type { Local } from "./api";

const MINUTE_MS = 60_000;
export const DAY_MINUTES = 1440;
export const DAY_MS = 86_400_000;

/** What a clock and a calendar on the wall show, as if they stood in UTC: good for formatting and counting days, nothing else. */
const wallOf = (local: string): Date => new Date(`${local}:00Z`);

/** "2026-11-23" of "2026-11-23T14:00". */
export const dateOf = (local: string): string => local.slice(0, 10);
export const minuteOf = (local: string): number => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));

const wallText = (wall: Date): string => wall.toISOString().slice(0, 16);
export const laterLocal = (local: string, minutes: number): string => wallText(new Date(wallOf(local).getTime() + minutes * MINUTE_MS));

/** A date some days on; dates are plain days, without a zone. */
export const addDays = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
/** 0 is Monday. */
export const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The calendar's date in a zone; in UTC where this browser does not know it. */
export function todayIn(zone: string, now: Date): string {
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
  } catch {
    return now.toISOString().slice(0, 10);
  }
}

type Look = Intl.DateTimeFormatOptions;
const shown = (local: string, locale: string, look: Look): string => new Intl.DateTimeFormat(locale, { ...look, timeZone: "UTC" }).format(wallOf(local.length === 10 ? `${local}T00:00` : local));

export const timeText = (local: string, locale: string): string => shown(local, locale, { hour: "2-digit", minute: "2-digit" });
export const dayText = (local: string, locale: string): string => shown(local, locale, { weekday: "long", day: "numeric", month: "long" });
export const shortDay = (local: string, locale: string): string => shown(local, locale, { weekday: "short", day: "numeric", month: "short" });
export const monthText = (date: string, locale: string): string => shown(date, locale, { month: "long", year: "numeric" });
export const monthName = (date: string, locale: string): string => shown(date, locale, { month: "short" });
export const dayNumber = (date: string, locale: string): string => shown(date, locale, { day: "numeric" });
export const dayAndTimeText = (local: string, locale: string): string => shown(local, locale, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** "14:00 – 15:00", by the clock on the wall where it begins; over midnight the dates are left to whoever names the day. */
export function rangeText(local: string, minutes: number, locale: string): string {
  const end = laterLocal(local, minutes);
  if (dateOf(end) !== dateOf(local)) return `${timeText(local, locale)} – ${timeText(end, locale)}`;
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" }).formatRange(wallOf(local), wallOf(end));
}

/** An end of a stretch of a day: midnight is 24:00 where clocks have 24 hours. */
export function endText(minute: number, locale: string): string {
  const look = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
  const isTwentyFour = minute === DAY_MINUTES && look.resolvedOptions().hour12 === false;
  const words = isTwentyFour ? new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h24", timeZone: "UTC" }) : look;
  return words.format(new Date(Date.UTC(2024, 0, 1, 0, minute)));
}

/** How many dates the other's is away from one's own: −1, 0 or 1. */
export const dateShift = (own: Local, other: Local): number => daysBetween(dateOf(own.local), dateOf(other.local));

/** Minutes ahead of UTC of "+05:45". */
export function offsetMinutes(offset: string): number {
  const sign = offset.startsWith("-") ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
}

/** Whether this browser's rules of zones show another wall time than the server's. */
export function disagrees(startsAt: string, { local }: Local, zone: string): boolean {
  try {
    const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(new Date(startsAt));
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? "";
    return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}` !== local;
  } catch {
    return false;
  }
}

/** The months that dates from one to another touch, as the first day of each. */
export function monthsBetween(first: string, last: string): string[] {
  const months = [`${first.slice(0, 7)}-01`];
  for (let at = months[0] ?? first; at.slice(0, 7) < last.slice(0, 7) && months.length < 25; ) {
    at = `${addDays(at, 32).slice(0, 7)}-01`;
    months.push(at);
  }
  return months;
}

/** The weeks of a month from the first weekday on; null before its first and after its last day. */
export function weeksOf(month: string, firstWeekday = 0): (string | null)[][] {
  const lead = (weekdayOf(month) - firstWeekday + 7) % 7;
  const length = daysBetween(month, `${addDays(month, 32).slice(0, 7)}-01`);
  const cells = [...Array.from({ length: lead }, () => null), ...Array.from({ length }, (_, at) => addDays(month, at))];
  const weeks = Math.ceil(cells.length / 7);
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_, day) => cells[week * 7 + day] ?? null));
}

/** "1 h 30 min" would need a language of its own; minutes as the parts of a clock: 5:00, 0:09. */
export const countdownText = (leftMs: number): string => {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};
