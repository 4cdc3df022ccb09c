/** From an action item to the note on a whiteboard that it was made from. */
import { Link } from "@tanstack/react-router";
import { StickyNote } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isolated } from "../core/names";
import { useBoard } from "./canvas/use";
import classes from "./Goals.module.css";
import type { Item } from "./items";

function Known({ boardId, element }: { boardId: string; element: string }): ReactNode {
  const { t } = useTranslation("goals");
  const board = useBoard(boardId).data;
  if (board === undefined) return null;
  return (
    <Link to="/boards/$boardId" params={{ boardId }} hash={element} className={classes["chip"]} data-testid="on-board">
      <StickyNote size={15} aria-hidden="true" /> {t("onBoard", { title: isolated(board.title) })}
    </Link>
  );
}

export function OnBoard({ item: { board, element } }: { item: Item }): ReactNode {
  return board === null || element === null ? null : <Known boardId={board} element={element} />;
}
