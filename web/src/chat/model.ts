/** What a conversation looks like: days, runs of one writer, links, files that fit; fetches and shows nothing. */
import type { Message, Page } from "./api";

export const LARGEST_FILE_BYTES = 20 * 1024 * 1024;
export const MOST_FILES = 10;
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
/** Messages of one writer within this time stand together under one name. */
const TOGETHER_MS = 5 * 60_000;

export const isPicture = (contentType: string): boolean => SHOWN.has(contentType);

export interface Run {
  readonly authorId: string | null;
  readonly messages: Message[];
}

interface Day {
  /** In the reader's zone: 2026-11-28. */
  readonly date: string;
  readonly runs: Run[];
}

/** Pages come latest first, and each is oldest first; a message that two pages hold is shown once. */
export function flat(pages: readonly Page[]): Message[] {
  const byId = new Map(pages.flatMap(({ messages }) => messages.map((one) => [one.id, one] as const)));
  return [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}

const dateOf = (at: Date): string =>
  `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;

export function days(messages: readonly Message[]): Day[] {
  const found: Day[] = [];
  let last: Message | null = null;
  for (const one of messages) {
    const date = dateOf(new Date(one.sentAt));
    let day = found.at(-1);
    if (day?.date !== date) found.push((day = { date, runs: [] }));
    const run = day.runs.at(-1);
    const isNear = last !== null && Date.parse(one.sentAt) - Date.parse(last.sentAt) < TOGETHER_MS;
    if (run && isNear && run.authorId === one.authorId) run.messages.push(one);
    else day.runs.push({ authorId: one.authorId, messages: [one] });
    last = one;
  }
  return found;
}

interface Piece {
  /** Where in the text it begins. */
  readonly at: number;
  readonly text: string;
  /** Where it leads, if it is an address. */
  readonly href?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"']+/giu;
/** What ends a sentence rather than an address. */
const TAIL = /[.,;:!?)\]}»”’]+$/u;

/** Text and the addresses in it; only http and https become links. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const href = match[0].replace(TAIL, "");
    if (!URL.canParse(href)) continue;
    if (match.index > at) found.push({ at, text: text.slice(at, match.index) });
    found.push({ at: match.index, text: href, href });
    at = match.index + href.length;
  }
  if (at < text.length) found.push({ at, text: text.slice(at) });
  return found;
}

/** Which of the chosen files fit one message; the others are told of. */
export function fitting<One extends { size: number }>(chosen: readonly One[], already: number): { fit: One[]; tooLarge: One[]; isTooMany: boolean } {
  const tooLarge = chosen.filter(({ size }) => size > LARGEST_FILE_BYTES);
  const fit = chosen.filter(({ size }) => size <= LARGEST_FILE_BYTES);
  const left = Math.max(0, MOST_FILES - already);
  return { fit: fit.slice(0, left), tooLarge, isTooMany: fit.length > left };
}

/** The id of the last message that `me` has not written, when something is unread. */
export const lastUnread = (messages: readonly Message[], unread: number, me: string): string | null =>
  unread === 0 ? null : (messages.findLast(({ authorId, removedAt }) => authorId !== me && removedAt === null)?.id ?? null);
