import { expect, test } from "vitest";
import { lookedIn, lookedOf, wishOf } from "../../src/matching/looked";
import { NO_WISH, type Wish } from "../../src/matching/model";

const WISH: Wish = {
  words: "pitch decks",
  languages: ["de", "en"],
  skills: [
    { concept: "esco:1", text: "project management" },
    { concept: null, text: "bee keeping" },
  ],
  industries: ["software"],
  isFreeOnly: true,
  isFavouritesOnly: true,
  sharesHours: true,
  most: { amount: 40, currency: "EUR" },
  stars: 4.5,
  page: 2,
};

test("what is looked for comes back out of the address", () => {
  const address: unknown = JSON.parse(JSON.stringify(lookedOf(WISH, "a-programme")));
  expect(wishOf(lookedIn(address as Record<string, unknown>))).toEqual(WISH);
});

test("nothing looked for leaves the address as it is", () => {
  expect(lookedOf(NO_WISH, undefined)).toEqual({});
  expect(wishOf({})).toEqual(NO_WISH);
});

test("an address that somebody wrote by hand is read as far as it makes sense", () => {
  const odd = { q: 42, languages: "en", skills: [7, "x".repeat(300)], free: "yes", most: -1, currency: "EUR", stars: 9, page: "two", programme: 3 };
  expect(lookedIn(odd)).toEqual({ q: "42", languages: ["en"] });
});
