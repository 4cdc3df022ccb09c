/** Going straight in: what is kept, and whether what was used is still there. */
import { describe, expect, it } from "vitest";
import { straightOf } from "../../src/rooms/straight";
import { type DeviceLists, noDevices } from "../../src/signaling/devices";
import { isThere, wantedOf } from "../../src/signaling/straight/going";

const devices: DeviceLists = { ...noDevices, camera: [{ id: "eye", label: "Eye" }] };
const chosen = { microphone: null, camera: null, speaker: null };

describe("what a browser keeps of going straight in", () => {
  it("is nothing at first, and nothing of what makes no sense", () => {
    for (const kept of [null, "null", "{", "[]", '{"microphone":true}', '{"person":7}']) expect(straightOf(kept)).toBeNull();
  });

  it("is who, and what was on", () => {
    expect(straightOf('{"person":"p","camera":true,"microphone":"yes"}')).toEqual({ person: "p", microphone: false, camera: true });
  });
});

describe("a device of last time", () => {
  it("is there while the browser lists the chosen one", () => {
    expect(isThere("camera", devices, { ...chosen, camera: "eye" })).toBe(true);
    expect(isThere("camera", devices, { ...chosen, camera: "gone" })).toBe(false);
  });

  it("may be any of its kind where none was chosen", () => {
    expect(isThere("camera", devices, chosen)).toBe(true);
    expect(isThere("microphone", devices, chosen)).toBe(false);
  });

  it("is opened only if it was on", () => {
    expect(wantedOf({ person: "p", microphone: false, camera: true })).toEqual(["camera"]);
  });
});
