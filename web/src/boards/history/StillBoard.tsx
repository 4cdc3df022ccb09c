/** A whiteboard as it stood at some moment: the drawing, and what is on it as a list. */
import "../canvas/assets";
import { type ReactNode, Suspense, lazy, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { Loading } from "../../core/ui/Loading";
import { kindOf } from "../canvas/kinds";
import { type Entry, entriesOf } from "../canvas/outline";
import type { Desk } from "../desk";
import classes from "./Still.module.css";

const StillCanvas = lazy(async () => ({ default: (await import("./StillCanvas")).StillCanvas }));

interface StillBoardProps {
  doc: Y.Doc;
  turn: number;
  whole: Y.Doc;
  desk: Desk | null;
}

export function StillBoard({ doc, turn, whole, desk }: StillBoardProps): ReactNode {
  const { t } = useTranslation("history");
  const board = useTranslation("whiteboards");
  // oxlint-disable-next-line react/exhaustive-deps -- the document stays the same object while it changes
  const entries = useMemo(() => entriesOf(doc), [doc, turn]);
  const wordsOf = ({ words, goalId }: Entry): string => (goalId === null ? words : (desk?.view.items.get(goalId)?.title ?? words));
  return (
    <section className={classes["board"]} aria-label={t("still.board")} data-testid="still" data-count={entries.length}>
      <div className={classes["canvas"]}>
        <Suspense fallback={<Loading />}>
          <StillCanvas doc={doc} turn={turn} whole={whole} desk={desk} />
        </Suspense>
      </div>
      <details>
        <summary>{t("still.asList")}</summary>
        {entries.length === 0 && <p>{t("still.empty")}</p>}
        <ol>
          {entries.map((entry) => (
            <li key={entry.id} data-testid="still-entry">
              <span>{board.t(`kinds.${kindOf(entry.type)}`)}</span> <bdi>{wordsOf(entry)}</bdi>
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
