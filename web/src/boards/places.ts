/** Where a row may go next: by a step up or down, by a step into the neighbouring list, by a drop. Pure. */
import type { Item } from "./items";
import type { Outline, Tree } from "./outline";

export interface Place {
  parent: string | null;
  /** Counted without the row itself. */
  at: number;
}

interface List {
  parent: string | null;
  items: readonly Item[];
}

/** The lists of action items of a goal, from top to bottom: its own first. */
function actionLists({ goal, branches, actions }: Tree): List[] {
  return [{ parent: goal.id, items: actions }, ...branches.map(({ milestone, actions: below }) => ({ parent: milestone.id, items: below }))];
}

/** Every list in which a row of this kind can stand, in the order of the page. */
function listsOf(outline: Outline, kind: Item["kind"]): List[] {
  if (kind === "goal") return [{ parent: null, items: outline.trees.map(({ goal }) => goal) }];
  if (kind === "milestone") return outline.trees.map(({ goal, branches }) => ({ parent: goal.id, items: branches.map(({ milestone }) => milestone) }));
  return outline.trees.flatMap(actionLists);
}

function found(outline: Outline, item: Item): { lists: List[]; list: number; at: number } {
  const lists = listsOf(outline, item.kind);
  const list = lists.findIndex(({ items }) => items.some(({ id }) => id === item.id));
  return { lists, list, at: lists[list]?.items.findIndex(({ id }) => id === item.id) ?? -1 };
}

/** One place up (-1) or down (1) in its list; null at the edge. */
export function stepped(outline: Outline, item: Item, by: -1 | 1): Place | null {
  const { lists, list, at } = found(outline, item);
  const here = lists[list];
  const to = at + by;
  return here === undefined || to < 0 || to >= here.items.length ? null : { parent: here.parent, at: to };
}

/** To the end of the list before (-1) or after (1) its own; what lost its list goes to the first. */
export function shifted(outline: Outline, item: Item, by: -1 | 1): Place | null {
  const { lists, list } = found(outline, item);
  const to = list === -1 ? lists[0] : lists[list + by];
  return to === undefined || item.kind === "goal" ? null : { parent: to.parent, at: to.items.length };
}

/** Beside another row of its kind. */
export function beside(outline: Outline, item: Item, other: string, isAfter: boolean): Place | null {
  for (const { parent, items } of listsOf(outline, item.kind)) {
    const rest = items.filter(({ id }) => id !== item.id);
    const at = rest.findIndex(({ id }) => id === other);
    if (at !== -1) return { parent, at: at + Number(isAfter) };
  }
  return null;
}

/** To the end of a list by its parent. */
export function into(outline: Outline, item: Item, parent: string): Place | null {
  const list = listsOf(outline, item.kind).find((one) => one.parent === parent);
  return list === undefined ? null : { parent, at: list.items.filter(({ id }) => id !== item.id).length };
}
