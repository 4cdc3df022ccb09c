/** One goal, milestone or action item, read from whatever stands in the document; mirrored from server/boards/goals/items.py. */
import * as Y from "yjs";
import { isRowId } from "./ids";
import { FIRST, isPlace } from "./order";

export const LONGEST_TITLE = 200;
export const LONGEST_WORDS = 2000;
export const MOST_WEIGHT = 10;
const EARLIEST = "2000-01-01";
const LATEST = "2099-12-31";

export const KINDS = ["goal", "milestone", "action"] as const;
export type Kind = (typeof KINDS)[number];
export const MAPS = { goal: "goals", milestone: "milestones", action: "actions" } as const satisfies Record<Kind, string>;
export const OWNERS = ["mentee", "mentor"] as const;
export type Owner = (typeof OWNERS)[number];
export const STATUSES = ["todo", "doing", "done", "dropped"] as const;
export type Status = (typeof STATUSES)[number];
export const GOAL_WORDS = ["why", "specific", "measure", "achievable", "relevant"] as const;
export type GoalWord = (typeof GOAL_WORDS)[number];

export interface Item extends Record<GoalWord, string> {
  kind: Kind;
  id: string;
  /** A milestone's goal; an action's milestone or goal. */
  parent: string | null;
  title: string;
  owner: Owner | null;
  /** A day, as 2026-11-28. */
  due: string | null;
  status: Status;
  weight: number;
  order: string;
  /** A goal's progress set by hand; null: from the action items. */
  percent: number | null;
  hasNotes: boolean;
  /** The board and the note on it that an action was made from; of browsers only, the server keeps it unread. */
  board: string | null;
  element: string | null;
}

/** What one may set; null takes it away. */
export type Change = Partial<Pick<Item, "parent" | "title" | "owner" | "due" | "status" | "weight" | "order" | "percent" | "board" | "element" | GoalWord>>;

export const isOpen = ({ status }: Item): boolean => status === "todo" || status === "doing";

function textOf(value: unknown, most: number, isLine: boolean): string {
  if (typeof value !== "string") return "";
  const bad = isLine ? /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu : /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu;
  return Array.from(value.replaceAll(bad, isLine ? " " : "")).slice(0, most).join("");
}

function dayOf(value: unknown): string | null {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  const at = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== value) return null;
  if (value < EARLIEST) return EARLIEST;
  return value > LATEST ? LATEST : value;
}

function numberOf(value: unknown, least: number, most: number): number | null {
  if (typeof value !== "number" || Number.isNaN(value)) return null;
  return Math.round(Math.min(Math.max(value, least), most));
}

const oneOf = <One extends string>(all: readonly One[], value: unknown): One | null => all.find((one) => one === value) ?? null;

const hasText = (value: unknown): boolean => value instanceof Y.XmlFragment && value.length > 0 && /\S/.test(value.toString().replaceAll(/<[^>]*>/g, ""));

/** One line of text, cut to its length. */
export const lineOf = (value: unknown, most: number): string => textOf(value, most, true);
function origin(kind: Kind, raw: Y.Map<unknown>): Pick<Item, "board" | "element"> {
  const [board, element]: unknown[] = [raw.get("board"), raw.get("element")];
  const isSound = kind === "action" && isRowId(board) && typeof element === "string" && /^[\w-]{1,64}$/.test(element);
  return isSound ? { board, element } : { board: null, element: null };
}

/** A row as it is shown; null for what is none. */
export function readItem(kind: Kind, id: string, raw: unknown): Item | null {
  if (!(raw instanceof Y.Map) || !isRowId(id)) return null;
  const words = Object.fromEntries(GOAL_WORDS.map((word) => [word, kind === "goal" ? textOf(raw.get(word), LONGEST_WORDS, false) : ""])) as Record<GoalWord, string>;
  const parent: unknown = raw.get("parent");
  return {
    ...words,
    kind,
    id,
    parent: kind !== "goal" && isRowId(parent) ? parent : null,
    title: textOf(raw.get("title"), LONGEST_TITLE, true),
    owner: oneOf(OWNERS, raw.get("owner")),
    due: dayOf(raw.get("due")),
    status: oneOf(STATUSES, raw.get("status")) ?? "todo",
    weight: numberOf(raw.get("weight"), 1, MOST_WEIGHT) ?? 1,
    order: isPlace(raw.get("order")) ? (raw.get("order") as string) : FIRST,
    percent: kind === "goal" ? numberOf(raw.get("percent"), 0, 100) : null,
    hasNotes: hasText(raw.get("notes")),
    ...origin(kind, raw),
  };
}

export const isSame = (one: Item, other: Item): boolean => (Object.keys(one) as (keyof Item)[]).every((key) => one[key] === other[key]);
