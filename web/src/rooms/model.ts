/** What the browser decides about rooms: their order on the home page and what an invitation may hold. */
import type { Room } from "./api";

export const TITLE_MAX_LENGTH = 120;

interface Shelves {
  /** Somebody is in there right now. */
  live: Room[];
  /** Open, and empty at the moment. */
  open: Room[];
  ended: Room[];
}

const newestFirst = (a: Room, b: Room): number => b.createdAt.localeCompare(a.createdAt);

export function shelve(rooms: readonly Room[]): Shelves {
  const sorted = [...rooms].sort(newestFirst);
  return {
    live: sorted.filter(({ isOpen, present }) => isOpen && present.length > 0),
    open: sorted.filter(({ isOpen, present }) => isOpen && present.length === 0),
    ended: sorted.filter(({ isOpen }) => !isOpen),
  };
}

/** A title for a session that nobody has named. */
export function defaultTitle(hostName: string, words: { named: (name: string) => string; plain: string }): string {
  const first = hostName.trim().split(/\s+/u)[0] ?? "";
  return first === "" ? words.plain : words.named(first);
}

/** Whether a new room starts end-to-end encrypted: as its host chose, else where no more than two are expected. */
export const startsEndToEnd = (chosen: boolean | null, invited: number): boolean => chosen ?? invited <= 1;

export const isEmail = (text: string): boolean => /^\S+@\S+\.\S+$|^\S+@localhost$/.test(text.trim());
