/** The planner of kind hours: a heat map by the reader's own days and hours, spans in words, when clocks part. */
import type { Cell, Parting, Slot } from "./api";
import { dateOf } from "./clock";

export const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** One hour of a day: the harder of its halves, and an open time in it. */
export interface HeatHour {
  hour: number;
  mine: number;
  theirs: number;
  isHumane: boolean;
  /** What the other's clock shows when the hour begins. */
  other: string;
  slot: Slot | null;
}

export interface HeatDay {
  date: string;
  hours: (HeatHour | null)[];
}

/** From office hours to night: what a colour can say. */
export const WARMTHS = ["easy", "fine", "edge", "hard", "night"] as const;
type Warmth = (typeof WARMTHS)[number];
export function warmth({ mine, theirs }: Pick<HeatHour, "mine" | "theirs">): Warmth {
  const hardest = Math.max(mine, theirs);
  if (hardest === 0) return "easy";
  if (hardest <= 0.25) return "fine";
  if (hardest <= 0.5) return "edge";
  return hardest <= 0.75 ? "hard" : "night";
}

const hourKey = (local: string): string => local.slice(0, 13);

const HALF_MS = 1_800_000;
const halfOf = (startsAt: string): number => Math.floor(Date.parse(startsAt) / HALF_MS);

function hourOf(cells: readonly Cell[], hour: number, open: ReadonlyMap<number, Slot>): HeatHour | null {
  const first = cells[0];
  if (!first) return null;
  const slot = cells.map(({ startsAt }) => open.get(halfOf(startsAt))).find((one) => one !== undefined) ?? null;
  return {
    hour,
    mine: Math.max(...cells.map(({ mine }) => mine)),
    theirs: Math.max(...cells.map(({ theirs }) => theirs)),
    isHumane: cells.every(({ isHumane }) => isHumane),
    other: first.host.local,
    slot,
  };
}

/** A week of hours by the reader's own dates; the first and the last day may be broken. Open times are found by their instant: they may be shown in another zone. */
export function heatOf(cells: readonly Cell[], slots: readonly Slot[]): HeatDay[] {
  const byHour = new Map<string, Cell[]>();
  for (const cell of cells) byHour.set(hourKey(cell.viewer.local), [...(byHour.get(hourKey(cell.viewer.local)) ?? []), cell]);
  const open = new Map(slots.toReversed().map((slot) => [halfOf(slot.startsAt), slot]));
  const dates = [...new Set(cells.map(({ viewer }) => dateOf(viewer.local)))].sort();
  return dates.slice(0, 7).map((date) => ({
    date,
    hours: HOURS.map((hour) => {
      const key = `${date}T${String(hour).padStart(2, "0")}`;
      return hourOf(byHour.get(key) ?? [], hour, open);
    }),
  }));
}

/** The stretches of a day in which the hours are kind to both: whole hours, the end excluded. */
export function kindSpans({ hours }: HeatDay): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const one of hours) {
    if (!one?.isHumane) continue;
    const last = spans.at(-1);
    if (last?.to === one.hour) last.to += 1;
    else spans.push({ from: one.hour, to: one.hour + 1 });
  }
  return spans;
}

/** How much harder a session is for one of the two; what is nearly even is even. */
export function bearer({ mine, theirs }: Pick<Cell, "mine" | "theirs">): "mine" | "theirs" | "even" {
  if (Math.abs(mine - theirs) < 0.1) return "even";
  return mine > theirs ? "mine" : "theirs";
}

interface PartingWords {
  /** How far what one of them keeps moves on the other's clock, in minutes. */
  minutes: number;
  isLater: boolean;
}

/** A session kept on the other's clock moves so on the reader's, once the two clocks part. */
export function movesBy({ beforeMinutes, afterMinutes }: Parting): PartingWords {
  const moved = beforeMinutes - afterMinutes;
  return { minutes: Math.abs(moved), isLater: moved > 0 };
}

/** Partings within the time somebody plans for. */
export const partingsWithin = (partings: readonly Parting[], now: Date, days: number): Parting[] =>
  partings.filter(({ at }) => Date.parse(at) <= now.getTime() + days * 86_400_000);

/** A turn's open time, where the list has it still. */
export const slotOf = (startsAt: string, slots: readonly Slot[]): Slot | null => slots.find((slot) => Date.parse(slot.startsAt) === Date.parse(startsAt)) ?? null;
