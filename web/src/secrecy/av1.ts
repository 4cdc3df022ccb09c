/** AV1 as open bitstream units: what precedes the first frame stays clear, the rest travels inside one unit of the same type, so that packetizers find their way (AV1 §5.3; RTP payload format for AV1 §5). */
import type { Layout, Parts } from "./layout";
import type { Bytes } from "./trailer";

const TEMPORAL_DELIMITER = 2;
/** Frame header, tile group, frame, redundant frame header. */
const FRAMES = new Set([3, 4, 6, 7]);
/** Dropped by packetizers on the way (RTP payload format for AV1 §5): never authenticated. */
const DROPPED = new Set([TEMPORAL_DELIMITER, 8, 15]);
const HAS_EXTENSION = 0x04;
const HAS_SIZE = 0x02;
/** A size has at most so many bytes (AV1 §4.10.5). */
const LONGEST_LEB128 = 8;

interface Unit {
  type: number;
  at: number;
  /** One byte, or two with an extension. */
  headerBytes: number;
  payloadAt: number;
  end: number;
}

function sizeAt(frame: Bytes, from: number): { size: number; next: number } | null {
  let size = 0;
  for (let index = 0; index < LONGEST_LEB128; index += 1) {
    const byte = frame[from + index];
    if (byte === undefined) return null;
    size += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { size, next: from + index + 1 };
  }
  return null;
}

function unitAt(frame: Bytes, at: number): Unit | null {
  const header = frame[at];
  if (header === undefined || (header & 0x80) !== 0) return null;
  const headerBytes = (header & HAS_EXTENSION) === 0 ? 1 : 2;
  const type = (header >> 3) & 0x0f;
  if ((header & HAS_SIZE) === 0) return { type, at, headerBytes, payloadAt: at + headerBytes, end: frame.length };
  const told = sizeAt(frame, at + headerBytes);
  if (!told || told.next + told.size > frame.length) return null;
  return { type, at, headerBytes, payloadAt: told.next, end: told.next + told.size };
}

/** The units before the first frame, and that frame's; null when there is none or a unit is broken. */
function unitsOf(frame: Bytes): { before: Unit[]; first: Unit } | null {
  const before: Unit[] = [];
  for (let unit = unitAt(frame, 0); unit !== null; unit = unitAt(frame, unit.end)) {
    if (FRAMES.has(unit.type)) return { before, first: unit };
    before.push(unit);
  }
  return null;
}

function leb128(size: number): number[] {
  const bytes = [size % 0x80];
  for (let rest = Math.floor(size / 0x80); rest > 0; rest = Math.floor(rest / 0x80)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest % 0x80);
  }
  return bytes;
}

export const av1: Layout = {
  cut: (frame) => unitsOf(frame)?.first.at ?? -1,
  join(frame, cut, sealed) {
    const headerBytes = ((frame[cut] ?? 0) & HAS_EXTENSION) === 0 ? 1 : 2;
    const size = leb128(sealed.length);
    const joined = new Uint8Array(cut + headerBytes + size.length + sealed.length);
    joined.set(frame.subarray(0, cut + headerBytes));
    joined[cut] = (frame[cut] ?? 0) | HAS_SIZE;
    joined.set(size, cut + headerBytes);
    joined.set(sealed, cut + headerBytes + size.length);
    return joined;
  },
  part(frame): Parts | null {
    const units = unitsOf(frame);
    if (!units || units.first.end !== frame.length) return null;
    return { clear: frame.subarray(0, units.first.at), sealed: frame.subarray(units.first.payloadAt) };
  },
  /** Sizes are written anew on the way, so only headers and payloads count. */
  seen(clear) {
    const seen = new Uint8Array(clear.length);
    let length = 0;
    for (let unit = unitAt(clear, 0); unit !== null; unit = unitAt(clear, unit.end)) {
      if (DROPPED.has(unit.type)) continue;
      const header = clear.subarray(unit.at, unit.at + unit.headerBytes);
      seen.set(header, length);
      seen[length] = (header[0] ?? 0) & ~HAS_SIZE;
      seen.set(clear.subarray(unit.payloadAt, unit.end), length + header.length);
      length += header.length + unit.end - unit.payloadAt;
    }
    return seen.subarray(0, length);
  },
};
