/** A whiteboard over the whole window: whose it is, how it stands with the server, and the canvas. */
import { Anchor, Title } from "@mantine/core";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { type ReactNode, Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { Loading } from "../../core/ui/Loading";
import { Panel } from "../../core/ui/Panel";
import { AdriftScene } from "../../core/ui/scenes";
import { useTitle } from "../../core/ui/useTitle";
import type { LiveDoc } from "../provider";
import type { Board } from "./api";
import classes from "./BoardPage.module.css";
import { useBoard, useHealth, useLive } from "./use";

// Read when the canvas' chunk begins, which this one comes before: its fonts are ours, not a stranger's.
Object.assign(globalThis, { EXCALIDRAW_ASSET_PATH: "/assets/excalidraw/" });

const Canvas = lazy(async () => ({ default: (await import("./Canvas")).Canvas }));

function Back({ board }: { board: Board }): ReactNode {
  const { t } = useTranslation("whiteboards");
  if (board.mentorshipId === null) return null;
  const params = { mentorshipId: board.mentorshipId };
  return (
    <Anchor className={classes["back"]} aria-label={t("page.back")} renderRoot={(props) => <Link to="/mentorships/$mentorshipId" params={params} {...props} />}>
      <ArrowLeft size={20} aria-hidden="true" className={classes["flip"]} />
    </Anchor>
  );
}

function Open({ board, live }: { board: Board; live: LiveDoc }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const health = useHealth(live);
  const [, setCanvas] = useState<ExcalidrawImperativeAPI | null>(null);
  return (
    <main className={classes["page"]} id="main">
      <header className={classes["bar"]}>
        <Back board={board} />
        <Title order={1} className={classes["title"]}>
          <bdi>{board.title}</bdi>
        </Title>
        <p role="status" className={classes["state"]} data-testid="board-state" data-state={health.standing} data-unsaved={health.hasUnsaved}>
          {t(`state.${health.standing}`)}
        </p>
      </header>
      <Suspense fallback={<Loading />}>
        <Canvas live={live} isReadOnly={health.role !== "write"} onReady={setCanvas} key={health.doc.guid} />
      </Suspense>
    </main>
  );
}

function Mine({ board, person }: { board: Board; person: string }): ReactNode {
  const live = useLive(person, board.id);
  useTitle(board.title);
  return live === null ? <Loading /> : <Open board={board} live={live} />;
}

export function BoardPage({ boardId }: { boardId: string }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const me = useMe();
  const board = useBoard(boardId);
  if (board.isPending || !me.data) return <Loading />;
  if (!board.data) {
    return (
      <Panel title={t("page.goneTitle")} scene={<AdriftScene />}>
        <p>{t("page.goneHint")}</p>
      </Panel>
    );
  }
  return <Mine board={board.data} person={me.data.id} />;
}
