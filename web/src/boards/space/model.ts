/** Rules of what is shown of a session; pure. */
import type { Session } from "./api";

export const isOff = ({ state }: Session): boolean => state === "cancelled" || state === "declined" || state === "expired";

/** The next one first among those to come, the last one first among those past; what was called off counts as past if it has an agenda. */
export function sorted(sessions: readonly Session[], now: Date): { coming: Session[]; past: Session[] } {
  const at = (one: Session): number => Date.parse(one.startsAt);
  const coming = sessions.filter((one) => !isOff(one) && new Date(one.endsAt) > now).sort((a, b) => at(a) - at(b));
  const past = sessions.filter((one) => (isOff(one) ? one.topicCount > 0 : new Date(one.endsAt) <= now)).sort((a, b) => at(b) - at(a));
  return { coming, past };
}

export const PANELS = ["agenda", "goals", "board", "messages", "private"] as const;
export type PanelKind = (typeof PANELS)[number];

export interface Layout {
  /** From the stage outwards. */
  open: readonly PanelKind[];
  /** The board, in the place of the people. */
  isBoardOnStage: boolean;
}

export const nothingOpen: Layout = { open: [], isBoardOnStage: false };

/** A panel opened or closed: so many have room, and the one opened first gives way. */
export function toggled({ open, isBoardOnStage }: Layout, kind: PanelKind, most: number): Layout {
  const rest = open.filter((one) => one !== kind);
  const isClosing = rest.length < open.length;
  const now = isClosing ? rest : [...rest, kind].slice(-most);
  return { open: now, isBoardOnStage: isBoardOnStage && now.includes("board") };
}

/** The board takes the stage, or gives it back. */
export const staged = ({ open, isBoardOnStage }: Layout): Layout => ({ open, isBoardOnStage: !isBoardOnStage && open.includes("board") });

/** As many as fit: a window that has become narrow closes what was opened first. */
export const fitted = ({ open, isBoardOnStage }: Layout, most: number): Layout => {
  const now = open.slice(-most);
  return { open: now, isBoardOnStage: isBoardOnStage && now.includes("board") };
};
