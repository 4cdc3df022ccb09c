import { expect, test } from "vitest";
import { isRefused } from "../../src/core/errors";
import { LARGEST_BYTES, clockOf, offsetsOf, playFile, titleOf } from "../../src/signaling/announcing";
import type { CallLine } from "../../src/signaling/socket";

/** Keeps what is asked, in order. */
function listening(): { line: CallLine; asked: [string, object][] } {
  const asked: [string, object][] = [];
  const request = (event: string, payload: object): Promise<object> => Promise.resolve(void asked.push([event, payload])).then(() => ({}));
  return { line: { request } as unknown as CallLine, asked };
}

test("a file goes out in pieces, in order, and is played at the end under its name", async () => {
  const { line, asked } = listening();
  await playFile(line, new File([new Uint8Array(300_000)], "welcome all.mp3"), "too large");
  expect(asked.map(([event]) => event)).toEqual(["send_sound", "send_sound", "send_sound", "announce"]);
  expect(asked.slice(0, 3).map(([, payload]) => (payload as { offset: number }).offset)).toEqual([0, 131_072, 262_144]);
  expect(asked[3]?.[1]).toEqual({ title: "welcome all" });
});

test("a file that is too large is refused before anything is sent", async () => {
  const { line, asked } = listening();
  const file = { size: LARGEST_BYTES + 1, name: "x.wav" } as File;
  const error = await playFile(line, file, "The file is larger than 10 MB.").catch((problem: unknown) => problem);
  expect(isRefused(error, "too_large") && error.detail).toBe("The file is larger than 10 MB.");
  expect(asked).toEqual([]);
});

test("a title is a name that people read", () => {
  expect(titleOf("Morning bell.flac")).toBe("Morning bell");
  expect(titleOf(".mp3")).toBe(".mp3");
  expect([...titleOf("🔔".repeat(200))]).toHaveLength(80);
});

test("times and pieces", () => {
  expect([clockOf(0), clockOf(-3), clockOf(65.4), clockOf(300)]).toEqual(["0:00", "0:00", "1:05", "5:00"]);
  expect(offsetsOf(0)).toEqual([]);
});
