/** A shared document that is open while a page is; several parts of a page that need the same one have it open once. */
import { useEffect, useState, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import type * as Line from "./line";
import { type Health, LiveDoc } from "./provider";

interface Opening<T> {
  person: string;
  /** Null: none is wanted. */
  name: string | null;
  rowsOf: (transaction: Y.Transaction) => Iterable<string>;
  /** What the page works with; it stands before anything is heard. The same function each time. */
  on: (live: LiveDoc) => T;
}

interface Shared {
  /** What is worked with, by the function that made it. */
  on: unknown;
  opened: { close: () => void };
  users: number;
}

const shared = new Map<string, Shared>();

/** What is open already is used by one more; else it is opened. Returns it, and how to let it go. */
function share<T extends { close: () => void }>(key: string, on: Opening<T>["on"], open: () => T): [T, () => void] {
  const known = shared.get(key);
  const entry = known?.on === on ? known : { on, opened: open(), users: 0 };
  // Whatever else is made of the same document is its own.
  if (known === undefined) shared.set(key, entry);
  entry.users += 1;
  const release = (): void => {
    entry.users -= 1;
    if (entry.users > 0) return;
    if (shared.get(key) === entry) shared.delete(key);
    entry.opened.close();
  };
  // The same function made it, so it is the same kind of thing.
  return [entry.opened as T, release];
}

export function useOpen<T extends { close: () => void }>({ person, name, rowsOf, on }: Opening<T>): T | null {
  const [shown, setShown] = useState<T | null>(null);
  useEffect(() => {
    if (name === null) return undefined;
    let release: (() => void) | null = null;
    let isOver = false;
    // The line is most of what is fetched for it, and a page that is left at once needs none.
    const begin = ({ createBoardsLine }: typeof Line): void => {
      if (isOver) return;
      const [opened, letGo] = share(`${person}/${name}`, on, () => {
        const live = new LiveDoc({ name, person, line: createBoardsLine(), rowsOf });
        const made = on(live);
        void live.open();
        return made;
      });
      release = letGo;
      setShown(opened);
    };
    // A page without its line would wait for ever: it breaks, and says how to load it again.
    const fail = (cause: unknown): void => {
      if (isOver) return;
      setShown(() => {
        throw cause;
      });
    };
    void import("./line").then(begin, fail);
    return () => {
      isOver = true;
      setShown(null);
      release?.();
    };
  }, [person, name, rowsOf, on]);
  return shown;
}

interface Viewed<V> {
  subscribe: (listener: () => void) => () => void;
  readonly view: V;
}

const hearNothing = (): (() => void) => () => undefined;

/** What is shown of it; null while nothing is open. */
export const useShown = <V>(opened: Viewed<V> | null): V | null => useSyncExternalStore(opened?.subscribe ?? hearNothing, () => opened?.view ?? null);

export const useHealth = (live: LiveDoc): Health => useSyncExternalStore(live.subscribe, () => live.health);
