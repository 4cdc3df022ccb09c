import { describe, expect, it } from "vitest";
import { loadTongue } from "../../src/app/tongues";
import { english } from "../../src/app/words";
import { speak, startWords } from "../../src/core/i18n";
import { LANGUAGES, type LanguageTag, faultsOf } from "../../src/core/languages";

const OTHERS = LANGUAGES.filter((tag): tag is Exclude<LanguageTag, "en"> => tag !== "en");

describe("a translation", () => {
  it.each(OTHERS)("into %s lacks no word, and fills the same places", async (tag) => {
    expect(faultsOf(english, (await loadTongue(tag)).words, tag)).toEqual([]);
  });

  it("is told what it lacks, form by form", () => {
    const words = { a: { days_one: "{{count}} day", days_other: "{{count}} days" }, hello: "Hello {{name}}", bye: "Bye" };
    const arabic = { a: { days_one: "يوم", days_two: "يومان", days_few: "{{count}} أيام", days_many: "{{count}} يومًا", days_other: "أيام" }, hello: "مرحبا", bye: " ", more: "" };
    expect(faultsOf(words, arabic, "ar")).toEqual(["a.days_zero", "a.days_other", "hello", "bye", "more"]);
  });

  it("says what nothing is called where English does, and may do without where it does not", () => {
    const words = { seen_zero: "None seen", seen_other: "{{count}} seen", left_other: "{{count}} left" };
    expect(faultsOf(words, { seen_one: "{{count}}", seen_other: "{{count}}", left_one: "{{count}}", left_other: "{{count}}" }, "de")).toEqual(["seen_zero"]);
  });
});

describe("the application's words", () => {
  it("show numbers as the reader writes them, and leave years in one piece", () => {
    const words = startWords({ core: { much: "{{n}} of {{year}} by {{who}}" } }, "core", "de-DE");
    expect(words.t("much" as never, { n: 12_345.5, year: 2026, who: "007" })).toBe("12.345,5 of 2026 by 007");
  });

  it("turn the page around for a language that runs from right to left", async () => {
    const words = startWords(english, "core", "en");
    await speak(words, "ar-EG", () => Promise.resolve({ words: { core: { close: "إغلاق" } }, sayings: {} }));
    expect([document.documentElement.dir, document.documentElement.lang, words.t("close")]).toEqual(["rtl", "ar-EG", "إغلاق"]);
    await speak(words, "en", () => Promise.reject(new Error("English is always here")));
    expect([document.documentElement.dir, words.t("close")]).toEqual(["ltr", "Close"]);
  });

  it("have the numerals of Arabic where no region says otherwise", async () => {
    const words = startWords({ core: {} }, "core", "en");
    await speak(words, "ar", () => Promise.resolve({ words: { core: { seen: "{{n}}" } }, sayings: {} }));
    expect([words.language, words.t("seen" as never, { n: 42 })]).toEqual(["ar-EG", "٤٢"]);
  });

  it("stay as they are where a language cannot be loaded", async () => {
    const words = startWords(english, "core", "en");
    await expect(speak(words, "de", () => Promise.reject(new Error("offline")))).rejects.toThrow("offline");
    expect([words.language, words.t("close")]).toEqual(["en", "Close"]);
  });
});
