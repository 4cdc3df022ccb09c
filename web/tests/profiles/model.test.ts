import { expect, test } from "vitest";
import type { Completeness, Goal, MenteeProfile, MentorProfile } from "../../src/profiles/api";
import {
  beside,
  gapsOf,
  insertAt,
  markOf,
  minorOf,
  moveTo,
  placeOver,
  priceText,
  removeAt,
  resumeAt,
  screenFields,
  sendableMentee,
  sendableMentor,
  skillsFrom,
  stepIn,
  textWord,
} from "../../src/profiles/model";

const lacking = (...fields: [field: string, isNeeded: boolean][]): Completeness => ({
  percent: 50,
  isReady: !fields.some(([, isNeeded]) => isNeeded),
  missing: fields.map(([field, isNeeded]) => ({ field, isNeeded })),
});

test("one goes on at the first step that lacks something needed", () => {
  expect(resumeAt("mentee", lacking(["goals", true], ["hours", true]))).toBe("goals");
  expect(resumeAt("mentee", lacking(["interests", false], ["hours", true]))).toBe("week");
  expect(resumeAt("mentor", lacking(["skills", false]))).toBe("done");
});

test("needed gaps come first, and fields nobody knows are left out", () => {
  const gaps = gapsOf(lacking(["interests", false], ["starSign", true], ["hours", true]));
  expect(gaps.map(({ field }) => field)).toEqual(["hours", "interests"]);
  expect(markOf("week", lacking(["hours", true]))).toBe("open");
  expect(markOf("you", lacking(["interests", false]))).toBe("part");
  expect(markOf("goals", lacking(["hours", true]))).toBe("full");
});

test("steps are those of one's side", () => {
  expect(stepIn("mentee", "terms")).toBeUndefined();
  expect(stepIn("mentor", "terms")).toBe("terms");
  expect(beside("mentee", "goals", -1)).toBeUndefined();
  expect(beside("mentor", "week", 1)).toBe("terms");
});

test("entries move, go and come back without losing any", () => {
  expect(moveTo(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moveTo(["a", "b"], 0, 5)).toEqual(["a", "b"]);
  expect(insertAt(removeAt(["a", "b", "c"], 1), 1, "b")).toEqual(["a", "b", "c"]);
});

test("a dragged entry takes the place whose middle it has passed", () => {
  const middles = [50, 150, 250];
  expect([10, 149, 151, 400].map((y) => placeOver(middles, 0, y))).toEqual([0, 0, 1, 2]);
  expect([10, 149, 260].map((y) => placeOver(middles, 2, y))).toEqual([0, 1, 2]);
});

test("rows nobody has written in are not sent, and words find their rows again", () => {
  const goals = ["", "Lead", "  ", "Speak"].map((text): Goal => ({ text, industry: null, skills: [] }));
  const sent = sendableMentee({ goals } as Partial<MenteeProfile>);
  expect(sent.goals?.map(({ text }) => text)).toEqual(["Lead", "Speak"]);
  const fields = screenFields({ "goals[1].text": "Too long.", goals: "Five." }, "goals", goals.map(({ text }) => text));
  expect(fields).toEqual({ "goals[3].text": "Too long.", goals: "Five." });
  const offer = { expertise: ["a", ""], skills: [] };
  expect(sendableMentor({ offer } as Partial<MentorProfile>)).toEqual({ offer: { expertise: ["a"], skills: [] } });
  expect(screenFields({ "offer.expertise[0]": "Short." }, "offer.expertise", ["", "x"])).toEqual({ "offer.expertise[1]": "Short." });
});

test("a text says nothing while it is empty", () => {
  expect([textWord("", 3, 5), textWord("ab", 3, 5), textWord("abc", 3, 5), textWord("abcdef", 3, 5)]).toEqual([null, "short", null, "long"]);
  expect(textWord("👩‍👩‍👧 go", 3, 20)).toBeNull();
});

test("skills keep their concept, take a suggested one, or stay words", () => {
  const before = [{ text: "js", concept: "esco:1" }];
  expect(skillsFrom(["js", "Chess", "whittling"], before, new Map([["Chess", "esco:2"]]))).toEqual([
    { text: "js", concept: "esco:1" },
    { text: "Chess", concept: "esco:2" },
    { text: "whittling", concept: null },
  ]);
});

test("amounts are exact in minor units and written as people do", () => {
  expect(minorOf(19.99, 2)).toBe(1999);
  expect(priceText({ amountMinor: 4500, currency: "EUR", trial: "" }, 2, "en")).toBe("€45");
  expect(priceText({ amountMinor: 4550, currency: "EUR", trial: "" }, 2, "en")).toBe("€45.50");
  expect(priceText({ amountMinor: 5000, currency: "JPY", trial: "" }, 0, "en")).toBe("¥5,000");
});
