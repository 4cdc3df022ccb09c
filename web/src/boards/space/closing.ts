/** Which action items a session was about: those its notes track, then those its agenda stands for; pure. */
import * as Y from "yjs";
import type { Items } from "../goals";
import { isRowId } from "../ids";
import type { Item } from "../items";
import type { Topic } from "./topics";

/** The ids in the notes, from top to bottom; mirrored from server/boards/agenda/document.py. */
export function trackedIn(page: Y.XmlFragment): string[] {
  const walker = page.createTreeWalker((node) => node instanceof Y.XmlElement && node.nodeName === "tracked");
  return [...walker].flatMap((node) => {
    const action: unknown = node instanceof Y.XmlElement ? node.getAttribute("action") : null;
    return isRowId(action) ? [action] : [];
  });
}

/** Each once, and only those that are there and have words. */
export function agreedOn(tracked: readonly string[], topics: readonly Topic[], items: Items): Item[] {
  const ids = new Set([...tracked, ...topics.flatMap(({ action }) => action ?? [])]);
  return [...ids].flatMap((id) => {
    const item = items.get(id);
    return item?.kind === "action" && item.title.trim() !== "" ? [item] : [];
  });
}
