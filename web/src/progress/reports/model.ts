/** What reports show of the server's figures, and in which order; renders nothing. */
import { percentText } from "../../core/percents";
import type { FairnessSide, Figure, Funnel, FunnelMonth, Pair, Stage, Step } from "./api";

export const STEPS: readonly Step[] = ["registered", "ready", "asked", "matched", "met", "active", "stalled", "paused", "ended", "completed"];
/** Where somebody is now, or has ended up: not on the way to one another. */
export const PLACES: ReadonlySet<Step> = new Set<Step>(["active", "stalled", "paused", "ended", "completed"]);
export const STAGES: readonly Stage[] = ["stalled", "waiting", "active", "paused", "completed", "ended_early"];
export const SORTS = ["quiet", "started", "mentee", "mentor"] as const;
export type Sort = (typeof SORTS)[number];
export const MEASURES = ["matched", "met_often", "completed", "goals", "exposure"] as const;
export const LONGEST_QUESTION = 300;
export const MOST_QUESTIONS = 5;

export const wholeOf = (funnel: Funnel | undefined): FunnelMonth | undefined => funnel?.rows.find((row) => row.month === null);
export const monthsOf = (funnel: Funnel | undefined): FunnelMonth[] => funnel?.rows.filter((row) => row.month !== null) ?? [];
export const peopleAt = (row: FunnelMonth | undefined, step: Step): number => row?.steps.find((one) => one.step === step)?.people ?? 0;
export const daysTo = (row: FunnelMonth | undefined, step: Step): number | null => row?.steps.find((one) => one.step === step)?.days ?? null;
export const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export const decimal = (value: number, locale: string, digits = 1): string => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);

/** "2026-11" in the reader's words. */
export const monthName = (month: string, locale: string): string => new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`));

const nameOf = (person: Pair["mentor"]): string => person?.name ?? "";

export function sorted(pairs: readonly Pair[], sort: Sort, locale: string): Pair[] {
  const words = new Intl.Collator(locale);
  const by: Record<Sort, (one: Pair, other: Pair) => number> = {
    quiet: (one, other) => (other.quietDays ?? -1) - (one.quietDays ?? -1),
    started: (one, other) => other.startedOn.localeCompare(one.startedOn),
    mentee: (one, other) => words.compare(nameOf(one.mentee), nameOf(other.mentee)),
    mentor: (one, other) => words.compare(nameOf(one.mentor), nameOf(other.mentor)),
  };
  return [...pairs].sort(by[sort]);
}

export const countsOf = (pairs: readonly Pair[]): Map<Stage, number> => {
  const counts = new Map<Stage, number>();
  for (const { stage } of pairs) counts.set(stage, (counts.get(stage) ?? 0) + 1);
  return counts;
};

/** A figure in the reader's words; `null`: it has none. */
export function figureWords(figure: Figure, value: number, locale: string): string {
  if (figure.measure === "exposure") return `× ${decimal(value, locale, 2)}`;
  return percentText(figure.measure === "goals" ? value / 100 : value, locale);
}

/** How far along its axis a value stands, 0 to 1. */
export function placeOf(figure: Figure, value: number): number {
  const most = figure.measure === "goals" ? 100 : figure.measure === "exposure" ? 3 : 1;
  return Math.min(1, Math.max(0, value / most));
}

export const figuresOf = (side: FairnessSide, measure: Figure["measure"]): { choice: string; figure: Figure }[] =>
  side.rows.flatMap((row) => row.figures.filter((figure) => figure.measure === measure).map((figure) => ({ choice: row.choice, figure })));

/** Choices as they are written, one a line. */
export const choicesIn = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
