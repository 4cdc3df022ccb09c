/** Edits of a draft are one whole; pairs are found, put in order, and the weakest known. */
import { describe, expect, it } from "vitest";
import type { Draft, Edits, Figures, Pair } from "../../src/matching/runs/api";
import { boostOf, chosenPairs, countOf, isLocked, momentOfSlot, seedOf, withBoost, withForbid, withLock, withPlaces } from "../../src/matching/runs/model";

const NONE: Edits = { locks: [], forbids: [], boosts: [], places: [] };
const two = { mentee: "ana", mentor: "dora" };

describe("edits", () => {
  it("keep a mentee with one mentor only, and never forbid what is kept", () => {
    const kept = withLock(withForbid(NONE, two), two);
    expect(isLocked(kept, two)).toBe(true);
    expect(kept.forbids).toEqual([]);
    const moved = withLock(kept, { mentee: "ana", mentor: "emil" });
    expect(moved.locks).toEqual([{ mentee: "ana", mentor: "emil" }]);
    expect(withForbid(kept, two).locks).toEqual([]);
  });

  it("are taken back to nothing", () => {
    const boosted = withPlaces(withBoost(NONE, two, 0.1), "dora", 2);
    expect([countOf(boosted), boostOf(boosted, two)]).toEqual([2, 0.1]);
    expect(countOf(withPlaces(withBoost(boosted, two, 0), "dora", null))).toBe(0);
  });
});

it("a seed is a whole number or nothing", () => {
  expect([seedOf(""), seedOf("7"), seedOf("-1"), seedOf("1.5"), seedOf("x")]).toEqual([null, 7, undefined, undefined, undefined]);
});

const pair = (mentee: string, score: number): Pair => ({ mentee, mentor: "dora", score, menteeRank: 1, mentorRank: 1, isLocked: false, price: 0, isPublished: false, problem: "" });

it("pairs are found by either name and the weakest come first", () => {
  const figures = { matched: 3, p5: 0.2 } as Figures;
  const draft = { run: { figures }, names: { a: "Ana", b: "Ben", c: "Cy", dora: "Dora" }, pairs: [pair("a", 0.9), pair("b", 0.2), pair("c", 0.5)] } as unknown as Draft;
  const ids = (words: string, isWorstOnly = false): string[] => chosenPairs(draft, { words, sort: "worst", isWorstOnly }, "en").map(({ mentee }) => mentee);
  expect(ids("DORA")).toEqual(["b", "c", "a"]);
  expect(ids("cy")).toEqual(["c"]);
  expect(ids("", true)).toEqual(["b"]);
});

it("a slot of the week is the moment of this week", () => {
  expect(momentOfSlot(37, new Date("2026-11-26T10:00:00Z")).toISOString()).toBe("2026-11-23T18:30:00.000Z");
});
