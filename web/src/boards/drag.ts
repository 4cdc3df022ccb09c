/** Drags a row by its handle with a pointer; where it may land is said by places.ts. */
import { type PointerEvent, useRef, useState } from "react";
import type { Item } from "./items";
import type { Place } from "./places";
import { beside, into } from "./places";
import { useHere } from "./use";

export interface Drag {
  /** The row beside which, or the list in which, it would land. */
  over: { id: string; side: "before" | "after" | "in" } | null;
  handle: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    onPointerCancel: () => void;
  };
}

function besideRow(row: HTMLElement, id: string, y: number): Drag["over"] {
  const { top, height } = row.getBoundingClientRect();
  return { id, side: y < top + height / 2 ? "before" : "after" };
}

function landing(item: Item, x: number, y: number): Drag["over"] {
  const hit = document.elementFromPoint(x, y);
  const row = hit?.closest<HTMLElement>(`[data-${item.kind}]`);
  const id = row?.dataset[item.kind];
  if (id === item.id) return null;
  if (row && id !== undefined) return besideRow(row, id, y);
  const parent = hit?.closest(`[data-list-of-${item.kind}]`)?.getAttribute(`data-list-of-${item.kind}`);
  return parent ? { id: parent, side: "in" } : null;
}

export function useDrag(item: Item): Drag & { isDragged: boolean } {
  const { desk, view } = useHere();
  const [over, setOver] = useState<Drag["over"]>(null);
  const [isDragged, setDragged] = useState(false);
  const marked = useRef<Element | null>(null);
  const mark = (to: Drag["over"]): void => {
    marked.current?.removeAttribute("data-drop");
    const selector = to?.side === "in" ? `[data-list-of-${item.kind}="${to.id}"]` : `[data-${item.kind}="${to?.id ?? ""}"]`;
    marked.current = to === null ? null : document.querySelector(selector);
    marked.current?.setAttribute("data-drop", to?.side ?? "");
    setOver(to);
  };
  const end = (): void => {
    mark(null);
    setDragged(false);
  };
  const placeOf = (to: NonNullable<Drag["over"]>): Place | null =>
    to.side === "in" ? into(view.outline, item, to.id) : beside(view.outline, item, to.id, to.side === "after");
  return {
    over,
    isDragged,
    handle: {
      onPointerDown: (event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragged(true);
      },
      onPointerMove: (event) => isDragged && mark(landing(item, event.clientX, event.clientY)),
      onPointerUp: (event) => {
        const to = isDragged ? landing(item, event.clientX, event.clientY) : null;
        const place = to && placeOf(to);
        end();
        if (place) desk.move(item, place.parent, place.at);
      },
      onPointerCancel: end,
    },
  };
}
