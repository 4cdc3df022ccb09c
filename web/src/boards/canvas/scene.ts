/** The Excalidraw canvas as the scene of a binding; decides what is under this person's hand. */
import { CaptureUpdateAction } from "@excalidraw/excalidraw";
import type { AppState, ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import type { Scene } from "./binding";

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
export function heldIn(state: Held): ReadonlySet<string> {
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
