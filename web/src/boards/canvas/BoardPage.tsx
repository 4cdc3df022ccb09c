/** A whiteboard over the whole window: whose it is, how it stands with the server, and the canvas. */
import "./assets";
import { Button } from "@mantine/core";
import { type ReactNode, Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { FailedPage } from "../../core/ui/FailedPage";
import { Loading } from "../../core/ui/Loading";
import { Notice } from "../../core/ui/Notice";
import { useTitle } from "../../core/ui/useTitle";
import type { Desk } from "../desk";
import type { Health, LiveDoc } from "../provider";
import { useDesk } from "../use";
import type { Board } from "./api";
import { Back, BoardTitle, ExportMenu, HistoryLink, OutlineButton, People, Saved } from "./Bar";
import classes from "./BoardPage.module.css";
import type { Ready } from "./Canvas";
import { NoBoard } from "./NoBoard";
import { Outline } from "./Outline";
import { Said, useSaid } from "./Said";
import { SheetOffer } from "./Sheets";
import { Tools } from "./Tools";
import { useHealth } from "../open";
import { useBoard, useLive } from "./use";
import { useGo, useGoThere, usePen, useSave } from "./useDeeds";

const Canvas = lazy(async () => ({ default: (await import("./Canvas")).Canvas }));

function Rejection({ live, health: { rejection } }: { live: LiveDoc; health: Health }): ReactNode {
  const { t } = useTranslation("whiteboards");
  if (rejection === null) return null;
  return (
    <div className={classes["rejection"]} data-testid="board-rejection">
      <Notice>{t("rejected", { why: rejection.title || t("rejectedReadOnly") })}</Notice>
      <Button size="compact-sm" variant="subtle" onClick={() => live.forgive()}>
        {t("seen")}
      </Button>
    </div>
  );
}

function Frame({ isWithin, isListed, children }: { isWithin: boolean; isListed: boolean; children: ReactNode }): ReactNode {
  if (isWithin) {
    return (
      <div className={`${classes["page"]} ${classes["within"]}`} data-listed={isListed} data-own-keys>
        {children}
      </div>
    );
  }
  return (
    <main className={classes["page"]} id="main" data-listed={isListed}>
      {children}
    </main>
  );
}

interface OpenProps {
  board: Board;
  live: LiveDoc;
  desk: Desk | null;
  /** Beside something else, not as a page of its own. */
  isWithin?: boolean;
  /** It opens with the pen in hand. */
  isPen?: boolean;
}

/** A sheet to begin with, once it is known that the board is empty. */
function Offer({ canvas, health, board, say }: { canvas: Ready["canvas"] | null; health: Health; board: Board; say: (words: string) => void }): ReactNode {
  if (canvas === null || health.role !== "write" || !health.isKnown) return null;
  return <SheetOffer canvas={canvas} mentorshipId={board.mentorshipId} say={say} />;
}

function Open({ board, live, desk, isWithin = false, isPen }: OpenProps): ReactNode {
  const { t } = useTranslation("whiteboards");
  const health = useHealth(live);
  const [ready, setReady] = useState<Ready | null>(null);
  const canvas = ready?.canvas ?? null;
  const { said, say } = useSaid();
  const [selected, setSelected] = useState<string | null>(null);
  const [followed, setFollowed] = useState<number | null>(null);
  const [isListed, setListed] = useState(false);
  const isReadOnly = health.role !== "write";
  usePen(canvas, isPen);
  const go = useGo(canvas);
  useGoThere(go, health.isKnown);
  const save = useSave({ board, canvas, desk, say });
  return (
    <Frame isWithin={isWithin} isListed={isListed}>
      <header className={classes["bar"]}>
        {!isWithin && <Back board={board} />}
        <div className={classes["heading"]}>
          <BoardTitle title={board.title} />
          <Saved health={health} />
        </div>
        <People health={health} followed={followed} onFollow={setFollowed} />
        <div className={classes["tools"]} role="group" aria-label={t("tools")}>
          {ready && !isReadOnly && <Tools board={board} live={live} desk={desk} ready={ready} selected={selected} say={say} />}
          {ready && <ExportMenu onExport={(format) => void save(format)} />}
          {!isWithin && <HistoryLink boardId={board.id} />}
          <OutlineButton isOpen={isListed} onToggle={() => setListed(!isListed)} />
        </div>
      </header>
      <Rejection live={live} health={health} />
      <div className={classes["stage"]}>
        <Suspense fallback={<Loading />}>
          <Canvas boardId={board.id} live={live} desk={desk} isReadOnly={isReadOnly} followed={followed} onFollowed={setFollowed} onSelected={setSelected} onReady={setReady} key={health.doc.guid} />
        </Suspense>
        <Offer canvas={canvas} health={health} board={board} say={say} />
        <Said words={said} />
        {isListed && <Outline doc={health.doc} desk={desk} onGo={go} />}
      </div>
    </Frame>
  );
}

/** A board beside something else: in a call. The goals are open there already. */
export function BoardWithin({ board, person, desk }: { board: Board; person: string; desk: Desk | null }): ReactNode {
  const live = useLive(person, board.id);
  return live === null ? <Loading /> : <Open board={board} live={live} desk={desk} isWithin />;
}

function WithGoals({ person, mentorshipId, ...open }: Omit<OpenProps, "desk"> & { person: string; mentorshipId: string }): ReactNode {
  return <Open {...open} desk={useDesk(person, mentorshipId)} />;
}

function Mine({ board, person, isPen }: { board: Board; person: string; isPen: boolean }): ReactNode {
  const live = useLive(person, board.id);
  useTitle(board.title);
  if (live === null) return <Loading />;
  return board.mentorshipId === null ? <Open board={board} live={live} desk={null} isPen={isPen} /> : <WithGoals board={board} live={live} person={person} mentorshipId={board.mentorshipId} isPen={isPen} />;
}

export function BoardPage({ boardId, isPen = false }: { boardId: string; isPen?: boolean }): ReactNode {
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
  return <Mine board={board.data} person={me.data.id} isPen={isPen} />;
}
