/** The notes of a goal, a milestone or an action item. */
import type { ReactNode } from "react";
import type * as Y from "yjs";
import type { Item } from "./items";
import { RichText } from "./RichText";
import { useHere } from "./use";

export function NotesEditor({ notes, item }: { notes: Y.XmlFragment; item: Item }): ReactNode {
  const { desk, isReadOnly } = useHere();
  return <RichText notes={notes} live={desk.live} isReadOnly={isReadOnly} labelledBy={`notes-${item.id}`} testId="notes" onFocus={(isIn) => desk.be(isIn ? item.id : null)} />;
}
