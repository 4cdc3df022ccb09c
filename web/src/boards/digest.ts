/** What a session changed, sorted by what became of it; decides nothing else. */
import type { Step } from "./api";

const ORDER = ["done", "added", "moved", "reopened", "dropped", "removed"] as const;

export interface Group {
  what: (typeof ORDER)[number];
  steps: readonly Step[];
}

/** Those that there are, the glad ones first. */
export const groupsOf = (steps: readonly Step[]): Group[] =>
  ORDER.map((what) => ({ what, steps: steps.filter((one) => one.what === what) })).filter(({ steps: some }) => some.length > 0);
