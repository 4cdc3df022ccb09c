/** Hands and reactions as values: how long a reaction is shown, and which place in the row a hand has; pure. */
import type { Reaction } from "../socket";

export const REACTIONS: readonly Reaction[] = ["thumbs_up", "heart", "clap", "laugh", "wow", "celebrate", "thinking"];

export const SIGNS: Record<Reaction, string> = {
  thumbs_up: "👍",
  heart: "❤️",
  clap: "👏",
  laugh: "😄",
  wow: "😮",
  celebrate: "🎉",
  thinking: "🤔",
};

/** A reaction that floats for longer would speak of something else by then. */
const SHOWN_MS = 4_000;
/** As many as may be seen at once; of a shower of them the newest. */
const MOST = 24;

export interface Shown {
  /** Counts up, so that the same reaction twice is two. */
  id: number;
  peerId: string;
  reaction: Reaction;
  untilMs: number;
}

export function withReaction(shown: readonly Shown[], peerId: string, reaction: Reaction, nowMs: number): readonly Shown[] {
  const id = (shown.at(-1)?.id ?? 0) + 1;
  return [...shown, { id, peerId, reaction, untilMs: nowMs + SHOWN_MS }].slice(-MOST);
}

/** The same list when none has run out. */
export function stillShown(shown: readonly Shown[], nowMs: number): readonly Shown[] {
  return shown.every(({ untilMs }) => untilMs > nowMs) ? shown : shown.filter(({ untilMs }) => untilMs > nowMs);
}

/** The place in the row, from 1; null: the hand is down. */
export function placeOf(raised: readonly string[], peerId: string | null): number | null {
  const index = peerId === null ? -1 : raised.indexOf(peerId);
  return index < 0 ? null : index + 1;
}

/** What of one person floats over their tile. */
export const reactionsOf = (shown: readonly Shown[], peerId: string): readonly Shown[] => shown.filter((one) => one.peerId === peerId);
