/** A shared document that is open while a page is. */
import { useEffect, useState, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { type Health, LiveDoc } from "./provider";

interface Opening<T> {
  person: string;
  name: string;
  rowsOf: (transaction: Y.Transaction) => Iterable<string>;
  /** What the page works with; it stands before anything is heard. The same function each time. */
  on: (live: LiveDoc) => T;
}

export function useOpen<T extends { close: () => void }>({ person, name, rowsOf, on }: Opening<T>): T | null {
  const [shown, setShown] = useState<T | null>(null);
  useEffect(() => {
    let opened: T | null = null;
    let isOver = false;
    // The line is most of what is fetched for it, and a page that is left at once needs none.
    void import("./line").then(({ createBoardsLine }) => {
      if (isOver) return;
      const live = new LiveDoc({ name, person, line: createBoardsLine(), rowsOf });
      opened = on(live);
      setShown(opened);
      return live.open();
    });
    return () => {
      isOver = true;
      opened?.close();
    };
  }, [person, name, rowsOf, on]);
  return shown;
}

export const useHealth = (live: LiveDoc): Health => useSyncExternalStore(live.subscribe, () => live.health);
