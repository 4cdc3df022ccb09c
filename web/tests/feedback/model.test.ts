import { expect, test } from "vitest";
import type { Answers, Card, Question, Survey } from "../../src/feedback/api";
import * as model from "../../src/feedback/model";

const card = (more: Partial<Card> = {}): Card => ({
  bookingId: "b",
  mentorshipId: "m",
  other: null,
  side: "mentee",
  sessionAt: "2026-11-20T10:00:00Z",
  closesAt: "2026-12-04T11:00:00Z",
  isHeld: true,
  state: "open", begun: null,
  given: null,
  said: null,
  ...more,
});
const answers = (more: Partial<Answers> = {}): Answers => ({ ...model.NOTHING, ...more });
const question = (key: string, more: Partial<Question> = {}): Question => ({ key, least: 1, most: 5, options: [], isSeveral: false, isNeeded: true, ...more });
const survey = (id: string, isOpen: boolean): Survey => ({
  id,
  mentorshipId: "m",
  other: null,
  side: "mentee",
  instrument: "pulse",
  dueAt: "2026-11-20T10:00:00Z",
  closesAt: "2026-12-04T11:00:00Z",
  answeredAt: null,
  isOpen,
  questions: [],
});

test("a form begins with what was given before", () => {
  const given = answers({ useful: 4, note: "Slower, please." });
  expect(model.draftOf(card())).toEqual(model.NOTHING);
  expect(model.draftOf(card({ given }))).toEqual(given);
});

test("one tap is enough after a session, and what happened where there was none", () => {
  expect(model.canSend(card(), answers({ progress: 4, heard: 5 }))).toBe(false);
  expect(model.canSend(card(), answers({ useful: 1 }))).toBe(true);
  const missed = card({ isHeld: false });
  expect(model.canSend(missed, answers())).toBe(false);
  expect(model.canSend(missed, answers({ happened: "forgotten" }))).toBe(true);
  expect(model.canSend(missed, answers({ happened: "elsewhere" }))).toBe(false);
  expect(model.canSend(missed, answers({ happened: "elsewhere", useful: 3 }))).toBe(true);
});

test("scales that were set before one says that nobody came are not sent", () => {
  const said = answers({ useful: 5, progress: 5, tags: ["open"], appreciation: "Thanks", mayBeShown: true, note: "Next week?", happened: "forgotten" });
  expect(model.toSend(card({ isHeld: false }), said)).toEqual(answers({ happened: "forgotten", note: "Next week?" }));
  const elsewhere = { ...said, happened: "elsewhere" as const };
  expect(model.toSend(card({ isHeld: false }), elsewhere)).toEqual(elsewhere);
});

test("a fifth tag is not taken, and one that is taken off makes room", () => {
  const four = model.TAGS.slice(0, model.MOST_TAGS).reduce(model.withTag, answers());
  expect(four.tags).toHaveLength(4);
  expect(model.withTag(four, "knows")).toBe(four);
  expect(model.withTag(model.withTag(four, "listens"), "knows").tags).toEqual(["clear", "encouraging", "challenging", "knows"]);
});

test("what was given can be changed until it is revealed", () => {
  const states = ["open", "given", "revealed", "closed"] as const;
  expect(states.map((state) => model.isWritable(card({ state })))).toEqual([true, true, false, false]);
});

test("a bar is as wide as its share of all answers", () => {
  const worths = { guests: 8, gatherings: 2, yes: 6, partly: 2, no: 0 };
  expect(model.WORTHS.map((worth) => model.shareOf(worths, worth))).toEqual([75, 25, 0]);
});

test("what closes first is asked first, and what is over is not asked", () => {
  const soon = card({ bookingId: "soon", closesAt: "2026-12-01T00:00:00Z" });
  const later = card({ bookingId: "later", closesAt: "2026-12-09T00:00:00Z" });
  const given = card({ bookingId: "given", state: "given" });
  const talk = { gatheringId: "talk", title: "How to pitch", host: null, sessionAt: "2026-11-20T18:00:00Z", closesAt: "2026-11-27T19:00:00Z", isOpen: true, given: null };
  const list = { sessions: [later, given, soon], surveys: [survey("open", true), survey("over", false)], gatherings: [talk] };
  const found = model.sorted(list);
  expect(found.toAnswer.map(({ bookingId }) => bookingId)).toEqual(["soon", "later"]);
  expect(found.past).toEqual([given]);
  expect(found.surveys.map(({ id }) => id)).toEqual(["open"]);
  expect(found.gatherings).toEqual([talk]);
  expect(model.openCount(list)).toBe(4);
  expect(list.sessions[0]).toBe(later);
});

test("why it does not fit is asked of who is not sure, and goes with nobody else's answer", () => {
  const [fit, misfit] = [question("fit"), question("misfit", { isSeveral: true, isNeeded: false })];
  const both = [fit, misfit];
  expect(model.isAsked(misfit, {})).toBe(false);
  expect(model.isAsked(misfit, { fit: "yes" })).toBe(false);
  expect(model.isAsked(misfit, { fit: "unsure" })).toBe(true);
  const said = { fit: "yes", misfit: ["topics"], shoes: 42 };
  expect(model.surveyToSend(both, said)).toEqual({ fit: "yes" });
  expect(model.surveyToSend(both, { ...said, fit: "no" })).toEqual({ fit: "no", misfit: ["topics"] });
});

test("a survey is complete once what is needed is there; an empty one never is", () => {
  expect(model.isComplete([question("going"), question("again")], { going: 4 })).toBe(false);
  expect(model.isComplete([question("going"), question("again")], { going: 4, again: 1 })).toBe(true);
  const free = [question("reason", { isNeeded: false })];
  expect(model.isComplete(free, {})).toBe(false);
  expect(model.isComplete(free, { reason: "no_time" })).toBe(true);
});

test("a scale is written out, and a mean is as wide as its place on it", () => {
  expect(model.numbersOf(question("going", { least: 2, most: 4 }))).toEqual([2, 3, 4]);
  expect([1, 3, 5].map(model.widthOf)).toEqual([0, 50, 100]);
});
