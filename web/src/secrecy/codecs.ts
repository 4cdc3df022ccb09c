/** How much of a frame of each codec stays clear. */
import { av1 } from "./av1";
import { h264 } from "./h264";
import type { Layout } from "./layout";
import type { Bytes } from "./trailer";

/** A prefix stays clear, everything behind it is ciphertext. What is shorter than its prefix is no frame. */
function prefix(lengthOf: (frame: Bytes) => number): Layout {
  const cut = (frame: Bytes): number => (frame.length < lengthOf(frame) ? -1 : lengthOf(frame));
  return {
    cut,
    join(frame, at, sealed) {
      const joined = new Uint8Array(at + sealed.length);
      joined.set(frame.subarray(0, at));
      joined.set(sealed, at);
      return joined;
    },
    part(frame) {
      const at = cut(frame);
      return at < 0 ? null : { clear: frame.subarray(0, at), sealed: frame.subarray(at) };
    },
    seen: (clear) => clear,
  };
}

/** RFC 6386 §9.1: three bytes of frame tag, and the start code and size of a key frame (its lowest bit is 0). */
const vp8 = prefix((frame) => (((frame[0] ?? 1) & 1) === 0 ? 10 : 3));
/** RFC 6716 §3.1: the TOC byte. */
const opus = prefix(() => 1);
/** What a server needs of VP9 is in the payload descriptor, which is not part of the frame. */
const vp9 = prefix(() => 0);

const LAYOUTS: Readonly<Record<string, Layout>> = { "audio/opus": opus, "video/vp8": vp8, "video/vp9": vp9, "video/h264": h264, "video/av1": av1 };

/** How frames of a codec are laid out; null for one we cannot encrypt. */
export const layoutOf = (mimeType: string): Layout | null => LAYOUTS[mimeType.toLowerCase()] ?? null;
