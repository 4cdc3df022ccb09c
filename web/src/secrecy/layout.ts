/** What of a frame stays clear, and how sealed bytes are put where packetizers leave them alone. */
import type { Bytes } from "./trailer";

export interface Layout {
  /** From where on a plain frame is encrypted; −1: it cannot be, so it must not be sent. */
  cut(frame: Bytes): number;
  /** The frame with its sealed bytes behind the first `cut` clear ones. */
  join(frame: Bytes, cut: number, sealed: Bytes): Bytes;
  /** The clear and the sealed bytes of a joined frame; null when it is none. */
  part(frame: Bytes): Parts | null;
  /** What of the clear bytes is the same on both ends, and therefore authenticated. */
  seen(clear: Bytes): Bytes;
}

export interface Parts {
  /** As the decoder is to get it in front of what is opened. */
  clear: Bytes;
  sealed: Bytes;
}
