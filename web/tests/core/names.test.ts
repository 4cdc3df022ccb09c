import { expect, test } from "vitest";
import { hueOf, initials, shownName } from "../../src/core/names";

test("the initials are of the first and the last word", () => {
  expect(initials("Eleni Maria Papadaki")).toBe("EP");
});

test("a single word gives one initial", () => {
  expect(initials("wei")).toBe("W");
});

test("an empty name has no initials", () => {
  expect(initials("   ")).toBe("");
});

test("an Arabic name keeps its own letters", () => {
  expect(initials("نادية الحسن")).toBe("نا");
});

test("brackets and bullets are no initials", () => {
  expect(initials("(Ann) •Lee")).toBe("AL");
});

test("a letter with its combining accent stays whole", () => {
  expect(initials("E\u0301lodie")).toBe("E\u0301".toLocaleUpperCase());
});

test("an emoji name shows its first sign", () => {
  expect(initials("👩🏽‍🚀")).toBe("👩🏽‍🚀");
});

test("a person's colour never changes", () => {
  expect(hueOf("Eleni")).toBe(hueOf("Eleni"));
});

test("a name of nothing readable is replaced", () => {
  expect(shownName("\u202E \u200B", "Somebody")).toBe("Somebody");
});

test("signs that turn the reading direction are taken out", () => {
  expect(shownName("Ann\u202Eevil", "Somebody")).toBe("Annevil");
});
