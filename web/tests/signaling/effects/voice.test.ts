import { expect, test } from "vitest";
import { isHeeded, processingOf, voiceOf } from "../../../src/signaling/effects/voice";

test("the browser's own care is the default, and what makes no sense is that", () => {
  expect([voiceOf(null), voiceOf("strong"), voiceOf("loud")]).toEqual(["browser", "strong", "browser"]);
});

test("only one of the two reduces noise, and echo is taken away always", () => {
  expect(processingOf("browser")).toEqual({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });
  expect(processingOf("strong")).toEqual({ echoCancellation: true, noiseSuppression: false, autoGainControl: true });
  expect(processingOf("off")).toEqual({ echoCancellation: true, noiseSuppression: false, autoGainControl: false });
});

test("a browser that does something else than it was asked is found out; one that says nothing is not blamed", () => {
  expect(isHeeded("browser", { noiseSuppression: true })).toBe(true);
  expect(isHeeded("browser", { noiseSuppression: false })).toBe(false);
  expect(isHeeded("off", { noiseSuppression: true })).toBe(false);
  expect(isHeeded("strong", {})).toBeNull();
});
