import { expect, test } from "vitest";
import type { Desk, Import, Member, Question } from "../../src/programmes/api";
import {
  CRITERIA,
  DEFAULT_TENTHS,
  type QuestionDraft,
  type Tenths,
  choicesOf,
  dayOf,
  endOfDay,
  fileWord,
  isGoingOn,
  isReadyInAll,
  moved,
  nextStep,
  percentOf,
  personState,
  questionsFor,
  sentAnswers,
  sharesOf,
  tenthsOf,
  withWeight,
  wordsFor,
} from "../../src/programmes/model";

const NOON = new Date("2026-11-22T12:00:00Z");
const sum = (tenths: Tenths): number => CRITERIA.reduce((total, one) => total + tenths[one], 0);

test("the weights sum to a hundred percent whichever is set to whatever", () => {
  let tenths = DEFAULT_TENTHS;
  for (const which of CRITERIA) {
    for (const value of [0, 7, 333, 999, 1000, 1200, -5, 410]) {
      tenths = withWeight(tenths, which, value);
      expect(sum(tenths)).toBe(1000);
      expect(tenths[which]).toBe(Math.min(1000, Math.max(0, value)));
      expect(Math.min(...CRITERIA.map((one) => tenths[one]))).toBeGreaterThanOrEqual(0);
    }
  }
});

test("what is taken from the others keeps their proportion", () => {
  const tenths = withWeight(DEFAULT_TENTHS, "goals", 650);
  expect([tenths.skills, tenths.style, tenths.quality]).toEqual([100, 75, 25]);
});

test("when one had all, the others share what it gives up", () => {
  const all = withWeight(DEFAULT_TENTHS, "goals", 1000);
  expect(withWeight(all, "goals", 300).skills).toBe(100);
});

test("weights go to the server and back unchanged", () => {
  const tenths = withWeight(DEFAULT_TENTHS, "style", 333);
  expect(tenthsOf(sharesOf(tenths))).toEqual(tenths);
  expect(Math.abs(Object.values(sharesOf(tenths)).reduce((total, one) => total + one, 0) - 1)).toBeLessThan(1e-9);
});

const desk = (programme: Partial<Desk["programme"]>, headcount: Partial<Desk["headcount"]> = {}): Desk =>
  ({
    programme: { state: "enrolment", description: "x", isOpen: false, endsAt: null, enrolmentEndsAt: null, ...programme },
    headcount: { mentors: 0, mentees: 0, both: 0, invited: 0, ...headcount },
  }) as Desk;

test("the next step is the one that is missing", () => {
  const past = "2026-11-01T00:00:00Z";
  const steps: [Desk, string][] = [
    [desk({ isOpen: true, state: "running" }), "open"],
    [desk({ state: "draft", description: "" }), "describe"],
    [desk({ state: "draft" }), "enrol"],
    [desk({}), "invite"],
    [desk({}, { mentees: 3 }), "mentors"],
    [desk({}, { mentors: 3 }), "mentees"],
    [desk({}, { mentors: 3, mentees: 3 }), "match"],
    [desk({ enrolmentEndsAt: past }, { mentors: 3, mentees: 3 }), "matchNow"],
    [desk({ state: "matching" }), "run"],
    [desk({ state: "running" }), "going"],
    [desk({ state: "running", endsAt: past }), "close"],
    [desk({ state: "closed" }), "closed"],
  ];
  for (const [seen, step] of steps) expect(nextStep(seen, NOON)).toBe(step);
});

test("a day in a date field is its last moment here, and the same day again", () => {
  expect(endOfDay("")).toBeNull();
  expect(endOfDay("no day")).toBeNull();
  expect(dayOf(endOfDay("2026-12-01"))).toBe("2026-12-01");
  expect(dayOf(null)).toBe("");
});

const one = (part: Partial<Import>): Import => ({ state: "running", read: 0, total: null, ...part }) as Import;

test("an import goes on until it is over, and never beyond a hundred percent", () => {
  expect(["waiting", "running", "done", "cancelled", "failed"].filter((state) => isGoingOn(one({ state: state as Import["state"] })))).toEqual(["waiting", "running"]);
  expect([one({}), one({ total: 0 }), one({ read: 50, total: 200 }), one({ read: 9, total: 5 })].map(percentOf)).toEqual([0, 0, 25, 100]);
});

test("files that cannot be a table are refused before they are sent", () => {
  const words = [
    { name: "a.csv", size: 10 },
    { name: "a.csv", size: 0 },
    { name: "a.csv", size: 21 * 1024 * 1024 },
    { name: "A.XLSX", size: 10 },
    { name: "list", size: 10 },
  ].map(fileWord);
  expect(words).toEqual([null, "empty", "tooLarge", "workbook", null]);
});

const member = (part: Partial<Member>): Member => ({ standing: "joined", hasCome: true, roles: ["mentor"], ready: [], ...part }) as Member;

test("who was imported and has no password yet has not come in", () => {
  expect([member({}), member({ hasCome: false }), member({ standing: "invited", hasCome: false }), member({ standing: "left" })].map(personState)).toEqual(["here", "waiting", "invited", "left"]);
});

test("a profile is ready when it is in every role", () => {
  expect(isReadyInAll(member({ ready: ["mentor"] }))).toBe(true);
  expect(isReadyInAll(member({ roles: ["mentor", "mentee"], ready: ["mentor"] }))).toBe(false);
});

const question = (id: string, roles: Question["roles"]): Question => ({ id, text: id, kind: "text", roles, choices: [], isRequired: false });

test("only what is asked of one's roles is answered, and nothing empty is sent", () => {
  const questions = questionsFor([question("a", ["mentor"]), question("b", ["mentee"]), question("c", ["mentor", "mentee"])], ["mentee"]);
  expect(questions.map(({ id }) => id)).toEqual(["b", "c"]);
  expect(sentAnswers(questions, { a: "x", b: "", c: 3 })).toEqual({ c: 3 });
});

test("an entry moves within its list and never out of it", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "b", "c"]);
  expect(moved(["a", "b", "c"], 2, -5)).toEqual(["c", "a", "b"]);
  expect(moved(["a"], 4, 1)).toEqual(["a"]);
});

test("choices fit how a question is answered", () => {
  const draft = (kind: QuestionDraft["kind"], choices: string[]): QuestionDraft => ({ key: "k", id: null, text: "", kind, roles: [], choices, isRequired: false });
  expect(choicesOf(draft("text", ["a"]))).toEqual([]);
  expect(choicesOf(draft("choice", [" a ", "", "b"]))).toEqual(["a", "b"]);
  expect(choicesOf(draft("scale", ["low", ""]))).toEqual([]);
  expect(choicesOf(draft("scale", ["low", "high"]))).toEqual(["low", "high"]);
});

test("the server's words find the question they are about", () => {
  expect(wordsFor({ "questions[1].text": "Say more." }, 1)).toBe("Say more.");
  expect(wordsFor({ "questions[11].text": "Say more." }, 1)).toBeNull();
});
