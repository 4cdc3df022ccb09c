/** The elements of a board's document as a canvas draws them; one that is as it was before is the same object, for shapes are costly. */
import type * as Y from "yjs";
import { inOrder } from "../canvas/binding";
import { differing, elementsOf, read } from "../canvas/elements";
import { type Flat, type Shown, elementOf, mended } from "../canvas/flat";

export class Drawn {
  #last = new Map<string, { flat: Flat; shown: Shown }>();

  of(doc: Y.Doc): Shown[] {
    const elements = elementsOf(doc);
    const now = new Map<string, { flat: Flat; shown: Shown }>();
    for (const id of elements.keys()) {
      const raw = read(elements, id);
      if (raw === null || raw["d"] === true) continue;
      const flat = mended(raw, (other) => elements.has(other));
      const last = this.#last.get(id);
      const isSame = last !== undefined && differing(last.flat, flat).length === 0;
      now.set(id, isSame ? last : { flat, shown: elementOf(id, flat, last?.shown) });
    }
    this.#last = now;
    return [...now.values()].map(({ shown }) => shown).sort(inOrder);
  }
}
