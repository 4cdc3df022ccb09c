/** What the page and its worker say to each other. */
import type { Source } from "./cipher";
import type { Link } from "./ratchet";

export type Protection = "end_to_end" | "transport";

/** One stream of ours, or one of somebody else's. */
export interface Pipe {
  id: string;
  direction: "send" | "receive";
  /** Whose stream it is; empty for our own. */
  peerId: string;
  source: Source;
  mimeType: string;
}

export type Order =
  | { type: "protection"; protection: Protection }
  | { type: "own"; link: Link }
  | { type: "theirs"; peerId: string; link: Link }
  | { type: "forget"; peerId: string }
  /** Browsers without RTCRtpScriptTransform hand over the streams themselves. */
  | { type: "pipe"; pipe: Pipe; readable: ReadableStream; writable: WritableStream };

export type Word =
  /** Frames come whose key we do not have. */
  | { type: "key_missing"; peerId: string }
  /** Frames were dropped: nothing can be shown before the next key frame. */
  | { type: "key_frame_wanted"; pipeId: string };
