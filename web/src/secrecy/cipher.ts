/** AES-GCM over one frame: the body encrypted, the clear part, the mark and the source authenticated. */
import type { Layout } from "./layout";
import { type Bytes, type Mark, TRAILER_BYTES, readTrailer, writeTrailer } from "./trailer";

export const SOURCES = ["microphone", "camera", "screen", "screen_audio"] as const;
export type Source = (typeof SOURCES)[number];

const TAG_BYTES = 16;
const IV_BYTES = 12;
/** Source and mark. */
const FIXED_AAD_BYTES = 1 + TRAILER_BYTES;

/** No two frames of a key have the same counter, so it is all of the IV that must change. */
function ivOf({ counter }: Mark): Bytes {
  const iv = new Uint8Array(IV_BYTES);
  new DataView(iv.buffer).setUint32(IV_BYTES - 4, counter);
  return iv;
}

/** With the source in it, a server cannot pass a screen off as a camera. */
function additional(source: Source, mark: Mark, seen: Bytes): Bytes {
  const aad = new Uint8Array(FIXED_AAD_BYTES + seen.length);
  aad[0] = SOURCES.indexOf(source);
  writeTrailer(aad, 1, mark);
  aad.set(seen, FIXED_AAD_BYTES);
  return aad;
}

const algorithm = (source: Source, mark: Mark, seen: Bytes): AesGcmParams => ({
  name: "AES-GCM",
  iv: ivOf(mark),
  additionalData: additional(source, mark, seen),
  tagLength: 8 * TAG_BYTES,
});

/** A frame that only holders of the key can read; null when its codec's layout finds no place for that. */
export async function sealFrame(frame: Bytes, layout: Layout, source: Source, mark: Mark, key: CryptoKey): Promise<Bytes | null> {
  const cut = layout.cut(frame);
  if (cut < 0) return null;
  const seen = layout.seen(frame.subarray(0, cut));
  const encrypted = new Uint8Array(await crypto.subtle.encrypt(algorithm(source, mark, seen), key, frame.subarray(cut)));
  const sealed = new Uint8Array(encrypted.length + TRAILER_BYTES);
  sealed.set(encrypted);
  writeTrailer(sealed, encrypted.length, mark);
  return layout.join(frame, cut, sealed);
}

export interface SealedFrame {
  clear: Bytes;
  encrypted: Bytes;
  mark: Mark;
}

/** The parts of a sealed frame; null when it is none. */
export function readSealed(frame: Bytes, layout: Layout): SealedFrame | null {
  const parts = layout.part(frame);
  const mark = parts && readTrailer(parts.sealed);
  if (!mark || parts.sealed.length < TRAILER_BYTES + TAG_BYTES) return null;
  return { clear: parts.clear, encrypted: parts.sealed.subarray(0, parts.sealed.length - TRAILER_BYTES), mark };
}

/** The plain frame; null when anything of it is not as its sender made it. */
export async function openFrame({ clear, encrypted, mark }: SealedFrame, layout: Layout, source: Source, key: CryptoKey): Promise<Bytes | null> {
  let body: ArrayBuffer;
  try {
    body = await crypto.subtle.decrypt(algorithm(source, mark, layout.seen(clear)), key, encrypted);
  } catch {
    return null;
  }
  const frame = new Uint8Array(clear.length + body.byteLength);
  frame.set(clear);
  frame.set(new Uint8Array(body), clear.length);
  return frame;
}
