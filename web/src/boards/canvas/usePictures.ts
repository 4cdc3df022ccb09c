/** Images on a canvas: taken from a file, the clipboard or a drop, sent and fetched while the board is open. */
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { type DragEvent, useCallback, useEffect, useMemo, useRef } from "react";
import type { LiveDoc } from "../provider";
import { fetchImage, sendImage } from "./api";
import { dataUrlOf, mimeOf } from "./files";
import { type Spot, addImage, spotOn } from "./making";
import { Pictures } from "./pictures";
import { wallOf } from "./scene";
import { type Taken, Untaken, taken } from "./taking";

const keyOf = (fileId: string): string => `picture:${fileId}`;
const isImage = ({ type }: File): boolean => type.startsWith("image/");
const APART = 32;

const isWriting = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.closest("input, textarea, [contenteditable=true]") !== null;

function picturesOn(boardId: string, live: LiveDoc, canvas: ExcalidrawImperativeAPI): Pictures {
  return new Pictures({
    doc: live.doc,
    wall: wallOf(canvas),
    canSend: () => live.health.standing === "live" && live.health.role === "write",
    edit: (change) => live.edit(change),
    store: {
      send: (sha256, blob) => sendImage(boardId, sha256, blob),
      fetch: (sha256) => fetchImage(boardId, sha256),
      keep: (fileId, blob) => live.keep(keyOf(fileId), blob),
      kept: (fileId) => live.kept(keyOf(fileId)),
    },
  });
}

export function usePictures(boardId: string, live: LiveDoc, canvas: ExcalidrawImperativeAPI | null): Pictures | null {
  const pictures = useMemo(() => (canvas === null ? null : picturesOn(boardId, live, canvas)), [boardId, live, canvas]);
  useEffect(() => {
    if (pictures === null) return undefined;
    let { standing } = live.health;
    const leave = live.subscribe(() => {
      const isBack = live.health.standing === "live" && standing !== "live";
      ({ standing } = live.health);
      if (isBack) pictures.returned();
      else pictures.look();
    });
    return () => {
      leave();
      pictures.close();
    };
  }, [pictures, live]);
  return pictures;
}

export interface Intake {
  take: (files: readonly File[], spot?: Spot) => Promise<void>;
  /** For whatever encloses the canvas. */
  onDrop: (event: DragEvent) => void;
}

async function hung(canvas: ExcalidrawImperativeAPI, one: Taken, spot: Spot | undefined): Promise<void> {
  const mime = mimeOf(one.blob.type);
  if (mime === null) throw new Untaken("type");
  wallOf(canvas).put(one.fileId, mime, await dataUrlOf(one.blob));
  addImage(canvas, one, spot);
}

export function useIntake(canvas: ExcalidrawImperativeAPI | null, pictures: Pictures | null, isReadOnly: boolean): Intake {
  const take = useCallback(
    async (files: readonly File[], spot?: Spot) => {
      if (canvas === null || pictures === null || isReadOnly) return;
      for (const [at, file] of files.entries()) {
        try {
          // oxlint-disable-next-line no-await-in-loop -- several photographs opened at once are too much for a phone
          await hung(canvas, await taken(file), spot && { x: spot.x + at * APART, y: spot.y + at * APART });
        } catch (error) {
          pictures.refuse({ fileId: null, why: error instanceof Untaken ? error : new Untaken("broken") });
        }
      }
    },
    [canvas, pictures, isReadOnly],
  );
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  }, [take]);
  useEffect(() => {
    // Before the canvas, which would take it without asking how large it is, and in words of its own.
    const paste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])].filter(isImage);
      if (files.length === 0 || isWriting(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void latest.current(files);
    };
    document.addEventListener("paste", paste, { capture: true });
    return () => document.removeEventListener("paste", paste, { capture: true });
  }, []);
  const onDrop = useCallback(
    (event: DragEvent) => {
      const files = [...event.dataTransfer.files];
      if (files.length === 0 || canvas === null) return;
      event.preventDefault();
      event.stopPropagation();
      void take(files, spotOn(canvas, event));
    },
    [canvas, take],
  );
  return { take, onDrop };
}
