/** What the browser decides about words that were kept: what is found, what is copied, where a line is in a recording; pure. */
import type { Spoken, Transcript } from "./api";
import { clockTime } from "./model";

export interface Line extends Spoken {
  /** Its place among all lines. */
  at: number;
  name: string;
  isYou: boolean;
}

/** Lines with the names of who said them. */
export function linesOf({ lines, speakers }: Transcript, somebody: string): Line[] {
  const known = new Map(speakers.map((speaker) => [speaker.id, speaker]));
  return lines.map((line, at) => {
    const speaker = known.get(line.speakerId);
    return { ...line, at, name: speaker?.name || somebody, isYou: speaker?.isYou ?? false };
  });
}

/** Without marks and case, so that "Odyssée" is found by "odyssee". */
const plain = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLocaleLowerCase();

/** Every word that is sought must be in the line or in who said it. */
export function found(lines: readonly Line[], sought: string): readonly Line[] {
  const words = plain(sought).split(/\s+/u).filter(Boolean);
  return words.length === 0 ? lines : lines.filter(({ name, text }) => words.every((word) => plain(`${name} ${text}`).includes(word)));
}

/** As it goes into a letter or a note. */
export const asText = (lines: readonly Line[]): string => lines.map(({ startsMs, name, text }) => `[${clockTime(startsMs)}] ${name}: ${text}`).join("\n");

interface Cue {
  startTime: number;
  text: string;
}

/** Where a line begins in a recording, in seconds: its captions know of pauses and of a late first picture. Null: it is not in there. */
export function secondsIn(cues: readonly Cue[], line: Spoken, guessedSeconds: number): number | null {
  const said = cues.filter(({ text }) => text === line.text);
  const nearest = said.sort((one, other) => Math.abs(one.startTime - guessedSeconds) - Math.abs(other.startTime - guessedSeconds))[0];
  return nearest?.startTime ?? null;
}

/** By the two beginnings alone. */
export const guessedSeconds = (startedAt: string, line: Spoken, recordingStartedAt: string): number => (Date.parse(startedAt) + line.startsMs - Date.parse(recordingStartedAt)) / 1000;
