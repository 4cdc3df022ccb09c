/** A whiteboard over the whole window: whose it is, how it stands with the server, and the canvas. */
import { Button } from "@mantine/core";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { type ReactNode, Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { Loading } from "../../core/ui/Loading";
import { Notice } from "../../core/ui/Notice";
import { useTitle } from "../../core/ui/useTitle";
import type { Desk } from "../desk";
import type { LiveDoc } from "../provider";
import { useDesk } from "../use";
import type { Board } from "./api";
import { Back, BoardTitle, ExportMenu, GoalMenu, HistoryLink, OutlineButton, People, Saved, StickyButton } from "./Bar";
import classes from "./BoardPage.module.css";
import { NoBoard } from "./NoBoard";
import { Outline } from "./Outline";
import { entriesOf } from "./outline";
import { useBoard, useHealth, useLive } from "./use";

// Read when the canvas' chunk begins, which this one comes before: its fonts are ours, not a stranger's.
Object.assign(globalThis, { EXCALIDRAW_ASSET_PATH: "/assets/excalidraw/" });

const Canvas = lazy(async () => ({ default: (await import("./Canvas")).Canvas }));

type Api = ExcalidrawImperativeAPI;

interface AddingProps {
  board: Board;
  live: LiveDoc;
  desk: Desk | null;
  canvas: Api;
  selected: string | null;
}

/** Notes, cards, and action items from notes. */
function Adding({ board, live, desk, canvas, selected }: AddingProps): ReactNode {
  const { t } = useTranslation("whiteboards");
  const { mentorshipId } = board;
  const words = selected === null ? "" : (entriesOf(live.doc).find(({ id }) => id === selected)?.words ?? "");
  const add = async (what: "sticky" | { goalId: string }): Promise<void> => {
    const making = await import("./making");
    if (what === "sticky") making.addSticky(canvas);
    else if (mentorshipId !== null) making.addCard(canvas, mentorshipId, what.goalId);
    if (what === "sticky") canvas.setToast({ message: t("stickyHint"), closable: true, duration: 6_000 });
  };
  const act = (goalId: string): void => {
    const isMade = desk?.add("action", goalId, { title: words.slice(0, 200) });
    canvas.setToast({ message: t(isMade ? "made" : "notMade"), closable: true, duration: 6_000 });
  };
  return (
    <>
      <StickyButton onAdd={() => void add("sticky")} />
      {desk !== null && <GoalMenu desk={desk} sign="card" word={t("card.add")} onChoose={(goalId) => void add({ goalId })} />}
      {desk !== null && words !== "" && <GoalMenu desk={desk} sign="action" word={t("toAction")} onChoose={act} />}
    </>
  );
}

function Open({ board, live, desk }: { board: Board; live: LiveDoc; desk: Desk | null }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const health = useHealth(live);
  const [canvas, setCanvas] = useState<Api | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [followed, setFollowed] = useState<number | null>(null);
  const [isListed, setListed] = useState(false);
  const isReadOnly = health.role !== "write";
  const go = (id: string): void => {
    const element = canvas?.getSceneElements().find((one) => one.id === id);
    if (!canvas || !element) return;
    canvas.scrollToContent(element, { fitToContent: true, animate: false });
    canvas.updateScene({ appState: { selectedElementIds: { [id]: true } } });
  };
  const save = async (format: "png" | "svg"): Promise<void> => {
    if (canvas === null) return;
    try {
      const { exportBoard } = await import("./exporting");
      await exportBoard(canvas, board.title, format, (goalId) => desk?.view.items.get(goalId)?.title || t("card.untitled"));
    } catch {
      canvas.setToast({ message: t("export.failed"), closable: true });
    }
  };
  return (
    <main className={classes["page"]} id="main" data-listed={isListed}>
      <header className={classes["bar"]}>
        <Back board={board} />
        <div className={classes["heading"]}>
          <BoardTitle title={board.title} />
          <Saved health={health} />
        </div>
        <People health={health} followed={followed} onFollow={setFollowed} />
        {canvas !== null && !isReadOnly && <Adding board={board} live={live} desk={desk} canvas={canvas} selected={selected} />}
        {canvas !== null && <ExportMenu onExport={(format) => void save(format)} />}
        <HistoryLink boardId={board.id} />
        <OutlineButton isOpen={isListed} onToggle={() => setListed(!isListed)} />
      </header>
      {health.rejection !== null && (
        <div className={classes["rejection"]} data-testid="board-rejection">
          <Notice>{t("rejected", { why: health.rejection.title })}</Notice>
          <Button size="compact-sm" variant="subtle" onClick={() => live.forgive()}>
            {t("seen")}
          </Button>
        </div>
      )}
      <div className={classes["stage"]}>
        <Suspense fallback={<Loading />}>
          <Canvas live={live} desk={desk} isReadOnly={isReadOnly} followed={followed} onFollowed={setFollowed} onSelected={setSelected} onReady={setCanvas} key={health.doc.guid} />
        </Suspense>
        {isListed && <Outline doc={health.doc} desk={desk} onGo={go} />}
      </div>
    </main>
  );
}

function WithGoals({ board, live, person, mentorshipId }: { board: Board; live: LiveDoc; person: string; mentorshipId: string }): ReactNode {
  return <Open board={board} live={live} desk={useDesk(person, mentorshipId)} />;
}

function Mine({ board, person }: { board: Board; person: string }): ReactNode {
  const live = useLive(person, board.id);
  useTitle(board.title);
  if (live === null) return <Loading />;
  return board.mentorshipId === null ? <Open board={board} live={live} desk={null} /> : <WithGoals board={board} live={live} person={person} mentorshipId={board.mentorshipId} />;
}

export function BoardPage({ boardId }: { boardId: string }): ReactNode {
  const me = useMe();
  const board = useBoard(boardId);
  if (board.isPending || !me.data) return <Loading />;
  if (!board.data) return <NoBoard />;
  return <Mine board={board.data} person={me.data.id} />;
}
