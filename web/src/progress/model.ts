/** What the browser decides about progress: the course of a line, whose row is whose, how much is shown; pure. */
import type { Day, Kept, Month, PairProgress, Part, Week } from "./api";

const DAY_MS = 24 * 3_600_000;
const WEEK_MS = 7 * DAY_MS;
const MONTH_MS = 30 * DAY_MS;
/** So many months are shown at first, the latest. */
export const FEW_MONTHS = 6;

const dayOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

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

interface Course {
  line: string;
  /** The same, closed at the bottom. */
  area: string;
}

interface Span {
  from: number;
  to: number;
  percent: number;
  /** It goes on where the one before ended. */
  isJoined: boolean;
}

/** From each day to the next; nothing where there was no goal. The last has no length. */
function spansOf(days: readonly Day[]): Span[] {
  const first = dayOf(days[0]?.day ?? "1970-01-01").getTime();
  const after = (one: Day): number => Math.round((dayOf(one.day).getTime() - first) / DAY_MS);
  return days.flatMap((one, at) =>
    one.percent === null ? [] : [{ from: after(one), to: after(days[at + 1] ?? one), percent: one.percent, isJoined: (days[at - 1]?.percent ?? null) !== null }],
  );
}

/** Steps in a box: per cent stay as they are until they change. */
export function courseOf(days: readonly Day[], width: number, height: number): Course {
  const whole = Math.max(lengthOf(days), 1);
  const x = (day: number): string => ((day / whole) * width).toFixed(1);
  const y = (percent: number): string => (height - (height * percent) / 100).toFixed(1);
  const spans = spansOf(days);
  const line = spans.map(({ from, to, percent, isJoined }) => `${isJoined ? "V" : `M${x(from)} `}${y(percent)}H${x(to)}`);
  const area = spans.filter(({ from, to }) => to > from).map(({ from, to, percent }) => `M${x(from)} ${height}V${y(percent)}H${x(to)}V${height}Z`);
  return { line: line.join(""), area: area.join("") };
}

/** The next month begins on the day this one ends; one that was cut short by the end has that day, too. */
export function lastDay({ beganAt, endsAt }: Month): Date {
  const [began, ends] = [Date.parse(beganAt), Date.parse(endsAt)];
  return new Date(ends - began < MONTH_MS ? ends : ends - DAY_MS);
}

export type Mark = "held" | "extra" | "open";

/** One mark a session: held, held beyond the plan, or planned and not held. */
export function marksOf({ planned, held }: Month): Mark[] {
  return Array.from({ length: Math.max(planned, held) }, (_, at) => (at >= held ? "open" : at >= planned ? "extra" : "held"));
}

/** Counted from the first, the latest on top. */
export const numbered = (months: readonly Month[]): (Month & { number: number })[] => months.map((one, at) => ({ ...one, number: at + 1 })).toReversed();

interface Sides<Value> {
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
  cadence: "sessions",
  attendance: "sessions",
  booked: "sessions",
  goals: "goals",
  check_ins: "goals",
  answers: "messages",
  agreement: "agreement",
} as const satisfies Record<Part, string>;
