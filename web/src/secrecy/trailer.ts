/** What stands behind the ciphertext of a frame: which key and which counter sealed it. Authenticated, not secret. */

export type Bytes = Uint8Array<ArrayBuffer>;

export interface Mark {
  /** Which random key of its sender; counts up. */
  generation: number;
  /** How often that key was ratcheted on. */
  step: number;
  /** Of the frame under this very key; never twice. */
  counter: number;
}

/** "ith" and the version of the format: no byte of it is 0, so no codec takes it for padding. */
const MAGIC = [0x69, 0x74, 0x68, 0x01] as const;

/** Counter, generation, step, magic. */
export const TRAILER_BYTES = 11;
export const LAST_COUNTER = 0xffff_ffff;
export const LAST_GENERATION = 0xffff;

const view = (bytes: Bytes, from: number): DataView => new DataView(bytes.buffer, bytes.byteOffset + from, TRAILER_BYTES);

/** Writes the trailer at an offset. */
export function writeTrailer(into: Bytes, at: number, { generation, step, counter }: Mark): void {
  const out = view(into, at);
  out.setUint32(0, counter);
  out.setUint16(4, generation);
  out.setUint8(6, step);
  into.set(MAGIC, at + 7);
}

/** Whether bytes end as sealed ones do; by chance one plain frame in four milliards does. */
export function isSealed(bytes: Bytes): boolean {
  const from = bytes.length - MAGIC.length;
  return bytes.length >= TRAILER_BYTES && MAGIC.every((byte, index) => bytes[from + index] === byte);
}

/** The mark of sealed bytes; null when they are not sealed. */
export function readTrailer(sealed: Bytes): Mark | null {
  if (!isSealed(sealed)) return null;
  const from = view(sealed, sealed.length - TRAILER_BYTES);
  return { counter: from.getUint32(0), generation: from.getUint16(4), step: from.getUint8(6) };
}
