/** What is on a canvas as a list that can be read out: kinds and words, from top to bottom; shows nothing. */
import type * as Y from "yjs";
import { elementsOf, read } from "./elements";
import { BOUND, type Flat } from "./flat";

export interface Entry {
  id: string;
  /** As the canvas calls it: rectangle, text, arrow … */
  type: string;
  words: string;
  goalId: string | null;
  /** Of the action item that it is. */
  actionId: string | null;
}

const wordsOf = (flat: Flat | undefined): string => (typeof flat?.["originalText"] === "string" ? flat["originalText"].trim() : "");

function dataOf(flat: Flat, key: "goalId" | "actionId"): string | null {
  const data = flat["customData"] as Readonly<Record<string, unknown>> | null | undefined;
  const id = data?.[key];
  return typeof id === "string" ? id : null;
}

const placeOf = (flat: Flat): readonly number[] => flat["g"] as readonly number[];

export function entriesOf(doc: Y.Doc): Entry[] {
  const elements = elementsOf(doc);
  const there = new Map<string, Flat>();
  for (const id of elements.keys()) {
    const flat = read(elements, id);
    if (flat !== null && flat["d"] === false) there.set(id, flat);
  }
  return [...there]
    .filter(([, flat]) => !(typeof flat["containerId"] === "string" && there.has(flat["containerId"])))
    .sort(([, a], [, b]) => (placeOf(a)[1] ?? 0) - (placeOf(b)[1] ?? 0) || (placeOf(a)[0] ?? 0) - (placeOf(b)[0] ?? 0))
    .map(([id, flat]) => {
      const label = Object.keys(flat).find((key) => key.startsWith(BOUND) && flat[key] === "text");
      const name = typeof flat["name"] === "string" ? flat["name"] : "";
      return { id, type: String(flat["type"]), words: wordsOf(flat) || wordsOf(label === undefined ? undefined : there.get(label.slice(BOUND.length))) || name, goalId: dataOf(flat, "goalId"), actionId: dataOf(flat, "actionId") };
    });
}
