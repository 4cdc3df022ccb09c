import { expect, test } from "vitest";
import { LETTER_LANGUAGES, emailWord, letterLanguageOf, nameWord, passwordWord, safeNext, zoneChoices, zoneName } from "../../src/accounts/model";
import { languageName, ownName } from "../../src/core/languages";

test("a path of this site is a good place to go on to", () => {
  expect(safeNext("/s/abc?x=1")).toBe("/s/abc?x=1");
});

test.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", undefined])("%s is no place to go on to", (next) => {
  expect(safeNext(next)).toBe("/");
});

test("an address without an at sign is refused", () => {
  expect(emailWord("eleni.example.org")).toBe("email");
});

test("nine characters are too few for a password", () => {
  expect(passwordWord("ninechars")).toBe("passwordShort");
});

test("a name of eighty characters is fine", () => {
  expect(nameWord("x".repeat(80))).toBeNull();
});

test("a longer name is refused", () => {
  expect(nameWord("x".repeat(81))).toBe("nameLong");
});

test("a zone is named by its city first", () => {
  expect(zoneName("America/Argentina/Buenos_Aires")).toBe("Buenos Aires, Argentina, America");
});

test("a person's own zone is offered even when the browser does not know it", () => {
  const choices = zoneChoices(new Date("2026-03-01T12:00:00Z"), "en", "Mars/Olympus");
  expect(choices.find(({ value }) => value === "Mars/Olympus")?.label).toBe("Olympus, Mars (?)");
});

test("a tag that is no language is shown as it is", () => {
  expect(languageName("???", "en")).toBe("???");
});

test("a language of letters is called by its own name", () => {
  expect(LETTER_LANGUAGES.map(ownName)).toEqual(["English", "Deutsch", "Español", "Français", "العربية"]);
});

test("somebody is written to in the language of their locale, or in English", () => {
  expect(["de", "de-AT", "AR-sa", "en-US", "pt-BR", ""].map(letterLanguageOf)).toEqual(["de", "de", "ar", "en", "en", "en"]);
});
