import { expect, test } from "vitest";
import type { Found, Said } from "../../src/matching/api";
import { matchingWords } from "../../src/matching/en";
import { NO_WISH, daysOf, filtersIn, formOf, isSearching, momentOf, placesOf, queryOf, remarksOf, wordsOf } from "../../src/matching/model";
import type { ProgrammeList } from "../../src/programmes/api";

const SAID: Said = {
  code: "goals_covered",
  covered: null,
  of: null,
  hours: null,
  steps: null,
  percent: null,
  sessions: null,
  goals: [],
  lines: [],
  skills: [],
  industries: [],
  interests: [],
  languages: [],
  styles: [],
};

test("every code has a sentence, whatever its figures are", () => {
  const codes: Said["code"][] = [
    "goals_covered", "skills_offered", "works_alike", "hours_shared", "same_industry", "near_industry", "steps_ahead", "interests_shared", "well_found",
    "goals_missed", "skills_missed", "works_otherwise", "few_hours", "other_industry", "steps_off", "no_interests", "newcomer", "found_less",
  ];
  const figures: Partial<Said>[] = [
    {},
    { covered: 1, steps: 1, sessions: 1, percent: 80, styles: ["coaching"], interests: ["chess"] },
    { covered: 3, steps: -1, sessions: 0, styles: ["coaching"], languages: ["en"] },
    { steps: 0, languages: ["en"], interests: ["chess"] },
  ];
  const known = JSON.stringify(matchingWords.reason);
  for (const code of codes) {
    for (const one of figures) {
      const path = formOf({ ...SAID, ...one, code }).split(".");
      const last = path.at(-1) ?? "";
      let at: unknown = matchingWords.reason;
      for (const name of path.slice(0, -1)) at = (at as Record<string, unknown>)[name];
      const words = at as Record<string, unknown>;
      expect(typeof (words[last] ?? words[`${last}_other`]), `${path.join(".")} in ${known}`).toBe("string");
    }
  }
});

test("a search begins with a word or a filter", () => {
  expect(isSearching(NO_WISH)).toBe(false);
  expect(isSearching({ ...NO_WISH, words: "  " })).toBe(false);
  expect(isSearching({ ...NO_WISH, words: "zo" })).toBe(true);
  expect(isSearching({ ...NO_WISH, isFreeOnly: true })).toBe(true);
  expect(filtersIn({ ...NO_WISH, languages: ["en", "el"], most: { amount: 0, currency: "EUR" } })).toBe(3);
});

test("skills go by concept where there is one, and prices in minor units", () => {
  const skills = [{ concept: "esco:1", text: "Sailing" }, { concept: null, text: "Knots" }];
  const query = queryOf({ ...NO_WISH, words: " a ", skills, most: { amount: 12.5, currency: "KWD" }, sharesHours: true }, 3);
  expect(query).toMatchObject({ q: "a", concept: ["esco:1"], skill: ["Knots"], mostMinor: 12_500, currency: "KWD", leastHours: 2 });
});

test("only programmes that are under way and in which one seeks are places to find somebody", () => {
  const programme = { id: "a", name: "A", state: "running" };
  const mine = [
    { programme, place: { standing: "joined", roles: ["mentee"] } },
    { programme: { ...programme, id: "b" }, place: { standing: "joined", roles: ["mentor"] } },
    { programme: { ...programme, id: "c" }, place: { standing: "invited", roles: ["mentee"] } },
    { programme: { ...programme, id: "d", state: "closed" }, place: { standing: "joined", roles: ["mentee"] } },
  ];
  expect(placesOf({ mine } as unknown as ProgrammeList)).toEqual([{ id: "a", name: "A" }]);
});

test("words that are the same are told once, remarks in an order of their own, days once", () => {
  const found = { words: [{ mine: "seed", theirs: "seed" }, { mine: "money", theirs: "fundraising" }], told: ["hours", "asked"] } as unknown as Found;
  expect(wordsOf(found)).toEqual([{ mine: "seed", theirs: null }, { mine: "money", theirs: "fundraising" }]);
  expect(remarksOf(found)).toEqual(["asked", "hours"]);
  expect(daysOf([3, 1, 3].map((weekday) => ({ weekday, startMinute: 0, endMinute: 30 })))).toEqual([1, 3]);
});

test("a minute of the week in UTC falls into the week at hand, also on its last day", () => {
  const sunday = new Date("2026-11-29T23:00:00Z");
  expect(momentOf(18 * 60, sunday).toISOString()).toBe("2026-11-23T18:00:00.000Z");
});
