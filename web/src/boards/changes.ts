/** What differs between two states of the goals, for whoever hears of it or was away; says it in kinds, not in words. */
import type { Items } from "./goals";
import type { Item } from "./items";

const CHANGES = ["added", "removed", "done", "reopened", "renamed", "due", "owner", "moved", "edited"] as const;
export type ChangeKind = (typeof CHANGES)[number];

export interface Difference {
  kind: ChangeKind;
  item: Item;
}

function kindOf(before: Item, after: Item): ChangeKind | null {
  if (before.status !== after.status) return after.status === "done" ? "done" : "reopened";
  if (before.title !== after.title) return "renamed";
  if (before.due !== after.due) return "due";
  if (before.owner !== after.owner) return "owner";
  if (before.parent !== after.parent || before.order !== after.order) return "moved";
  return before === after ? null : "edited";
}

/** One difference a row, the weightiest; what went with its parent is not told apart. */
export function differences(before: Items, after: Items): Difference[] {
  const found: Difference[] = [];
  for (const item of after.values()) {
    const last = before.get(item.id);
    const kind = last === undefined ? "added" : kindOf(last, item);
    if (kind !== null) found.push({ kind, item });
  }
  for (const item of before.values()) {
    const wentWithParent = item.parent !== null && before.has(item.parent) && !after.has(item.parent);
    if (!after.has(item.id) && !wentWithParent) found.push({ kind: "removed", item });
  }
  return found;
}
