/** Times in the reader's words; `now` is always given. */

const STEPS: readonly [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 minutes ago", "yesterday", "now". */
export function timeAgo(at: Date, now: Date, locale: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step ? words.format(Math.round(seconds / step[1]), step[0]) : words.format(0, "second");
}

export const shortDate = (at: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" }).format(at);

/** A plain day, "2026-11-23": it is that day wherever it is read. */
export const plainDate = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

/** "3 – 9 Nov 2026": one date where both are on the same day. */
export const dateRange = (from: Date, to: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" }).formatRange(from, to);

export const timeOfDay = (at: Date, locale: string): string => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(at);

export const dayAndTime = (at: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(at);
