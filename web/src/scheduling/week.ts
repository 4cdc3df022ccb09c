/** A week as blocks in a calendar: drawn in pieces where they cross midnight; painted, moved, resized, copied without overlaps. */
import type { WeeklyWindow } from "./api";
import { DAY_MINUTES } from "./clock";

export const SNAP_MINUTES = 15;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Minutes of the day it begins on; an end beyond 1440 is on the next day. */
export interface Block {
  day: number;
  start: number;
  end: number;
}

/** A part of a block on one day. */
export interface Piece {
  /** Which block, in the order of the list. */
  block: number;
  day: number;
  from: number;
  to: number;
  isStart: boolean;
  isEnd: boolean;
}

const inOrder = (a: Block, b: Block): number => a.day - b.day || a.start - b.start;

export const blocksOf = (weekly: readonly WeeklyWindow[]): Block[] =>
  weekly.map(({ weekday, startMinute, endMinute }) => ({ day: weekday, start: startMinute, end: endMinute <= startMinute ? endMinute + DAY_MINUTES : endMinute })).sort(inOrder);

export const weeklyOf = (blocks: readonly Block[]): WeeklyWindow[] =>
  blocks.map(({ day, start, end }) => ({ weekday: day, startMinute: start, endMinute: end > DAY_MINUTES ? end - DAY_MINUTES : end }));

export const piecesOf = (blocks: readonly Block[]): Piece[] =>
  blocks.flatMap(({ day, start, end }, block): Piece[] =>
    end <= DAY_MINUTES
      ? [{ block, day, from: start, to: end, isStart: true, isEnd: true }]
      : [
          { block, day, from: start, to: DAY_MINUTES, isStart: true, isEnd: false },
          { block, day: (day + 1) % 7, from: 0, to: end - DAY_MINUTES, isStart: false, isEnd: true },
        ],
  );

/** No longer than what the server can name: a window never ends when it begins, a whole day excepted. */
function capped({ day, start, end }: Block): Block {
  const most = start === 0 ? DAY_MINUTES : start + DAY_MINUTES - SNAP_MINUTES;
  return { day, start, end: Math.min(end, most) };
}

/** The same where its start has passed midnight, onto the day it is on. */
function onItsDay({ day, start, end }: Block): Block {
  const days = Math.floor(start / DAY_MINUTES);
  return { day: (((day + days) % 7) + 7) % 7, start: start - days * DAY_MINUTES, end: end - days * DAY_MINUTES };
}

const isSameDayTouch = (a: Block, b: Block): boolean => a.day === b.day && a.start <= b.end && b.start <= a.end;

/** What is left of a block beside one that has the right of way: up to two parts. */
function beside(block: Block, winner: Block): Block[] {
  const from = block.day * DAY_MINUTES + block.start;
  const to = from + block.end - block.start;
  let parts: [number, number][] = [[from, to]];
  const start = winner.day * DAY_MINUTES + winner.start;
  for (const shift of [-WEEK_MINUTES, 0, WEEK_MINUTES]) {
    const [a, b] = [start + shift, start + shift + winner.end - winner.start];
    parts = parts.flatMap(([x, y]): [number, number][] => [
      [x, Math.min(y, a)],
      [Math.max(x, b), y],
    ]).filter(([x, y]) => x < y);
  }
  return parts.map(([x, y]) => onItsDay({ day: 0, start: x, end: y }));
}

/** The week with a block put in: it joins what it touches on its own day and cuts what reaches in from another. */
export function put(blocks: readonly Block[], wished: Block): Block[] {
  const block = capped(onItsDay(wished));
  let joined = block;
  const others = blocks.filter((one) => {
    if (!isSameDayTouch(one, joined)) return true;
    joined = capped({ day: joined.day, start: Math.min(one.start, joined.start), end: Math.max(one.end, joined.end) });
    return false;
  });
  return [...others.flatMap((one) => beside(one, joined)), joined].sort(inOrder);
}

/** The same with a stretch painted onto several days. */
export const paint = (blocks: readonly Block[], days: readonly number[], from: number, to: number): Block[] => days.reduce<Block[]>((made, day) => put(made, { day, start: from, end: to }), [...blocks]);

export const without = (blocks: readonly Block[], at: number): Block[] => blocks.filter((_, index) => index !== at);

/** A block in another place or of another length: first taken out, then put in. */
export const replaced = (blocks: readonly Block[], at: number, wished: Block): Block[] => put(without(blocks, at), wished);

/** Other days as one of them is; what reaches over their midnights is cut. */
export function copied(blocks: readonly Block[], day: number, targets: readonly number[]): Block[] {
  const others = targets.filter((target) => target !== day);
  const kept = blocks.filter((one) => !others.includes(one.day));
  const own = blocks.filter((one) => one.day === day);
  return others.flatMap((target) => own.map(({ start, end }) => ({ day: target, start, end }))).reduce<Block[]>(put, kept);
}

export const cleared = (blocks: readonly Block[], day: number): Block[] => blocks.filter((one) => one.day !== day);

export const freeMinutes = (blocks: readonly Block[]): number => blocks.reduce((sum, { start, end }) => sum + end - start, 0);

export const snap = (minute: number): number => Math.round(minute / SNAP_MINUTES) * SNAP_MINUTES;

/** A block moved by so much, kept on the week: what leaves Sunday comes in on Monday. */
export const shifted = ({ day, start, end }: Block, days: number, minutes: number): Block => onItsDay({ day: day + days, start: start + minutes, end: end + minutes });

/** With another end: at least a quarter of an hour long; beyond midnight it is on the next day. */
export const endingAt = (block: Block, end: number): Block => capped({ ...block, end: Math.max(block.start + SNAP_MINUTES, end) });
export const startingAt = (block: Block, start: number): Block => ({ ...block, start: Math.min(Math.max(0, start), block.end - SNAP_MINUTES, DAY_MINUTES - SNAP_MINUTES) });

/** The end that somebody means who says a time: at or before the start it is on the next day, and 0:00 is midnight. */
export const endMeant = (start: number, minute: number): number => (minute > start ? minute : minute + DAY_MINUTES);

/** The first free hour of a day to begin with: nine o'clock, else after what is there. */
export function firstGap(blocks: readonly Block[], day: number): Block | null {
  const pieces = piecesOf(blocks).filter((one) => one.day === day);
  const starts = [540, ...pieces.map(({ to }) => to + 60), ...Array.from({ length: 24 }, (_, hour) => hour * 60)];
  const start = starts.find((at) => at + 60 <= DAY_MINUTES && pieces.every(({ from, to }) => at + 60 < from || at > to));
  return start === undefined ? null : { day, start, end: start + 60 };
}

const KEYS: Record<string, readonly [days: number, minutes: number]> = { ArrowUp: [0, -SNAP_MINUTES], ArrowDown: [0, SNAP_MINUTES], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** What a key makes of a block: moved, with Shift longer or shorter; null for a key that does nothing. */
export function keyed(block: Block, key: string, isShift: boolean, isRightToLeft: boolean): Block | null {
  const [days, minutes] = KEYS[key] ?? [0, 0];
  if (days === 0 && minutes === 0) return null;
  if (isShift) return minutes === 0 ? null : endingAt(block, block.end + minutes);
  return shifted(block, isRightToLeft ? -days : days, minutes);
}

/** "09:00" for a time field; 24:00 and what is on the next day wrap around. */
export const fieldOf = (minute: number): string => `${String(Math.floor((minute % DAY_MINUTES) / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

export function minuteIn(field: string): number | null {
  const found = /^(\d{2}):(\d{2})/.exec(field);
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}
