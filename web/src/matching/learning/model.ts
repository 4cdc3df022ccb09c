/** What the browser decides about learning: what stands out in a proposal, how far it is, which words say it. */
import { CRITERIA, type Tenths } from "../../programmes/model";
import type { Learning, Proposal, ProposedWeight, Version } from "./api";

/** Of a share: less is said to stay as it is. */
const LEAST_MOVE = 0.005;
/** Of a star: less is no difference that anybody would see. */
const LEAST_STARS = 0.05;

const moveOf = ({ before, after }: ProposedWeight): number => after - before;

interface Told {
  moved: ProposedWeight[];
  staying: ProposedWeight[];
}

/** What changes, most first, and what stays. */
export function told({ weights }: Proposal): Told {
  const moved = weights.filter((one) => Math.abs(moveOf(one)) >= LEAST_MOVE);
  return {
    moved: moved.toSorted((a, b) => Math.abs(moveOf(b)) - Math.abs(moveOf(a))),
    staying: weights.filter((one) => Math.abs(moveOf(one)) < LEAST_MOVE),
  };
}

type Direction = "more" | "less";
export const directionOf = (one: ProposedWeight): Direction => (moveOf(one) > 0 ? "more" : "less");

type Finding = "stronger" | "weaker" | "room";

/** What the answers say of a criterion; `room`: its own answers do not ask for it, it makes room for others. */
export function findingOf({ stars, expectedStars, before, after }: ProposedWeight): Finding {
  const apart = stars - expectedStars;
  if (Math.abs(apart) < LEAST_STARS || apart > 0 !== after > before) return "room";
  return apart > 0 ? "stronger" : "weaker";
}

/** How wide a bar is, the widest of a proposal being whole. */
export function widthOf(share: number, { weights }: Proposal): number {
  const widest = Math.max(0, ...weights.map((one) => Math.max(one.before, one.after)));
  return widest === 0 ? 0 : (100 * share) / widest;
}

export const isEnough = ({ sessions, neededSessions, raters, neededRaters }: Learning): boolean => sessions >= neededSessions && raters >= neededRaters;

type Outcome = NonNullable<Learning["outcome"]>;

/** What came of the last look, as things are now. */
export const outcomeOf = (outcome: Outcome, proposal: Proposal | null): Outcome | "decided" => (outcome === "proposed" && proposal === null ? "decided" : outcome);

export const percentOf = (there: number, needed: number): number => Math.min(100, (100 * there) / needed);

/** A version's weights as the programme's pages draw them. */
export const tenthsOfVersion = ({ weights }: Version): Tenths => Object.fromEntries(CRITERIA.map((one) => [one, Math.round(1000 * (weights[one] ?? 0))])) as Tenths;
