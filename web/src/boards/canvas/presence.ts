/** Where people are on the canvas: told of this page, shown of the others; identity is the server's word, not theirs. */
import { getVisibleSceneBounds, zoomToFitBounds } from "@excalidraw/excalidraw";
import type { Collaborator, ExcalidrawImperativeAPI, SocketId } from "@excalidraw/excalidraw/types";
import type { LiveDoc } from "../provider";

type Bounds = [number, number, number, number];
const MOST_SELECTED = 50;

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const thing = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {});

function pointerIn(state: Record<string, unknown>): Collaborator["pointer"] {
  const { x, y, tool } = thing(state["pointer"]);
  return isNumber(x) && isNumber(y) ? { x, y, tool: tool === "laser" ? "laser" : "pointer" } : undefined;
}

function boundsIn(state: Record<string, unknown> | undefined): Bounds | null {
  const view = state?.["view"];
  return Array.isArray(view) && view.length === 4 && view.every(isNumber) ? (view as Bounds) : null;
}

export function say(live: LiveDoc, field: "pointer" | "view" | "selected", value: unknown): void {
  if (live.awareness.getLocalState() !== null) live.awareness.setLocalStateField(field, value);
}

function sayList(live: LiveDoc, field: "view" | "selected", list: readonly (string | number)[]): void {
  const before: unknown = live.awareness.getLocalState()?.[field];
  if (!Array.isArray(before) || before.join() !== list.join()) say(live, field, list);
}

/** Also of a window that has become smaller: who follows sees what this person sees. */
export const sayView = (live: LiveDoc, canvas: ExcalidrawImperativeAPI): void => sayList(live, "view", getVisibleSceneBounds(canvas.getAppState()).map(Math.round));

export const saySelected = (live: LiveDoc, ids: Readonly<Record<string, true>>): void => sayList(live, "selected", Object.keys(ids).slice(0, MOST_SELECTED));

export function othersOf(live: LiveDoc): Map<SocketId, Collaborator> {
  const others = new Map<SocketId, Collaborator>();
  for (const [client, fellow] of live.health.fellows) {
    const state = live.awareness.getStates().get(client) ?? {};
    const selected = state["selected"];
    const ids = Array.isArray(selected) ? selected.filter((id): id is string => typeof id === "string").slice(0, MOST_SELECTED) : [];
    const pointer = pointerIn(state);
    others.set(String(client) as SocketId, {
      id: fellow.person,
      username: fellow.name,
      button: thing(state["pointer"])["isDown"] === true ? "down" : "up",
      selectedElementIds: Object.fromEntries(ids.map((id) => [id, true as const])),
      ...(pointer === undefined ? {} : { pointer }),
    });
  }
  return others;
}

/** Looks where another looks. */
export function follow(live: LiveDoc, canvas: ExcalidrawImperativeAPI, client: number): void {
  const bounds = boundsIn(live.awareness.getStates().get(client));
  if (bounds === null) return;
  const { appState } = zoomToFitBounds({ appState: canvas.getAppState(), bounds, fitToViewport: true, viewportZoomFactor: 1 });
  canvas.updateScene({ appState: { scrollX: appState.scrollX, scrollY: appState.scrollY, zoom: appState.zoom } });
}
