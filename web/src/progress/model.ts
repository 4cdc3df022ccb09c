/** What the browser decides about progress: the course of a line, whose row is whose, how much is shown; pure. */
import type { Day, Kept, Month, PairProgress, Part, Week } from "./api";

const DAY_MS = 24 * 3_600_000;
const WEEK_MS = 7 * DAY_MS;
/** So many months are shown at first, the latest. */
export const FEW_MONTHS = 6;

export const dayOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** How many days a line of these goes on: 0 for a single one. */
export function lengthOf(days: readonly Day[]): number {
  const [first, last] = [days.at(0), days.at(-1)];
  return first && last ? Math.round((dayOf(last.day).getTime() - dayOf(first.day).getTime()) / DAY_MS) : 0;
}

/** The date so many days after the first. */
export const dateAt = (days: readonly Day[], offset: number): Date => new Date(dayOf(days[0]?.day ?? "1970-01-01").getTime() + offset * DAY_MS);

/** What held so many days after the first: the last that was noted by then. */
export function valueAt(days: readonly Day[], offset: number): Day | undefined {
  const at = dateAt(days, offset).getTime();
  return days.findLast((one) => dayOf(one.day).getTime() <= at);
}

export interface Course {
  line: string;
  /** The same, closed at the bottom. */
  area: string;
}

/** Steps in a box: per cent stay as they are until they change. Nothing where there was no goal yet. */
export function courseOf(days: readonly Day[], width: number, height: number): Course {
  const whole = Math.max(lengthOf(days), 1);
  const first = dayOf(days[0]?.day ?? "1970-01-01").getTime();
  const x = (one: Day): string => (((dayOf(one.day).getTime() - first) / DAY_MS / whole) * width).toFixed(1);
  const y = (percent: number): string => (height - (height * percent) / 100).toFixed(1);
  let line = "";
  let area = "";
  for (const [at, one] of days.entries()) {
    const next = days[at + 1];
    if (one.percent === null || !next) continue;
    const isGoingOn = (days[at - 1]?.percent ?? null) !== null;
    line += `${isGoingOn ? "L" : "M"}${x(one)} ${y(one.percent)}H${x(next)}`;
    area += `M${x(one)} ${height}V${y(one.percent)}H${x(next)}V${height}Z`;
    // The last step is drawn up or down to where it stands now.
    if (at === days.length - 2 && next.percent !== null) line += `V${y(next.percent)}`;
  }
  return { line, area };
}

/** The rows of the table: days on which something changed, the latest first. */
export const tableOf = (days: readonly Day[]): Day[] => [...days].reverse();

export type Mark = "held" | "extra" | "open";

/** One mark a session: held, held beyond the plan, or planned and not held. */
export function marksOf({ planned, held }: Month): Mark[] {
  return Array.from({ length: Math.max(planned, held) }, (_, at) => (at >= held ? "open" : at >= planned ? "extra" : "held"));
}

/** Sessions of a month that is over and were not made up for; a month under way owes nothing yet. */
export const numbered = (months: readonly Month[]): (Month & { number: number })[] => months.map((one, at) => ({ ...one, number: at + 1 })).reverse();

export interface Sides<Value> {
  own: Value;
  other: Value;
}

export const keptOf = (progress: PairProgress, side: "mentor" | "mentee"): Sides<Kept> =>
  side === "mentor" ? { own: progress.mentor, other: progress.mentee } : { own: progress.mentee, other: progress.mentor };

export const isWritten = (week: Week, side: "mentor" | "mentee"): boolean => (side === "mentor" ? week.isMentors : week.isMentees);

export const otherSide = (side: "mentor" | "mentee"): "mentor" | "mentee" => (side === "mentor" ? "mentee" : "mentor");

export const isAnyKept = (progress: PairProgress): boolean => [progress.mentor, progress.mentee].some(({ kept, missed }) => kept + missed > 0);

/** Whole weeks to go; 0: it is over. */
export const weeksLeft = (until: string, now: Date): number => Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / WEEK_MS));

/** Where each hint leads: a part of the same mentorship. */
export const LEADS = {
  cadence: "/mentorships/$mentorshipId/sessions",
  attendance: "/mentorships/$mentorshipId/sessions",
  booked: "/mentorships/$mentorshipId/sessions",
  goals: "/mentorships/$mentorshipId/goals",
  check_ins: "/mentorships/$mentorshipId/goals",
  answers: "/mentorships/$mentorshipId/messages",
  agreement: "/mentorships/$mentorshipId/agreement",
} as const satisfies Record<Part, string>;
