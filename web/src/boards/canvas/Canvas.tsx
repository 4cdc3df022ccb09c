/** The drawing surface of a board, in step with its document; a chunk of its own, for it is large. */
import "@excalidraw/excalidraw/index.css";
import { Excalidraw, MainMenu } from "@excalidraw/excalidraw";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { useComputedColorScheme } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { LiveDoc } from "../provider";
import { Binding } from "./binding";
import classes from "./Canvas.module.css";
import { sceneOf } from "./scene";

interface CanvasProps {
  live: LiveDoc;
  isReadOnly: boolean;
  onReady: (canvas: ExcalidrawImperativeAPI | null) => void;
}

const UI = {
  canvasActions: { changeViewBackgroundColor: false, export: false, loadScene: false, saveAsImage: false, saveToActiveFile: false, toggleTheme: false },
} as const;

export function Canvas({ live, isReadOnly, onReady }: CanvasProps): ReactNode {
  const scheme = useComputedColorScheme("light");
  const [canvas, setCanvas] = useState<ExcalidrawImperativeAPI | null>(null);
  const binding = useRef<Binding | null>(null);
  const { doc } = live.health;
  useEffect(
    () => () => {
      binding.current?.close();
      binding.current = null;
    },
    [doc],
  );
  useEffect(() => () => onReady(null), [onReady]);
  const changed = (): void => {
    if (canvas === null) return;
    // The first word of the canvas says that it has begun, and takes nothing away any more.
    if (binding.current === null) {
      binding.current = new Binding({ doc, here: live.here, edit: (change) => live.edit(change), scene: sceneOf(canvas) });
      onReady(canvas);
    } else binding.current.changed();
  };
  return (
    <div className={classes["canvas"]} data-testid="canvas">
      <Excalidraw excalidrawAPI={setCanvas} onChange={changed} theme={scheme} UIOptions={UI} viewModeEnabled={isReadOnly} isCollaborating aiEnabled={false} autoFocus>
        <MainMenu>
          <MainMenu.DefaultItems.SearchMenu />
          <MainMenu.DefaultItems.Help />
        </MainMenu>
      </Excalidraw>
    </div>
  );
}
