/** What a tab remembers of its seat, so that a reload brings it straight back. Kept per tab, gone with it. */

export interface Seat {
  seatToken: string;
  microphone: boolean;
  camera: boolean;
}

const keyOf = (roomId: string): string => `ithaca.seat.${roomId}`;

function isSeat(value: unknown): value is Seat {
  return typeof value === "object" && value !== null && "seatToken" in value && typeof value.seatToken === "string";
}

export function readSeat(roomId: string): Seat | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(roomId)) ?? "null");
    return isSeat(kept) ? { seatToken: kept.seatToken, microphone: Boolean(kept.microphone), camera: Boolean(kept.camera) } : null;
  } catch {
    return null;
  }
}

export const keepSeat = (roomId: string, seat: Seat): void => sessionStorage.setItem(keyOf(roomId), JSON.stringify(seat));

export const forgetSeat = (roomId: string): void => sessionStorage.removeItem(keyOf(roomId));

/** How somebody comes in. */
export interface Entry {
  /** A room token, or how to get one. */
  token: string | (() => Promise<string>);
  seat?: string | undefined;
  isFresh?: boolean | undefined;
}

export function seatPart({ seat, isFresh }: Entry): { seat?: string; isFresh?: boolean } {
  return { ...(seat === undefined ? {} : { seat }), ...(isFresh === undefined ? {} : { isFresh }) };
}
