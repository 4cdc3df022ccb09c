import { expect, test } from "vitest";
import { inNumerals } from "../../src/core/numerals";

test("a clock time has the numerals of its reader", () => {
  expect(inNumerals("1:02:09", "ar-EG")).toBe("١:٠٢:٠٩");
  expect(inNumerals("1:02:09", "de")).toBe("1:02:09");
});

test("so has the decimal point, and only between digits", () => {
  expect(inNumerals("1.5 Mbit/s", "de")).toBe("1,5 Mbit/s");
  expect(inNumerals("1.5 Mbit/s.", "ar-EG")).toBe("١٫٥ Mbit/s.");
  expect(inNumerals("1.5 Mbit/s", "en")).toBe("1.5 Mbit/s");
});

test("what is no figure stays as it is", () => {
  expect(inNumerals("< 1 ms", "ar-EG")).toBe("< ١ ms");
  expect(inNumerals("–", "ar-EG")).toBe("–");
});
