/** Brings a sound file to the server, piece by piece over the call's line, and has it played to everybody. */
import { Refused } from "../core/errors";
import type { CallLine } from "./socket";

/** What the server takes; it says the same in more words. */
export const LARGEST_BYTES = 10 * 1024 * 1024;
const PIECE_BYTES = 128 * 1024;
/** Pieces on their way at once. */
const ABREAST = 8;
const LONGEST_TITLE = 80;

/** The start of each piece of a file so large. */
export const offsetsOf = (size: number): number[] => Array.from({ length: Math.ceil(size / PIECE_BYTES) }, (_, index) => index * PIECE_BYTES);

/** A file's name without what only computers need, cut where the server would refuse it. */
export const titleOf = (name: string): string => [...(name.replace(/\.[a-z0-9]{1,5}$/i, "").trim() || name)].slice(0, LONGEST_TITLE).join("");

/** Throws what the server refuses, in its words; `tooLarge` is said without asking it. */
export async function playFile(line: CallLine, file: File, tooLarge: string): Promise<void> {
  if (file.size > LARGEST_BYTES) throw new Refused({ code: "too_large", status: 413, title: tooLarge, detail: tooLarge, fields: {} });
  const offsets = offsetsOf(file.size);
  for (let at = 0; at < offsets.length; at += ABREAST) {
    const abreast = offsets.slice(at, at + ABREAST).map(async (offset) => ({ offset, piece: await file.slice(offset, offset + PIECE_BYTES).arrayBuffer() }));
    const pieces = await Promise.all(abreast);
    await Promise.all(pieces.map((piece) => line.request("send_sound", piece)));
  }
  await line.request("announce", { title: titleOf(file.name) });
}

/** Seconds as m:ss. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
