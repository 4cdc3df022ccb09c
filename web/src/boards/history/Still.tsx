/** A document as it stood at some moment, in the shape of its kind. */
import { type ReactNode, Suspense, lazy } from "react";
import type * as Y from "yjs";
import { Loading } from "../../core/ui/Loading";
import { BoardSince, GoalsSince } from "./Differences";
import type { Subject } from "./subject";

const StillGoals = lazy(async () => ({ default: (await import("./StillGoals")).StillGoals }));
const StillBoard = lazy(async () => ({ default: (await import("./StillBoard")).StillBoard }));

interface StillProps {
  subject: Subject;
  doc: Y.Doc;
  /** Another one when the document is to be read anew. */
  turn: number;
  /** What the window is to hold. */
  whole: Y.Doc;
}

export function Still({ subject, doc, turn, whole }: StillProps): ReactNode {
  return <Suspense fallback={<Loading />}>{subject.kind === "goals" ? <StillGoals doc={doc} turn={turn} sides={subject.sides} /> : <StillBoard doc={doc} turn={turn} whole={whole} desk={subject.desk} />}</Suspense>;
}

/** What is different now. */
export function SinceThen({ subject, then }: { subject: Subject; then: Y.Doc }): ReactNode {
  return subject.kind === "goals" ? <GoalsSince then={then} now={subject.now} /> : <BoardSince then={then} now={subject.now} />;
}
