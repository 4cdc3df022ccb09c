/** The goals document: rows in and out of it, and nothing of how they are shown; mirrored from server/boards/goals/document.py. */
import * as Y from "yjs";
import { newId } from "./ids";
import { type Change, type Item, KINDS, type Kind, MAPS, isSame, readItem } from "./items";
import { between } from "./order";
import { inOrder } from "./outline";

const NOTES = "notes";

const mapOf = (doc: Y.Doc, kind: Kind): Y.Map<unknown> => doc.getMap(MAPS[kind]);

export type Items = ReadonlyMap<string, Item>;

/** Every row; one that is as it was before is the same object. */
export function itemsOf(doc: Y.Doc, before: Items = new Map()): Items {
  const items = new Map<string, Item>();
  for (const kind of KINDS) {
    for (const [id, raw] of mapOf(doc, kind)) {
      const item = readItem(kind, id, raw);
      if (item === null) continue;
      const last = before.get(id);
      items.set(id, last !== undefined && isSame(last, item) ? last : item);
    }
  }
  return items;
}

export const mapsOf = (doc: Y.Doc): Y.Map<unknown>[] => KINDS.map((kind) => mapOf(doc, kind));

/** The key under which a type stands in one of the maps, or what it is part of does. */
function rowOf(type: Y.AbstractType<unknown>, maps: readonly Y.Map<unknown>[]): string | null {
  for (let inner: Y.AbstractType<unknown> | null = type; inner !== null; inner = inner.parent) {
    const above: unknown = inner.parent;
    const map: Y.Map<unknown> | undefined = maps.find((one) => one === above);
    // What was taken away stands nowhere any more; that it was is a change of its map.
    for (const [key, value] of map ?? []) if (value === inner) return key;
  }
  return null;
}

/** The rows that a transaction touches. */
export function rowsOf(transaction: Y.Transaction): Set<string> {
  const maps = mapsOf(transaction.doc);
  const rows = new Set<string>();
  for (const [type, keys] of transaction.changed) {
    if (maps.some((map) => map === (type as unknown))) for (const key of keys) rows.add(key ?? "");
    const row = rowOf(type as Y.AbstractType<unknown>, maps);
    if (row !== null) rows.add(row);
  }
  return rows;
}

const isUnder = (parent: string | null, kind: Kind) => (one: Item): boolean => one.kind === kind && (kind === "goal" || one.parent === parent);

function siblings(doc: Y.Doc, kind: Kind, parent: string | null): Item[] {
  return [...itemsOf(doc).values()].filter(isUnder(parent, kind)).sort(inOrder);
}

function placeAfter(rows: readonly Item[], after: string | null): string {
  const at = after === null ? rows.length - 1 : rows.findIndex((one) => one.id === after);
  return between(rows[at]?.order ?? "", rows[at + 1]?.order ?? null);
}

/** A new row: after another one, or at the end. Returns its id. */
export function addRow(doc: Y.Doc, kind: Kind, parent: string | null, values: Change = {}, after: string | null = null): string {
  const id = newId();
  const row = new Y.Map<unknown>();
  row.set("order", placeAfter(siblings(doc, kind, parent), after));
  if (kind !== "goal") row.set("parent", parent);
  for (const [key, value] of Object.entries(values)) if (value !== null && value !== "") row.set(key, value);
  // Made with the row: two who open its notes at once must not each make some.
  row.set(NOTES, new Y.XmlFragment());
  mapOf(doc, kind).set(id, row);
  return id;
}

function rowIn(doc: Y.Doc, kind: Kind, id: string): Y.Map<unknown> | null {
  const row = mapOf(doc, kind).get(id);
  return row instanceof Y.Map ? row : null;
}

export function changeRow(doc: Y.Doc, { kind, id }: Pick<Item, "kind" | "id">, change: Change): void {
  const row = rowIn(doc, kind, id);
  if (row === null) return;
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === "") row.delete(key);
    else if (row.get(key) !== value) row.set(key, value);
  }
}

/** A row and everything below it. */
export function removeRow(doc: Y.Doc, { kind, id }: Pick<Item, "kind" | "id">): void {
  if (kind !== "action") for (const one of itemsOf(doc).values()) if (one.parent === id) removeRow(doc, one);
  mapOf(doc, kind).delete(id);
}

/** An action item with all that stands in it, for `putRow`. */
export const copyOf = (doc: Y.Doc, id: string): Y.Map<unknown> | null => rowIn(doc, "action", id)?.clone() ?? null;

export const putRow = (doc: Y.Doc, id: string, row: Y.Map<unknown>): unknown => mapOf(doc, "action").set(id, row);

/** To a place in a list, counted without the row itself. */
export function moveRow(doc: Y.Doc, item: Item, parent: string | null, at: number): void {
  const rows = siblings(doc, item.kind, parent).filter(({ id }) => id !== item.id);
  const place = between(rows[at - 1]?.order ?? "", rows[at]?.order ?? null);
  changeRow(doc, item, { order: place, ...(item.kind === "goal" || item.parent === parent ? {} : { parent }) });
}

export function notesOf(doc: Y.Doc, { kind, id }: Pick<Item, "kind" | "id">): Y.XmlFragment | null {
  const notes = rowIn(doc, kind, id)?.get(NOTES);
  return notes instanceof Y.XmlFragment ? notes : null;
}
