import { expect, test } from "vitest";
import { Refused, Unreachable } from "../../src/core/errors";
import { cameraEncodings, codecFor, layerFor } from "../../src/signaling/encodings";
import { joinProblem } from "../../src/signaling/endings";
import { guestNameWord } from "../../src/signaling/guest";
import { fitGrid } from "../../src/signaling/layout";
import { deviceProblem, isWorthAskingApart, shareProblem } from "../../src/signaling/problems";
import { forgetSeat, keepSeat, readSeat } from "../../src/signaling/seat";
import { loudnessOf } from "../../src/signaling/use";

const named = (name: string, message = ""): Error => Object.assign(new Error(message), { name });

test("a person's refusal and the system's are told apart", () => {
  expect([deviceProblem(named("NotAllowedError", "Permission denied")), deviceProblem(named("NotAllowedError", "Permission denied by system"))]).toEqual(["deniedByUser", "deniedBySystem"]);
});

test.each([
  ["NotFoundError", "none"],
  ["NotReadableError", "busy"],
  ["OverconstrainedError", "none"],
  ["SecurityError", "insecure"],
  ["WhateverError", "unknown"],
])("%s means %s", (name, word) => {
  expect(deviceProblem(named(name))).toBe(word);
});

test("a dismissed share is no failure", () => {
  expect([shareProblem(named("NotAllowedError", "Permission denied")), shareProblem(named("NotReadableError"))]).toEqual([null, "busy"]);
});

test("a missing camera does not cost the microphone, a refusal is not asked twice", () => {
  expect([isWorthAskingApart("none"), isWorthAskingApart("deniedByUser")]).toEqual([true, false]);
});

test("a small camera sends fewer layers", () => {
  expect([720, 360, 180].map((height) => cameraEncodings(height).length)).toEqual([3, 2, 1]);
});

test("the largest layer is always the camera's own size", () => {
  expect([720, 360, 180].map((height) => cameraEncodings(height).at(-1)?.scaleResolutionDownBy)).toEqual([1, 1, 1]);
});

test("a picture of so many lines gets the same bits, whatever the camera", () => {
  const bitrates = (height: number) => cameraEncodings(height).map(({ maxBitrate }) => maxBitrate ?? 0);
  expect(bitrates(720)).toEqual([150_000, expect.closeTo(504_000, -4), expect.closeTo(1_697_000, -4)]);
  expect(bitrates(360)).toEqual(bitrates(720).slice(0, 2));
  expect(bitrates(2160).at(-1)).toBe(1_700_000);
});

test("codecs with layers inside send one stream, the others one a size", () => {
  expect(cameraEncodings(720, "vp9").map(({ scalabilityMode }) => scalabilityMode)).toEqual(["L3T3_KEY"]);
  expect(cameraEncodings(180, "av1").map(({ scalabilityMode }) => scalabilityMode)).toEqual(["L1T3"]);
  expect(cameraEncodings(720, "h264").map(({ scalabilityMode }) => scalabilityMode)).toEqual(["L1T1", "L1T1", "L1T1"]);
});

test("another codec is sent only when it was asked for and the browser can", () => {
  const capable = ["video/VP8", "video/VP9"];
  expect(["vp9", "av1", null].map((wish) => codecFor("camera", wish, capable))).toEqual(["vp9", "vp8", "vp8"]);
  expect(codecFor("screen", "vp9", capable)).toBe("vp8");
});

test("a tile receives the layer that fits it", () => {
  expect([120, 360, 720].map(layerFor)).toEqual([0, 1, 2]);
});

test("two tiles stand side by side on a wide screen and above each other on a phone", () => {
  expect([fitGrid(2, 1200, 600, 12).columns, fitGrid(2, 390, 700, 12).columns]).toEqual([2, 1]);
});

test.each([1, 2, 3, 5, 9, 17, 50])("%i tiles fit into the stage", (count) => {
  const { columns, tileWidth, tileHeight } = fitGrid(count, 1280, 640, 12);
  const rows = Math.ceil(count / columns);
  expect(columns * tileWidth + (columns - 1) * 12).toBeLessThanOrEqual(1280);
  expect(rows * tileHeight + (rows - 1) * 12).toBeLessThanOrEqual(640);
});

test("a stage that is not laid out yet has no tiles", () => {
  expect(fitGrid(3, 0, 0, 12).tileWidth).toBe(0);
});

test("each refusal at the door has its word", () => {
  const refused = (code: string): Refused => new Refused({ code, status: 409, title: "", detail: "" });
  const errors = [refused("room_full"), refused("room_ended"), refused("room_token_refused"), new Unreachable("x"), named("UnsupportedError"), refused("new")];
  expect(errors.map(joinProblem)).toEqual(["full", "ended", "expired", "unreachable", "unsupported", "other"]);
});

test("a seat is kept per session and forgotten on leaving", () => {
  keepSeat("r", { seatToken: "s", microphone: true, camera: false });
  const kept = [readSeat("r"), readSeat("other")];
  forgetSeat("r");
  expect([...kept, readSeat("r")]).toEqual([{ seatToken: "s", microphone: true, camera: false }, null, null]);
});

test("a spoilt seat is no seat", () => {
  sessionStorage.setItem("ithaca.seat.r", "{broken");
  expect(readSeat("r")).toBeNull();
});

test("a guest needs a name of at most eighty signs", () => {
  expect([guestNameWord("  "), guestNameWord("Ann"), guestNameWord("x".repeat(81))]).toEqual(["nameNeeded", null, "nameLong"]);
});

test("silence is nothing and a full tone is all", () => {
  const tone = Float32Array.from({ length: 1024 }, (_, at) => Math.sin(at / 3));
  expect([loudnessOf(new Float32Array(1024)), loudnessOf(tone)]).toEqual([0, 1]);
});
