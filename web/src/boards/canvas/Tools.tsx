/** What can be put on a board from the bar above it: notes, images, cards of goals, and action items from notes. */
import { ActionIcon, FileButton } from "@mantine/core";
import { ImagePlus, StickyNote } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Desk } from "../desk";
import type { LiveDoc } from "../provider";
import type { Board } from "./api";
import { GoalMenu } from "./Bar";
import type { Ready } from "./Canvas";
import { entriesOf } from "./outline";

const LOOK = { variant: "subtle", color: "gray", size: "xl", radius: "xl" } as const;

function ImageButton({ onChosen }: { onChosen: (files: readonly File[]) => void }): ReactNode {
  const { t } = useTranslation("whiteboards");
  return (
    <FileButton accept="image/*" multiple onChange={onChosen} inputProps={{ "data-testid": "board-image-file" } as object}>
      {(props) => (
        <ActionIcon {...LOOK} {...props} aria-label={t("pictures.add")} title={t("pictures.add")} data-testid="board-image">
          <ImagePlus size={21} aria-hidden="true" />
        </ActionIcon>
      )}
    </FileButton>
  );
}

export interface ToolsProps {
  board: Board;
  live: LiveDoc;
  desk: Desk | null;
  ready: Ready;
  selected: string | null;
  say: (words: string) => void;
}

export function Tools({ board, live, desk, ready, selected, say }: ToolsProps): ReactNode {
  const { t } = useTranslation("whiteboards");
  const { canvas, take } = ready;
  const { mentorshipId } = board;
  const words = selected === null ? "" : (entriesOf(live.doc).find(({ id }) => id === selected)?.words ?? "");
  const addSticky = async (): Promise<void> => {
    (await import("./making")).addSticky(canvas);
    say(t(matchMedia("(pointer: coarse)").matches ? "stickyTouchHint" : "stickyHint"));
  };
  const addCard = async (goalId: string): Promise<void> => {
    const { addCard: add } = await import("./making");
    if (mentorshipId !== null) add(canvas, mentorshipId, goalId);
  };
  const act = (goalId: string): void => {
    const made = desk?.add("action", goalId, { title: words.slice(0, 200) });
    say(t(made ? "made" : "notMade"));
  };
  return (
    <>
      <ActionIcon {...LOOK} aria-label={t("sticky")} title={t("sticky")} onClick={() => void addSticky()} data-testid="board-sticky">
        <StickyNote size={21} aria-hidden="true" />
      </ActionIcon>
      <ImageButton onChosen={(files) => void take(files)} />
      {desk !== null && <GoalMenu desk={desk} sign="card" word={t("card.add")} onChoose={(goalId) => void addCard(goalId)} />}
      {desk !== null && words !== "" && <GoalMenu desk={desk} sign="action" word={t("toAction")} onChoose={act} />}
    </>
  );
}
