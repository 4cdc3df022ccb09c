/** Documents kept in this browser for when there is no network; only of the person who is signed in, and only the last few. */
import { IndexeddbPersistence, clearDocument } from "y-indexeddb";
import type { Doc } from "yjs";

const PREFIX = "ithaca.document";
const LIST_KEY = "ithaca.documents";
const MOST_KEPT = 20;
/** A database that does not open (private windows, a full disk) is done without. */
const OPENS_WITHIN_MS = 3_000;

const storeName = (person: string, name: string): string => `${PREFIX}:${person}:${name}`;

function kept(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(LIST_KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((one): one is string => typeof one === "string" && one.startsWith(PREFIX)) : [];
  } catch {
    return [];
  }
}

const note = (names: readonly string[]): void => localStorage.setItem(LIST_KEY, JSON.stringify(names));

async function forget(names: readonly string[]): Promise<void> {
  await Promise.allSettled(names.map((one) => clearDocument(one)));
}

/** The last used first; what another person left here, and what is too old, goes. */
function keptAfter(before: readonly string[], person: string, used: string): { kept: string[]; gone: string[] } {
  const own = before.filter((one) => one !== used && one.startsWith(`${PREFIX}:${person}:`));
  const kept = [used, ...own].slice(0, MOST_KEPT);
  return { kept, gone: before.filter((one) => !kept.includes(one)) };
}

/** Everything, when somebody signs out. */
export async function forgetDocuments(): Promise<void> {
  const names = kept();
  note([]);
  await forget(names);
}

export interface Shelf {
  store: IndexeddbPersistence | null;
  /** What was known of the document when it was last open: whether it may be changed. */
  lastRole: string | null;
}

/** Fills `doc` with what is kept, and keeps what changes from now on. */
export async function takeFromShelf(person: string, name: string, doc: Doc): Promise<Shelf> {
  if (typeof indexedDB === "undefined") return { store: null, lastRole: null };
  const used = storeName(person, name);
  const after = keptAfter(kept(), person, used);
  note(after.kept);
  void forget(after.gone);
  const store = new IndexeddbPersistence(used, doc);
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), OPENS_WITHIN_MS));
  const opened = await Promise.race([store.whenSynced.then(() => store), late]).catch(() => null);
  if (opened === null) return { store: null, lastRole: null };
  const role: unknown = await opened.get("role").catch(() => null);
  return { store: opened, lastRole: typeof role === "string" ? role : null };
}
