/** Moves entries of a list by drag and by arrow keys; decides nothing about what the entries are. */
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { placeOver } from "./model";

interface Reorder {
  /** The entry being dragged and how far it hangs from its place, in CSS pixels. */
  dragged: { at: number; y: number } | null;
  /** The list holds the pointer, for its entries move under it. */
  list: {
    ref: RefObject<HTMLOListElement | null>;
    onPointerMove: (event: PointerEvent) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
  };
  /** For the handle of the entry at this place. */
  handle: (at: number) => {
    onPointerDown: (event: PointerEvent) => void;
    onKeyDown: (event: KeyboardEvent) => void;
  };
}

const BY_KEY: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

function middlesOf(list: HTMLElement | null): number[] {
  return Array.from(list?.children ?? [], (entry) => {
    const { top, height } = entry.getBoundingClientRect();
    return top + height / 2;
  });
}

export function useReorder(count: number, onMove: (from: number, to: number) => void): Reorder {
  const ref = useRef<HTMLOListElement>(null);
  const from = useRef(0);
  const [dragged, setDragged] = useState<Reorder["dragged"]>(null);
  const drop = (): void => setDragged(null);
  const drag = (event: PointerEvent): void => {
    if (dragged === null) return;
    const to = placeOver(middlesOf(ref.current), dragged.at, event.clientY);
    if (to === dragged.at) return setDragged({ ...dragged, y: event.clientY - from.current });
    from.current = event.clientY;
    // At once: the next move measures the entries where they are then, also on a page that is busy.
    flushSync(() => {
      onMove(dragged.at, to);
      setDragged({ at: to, y: 0 });
    });
  };
  return {
    dragged,
    list: { ref, onPointerMove: drag, onPointerUp: drop, onPointerCancel: drop },
    handle: (at) => ({
      onPointerDown: (event) => {
        ref.current?.setPointerCapture(event.pointerId);
        from.current = event.clientY;
        setDragged({ at, y: 0 });
      },
      onKeyDown: (event) => {
        const to = at + (BY_KEY[event.key] ?? 0);
        if (to === at) return;
        event.preventDefault();
        if (to >= 0 && to < count) onMove(at, to);
      },
    }),
  };
}
