/** The drawing surface of a board, in step with its document; a chunk of its own, for it is large. */
import "@excalidraw/excalidraw/index.css";
import { Excalidraw, MainMenu } from "@excalidraw/excalidraw";
import type { AppState, ExcalidrawImperativeAPI, ExcalidrawProps, SocketId } from "@excalidraw/excalidraw/types";
import { useComputedColorScheme } from "@mantine/core";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Desk } from "../desk";
import type { LiveDoc } from "../provider";
import { Badges } from "./Badges";
import { Binding } from "./binding";
import classes from "./Canvas.module.css";
import { useCards } from "./cards";
import { isGoalLink } from "./making";
import { useNamedControls } from "./naming";
import { useCanvasTongue } from "./tongue";
import { PictureNews } from "./PictureNews";
import { follow, othersOf, say, saySelected, sayView } from "./presence";
import { sceneOf } from "./scene";
import { type Intake, useIntake, usePictures } from "./usePictures";

/** What the bar above works with. */
export interface Ready {
  canvas: ExcalidrawImperativeAPI;
  take: Intake["take"];
}

interface CanvasProps {
  boardId: string;
  live: LiveDoc;
  desk: Desk | null;
  isReadOnly: boolean;
  /** Whom this person follows: a client. */
  followed: number | null;
  onFollowed: (client: number | null) => void;
  onSelected: (id: string | null) => void;
  onReady: (ready: Ready | null) => void;
}

const UI = {
  canvasActions: { changeViewBackgroundColor: false, export: false, loadScene: false, saveAsImage: false, saveToActiveFile: false, toggleTheme: false },
  tools: { image: false },
} as const;

function onlySelected(state: AppState): string | null {
  const ids = Object.keys(state.selectedElementIds);
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

/** The cursors of the others, and the view of whom one follows. */
function useOthers(live: LiveDoc, canvas: ExcalidrawImperativeAPI | null, followed: number | null): void {
  useEffect(() => {
    if (canvas === null) return undefined;
    const { awareness } = live;
    const show = (): void => {
      canvas.updateScene({ collaborators: othersOf(live) });
      if (followed !== null) follow(live, canvas, followed);
    };
    const leave = live.subscribe(show);
    awareness.on("change", show);
    show();
    return () => {
      leave();
      awareness.off("change", show);
    };
  }, [live, canvas, followed]);
  useEffect(() => {
    if (canvas === null) return;
    const name = followed === null ? undefined : live.health.fellows.get(followed)?.name;
    const userToFollow = followed === null || name === undefined ? null : { socketId: String(followed) as SocketId, username: name };
    canvas.updateScene({ appState: { userToFollow } });
  }, [live, canvas, followed]);
}

export function Canvas({ boardId, live, desk, isReadOnly, followed, onFollowed, onSelected, onReady }: CanvasProps): ReactNode {
  const scheme = useComputedColorScheme("light");
  const [canvas, setCanvas] = useState<ExcalidrawImperativeAPI | null>(null);
  const [isBegun, setBegun] = useState(false);
  const binding = useRef<Binding | null>(null);
  const { doc } = live.health;
  const begun = isBegun ? canvas : null;
  useNamedControls(begun !== null);
  const tongue = useCanvasTongue();
  const pictures = usePictures(boardId, live, begun);
  const { take, onDrop } = useIntake(begun, pictures, isReadOnly);
  useOthers(live, begun, followed);
  // Before the canvas ends, not after it: what was drawn last is still there to be written.
  useLayoutEffect(() => {
    if (canvas === null || !isBegun) return undefined;
    binding.current = new Binding({ doc, here: live.here, edit: (change) => live.edit(change), scene: sceneOf(canvas) });
    sayView(live, canvas);
    return () => {
      binding.current?.close();
      binding.current = null;
    };
  }, [canvas, isBegun, doc, live]);
  useEffect(() => {
    if (begun === null) return undefined;
    onReady({ canvas: begun, take });
    return () => onReady(null);
  }, [begun, take, onReady]);
  const changed: NonNullable<ExcalidrawProps["onChange"]> = (_elements, state) => {
    // The first word of the canvas says that it has begun, and takes nothing away any more.
    setBegun(true);
    binding.current?.changed();
    pictures?.look();
    saySelected(live, state.selectedElementIds);
    if (canvas !== null) sayView(live, canvas);
    onSelected(onlySelected(state));
  };
  const card = useCards(desk);
  return (
    <div className={classes["canvas"]} onDropCapture={onDrop} data-testid="canvas">
      <Excalidraw
        excalidrawAPI={setCanvas}
        onChange={changed}
        onPointerUpdate={({ pointer, button }) => say(live, "pointer", { x: Math.round(pointer.x), y: Math.round(pointer.y), tool: pointer.tool, isDown: button === "down" })}
        onScrollChange={() => canvas && sayView(live, canvas)}
        onUserFollow={({ userToFollow, action }) => onFollowed(action === "FOLLOW" ? Number(userToFollow.socketId) : null)}
        validateEmbeddable={isGoalLink}
        renderEmbeddable={card}
        theme={scheme}
        langCode={tongue}
        UIOptions={UI}
        viewModeEnabled={isReadOnly}
        isCollaborating
        aiEnabled={false}
        autoFocus
      >
        <MainMenu>
          <MainMenu.DefaultItems.SearchMenu />
          <MainMenu.DefaultItems.Help />
        </MainMenu>
      </Excalidraw>
      {begun !== null && desk !== null && <Badges canvas={begun} desk={desk} isReadOnly={isReadOnly} />}
      {pictures !== null && <PictureNews pictures={pictures} />}
    </div>
  );
}
