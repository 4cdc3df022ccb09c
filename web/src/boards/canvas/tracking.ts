/** Notes that are action items: which item a note is, and where its badge stands; nothing of how the item is doing. */
import type { AppState } from "@excalidraw/excalidraw/types";
import { isRowId } from "../ids";
import type { Shown } from "./flat";

export interface Badge {
  /** Of the element. */
  id: string;
  actionId: string;
  /** From the corner of the canvas, in pixels of the page: where the upper right corner of the element is. */
  left: number;
  top: number;
}

type Looking = Pick<AppState, "scrollX" | "scrollY" | "zoom">;

function actionOf({ customData }: Pick<Shown, "customData">): string | null {
  const id: unknown = customData?.["actionId"];
  return isRowId(id) ? id : null;
}

export function badgesOf(elements: readonly Shown[], { scrollX, scrollY, zoom }: Looking): Badge[] {
  return elements.flatMap((element) => {
    const actionId = actionOf(element);
    if (actionId === null) return [];
    const [left, top] = [(element.x + element.width + scrollX) * zoom.value, (element.y + scrollY) * zoom.value];
    return [{ id: element.id, actionId, left: Math.round(left), top: Math.round(top) }];
  });
}
