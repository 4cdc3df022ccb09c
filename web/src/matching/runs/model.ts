/** What the browser decides about match runs: edits as a whole, which pairs are shown, figures in words. */
import type { Draft, Edits, Figures, Pair, Run, RunMode, RunState } from "./api";

export const MODES: readonly RunMode[] = ["balanced", "stable", "sum"];
export const SORTS = ["worst", "best", "name"] as const;
export type Sort = (typeof SORTS)[number];
export const PAGE_PAIRS = 25;
export const STEP = 0.1;
const HIGHEST_SEED = 2 ** 31 - 1;
const SHOWN_STATES: ReadonlySet<RunState> = new Set(["drafted", "publishing", "published"]);

interface Two {
  mentee: string;
  mentor: string;
}

export const isGoingOn = ({ state }: Run): boolean => state === "waiting" || state === "running" || state === "publishing";
export const isBeingMatched = ({ state }: Run): boolean => state === "waiting" || state === "running";
export const hasDraft = ({ state }: Run): boolean => SHOWN_STATES.has(state);
export const percentOf = ({ done, total }: Run): number => (total === 0 ? 0 : Math.min(100, (100 * done) / total));

/** A seed as typed; null for none, undefined for what is no seed. */
export function seedOf(typed: string): number | null | undefined {
  if (typed.trim() === "") return null;
  const seed = Number(typed);
  return Number.isInteger(seed) && seed >= 0 && seed <= HIGHEST_SEED ? seed : undefined;
}

const isSame = (one: Two, { mentee, mentor }: Two): boolean => one.mentee === mentee && one.mentor === mentor;
const without = <One extends Two>(list: readonly One[], two: Two): One[] => list.filter((one) => !isSame(one, two));

export const isLocked = (edits: Edits, two: Two): boolean => (edits.locks ?? []).some((one) => isSame(one, two));
export const boostOf = (edits: Edits, two: Two): number => (edits.boosts ?? []).find((one) => isSame(one, two))?.by ?? 0;

/** A mentee stays with this mentor, whoever they were given or kept with before. */
export function withLock(edits: Edits, two: Two): Edits {
  const locks = (edits.locks ?? []).filter(({ mentee }) => mentee !== two.mentee);
  return { ...edits, locks: [...locks, two], forbids: without(edits.forbids ?? [], two) };
}

export const withoutLock = (edits: Edits, two: Two): Edits => ({ ...edits, locks: without(edits.locks ?? [], two) });
export const withForbid = (edits: Edits, two: Two): Edits => ({ ...edits, locks: without(edits.locks ?? [], two), forbids: [...without(edits.forbids ?? [], two), two] });
export const withoutForbid = (edits: Edits, two: Two): Edits => ({ ...edits, forbids: without(edits.forbids ?? [], two) });

export function withBoost(edits: Edits, two: Two, by: number): Edits {
  const others = without(edits.boosts ?? [], two);
  return { ...edits, boosts: by === 0 ? others : [...others, { ...two, by }] };
}

export function withPlaces(edits: Edits, mentor: string, places: number | null): Edits {
  const others = (edits.places ?? []).filter((one) => one.mentor !== mentor);
  return { ...edits, places: places === null ? others : [...others, { mentor, places }] };
}

export const countOf = ({ locks = [], forbids = [], boosts = [], places = [] }: Edits): number => locks.length + forbids.length + boosts.length + places.length;

export interface Wish {
  words: string;
  sort: Sort;
  isWorstOnly: boolean;
}

/** Whether a pair is among the weakest twentieth. */
export const isWeak = (pair: Pair, figures: Figures | null): boolean => figures !== null && figures.matched > 1 && pair.score <= figures.p5;

export function chosenPairs({ pairs, names, run }: Draft, { words, sort, isWorstOnly }: Wish, locale: string): Pair[] {
  const wanted = words.trim().toLocaleLowerCase(locale);
  const name = (id: string): string => names[id] ?? "";
  const found = pairs.filter(
    (pair) => (!isWorstOnly || isWeak(pair, run.figures)) && (wanted === "" || `${name(pair.mentee)}\n${name(pair.mentor)}`.toLocaleLowerCase(locale).includes(wanted)),
  );
  const compare = new Intl.Collator(locale).compare;
  if (sort === "name") return found.toSorted((a, b) => compare(name(a.mentee), name(b.mentee)));
  return found.toSorted((a, b) => (sort === "worst" ? a.score - b.score : b.score - a.score));
}

export const evenness = ({ gini }: Figures): "even" | "some" | "uneven" => {
  if (gini < 0.2) return "even";
  return gini < 0.5 ? "some" : "uneven";
};

export const points = (score: number): number => Math.round(100 * score);

export const publishable = ({ pairs }: Draft): number => pairs.filter(({ isPublished }) => !isPublished).length;
export const failedOf = ({ pairs }: Draft): number => pairs.filter(({ problem }) => problem !== "").length;

/** When a half-hour of the week in UTC is next. */
export function momentOfSlot(slot: number, now: Date): Date {
  const monday = new Date(now);
  monday.setUTCHours(0, 0, 0, 0);
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
  return new Date(monday.getTime() + slot * 30 * 60_000);
}
