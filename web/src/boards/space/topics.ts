/** The topics of an agenda: rows in and out of its document; mirrored from server/boards/agenda/topics.py. */
import * as Y from "yjs";
import { isRowId, newId } from "../ids";
import { lineOf } from "../items";
import { FIRST, between, isPlace } from "../order";

export const LONGEST_TITLE = 200;
export const MOST_MINUTES = 480;

export interface Topic {
  id: string;
  title: string;
  minutes: number | null;
  isDone: boolean;
  order: string;
  /** Who added it, by their own word. */
  by: string | null;
  /** The action item that it stands for, whose title and state are its own. */
  action: string | null;
  /** The instant at which the session began that it was left over from. */
  from: string | null;
}

export type TopicChange = Partial<Pick<Topic, "title" | "minutes" | "isDone" | "order">>;

export const rowsOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("items");
export const pageOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment("page");

const idOf = (value: unknown): string | null => (isRowId(value) ? value : null);

function minutesOf(value: unknown): number | null {
  if (typeof value !== "number" || !(value > 0)) return null;
  return Math.round(Math.min(value, MOST_MINUTES)) || null;
}

const instantOf = (value: unknown): string | null => (typeof value === "string" && value.length >= 10 && value.length <= 40 && !Number.isNaN(Date.parse(value)) ? value : null);

function readTopic(id: string, raw: unknown): Topic | null {
  if (!(raw instanceof Y.Map) || !isRowId(id)) return null;
  return {
    id,
    title: lineOf(raw.get("title"), LONGEST_TITLE),
    minutes: minutesOf(raw.get("minutes")),
    isDone: raw.get("isDone") === true,
    order: isPlace(raw.get("order")) ? (raw.get("order") as string) : FIRST,
    by: idOf(raw.get("by")),
    action: idOf(raw.get("action")),
    from: instantOf(raw.get("from")),
  };
}

const inOrder = (one: Topic, other: Topic): number => {
  const [a, b] = one.order === other.order ? [one.id, other.id] : [one.order, other.order];
  return a < b ? -1 : Number(a > b);
};

const isSame = (one: Topic, other: Topic): boolean => (Object.keys(one) as (keyof Topic)[]).every((key) => one[key] === other[key]);

/** From top to bottom; one that is as it was before is the same object. */
export function topicsOf(doc: Y.Doc, before: readonly Topic[] = []): Topic[] {
  const known = new Map(before.map((one) => [one.id, one]));
  return [...rowsOf(doc)]
    .flatMap(([id, raw]) => readTopic(id, raw) ?? [])
    .map((one) => {
      const last = known.get(one.id);
      return last !== undefined && isSame(last, one) ? last : one;
    })
    .sort(inOrder);
}

/** A new one after another, or at the end. Returns its id. */
export function addTopic(doc: Y.Doc, by: string, title = "", after: string | null = null): string {
  const topics = topicsOf(doc);
  const at = after === null ? topics.length - 1 : topics.findIndex((one) => one.id === after);
  const id = newId();
  const row = new Y.Map<unknown>();
  row.set("order", between(topics[at]?.order ?? "", topics[at + 1]?.order ?? null));
  row.set("by", by);
  if (title !== "") row.set("title", title);
  rowsOf(doc).set(id, row);
  return id;
}

export function changeTopic(doc: Y.Doc, id: string, change: TopicChange): void {
  const row = rowsOf(doc).get(id);
  if (!(row instanceof Y.Map)) return;
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === "" || value === false) row.delete(key);
    else if (row.get(key) !== value) row.set(key, value);
  }
}

export const removeTopic = (doc: Y.Doc, id: string): void => rowsOf(doc).delete(id);

/** To a place counted without the topic itself. */
export function moveTopic(doc: Y.Doc, id: string, at: number): void {
  const rest = topicsOf(doc).filter((one) => one.id !== id);
  changeTopic(doc, id, { order: between(rest[at - 1]?.order ?? "", rest[at]?.order ?? null) });
}

/** Minutes of all, and of those that are not done. */
export const plannedMinutes = (topics: readonly Topic[]): number => topics.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);

/** "" for what is not a topic but the notes. */
export function touchedBy(transaction: Y.Transaction): Set<string> {
  const rows = rowsOf(transaction.doc);
  const touched = new Set<string>();
  for (const [type, keys] of transaction.changed) {
    if ((type as unknown) === rows) for (const key of keys) touched.add(key ?? "");
    const of = [...rows].find(([, row]) => row === (type as unknown))?.[0];
    touched.add(of ?? "");
  }
  return touched;
}
