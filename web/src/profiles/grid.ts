/** The week as a grid to paint on: which cells are free, and what painting, copying and clearing make of the hours. */
import type { Window } from "./api";

const DAY_MINUTES = 1440;
export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;
/** What most people look at first; earlier and later hours unfold. */
const USUAL = { from: 420, to: 1320 } as const;

/** A stretch of one day, minutes after midnight. */
export interface Span {
  from: number;
  to: number;
}

export interface Cell {
  weekday: number;
  row: number;
}

const inOrder = (a: Window, b: Window): number => a.weekday - b.weekday || a.startMinute - b.startMinute;

/** In order, overlaps and neighbours joined: the form in which the server keeps them. */
export function tidy(windows: readonly Window[]): Window[] {
  const joined: Window[] = [];
  for (const one of windows.filter(({ startMinute, endMinute }) => startMinute < endMinute).toSorted(inOrder)) {
    const last = joined.at(-1);
    if (last && last.weekday === one.weekday && one.startMinute <= last.endMinute) {
      joined[joined.length - 1] = { ...last, endMinute: Math.max(last.endMinute, one.endMinute) };
    } else joined.push({ ...one });
  }
  return joined;
}

/** The hours with a stretch of a day made free or not. */
export function paint(windows: readonly Window[], weekday: number, { from, to }: Span, isFree: boolean): Window[] {
  if (isFree) return tidy([...windows, { weekday, startMinute: from, endMinute: to }]);
  const cut = windows.flatMap((one) => {
    if (one.weekday !== weekday) return [one];
    return [
      { ...one, endMinute: Math.min(one.endMinute, from) },
      { ...one, startMinute: Math.max(one.startMinute, to) },
    ];
  });
  return tidy(cut);
}

/** How much of a stretch is free, 0 to 1. */
export function share(windows: readonly Window[], weekday: number, { from, to }: Span): number {
  const free = windows
    .filter((one) => one.weekday === weekday)
    .reduce((sum, one) => sum + Math.max(0, Math.min(one.endMinute, to) - Math.max(one.startMinute, from)), 0);
  return free / (to - from);
}

/** The hours with some days as one of them is. */
export function copyDay(windows: readonly Window[], weekday: number, targets: readonly number[]): Window[] {
  const day = windows.filter((one) => one.weekday === weekday);
  const others = targets.filter((target) => target !== weekday);
  const kept = windows.filter((one) => !others.includes(one.weekday));
  const copied = others.flatMap((target) => day.map(({ startMinute, endMinute }) => ({ weekday: target, startMinute, endMinute })));
  return tidy([...kept, ...copied]);
}

export const clearDay = (windows: readonly Window[], weekday: number): Window[] => windows.filter((one) => one.weekday !== weekday);

export const freeMinutes = (windows: readonly Window[]): number =>
  windows.reduce((sum, { startMinute, endMinute }) => sum + endMinute - startMinute, 0);

/** Hours when whole ones say it all, else half ones. */
export const stepFor = (windows: readonly Window[]): 30 | 60 =>
  windows.every(({ startMinute, endMinute }) => startMinute % 60 === 0 && endMinute % 60 === 0) ? 60 : 30;

/** The rows to show: the usual day, widened to whatever is free, or the whole day. */
export function rowsOf(windows: readonly Window[], step: number, isWholeDay: boolean): Span[] {
  const from = isWholeDay ? 0 : Math.min(USUAL.from, ...windows.map(({ startMinute }) => Math.floor(startMinute / 60) * 60));
  const to = isWholeDay ? DAY_MINUTES : Math.max(USUAL.to, ...windows.map(({ endMinute }) => Math.ceil(endMinute / 60) * 60));
  return Array.from({ length: (to - from) / step }, (_, at) => ({ from: from + at * step, to: from + (at + 1) * step }));
}

/** The hours with every cell between two corners made free or not. */
export function paintBetween(windows: readonly Window[], rows: readonly Span[], a: Cell, b: Cell, isFree: boolean): Window[] {
  const top = rows[Math.min(a.row, b.row)];
  const bottom = rows[Math.max(a.row, b.row)];
  if (!top || !bottom) return [...windows];
  const days = WEEKDAYS.filter((day) => day >= Math.min(a.weekday, b.weekday) && day <= Math.max(a.weekday, b.weekday));
  return days.reduce<Window[]>((made, day) => paint(made, day, { from: top.from, to: bottom.to }, isFree), [...windows]);
}

const STEPS: Record<string, readonly [days: number, rows: number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** Where a key leads from a cell; null for a key that leads nowhere. In a right-to-left page the week runs to the left. */
export function moved(cell: Cell, key: string, rowCount: number, isRightToLeft: boolean): Cell | null {
  if (key === "Home") return { ...cell, row: 0 };
  if (key === "End") return { ...cell, row: rowCount - 1 };
  const [days, rows] = STEPS[key] ?? [0, 0];
  if (days === 0 && rows === 0) return null;
  const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  return { weekday: within(cell.weekday + (isRightToLeft ? -days : days), 6), row: within(cell.row + rows, rowCount - 1) };
}

/** "18:00" in the reader's way; midnight at a day's end is 24:00 where clocks have 24 hours. */
export function clockOf(minute: number, locale: string): string {
  const at = new Date(Date.UTC(2024, 0, 1, 0, minute));
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" }).format(at);
}

/** "6 PM" or "18": the hour alone, for the edge of the grid. */
export const hourOf = (minute: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { hour: "numeric", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1, 0, minute)));

/** A weekday's name, 0 is Monday. */
export function dayName(weekday: number, locale: string, width: "long" | "short" | "narrow"): string {
  return new Intl.DateTimeFormat(locale, { weekday: width, timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + weekday)));
}

export const PRESETS = {
  evenings: { days: [0, 1, 2, 3, 4], from: 1080, to: 1260 },
  lunch: { days: [0, 1, 2, 3, 4], from: 720, to: 780 },
  weekend: { days: [5, 6], from: 600, to: 960 },
} as const;
export type Preset = keyof typeof PRESETS;

export const withPreset = (windows: readonly Window[], preset: Preset): Window[] =>
  PRESETS[preset].days.reduce<Window[]>((made, day) => paint(made, day, PRESETS[preset], true), [...windows]);
