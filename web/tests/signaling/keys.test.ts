import { expect, test } from "vitest";
import { DEFAULT_KEYS, KEY_DEEDS, ariaKey, deedOf, isAidDeed, keyLabel, keyOf, objectionTo, readKeys } from "../../src/signaling/keys/model";

const press = (key: string, part: object = {}): Parameters<typeof keyOf>[0] => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...part });

test("no default key stands for two things, and every one may be had", () => {
  expect(KEY_DEEDS.map((deed) => objectionTo(DEFAULT_KEYS, deed, DEFAULT_KEYS[deed]))).toEqual(KEY_DEEDS.map(() => null));
  expect(KEY_DEEDS.map((deed) => deedOf(DEFAULT_KEYS, DEFAULT_KEYS[deed]))).toEqual(KEY_DEEDS);
});

test.each([
  [press("M"), "m"],
  [press("?"), "?"],
  [press("д"), "д"],
  [press("d", { ctrlKey: true }), "mod+d"],
  [press("d", { metaKey: true }), "mod+d"],
  [press("@", { ctrlKey: true, altKey: true }), "@"],
  [press("F4", { altKey: true }), null],
  [press("Shift"), null],
  [press("d", { ctrlKey: true, metaKey: true }), null],
])("%j is %s", (pressed, key) => {
  expect(keyOf(pressed)).toBe(key);
});

test.each([
  ["camera", "m", { why: "taken", by: "microphone" }],
  ["camera", "mod+w", { why: "reserved" }],
  ["camera", "tab", { why: "navigating" }],
  ["camera", "arrowleft", { why: "navigating" }],
  ["talk", "mod+d", { why: "held" }],
  ["camera", "mod+d", null],
  ["camera", "v", null],
] as const)("%s by %s: %j", (deed, key, objection) => {
  expect(objectionTo(DEFAULT_KEYS, deed, key)).toEqual(objection);
});

test("what was kept is taken where it makes sense, all of it or none", () => {
  expect(readKeys(JSON.stringify({ hand: "x", unknown: "y" }))).toEqual({ ...DEFAULT_KEYS, hand: "x" });
  for (const kept of [null, "{", "7", JSON.stringify({ hand: 7 }), JSON.stringify({ hand: "m" }), JSON.stringify({ talk: "mod+d" })]) expect(readKeys(kept)).toEqual(DEFAULT_KEYS);
});

test("a key is told as it is printed on the reader's keyboard", () => {
  expect(["m", " ", "mod+d", "f2"].map((key) => keyLabel(key, true, "Leertaste"))).toEqual(["M", "Leertaste", "⌘ D", "F2"]);
  expect(keyLabel("mod+d", false, "Space")).toBe("Ctrl + D");
  expect([ariaKey("mod+d", true), ariaKey("mod+d", false), ariaKey(" ", false), ariaKey("m", false)]).toEqual(["Meta+D", "Control+D", "Space", "M"]);
});

test("the aids' deeds are told from the room's", () => {
  expect([isAidDeed("hand"), isAidDeed("microphone")]).toEqual([true, false]);
});
