/** The past of a whiteboard. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { FailedPage } from "../../core/ui/FailedPage";
import { Loading } from "../../core/ui/Loading";
import type { Board } from "../canvas/api";
import { NoBoard } from "../canvas/NoBoard";
import { useBoard, useLive } from "../canvas/use";
import { useHealth } from "../open";
import type { Desk } from "../desk";
import type { LiveDoc } from "../provider";
import { useDesk } from "../use";
import { HistoryPage, type Looking } from "./HistoryPage";
import type { Subject } from "./subject";

interface Looked {
  looking: Looking;
  onLook: (looking: Looking) => void;
}

interface OpenedProps extends Looked {
  board: Board;
  me: { id: string; timeZone: string };
}

function Opened({ board, me, live, desk, looking, onLook }: OpenedProps & { live: LiveDoc; desk: Desk | null }): ReactNode {
  const { t } = useTranslation("history");
  const { doc, role } = useHealth(live);
  const subject: Subject = { kind: "board", name: `board:${board.id}`, isReadOnly: role !== "write", now: doc, desk };
  const back = { link: { to: "/boards/$boardId", params: { boardId: board.id } } as const, words: t("back.board") };
  return <HistoryPage subject={subject} title={board.title} back={back} zone={me.timeZone} looking={looking} onLook={onLook} />;
}

function WithGoals({ mentorshipId, ...opened }: OpenedProps & { live: LiveDoc; mentorshipId: string }): ReactNode {
  return <Opened {...opened} desk={useDesk(opened.me.id, mentorshipId)} />;
}

function Mine(opened: OpenedProps): ReactNode {
  const live = useLive(opened.me.id, opened.board.id);
  const { mentorshipId } = opened.board;
  if (live === null) return <Loading />;
  return mentorshipId === null ? <Opened {...opened} live={live} desk={null} /> : <WithGoals {...opened} live={live} mentorshipId={mentorshipId} />;
}

export function BoardHistoryPage({ boardId, looking, onLook }: Looked & { boardId: string }): ReactNode {
  const me = useMe();
  const board = useBoard(boardId);
  if (board.isPending || !me.data) return <Loading />;
  if (!board.data) {
    return (
      <FailedPage of={board}>
        <NoBoard />
      </FailedPage>
    );
  }
  return <Mine board={board.data} me={me.data} looking={looking} onLook={onLook} />;
}
