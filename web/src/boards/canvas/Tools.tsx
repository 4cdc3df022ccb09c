/** What can be put on a board from the bar above it: notes, images, cards of goals, and action items from notes. */
import { ActionIcon, FileButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ImagePlus, ListChecks, StickyNote } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Desk } from "../desk";
import { LONGEST_TITLE } from "../items";
import type { LiveDoc } from "../provider";
import { useView } from "../use";
import type { Board } from "./api";
import { GoalMenu } from "./Bar";
import type { Ready } from "./Canvas";
import { type Entry, entriesOf } from "./outline";
import { SheetMenu } from "./Sheets";

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

interface ToolsProps {
  board: Board;
  live: LiveDoc;
  desk: Desk | null;
  ready: Ready;
  selected: string | null;
  say: (words: string) => void;
}

/** What a chosen note can become: an action item, or it is one already. */
function ToAction({ board, desk, ready: { canvas }, entry, say }: Pick<ToolsProps, "board" | "ready" | "say"> & { desk: Desk; entry: Entry }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const { items } = useView(desk);
  const act = async (goalId: string): Promise<void> => {
    const made = desk.add("action", goalId, { title: entry.words.slice(0, LONGEST_TITLE), board: board.id, element: entry.id });
    if (made !== null) (await import("./making")).track(canvas, entry.id, made);
    say(t(made === null ? "notMade" : "made"));
  };
  if (entry.words === "" || entry.goalId !== null) return null;
  if (entry.actionId === null || !items.has(entry.actionId)) return <GoalMenu desk={desk} sign="action" word={t("toAction")} onChoose={(goalId) => void act(goalId)} />;
  if (board.mentorshipId === null) return null;
  const params = { mentorshipId: board.mentorshipId };
  return (
    <ActionIcon {...LOOK} variant="light" aria-label={t("tracked.go")} title={t("tracked.go")} renderRoot={(props) => <Link to="/mentorships/$mentorshipId/goals" params={params} {...props} />} data-testid="board-tracked-go">
      <ListChecks size={21} aria-hidden="true" />
    </ActionIcon>
  );
}

export function Tools({ board, live, desk, ready, selected, say }: ToolsProps): ReactNode {
  const { t } = useTranslation("whiteboards");
  const { canvas, take } = ready;
  const { mentorshipId } = board;
  const entry = selected === null ? undefined : entriesOf(live.doc).find(({ id }) => id === selected);
  const addSticky = async (): Promise<void> => {
    (await import("./making")).addSticky(canvas);
    say(t(matchMedia("(pointer: coarse)").matches ? "stickyTouchHint" : "stickyHint"));
  };
  const addCard = async (goalId: string): Promise<void> => {
    const { addCard: add } = await import("./making");
    if (mentorshipId !== null) add(canvas, mentorshipId, goalId);
  };
  return (
    <>
      <ActionIcon {...LOOK} aria-label={t("sticky")} title={t("sticky")} onClick={() => void addSticky()} data-testid="board-sticky">
        <StickyNote size={21} aria-hidden="true" />
      </ActionIcon>
      <ImageButton onChosen={(files) => void take(files)} />
      <SheetMenu canvas={canvas} mentorshipId={mentorshipId} say={say} />
      {desk !== null && <GoalMenu desk={desk} sign="card" word={t("card.add")} onChoose={(goalId) => void addCard(goalId)} />}
      {desk !== null && entry !== undefined && <ToAction board={board} desk={desk} ready={ready} entry={entry} say={say} />}
    </>
  );
}
