/** The lines of captions that are to be read now: newest last, corrected in place, gone after a while; pure. */
import type { CaptionedLine } from "../socket";

export interface CaptionLine {
  /** Writer and number: a line keeps its place while it grows. */
  id: string;
  peerId: string;
  text: string;
  isFinal: boolean;
  language: string;
  untilMs: number;
}

/** Long enough to read two full rows at an easy pace, twice. */
const READ_MS = 9_000;
const MOST = 4;

/** What came last stays longest; `told` without words is a line we cannot open. */
export function withLine(lines: readonly CaptionLine[], told: CaptionedLine, nowMs: number): readonly CaptionLine[] {
  if (told.text === null || told.text.trim() === "") return lines;
  const id = `${told.peerId} ${told.line}`;
  const line: CaptionLine = { id, peerId: told.peerId, text: told.text, isFinal: told.isFinal, language: told.language, untilMs: nowMs + READ_MS };
  const place = lines.findIndex((one) => one.id === id);
  if (place < 0) return [...lines, line].slice(-MOST);
  // A line that came late must not undo its own ending.
  return lines[place]?.isFinal === true && !told.isFinal ? lines : lines.with(place, line);
}

/** The same list when none has run out. */
export function stillRead(lines: readonly CaptionLine[], nowMs: number): readonly CaptionLine[] {
  return lines.every(({ untilMs }) => untilMs > nowMs) ? lines : lines.filter(({ untilMs }) => untilMs > nowMs);
}
