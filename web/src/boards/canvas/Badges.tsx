/** A tick on each note that is an action item: how it stands in the goals right now, and a way to say that it is done. */
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { UnstyledButton } from "@mantine/core";
import { Check, ListTodo } from "lucide-react";
import { type ReactNode, useCallback, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { isolated } from "../../core/names";
import type { Desk } from "../desk";
import { useView } from "../use";
import classes from "./Canvas.module.css";
import { type Badge, badgesOf } from "./tracking";

function useBadges(canvas: ExcalidrawImperativeAPI): readonly Badge[] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const leave = [canvas.onChange(listener), canvas.onScrollChange(listener)];
      return () => leave.forEach((one) => one());
    },
    [canvas],
  );
  // As text, which is the same as long as nothing has moved.
  const seen = useSyncExternalStore(subscribe, () => JSON.stringify(badgesOf(canvas.getSceneElements(), canvas.getAppState())));
  return JSON.parse(seen) as readonly Badge[];
}

export function Badges({ canvas, desk, isReadOnly }: { canvas: ExcalidrawImperativeAPI; desk: Desk; isReadOnly: boolean }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const badges = useBadges(canvas);
  const { items, health } = useView(desk);
  return badges.map(({ id, actionId, left, top }) => {
    const action = items.get(actionId);
    if (action?.kind !== "action") return null;
    const isDone = action.status === "done";
    const word = t(isDone ? "tracked.done" : "tracked.open", { title: isolated(action.title || t("card.untitled")) });
    return (
      <UnstyledButton
        key={id}
        className={classes["badge"]}
        style={{ left, top }}
        aria-pressed={isDone}
        aria-label={word}
        title={word}
        disabled={isReadOnly || health.role !== "write"}
        onClick={() => desk.change(action, { status: isDone ? "todo" : "done" })}
        data-testid="board-tracked"
      >
        {isDone ? <Check size={17} aria-hidden="true" /> : <ListTodo size={17} aria-hidden="true" />}
      </UnstyledButton>
    );
  });
}
