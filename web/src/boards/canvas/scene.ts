/** The Excalidraw canvas as the scene of a binding; decides what is under this person's hand. */
import { CaptureUpdateAction, newElementWith } from "@excalidraw/excalidraw";
import type { FileId } from "@excalidraw/excalidraw/element/types";
import type { AppState, BinaryFileData, ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import type { Scene } from "./binding";
import type { Shown } from "./flat";
import type { Wall } from "./pictures";

type Held = Pick<
  AppState,
  | "newElement"
  | "resizingElement"
  | "multiElement"
  | "editingTextElement"
  | "editingLinearElement"
  | "selectedLinearElement"
  | "croppingElementId"
  | "selectedElementsAreBeingDragged"
  | "isResizing"
  | "isRotating"
  | "selectedElementIds"
>;

/** Putting another in the place of one of these would end what the hand is doing. */
function heldIn(state: Held): ReadonlySet<string> {
  const { newElement, resizingElement, multiElement, editingTextElement, editingLinearElement, selectedLinearElement } = state;
  const dragged = selectedLinearElement?.isDragging === true ? selectedLinearElement.elementId : undefined;
  const ids = [...[newElement, resizingElement, multiElement, editingTextElement].map((one) => one?.id), editingLinearElement?.elementId, dragged, state.croppingElementId];
  const isMoving = state.selectedElementsAreBeingDragged || state.isResizing || state.isRotating;
  const held = isMoving ? [...ids, ...Object.keys(state.selectedElementIds)] : ids;
  return new Set(held.filter((id) => typeof id === "string"));
}

export const sceneOf = (canvas: ExcalidrawImperativeAPI): Scene => ({
  elements: () => canvas.getSceneElementsIncludingDeleted(),
  show: (elements) => canvas.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER }),
  inHand: () => heldIn(canvas.getAppState()),
});

const isOf = (element: Shown, fileId: string): boolean => element.type === "image" && element.fileId === fileId;

/** The same canvas as the wall on which images hang. */
export const wallOf = (canvas: ExcalidrawImperativeAPI): Wall => ({
  wanted: () => new Set(canvas.getSceneElements().flatMap((one) => (one.type === "image" && one.fileId !== null ? [one.fileId] : []))),
  held: (fileId) => canvas.getFiles()[fileId]?.dataURL ?? null,
  put: (fileId, mimeType, dataUrl) => canvas.addFiles([{ id: fileId as FileId, mimeType, dataURL: dataUrl as BinaryFileData["dataURL"], created: Date.now() }]),
  hide: (fileId, isHidden) => {
    const elements = canvas.getSceneElementsIncludingDeleted().map((one) => (isOf(one, fileId) ? newElementWith(one, { isDeleted: isHidden }) : one));
    canvas.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
  },
});
