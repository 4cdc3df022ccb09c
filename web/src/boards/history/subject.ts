/** The document whose past is looked at: what goals and whiteboards have in common here, and in what they differ. */
import type * as Y from "yjs";
import type { Desk } from "../desk";
import type { Owner } from "../items";

interface Either {
  /** As the server calls it: `goals:<mentorship>` or `board:<id>`. */
  name: string;
  isReadOnly: boolean;
  /** As it is today. */
  now: Y.Doc;
}

export type Sides = Readonly<Record<Owner, string>>;
export type Subject = Either & ({ kind: "goals"; sides: Sides } | { kind: "board"; desk: Desk | null });
