/** H.264 in Annex B: everything up to the first slice's header stays clear, the rest becomes one slice that holds no start code (ITU-T H.264 §7.4.1, Annex B). */
import type { Layout, Parts } from "./layout";
import type { Bytes } from "./trailer";

const SLICE = 1;
const IDR = 5;
/** SEI, SPS, PPS, delimiter, and the extensions of an SPS: all that may stand before a slice. */
const BEFORE_SLICE = new Set([6, 7, 8, 9, 13, 15]);
/** The NAL header, and of the slice header enough for first_mb, slice_type and pps_id, which receivers read. */
const SLICE_CLEAR_BYTES = 5;
const ESCAPE = 3;

interface Slice {
  /** Of the NAL header. */
  at: number;
  /** The NAL types before it are allowed there. */
  isAllowed: boolean;
}

/** The first byte after the next start code; −1: there is none. */
function nextNal(frame: Bytes, from: number): number {
  for (let at = from; at + 3 < frame.length; at += 1) {
    if (frame[at] === 0 && frame[at + 1] === 0 && frame[at + 2] === 1) return at + 3;
  }
  return -1;
}

function firstSlice(frame: Bytes): Slice | null {
  let isAllowed = true;
  for (let at = nextNal(frame, 0); at >= 0; at = nextNal(frame, at)) {
    const type = (frame[at] ?? 0) & 0x1f;
    if (type >= SLICE && type <= IDR) return { at, isAllowed };
    isAllowed &&= BEFORE_SLICE.has(type);
  }
  return null;
}

/** How many zeros stand at the end of the clear bytes: an escape may have to follow them. */
function zerosAt(bytes: Bytes, end: number): number {
  let count = 0;
  while (count < 2 && end - count > 0 && bytes[end - count - 1] === 0) count += 1;
  return count;
}

/** Calls `put` for every byte, with an escape byte where a start code would arise. Returns how many there were. */
function escapeInto(raw: Bytes, zerosBefore: number, put: (byte: number) => void): number {
  let zeros = zerosBefore;
  let count = 0;
  for (const byte of raw) {
    if (zeros === 2 && byte <= ESCAPE) {
      put(ESCAPE);
      count += 1;
      zeros = 0;
    }
    put(byte);
    count += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return count;
}

/** Takes escape bytes out again, in a copy. */
export function unescape(escaped: Bytes, zerosBefore: number): Bytes {
  const raw = new Uint8Array(escaped.length);
  let zeros = zerosBefore;
  let length = 0;
  for (const byte of escaped) {
    if (zeros >= 2 && byte === ESCAPE) {
      zeros = 0;
      continue;
    }
    raw[length] = byte;
    length += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return raw.subarray(0, length);
}

export function escape(raw: Bytes, zerosBefore: number): Bytes {
  const escaped = new Uint8Array(escapeInto(raw, zerosBefore, () => undefined));
  let at = 0;
  escapeInto(raw, zerosBefore, (byte) => {
    escaped[at] = byte;
    at += 1;
  });
  return escaped;
}

function cutOf(frame: Bytes): number {
  const slice = firstSlice(frame);
  if (!slice?.isAllowed) return -1;
  return Math.min(frame.length, slice.at + SLICE_CLEAR_BYTES);
}

export const h264: Layout = {
  cut: cutOf,
  join(frame, cut, sealed) {
    const escaped = escape(sealed, zerosAt(frame, cut));
    const joined = new Uint8Array(cut + escaped.length);
    joined.set(frame.subarray(0, cut));
    joined.set(escaped, cut);
    return joined;
  },
  part(frame): Parts | null {
    const cut = cutOf(frame);
    if (cut < 0) return null;
    return { clear: frame.subarray(0, cut), sealed: unescape(frame.subarray(cut), zerosAt(frame, cut)) };
  },
  /** Start codes may change their length on the way, and browsers rewrite parameter sets: what remains is the slice. */
  seen(clear) {
    const slice = firstSlice(clear);
    return slice ? clear.subarray(slice.at) : clear;
  },
};
