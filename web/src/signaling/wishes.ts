/** What each picture is worth to us: the layer its place needs, and who is served first when the connection is short; pure numbers. */
import { layerFor } from "./encodings";
import type { Source } from "./socket";

export interface Interest {
  source: Source;
  /** Height of the place it is shown in, in device pixels; 0: not to be seen now. */
  heightPx: number;
  isPinned: boolean;
  isSpeaker: boolean;
}

export interface Wish {
  /** False: nobody looks, so nothing need come. */
  isWanted: boolean;
  spatialLayer: 0 | 1 | 2;
  /** 0 to 399, more is served first. */
  priority: number;
}

/** Each rank is worth more than any size. */
const RANK = 100;
/** Sizes are told apart in steps, so that a window being resized does not change them all the time. */
const STEP_PX = 100;

function rankOf({ source, isPinned, isSpeaker }: Interest): number {
  if (source === "screen") return 3;
  if (isPinned) return 2;
  return isSpeaker ? 1 : 0;
}

/** A shared screen first, then who is pinned, then who speaks, then the larger picture. */
export function wishOf(interest: Interest): Wish {
  const size = Math.min(RANK - 1, Math.ceil(interest.heightPx / STEP_PX));
  return {
    isWanted: interest.heightPx > 0,
    spatialLayer: layerFor(interest.heightPx),
    priority: rankOf(interest) * RANK + size,
  };
}

export const isSameWish = (one: Wish | undefined, other: Wish): boolean =>
  one !== undefined && one.isWanted === other.isWanted && one.spatialLayer === other.spatialLayer && one.priority === other.priority;
