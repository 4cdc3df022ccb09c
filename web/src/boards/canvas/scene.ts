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
  const { newElement, resizingElement, multiElement, editingTextElement, editingLinearElement, selectedLinearElement, croppingElementId } = state;
  const held = new Set<string>();
  for (const element of [newElement, resizingElement, multiElement, editingTextElement]) if (element) held.add(element.id);
  if (editingLinearElement) held.add(editingLinearElement.elementId);
  if (selectedLinearElement?.isDragging === true) held.add(selectedLinearElement.elementId);
  if (croppingElementId !== null) held.add(croppingElementId);
  if (state.selectedElementsAreBeingDragged || state.isResizing || state.isRotating) for (const id of Object.keys(state.selectedElementIds)) held.add(id);
  return held;
}

export const sceneOf = (canvas: ExcalidrawImperativeAPI): Scene => ({
  elements: () => canvas.getSceneElementsIncludingDeleted(),
  show: (elements) => canvas.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER }),
  inHand: () => heldIn(canvas.getAppState()),
});
