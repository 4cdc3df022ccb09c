/** Drags a row by its handle with a pointer; where it may land is said by places.ts. */
import { type PointerEvent, useRef, useState } from "react";
import type { Item } from "./items";
import type { Place } from "./places";
import { beside, into } from "./places";
import { useHere } from "./use";

/** The row beside which, or the list in which, something lands. */
interface Over {
  id: string;
  side: "before" | "after" | "in";
}

export interface Drag {
  handle: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    onPointerCancel: () => void;
  };
}

export function besideRow(row: HTMLElement, id: string, y: number): Over {
  const { top, height } = row.getBoundingClientRect();
  return { id, side: y < top + height / 2 ? "before" : "after" };
}

function landing(item: Item, x: number, y: number): Over | null {
  const hit = document.elementFromPoint(x, y);
  const row = hit?.closest<HTMLElement>(`[data-${item.kind}]`);
  const id = row?.dataset[item.kind];
  if (id === item.id) return null;
  if (row && id !== undefined) return besideRow(row, id, y);
  const parent = hit?.closest(`[data-list-of-${item.kind}]`)?.getAttribute(`data-list-of-${item.kind}`);
  return parent ? { id: parent, side: "in" } : null;
}

interface Dragging<To> {
  /** Where what is held at a point would land. */
  landing: (x: number, y: number) => To | null;
  /** Shows it, or nothing. */
  mark: (to: To | null) => void;
  onLand: (to: To) => void;
}

/** A handle that drags what it stands for. */
export function useDragging<To>({ landing, mark, onLand }: Dragging<To>): { isDragged: boolean; handle: Drag["handle"] } {
  const [isDragged, setDragged] = useState(false);
  const end = (): void => {
    mark(null);
    setDragged(false);
  };
  return {
    isDragged,
    handle: {
      onPointerDown: (event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragged(true);
      },
      onPointerMove: (event) => isDragged && mark(landing(event.clientX, event.clientY)),
      onPointerUp: (event) => {
        const to = isDragged ? landing(event.clientX, event.clientY) : null;
        end();
        if (to !== null) onLand(to);
      },
      onPointerCancel: end,
    },
  };
}

/** Marks an element as the one beside or in which something lands, and no other. */
export function useMark(): (element: Element | null, side: string) => void {
  const marked = useRef<Element | null>(null);
  return (element, side) => {
    marked.current?.removeAttribute("data-drop");
    marked.current = element;
    element?.setAttribute("data-drop", side);
  };
}

export function useDrag(item: Item): Pick<Drag, "handle"> & { isDragged: boolean } {
  const { desk, view } = useHere();
  const markElement = useMark();
  const mark = (to: Over | null): void => {
    const selector = to?.side === "in" ? `[data-list-of-${item.kind}="${to.id}"]` : `[data-${item.kind}="${to?.id ?? ""}"]`;
    markElement(to === null ? null : document.querySelector(selector), to?.side ?? "");
  };
  const placeOf = (to: Over): Place | null => (to.side === "in" ? into(view.outline, item, to.id) : beside(view.outline, item, to.id, to.side === "after"));
  const onLand = (to: Over): void => {
    const place = placeOf(to);
    if (place) desk.move(item, place.parent, place.at);
  };
  return useDragging({ landing: (x, y) => landing(item, x, y), mark, onLand });
}
