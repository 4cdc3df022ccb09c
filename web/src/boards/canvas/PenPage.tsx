/** The whiteboard of a session on a second device, with the pen in hand; opened with its reader's ordinary rights. */
import { Button } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { stayAwake } from "../../core/awake";
import { Failed } from "../../core/ui/Failed";
import { Loading } from "../../core/ui/Loading";
import { Panel } from "../../core/ui/Panel";
import { HarbourScene } from "../../core/ui/scenes";
import { useRoomSession } from "../space/session";
import { BoardPage } from "./BoardPage";
import { useBoards } from "./use";

function NoBoardYet({ onAgain }: { onAgain: (() => void) | null }): ReactNode {
  const { t } = useTranslation("whiteboards");
  return (
    <Panel title={t("pen.none")} scene={<HarbourScene />} testId="pen-none">
      <p>{t(onAgain ? "pen.noneHint" : "pen.neverHint")}</p>
      {onAgain && <Button onClick={onAgain}>{t("pen.again")}</Button>}
    </Panel>
  );
}

/** The one that opens beside the call as well: changed last. */
function OfPair({ mentorshipId }: { mentorshipId: string }): ReactNode {
  const boards = useBoards(mentorshipId);
  useEffect(stayAwake, []);
  if (boards.isPending) return <Loading />;
  if (!boards.data) return <Failed of={boards} />;
  const open = boards.data.boards.find(({ archivedAt }) => archivedAt === null);
  return open ? <BoardPage boardId={open.id} isPen key={open.id} /> : <NoBoardYet onAgain={() => void boards.refetch()} />;
}

export function PenPage({ roomId }: { roomId: string }): ReactNode {
  const session = useRoomSession(roomId, true);
  if (session === null) return <Loading />;
  return session.mentorshipId === null ? <NoBoardYet onAgain={null} /> : <OfPair mentorshipId={session.mentorshipId} />;
}
