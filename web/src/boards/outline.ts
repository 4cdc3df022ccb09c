/** Goals with what belongs to them, how far they are and what could help; mirrored from server/boards/goals/outline.py. */
import { type Item, isOpen } from "./items";

export interface Branch {
  milestone: Item;
  actions: Item[];
}

export interface Tree {
  goal: Item;
  branches: Branch[];
  /** Those without a milestone. */
  actions: Item[];
  percent: number;
}

export interface Outline {
  trees: Tree[];
  /** What lost its parent: somebody wrote in it while the other deleted that. */
  lostBranches: Branch[];
  lostActions: Item[];
}

const HINTS = ["vague", "noMeasure", "noDate", "datePast", "noWhy", "noAction"] as const;
type Hint = (typeof HINTS)[number];

export const inOrder = (one: Item, other: Item): number => {
  const [a, b] = one.order === other.order ? [one.id, other.id] : [one.order, other.order];
  return a < b ? -1 : Number(a > b);
};

/** Per cent, by weight; what was dropped does not count, an empty milestone as one item. */
export function progressOf(actions: readonly Item[], branches: readonly Branch[] = []): number {
  const counted = [...actions, ...branches.flatMap((branch) => (branch.actions.length > 0 ? branch.actions : [branch.milestone]))];
  const live = counted.filter((one) => one.status !== "dropped");
  const whole = live.reduce((sum, one) => sum + one.weight, 0);
  const done = live.reduce((sum, one) => sum + (one.status === "done" ? one.weight : 0), 0);
  return whole === 0 ? 0 : Math.floor((100 * done) / whole);
}

function hasParent(one: Item, known: ReadonlyMap<string, Item>): boolean {
  const parent = known.get(one.parent ?? "")?.kind;
  return parent === "goal" || (parent === "milestone" && one.kind === "action");
}

export function outlineOf(items: ReadonlyMap<string, Item>): Outline {
  const below = new Map<string | null, Item[]>();
  const sorted = [...items.values()].sort(inOrder);
  for (const one of sorted) {
    const key = one.kind === "goal" ? null : one.parent;
    below.set(key, [...(below.get(key) ?? []), one]);
  }
  const under = (id: string, kind: Item["kind"]): Item[] => (below.get(id) ?? []).filter((one) => one.kind === kind);
  const branch = (milestone: Item): Branch => ({ milestone, actions: under(milestone.id, "action") });
  const tree = (goal: Item): Tree => {
    const branches = under(goal.id, "milestone").map(branch);
    const actions = under(goal.id, "action");
    return { goal, branches, actions, percent: goal.percent ?? progressOf(actions, branches) };
  };
  const lost = sorted.filter((one) => one.kind !== "goal" && !hasParent(one, items));
  return {
    trees: sorted.filter((one) => one.kind === "goal").map(tree),
    lostBranches: lost.filter((one) => one.kind === "milestone").map(branch),
    lostActions: lost.filter((one) => one.kind === "action"),
  };
}

function wordHints({ goal }: Tree): Hint[] {
  const hints: Hint[] = [];
  if (goal.title.split(/\s+/u).filter(Boolean).length < 3 && goal.specific === "") hints.push("vague");
  if (goal.measure === "") hints.push("noMeasure");
  return hints;
}

/** What could make a goal easier to reach: gentle, never in the way. */
export function hintsOf(tree: Tree, today: string): Hint[] {
  const { goal } = tree;
  if (!isOpen(goal)) return [];
  const hints = wordHints(tree);
  if (goal.due === null) hints.push("noDate");
  else if (goal.due < today) hints.push("datePast");
  if (goal.why === "" && goal.relevant === "") hints.push("noWhy");
  if (tree.actions.length === 0 && tree.branches.every((branch) => branch.actions.length === 0)) hints.push("noAction");
  return hints;
}
