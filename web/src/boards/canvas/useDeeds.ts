/** What the bar does to the canvas of an open board: goes to a place, saves a file. */
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { useLocation } from "@tanstack/react-router";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Desk } from "../desk";
import type { Board } from "./api";
import type { Format } from "./exporting";

type Canvas = ExcalidrawImperativeAPI | null;

/** Shows an element, and selects it; whether it is there. */
export function useGo(canvas: Canvas): (id: string) => boolean {
  return useCallback(
    (id) => {
      const element = canvas?.getSceneElements().find((one) => one.id === id);
      if (!canvas || !element) return false;
      canvas.scrollToContent(element, { fitToContent: true, animate: false });
      canvas.updateScene({ appState: { selectedElementIds: { [id]: true } } });
      return true;
    },
    [canvas],
  );
}

/** An address can name an element: the board opens there, once. */
export function useGoThere(go: (id: string) => boolean, isKnown: boolean): void {
  const { hash } = useLocation();
  const gone = useRef("");
  useEffect(() => {
    if (isKnown && hash !== "" && gone.current !== hash && go(hash)) gone.current = hash;
  }, [go, hash, isKnown]);
}

interface Saving {
  board: Board;
  canvas: Canvas;
  desk: Desk | null;
  say: (words: string) => void;
}

export function useSave({ board, canvas, desk, say }: Saving): (format: Format) => Promise<void> {
  const { t, i18n } = useTranslation("whiteboards");
  return async (format) => {
    if (canvas === null) return;
    try {
      const { exportBoard } = await import("./exporting");
      const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: "long" }).format(new Date());
      await exportBoard(canvas, format, { title: board.title, day, card: (goalId) => desk?.view.items.get(goalId)?.title || t("card.untitled") });
    } catch {
      say(t("export.failed"));
    }
  };
}

/** Takes the pen up once, for whoever came to draw. */
export function usePen(canvas: Canvas, isWanted: boolean | undefined): void {
  useEffect(() => {
    if (canvas && isWanted === true) canvas.setActiveTool({ type: "freedraw" });
  }, [canvas, isWanted]);
}
