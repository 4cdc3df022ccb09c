/** Makes what this application adds to a canvas by itself: sticky notes and cards of goals, in the middle of what is seen. */
import { CaptureUpdateAction, getVisibleSceneBounds, newElementWith, viewportCoordsToSceneCoords } from "@excalidraw/excalidraw";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { newId } from "../ids";
import { type Flat, type Shown, elementOf, standardOf } from "./flat";
import { type Taken, fitted } from "./taking";

const STICKY = { width: 180, height: 150, colours: ["#fff3bf", "#d3f9d8", "#d0ebff", "#ffdeeb"] } as const;
const CARD = { width: 320, height: 150 } as const;
const IMAGE_SIDE = 560;
/** Of what is seen. */
const IMAGE_SHARE = 0.6;
/** Each a little further, so that none hides the one before. */
const APART = 24;

export interface Spot {
  x: number;
  y: number;
}

/** The middle of what is seen. */
function middleOf(canvas: ExcalidrawImperativeAPI): Spot {
  const [left, top, right, bottom] = getVisibleSceneBounds(canvas.getAppState());
  const off = (canvas.getSceneElements().length % 6) * APART;
  return { x: (left + right) / 2 + off, y: (top + bottom) / 2 + off };
}

export const spotOn = (canvas: ExcalidrawImperativeAPI, { clientX, clientY }: { clientX: number; clientY: number }): Spot => viewportCoordsToSceneCoords({ clientX, clientY }, canvas.getAppState());

function add(canvas: ExcalidrawImperativeAPI, type: string, { width, height }: { width: number; height: number }, fields: Flat, spot = middleOf(canvas)): string {
  const there = canvas.getSceneElementsIncludingDeleted();
  const id = newId().slice(-21);
  const g = [spot.x - width / 2, spot.y - height / 2, width, height, 0].map(Math.round);
  const made: Shown = elementOf(id, { ...standardOf(type), type, i: null, g, seed: Math.floor(Math.random() * 2 ** 31), ...fields }, undefined);
  canvas.updateScene({ elements: [...there, made], appState: { selectedElementIds: { [id]: true } }, captureUpdate: CaptureUpdateAction.IMMEDIATELY });
  return id;
}

export function addSticky(canvas: ExcalidrawImperativeAPI): void {
  const colour = STICKY.colours[canvas.getSceneElements().length % STICKY.colours.length] ?? STICKY.colours[0];
  add(canvas, "rectangle", STICKY, { backgroundColor: colour, strokeColor: "#1e1e1e", strokeWidth: 1, roughness: 0, roundness: { type: 3 } });
  canvas.setActiveTool({ type: "selection" });
  // The next key is for the note, not for the button that made it.
  document.querySelector<HTMLElement>(".excalidraw")?.focus();
}

const goalLink = (mentorshipId: string, goalId: string): string => `/mentorships/${mentorshipId}/goals#${goalId}`;
export const isGoalLink = (link: string): boolean => /^\/mentorships\/[0-9a-v]{26}\/goals#[0-9a-v]{26}$/.test(link);

export function addCard(canvas: ExcalidrawImperativeAPI, mentorshipId: string, goalId: string): void {
  add(canvas, "embeddable", CARD, { customData: { goalId }, link: goalLink(mentorshipId, goalId), roundness: { type: 3 }, roughness: 0, strokeWidth: 1 });
}

/** An image, around a spot or in the middle. */
export function addImage(canvas: ExcalidrawImperativeAPI, { fileId, width, height }: Taken, spot?: Spot): void {
  const [left, top, right, bottom] = getVisibleSceneBounds(canvas.getAppState());
  const side = Math.min(IMAGE_SIDE, (right - left) * IMAGE_SHARE, (bottom - top) * IMAGE_SHARE);
  add(canvas, "image", fitted({ width, height }, side), { fileId }, spot);
}

/** Says on an element which action item it is; not a step to undo, which would leave the item without its note. */
export function track(canvas: ExcalidrawImperativeAPI, id: string, actionId: string): void {
  const elements = canvas.getSceneElementsIncludingDeleted().map((one) => (one.id === id ? newElementWith(one, { customData: { ...one.customData, actionId } }) : one));
  canvas.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
}
