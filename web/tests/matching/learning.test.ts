/** A proposal says most of what changes most, and claims of the answers only what they say. */
import { describe, expect, it } from "vitest";
import type { Learning, Proposal, ProposedWeight, Version } from "../../src/matching/learning/api";
import { directionOf, findingOf, isEnough, outcomeOf, percentOf, tenthsOfVersion, told, widthOf } from "../../src/matching/learning/model";

const weight = (criterion: ProposedWeight["criterion"], before: number, after: number, more: Partial<ProposedWeight> = {}): ProposedWeight => ({
  criterion,
  before,
  after,
  stars: 1,
  expectedStars: 0.5,
  errorStars: 0.1,
  certainty: "clear",
  ...more,
});

const proposal = (...weights: ProposedWeight[]): Proposal => ({
  id: "p",
  madeAt: "2026-11-22T03:00:00Z",
  isOutdated: false,
  sessions: 300,
  raters: 60,
  mentors: 20,
  firstAt: "2026-01-01T00:00:00Z",
  lastAt: "2026-11-21T00:00:00Z",
  foreseenBefore: 0.6,
  foreseenAfter: 0.7,
  weights,
});

describe("a proposal", () => {
  const one = proposal(weight("goals", 0.3, 0.25), weight("style", 0.15, 0.3), weight("skills", 0.2, 0.203));

  it("tells what changes, most first, apart from what stays", () => {
    const { moved, staying } = told(one);
    expect(moved.map(({ criterion }) => criterion)).toEqual(["style", "goals"]);
    expect(staying.map(({ criterion }) => criterion)).toEqual(["skills"]);
    expect(moved.map(directionOf)).toEqual(["more", "less"]);
  });

  it("draws its widest weight whole and the others beside it", () => {
    expect([widthOf(0.3, one), widthOf(0.15, one)]).toEqual([100, 50]);
    expect(widthOf(0, proposal())).toBe(0);
  });
});

describe("what the answers say of a weight", () => {
  it("is told when it points where the weight goes", () => {
    expect(findingOf(weight("style", 0.15, 0.3))).toBe("stronger");
    expect(findingOf(weight("goals", 0.3, 0.2, { stars: 0.2 }))).toBe("weaker");
  });

  it("is not claimed for a weight that only makes room, or where nothing differs", () => {
    expect(findingOf(weight("goals", 0.3, 0.25, { stars: 0.9 }))).toBe("room");
    expect(findingOf(weight("goals", 0.3, 0.25, { stars: 0.49 }))).toBe("room");
  });
});

it("learning begins with enough answers of enough people", () => {
  const there = { sessions: 20, neededSessions: 20, raters: 5, neededRaters: 5 } as Learning;
  expect(isEnough(there)).toBe(true);
  expect(isEnough({ ...there, raters: 4 })).toBe(false);
  expect([percentOf(5, 20), percentOf(30, 20)]).toEqual([25, 100]);
});

it("what was decided is proposed no longer", () => {
  expect([outcomeOf("proposed", null), outcomeOf("proposed", proposal()), outcomeOf("no_better", null)]).toEqual(["decided", "proposed", "no_better"]);
});

it("a version's weights are drawn in tenths of a percent", () => {
  const version = { weights: { goals: 0.296, skills: 0.2 } } as unknown as Version;
  expect(tenthsOfVersion(version)).toMatchObject({ goals: 296, skills: 200, style: 0 });
});
