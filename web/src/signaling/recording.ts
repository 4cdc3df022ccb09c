/** What the browser decides about a recording that is asked for or runs; pure. */
import type { KeptIn, KeptKind, RecordingView } from "./socket";

/** The server's last word and when it came, in milliseconds of the page's clock. */
export interface RecordingNow {
  view: RecordingView;
  atMs: number;
}

/** Whether this page's own answer is missing. */
export const mustAnswer = (now: RecordingNow | null, selfId: string | null): boolean =>
  now !== null && now.view.state !== "ended" && selfId !== null && now.view.waiting.includes(selfId);

export const isGoing = (now: RecordingNow | null): now is RecordingNow => now !== null && now.view.state !== "ended";

/** Where each kind stands among what is known of a call, and the host's deed that asks for it. */
export const KEPT = {
  media: { field: "recording", deed: "record" },
  text: { field: "transcript", deed: "keepText" },
} as const satisfies Record<KeptKind, unknown>;

const KINDS = ["media", "text"] as const satisfies readonly KeptKind[];

/** What could be asked for now: what is neither asked for nor goes on. */
export const mayAsk = (call: Record<"recording" | "transcript", RecordingNow | null>): KeptKind[] => KINDS.filter((kind) => !isGoing(call[KEPT[kind].field]));

/** How much is recorded by now, pauses left out. */
export const recordedMs = ({ view, atMs }: RecordingNow, nowMs: number): number =>
  view.recordedMs + (view.state === "recording" ? Math.max(0, nowMs - atMs) : 0);

/** What our own words are to be marked with so that they are kept; null while they are not to be. */
export function keptIn(now: RecordingNow | null, selfId: string | null): KeptIn | null {
  if (now === null || now.view.state !== "recording" || mustAnswer(now, selfId)) return null;
  return { recordingId: now.view.recordingId, stretch: now.view.stretch };
}

export type RecordingWord = "asked" | "recording" | "paused";

/** What to say to who does not see the screen, between two words of the server. */
export function recordingWord(before: RecordingNow | null, after: RecordingNow | null): RecordingWord | null {
  if (after === null || after.view.state === "ended") return null;
  return before?.view.state === after.view.state && before.view.recordingId === after.view.recordingId ? null : after.view.state;
}
