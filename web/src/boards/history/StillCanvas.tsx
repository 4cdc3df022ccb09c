/** A whiteboard as it stood at some moment, drawn to be looked at; a chunk of its own, for the canvas is large. */
import "@excalidraw/excalidraw/index.css";
import { CaptureUpdateAction, Excalidraw, MainMenu } from "@excalidraw/excalidraw";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { useComputedColorScheme } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type * as Y from "yjs";
import { useCards } from "../canvas/cards";
import { isGoalLink } from "../canvas/making";
import { useNamedControls } from "../canvas/naming";
import { useCanvasTongue } from "../canvas/tongue";
import type { Desk } from "../desk";
import { Drawn } from "./drawn";

interface StillCanvasProps {
  doc: Y.Doc;
  /** Another one when the document is to be drawn anew. */
  turn: number;
  /** What is to fit into the window from the beginning. */
  whole: Y.Doc;
  desk: Desk | null;
}

const UI = { canvasActions: { changeViewBackgroundColor: false, clearCanvas: false, export: false, loadScene: false, saveAsImage: false, saveToActiveFile: false, toggleTheme: false } } as const;

export function StillCanvas({ doc, turn, whole, desk }: StillCanvasProps): ReactNode {
  const scheme = useComputedColorScheme("light");
  const [canvas, setCanvas] = useState<ExcalidrawImperativeAPI | null>(null);
  const [isBegun, setBegun] = useState(false);
  const drawn = useRef(new Drawn());
  useNamedControls(isBegun);
  const tongue = useCanvasTongue();
  useEffect(() => {
    if (canvas === null || !isBegun) return;
    const all = new Drawn().of(whole);
    if (all.length > 0) canvas.scrollToContent(all, { fitToViewport: true, viewportZoomFactor: 0.85, maxZoom: 1, animate: false });
  }, [canvas, isBegun, whole]);
  useEffect(() => {
    if (canvas !== null && isBegun) canvas.updateScene({ elements: drawn.current.of(doc), captureUpdate: CaptureUpdateAction.NEVER });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react/exhaustive-deps -- the document stays the same object while it changes
  }, [canvas, isBegun, doc, turn]);
  const card = useCards(desk);
  return (
    <Excalidraw excalidrawAPI={setCanvas} onChange={() => setBegun(true)} validateEmbeddable={isGoalLink} renderEmbeddable={card} theme={scheme} langCode={tongue} UIOptions={UI} aiEnabled={false} viewModeEnabled>
      <MainMenu>
        <MainMenu.DefaultItems.Help />
      </MainMenu>
    </Excalidraw>
  );
}
