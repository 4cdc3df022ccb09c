/** A short word over the canvas about what was just done; it goes by itself and is in nobody's way. */
import { type ReactNode, useCallback, useEffect, useState } from "react";
import classes from "./BoardPage.module.css";

const SHOWN_MS = 6_000;

export function useSaid(): { said: string; say: (words: string) => void } {
  const [last, setLast] = useState({ words: "" });
  useEffect(() => {
    if (last.words === "") return undefined;
    const timer = setTimeout(() => setLast({ words: "" }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [last]);
  return { said: last.words, say: useCallback((words) => setLast({ words }), []) };
}

export function Said({ words }: { words: string }): ReactNode {
  return (
    <p role="status" className={classes["said"]} data-testid="board-said">
      {words}
    </p>
  );
}
