// @vitest-environment node
import { describe, expect, test } from "vitest";
import { av1 } from "../../src/secrecy/av1";
import { type Source, openFrame, readSealed, sealFrame } from "../../src/secrecy/cipher";
import { layoutOf } from "../../src/secrecy/codecs";
import { escape, h264, unescape } from "../../src/secrecy/h264";
import type { Layout } from "../../src/secrecy/layout";
import { frameKey, freshLink } from "../../src/secrecy/ratchet";
import { type Bytes, isSealed } from "../../src/secrecy/trailer";

const bytes = (...parts: (number | number[])[]): Bytes => Uint8Array.from(parts.flat());
const noise = (length: number, seed = 7): number[] => Array.from({ length }, (_, index) => (index * 31 + seed) % 256);
const layout = (mimeType: string): Layout => {
  const found = layoutOf(mimeType);
  if (!found) throw new Error(mimeType);
  return found;
};
const hex = (frame: Bytes): string => Buffer.from(frame).toString("hex");
const mark = { generation: 3, step: 2, counter: 41 };
const key = await frameKey(freshLink(3));

async function sealed(frame: Bytes, mimeType: string, source: Source = "camera"): Promise<Bytes> {
  const found = await sealFrame(frame, layout(mimeType), source, mark, key);
  if (!found) throw new Error("not sealed");
  return found;
}

async function opened(frame: Bytes, mimeType: string, source: Source = "camera", by = key): Promise<Bytes | null> {
  const parts = readSealed(frame, layout(mimeType));
  return parts && openFrame(parts, layout(mimeType), source, by);
}

/** SPS, PPS, and a slice in two start code lengths. */
const IDR = bytes([0, 0, 0, 1, 0x67, 0x42, 0xe0, 0x1f], [0, 0, 0, 1, 0x68, 0xce], [0, 0, 1, 0x65, 0x88, 0x84, 0, 0x33], noise(400), [0, 0, 1, 0x65, 0x11], noise(50));
const P_SLICE = bytes([0, 0, 0, 1, 0x41, 0x9a, 0x24, 0, 0], noise(90));
/** Temporal delimiter, sequence header, frame with an extension. */
const AV1_KEY = bytes([0x12, 0], [0x0a, 3, 1, 2, 3], [0x36, 0x48, 0x80 + 72, 1], noise(200));
const AV1_LAST_WITHOUT_SIZE = bytes([0x30], noise(77));

const FRAMES: [string, string, Bytes, number][] = [
  ["audio/opus", "sound", bytes(0x78, noise(80)), 1],
  ["audio/opus", "silence of one byte", bytes(0x78), 1],
  ["video/VP8", "a key frame", bytes([0x10, 2, 0, 0x9d, 1, 0x2a, 64, 1, 180, 0], noise(900)), 10],
  ["video/VP8", "a later frame", bytes([0x11, 2, 0], noise(100)), 3],
  ["video/VP8", "only a head", bytes(0x11, 2, 0), 3],
  ["video/VP9", "a frame", bytes(noise(300)), 0],
  ["video/H264", "a key frame", IDR, 22],
  ["video/H264", "a later frame", P_SLICE, 9],
  ["video/AV1", "a key frame", AV1_KEY, 7],
  ["video/AV1", "a unit without a size", AV1_LAST_WITHOUT_SIZE, 0],
];

describe.each(FRAMES)("%s, %s", (mimeType, _, frame, clear) => {
  test("comes out as it went in, and in between only the head is to be read", async () => {
    const hidden = await sealed(frame, mimeType);
    expect(layout(mimeType).cut(frame)).toBe(clear);
    expect(hidden.subarray(0, clear)).toEqual(frame.subarray(0, clear));
    const body = frame.subarray(clear + 4, clear + 16);
    expect(body.length === 12 && hex(hidden).includes(hex(body))).toBe(false);
    expect(await opened(hidden, mimeType)).toEqual(frame);
  });

  test("opens with no other key and as no other source", async () => {
    const hidden = await sealed(frame, mimeType);
    expect(await opened(hidden, mimeType, "camera", await frameKey(freshLink(3)))).toBeNull();
    expect(await opened(hidden, mimeType, "screen")).toBeNull();
  });

  test("cut short or changed it does not open", async () => {
    const hidden = await sealed(frame, mimeType);
    const lengths = [0, 1, hidden.length >> 1, hidden.length - 12, hidden.length - 1];
    for (const length of lengths) expect(await opened(hidden.slice(0, length), mimeType)).toBeNull();
    const places = [clear, hidden.length >> 1, hidden.length - 20, hidden.length - 9, hidden.length - 6, hidden.length - 1];
    for (const place of places.filter((at) => at >= clear && at < hidden.length)) {
      const changed = hidden.slice();
      changed[place] = (changed[place] ?? 0) ^ 0x40;
      expect(await opened(changed, mimeType)).toBeNull();
    }
  });
});

test.each(["video/VP8", "audio/opus"])("%s: a changed head does not open", async (mimeType) => {
  const hidden = await sealed(bytes(0x11, noise(60)), mimeType);
  hidden[0] = 0x31;
  expect(await opened(hidden, mimeType)).toBeNull();
});

test("a codec we know no layout of is not encrypted by guesswork", () => {
  expect(layoutOf("video/H265")).toBeNull();
});

test("a plain frame does not look sealed", () => {
  for (const [, , frame] of FRAMES) expect(isSealed(frame)).toBe(false);
});

test("H.264 that is sealed has no start code behind its slice header", async () => {
  for (let round = 0; round < 200; round += 1) {
    const frame = bytes([0, 0, 0, 1, 0x41, 0x9a, 0x24, 0, 0], noise(60, round));
    const hidden = await sealFrame(frame, h264, "camera", { ...mark, counter: round }, key);
    expect(Array.from(hidden?.subarray(7) ?? []).join()).not.toMatch(/(?<![0-9])0,0,[012](?![0-9])/);
    expect(hidden && (await opened(hidden, "video/H264"))).toEqual(frame);
  }
});

test("escaping is undone whatever the bytes and however many zeros stand before", () => {
  for (const before of [0, 1, 2]) {
    for (const raw of [bytes(0, 0, 0, 0, 0), bytes(0, 0, 3, 0, 0, 1), bytes(1, 0, 0, 2, 3, 0, 0), bytes(3, 3, 3), bytes(), bytes(noise(500))]) {
      expect(unescape(escape(raw, before), before)).toEqual(raw);
    }
  }
});

test("H.264 whose start codes got another length on the way still opens", async () => {
  const hidden = await sealed(IDR, "video/H264");
  const at = Buffer.from(hidden).indexOf(bytes(0, 0, 1, 0x65));
  const longer = bytes([...hidden.subarray(0, at)], [0, 0, 0, 1], [...hidden.subarray(at + 3)]);
  expect((await opened(longer, "video/H264"))?.subarray(at + 4)).toEqual(IDR.subarray(at + 3));
});

test("nobody can put a plain slice before the sealed one", async () => {
  const hidden = await sealed(P_SLICE, "video/H264");
  const forged = bytes([0, 0, 0, 1, 0x65, 0x88, 0x84, 0, 0x33], noise(40), [...hidden]);
  expect(await opened(forged, "video/H264")).toBeNull();
  expect(await opened(bytes([0, 0, 0, 1, 0x70, 9], [...hidden]), "video/H264")).toBeNull();
});

/** What libwebrtc does on the way: no delimiters, no sizes, and sizes anew at the other end. */
function repacketized(frame: Bytes): Bytes {
  const out: number[] = [];
  for (let at = 0; at < frame.length; ) {
    const header = frame[at] ?? 0;
    const headerBytes = header & 4 ? 2 : 1;
    let next = at + headerBytes;
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = frame[next] ?? 0;
      next += 1;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const payload = frame.subarray(next, next + size);
    if (((header >> 3) & 15) !== 2) {
      const told = size < 128 ? [size] : [0x80 | (size & 0x7f), size >> 7];
      out.push(...frame.subarray(at, at + headerBytes), ...told, ...payload);
    }
    at = next + size;
  }
  return bytes(out);
}

test("AV1 survives what packetizers do to its units", async () => {
  const hidden = await sealed(AV1_KEY, "video/AV1");
  const arrived = repacketized(hidden);
  expect(arrived).not.toEqual(hidden);
  expect(await opened(arrived, "video/AV1")).toEqual(AV1_KEY.subarray(2));
});

test("AV1: a changed sequence header does not open", async () => {
  const hidden = await sealed(AV1_KEY, "video/AV1");
  hidden[5] = 9;
  expect(await opened(hidden, "video/AV1")).toBeNull();
});

test("a huge frame comes out whole", async () => {
  const frame = crypto.getRandomValues(new Uint8Array(65_536));
  const huge = new Uint8Array(32 * frame.length);
  for (let at = 0; at < huge.length; at += frame.length) huge.set(frame, at);
  const plain = await opened(await sealed(huge, "video/VP8"), "video/VP8");
  expect(Buffer.compare(plain ?? new Uint8Array(0), huge)).toBe(0);
});

test.each([
  ["audio/opus", bytes()],
  ["video/VP8", bytes(0x11, 2)],
  ["video/VP8", bytes(0x10, 2, 0, 0x9d)],
  ["video/H264", bytes([0, 0, 0, 1, 0x67, 0x42])],
  ["video/H264", bytes(noise(50))],
  ["video/AV1", bytes([0x12, 0, 0x0a, 3, 1, 2, 3])],
  ["video/AV1", bytes([0x32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ["video/AV1", bytes(0x80)],
])("%s without a frame we find is not sent at all", async (mimeType, frame) => {
  expect(await sealFrame(frame, layout(mimeType), "camera", mark, key)).toBeNull();
  expect(readSealed(frame, layout(mimeType))).toBeNull();
});

test("AV1 with something behind the sealed unit is refused", async () => {
  const hidden = await sealed(AV1_KEY, "video/AV1");
  expect(readSealed(bytes([...hidden], [0x0a, 1, 0]), av1)).toBeNull();
});
