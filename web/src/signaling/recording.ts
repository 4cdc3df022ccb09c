/** What the browser decides about a recording that is asked for or runs; pure. */
import type { RecordingView } from "./socket";

/** The server's last word and when it came, in milliseconds of the page's clock. */
export interface RecordingNow {
  view: RecordingView;
  atMs: number;
}

/** Whether this page's own answer is missing. */
export const mustAnswer = (now: RecordingNow | null, selfId: string | null): boolean =>
  now !== null && now.view.state !== "ended" && selfId !== null && now.view.waiting.includes(selfId);

export const isGoing = (now: RecordingNow | null): now is RecordingNow => now !== null && now.view.state !== "ended";

/** How much is recorded by now, pauses left out. */
export const recordedMs = ({ view, atMs }: RecordingNow, nowMs: number): number =>
  view.recordedMs + (view.state === "recording" ? Math.max(0, nowMs - atMs) : 0);

export type RecordingWord = "asked" | "recording" | "paused";

/** What to say to who does not see the screen, between two words of the server. */
export function recordingWord(before: RecordingNow | null, after: RecordingNow | null): RecordingWord | null {
  if (after === null || after.view.state === "ended") return null;
  return before?.view.state === after.view.state && before.view.recordingId === after.view.recordingId ? null : after.view.state;
}
