/** What this tab remembers of a session that has ended for us, so that its questions outlive a reload; asked once, never again after they were put away. */
import type { Ending } from "../model";

export interface Farewell {
  /** Proves which seat we had; of no use to come in again after eight hours. */
  seatToken: string;
  ending: "left" | "room_ended" | "removed";
  hadCompany: boolean;
  isGuest: boolean;
}

const keyOf = (roomId: string): string => `ithaca.farewell.${roomId}`;
const PUT_AWAY = "ithaca.farewells";
const MOST_KEPT = 50;
/** A room that is no booked session's is used again: the next day it is another session. */
const PUT_AWAY_FOR_MS = 12 * 3_600_000;
const ENDINGS: ReadonlySet<unknown> = new Set(["left", "room_ended", "removed"]);

export const isOver = (ending: Ending | null): ending is Farewell["ending"] => ENDINGS.has(ending);

export const keepFarewell = (roomId: string, farewell: Farewell): void => sessionStorage.setItem(keyOf(roomId), JSON.stringify(farewell));
export const forgetFarewell = (roomId: string): void => sessionStorage.removeItem(keyOf(roomId));

export function readFarewell(roomId: string): Farewell | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(roomId)) ?? "null") as Partial<Farewell> | null;
    if (kept === null || typeof kept.seatToken !== "string" || !ENDINGS.has(kept.ending)) return null;
    return { seatToken: kept.seatToken, ending: kept.ending ?? "left", hadCompany: kept.hadCompany === true, isGuest: kept.isGuest === true };
  } catch {
    return null;
  }
}

let isFresh = true;

/** What was on the page before it was loaded again; whoever comes by a link wants to go in. */
export function farewellOfReload(roomId: string): Farewell | null {
  const [navigation] = performance.getEntriesByType("navigation");
  const isReload = isFresh && navigation instanceof PerformanceNavigationTiming && navigation.type === "reload";
  return isReload ? readFarewell(roomId) : null;
}

/** A reload counts for the page it brought back, not for what is opened afterwards. */
export const noteOpened = (): void => {
  isFresh = false;
};

function putAways(nowMs: number): [roomId: string, atMs: number][] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PUT_AWAY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.filter((one): one is [string, number] => Array.isArray(one) && typeof one[0] === "string" && typeof one[1] === "number" && nowMs - one[1] < PUT_AWAY_FOR_MS);
  } catch {
    return [];
  }
}

/** The questions of a session were answered or skipped. */
export function putAway(roomId: string, nowMs = Date.now()): void {
  const others = putAways(nowMs).filter(([one]) => one !== roomId);
  localStorage.setItem(PUT_AWAY, JSON.stringify([[roomId, nowMs], ...others].slice(0, MOST_KEPT)));
}

export const isPutAway = (roomId: string, nowMs = Date.now()): boolean => putAways(nowMs).some(([one]) => one === roomId);
