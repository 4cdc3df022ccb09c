import { expect, test } from "vitest";
import type { Agreement, Mentorship, Request, Terms, Words } from "../../src/mentorships/api";
import {
  type Obstacle,
  MOST_CHOICES,
  addable,
  asWish,
  byMoment,
  changedClauses,
  deskOf,
  driftWord,
  endOfDay,
  endOfLocalDay,
  goalsText,
  linesOf,
  localMoment,
  nextStep,
  obstacleIn,
  passed,
  readingOf,
  waitingCount,
  waysToAsk,
} from "../../src/mentorships/model";

const NOON = new Date("2026-11-22T12:00:00Z");
const inDays = (days: number): string => new Date(NOON.getTime() + days * 86_400_000).toISOString();

let last = 0;
const request = (change: Partial<Request>): Request => ({
  id: `r${(last += 1)}`,
  side: "mentee",
  other: { id: "m", name: "Mentor", photoUrl: null },
  programme: "p",
  line: "l",
  position: 0,
  goals: "Find seed money.",
  sessionsAMonth: 2,
  weeks: 12,
  note: "",
  state: "sent",
  createdAt: inDays(-1),
  sentAt: inDays(-1),
  viewedAt: null,
  endedAt: null,
  expiresAt: inDays(2),
  reason: null,
  answer: "",
  mayAnswer: false,
  handOver: [],
  ...change,
});

test("a line knows who was asked, who is being asked and who comes next", () => {
  const asked = [request({ position: 2, state: "drafted" }), request({ position: 0, state: "declined" }), request({ position: 3, state: "drafted" }), request({ position: 1, state: "viewed" })];
  const [line] = linesOf(asked);
  expect(line?.state).toBe("waiting");
  expect(line?.current?.position).toBe(1);
  expect(line?.drafts.map(({ position }) => position)).toEqual([2, 3]);
  expect(line?.past.map(({ position }) => position)).toEqual([0]);
});

test("a line that was never sent is a draft, one without anybody left is over", () => {
  const lines = linesOf([request({ line: "a", state: "drafted" }), request({ line: "b", state: "expired" }), request({ line: "b", state: "accepted", position: 1 })]);
  expect(lines.map(({ id, state }) => [id, state])).toEqual([
    ["a", "draft"],
    ["b", "over"],
  ]);
});

test("what waits for the reader's answer is apart, and what runs out first comes first", () => {
  const late = request({ side: "mentor", line: null, mayAnswer: true, expiresAt: inDays(3) });
  const soon = request({ line: "proposal", mayAnswer: true, expiresAt: inDays(1) });
  const done = request({ side: "mentor", line: null, state: "declined" });
  const requests = { asked: [soon, request({}), request({ line: "old", state: "withdrawn" })], received: [late, done] };
  const desk = deskOf(requests);
  expect(desk.toAnswer.map(({ id }) => id)).toEqual([soon.id, late.id]);
  expect([desk.lines.length, desk.pastLines.length, desk.answered.length]).toEqual([1, 1, 1]);
  expect(waitingCount(requests)).toBe(2);
});

const mentorship = (change: Partial<Mentorship>): Mentorship => ({
  id: "x",
  side: "mentee",
  other: null,
  programme: "p",
  goals: "Find seed money.",
  sessionsAMonth: 2,
  weeks: 12,
  state: "active",
  startedAt: inDays(-28),
  endsAt: inDays(56),
  pausedUntil: null,
  extendedTimes: 0,
  endedAt: null,
  wasEndedBy: null,
  isNewMentorAsked: false,
  agreement: "signed",
  agreementEndsAt: inDays(50),
  meetings: [],
  drift: { planned: 2, held: 2, missing: 0, lastMetAt: inDays(-3) },
  ...change,
});

test.each([
  [{ state: "paused", agreement: "to_sign" }, "resume"],
  [{ agreement: "to_sign" }, "sign"],
  [{ agreement: "unwritten", agreementEndsAt: null }, "write"],
  [{ endsAt: inDays(10) }, "wind_up"],
  [{ agreementEndsAt: inDays(3) }, "renew"],
  [{ drift: { planned: 2, held: 1, missing: 1, lastMetAt: null } }, "meet"],
  [{ agreement: "awaited" }, "wait"],
  [{}, "go_on"],
] as const)("the next step of %o is to %s", (change, step) => {
  expect(nextStep(mentorship(change), NOON)).toBe(step);
});

test("weeks are counted from one and stop at the last", () => {
  expect(passed(mentorship({}), NOON)).toEqual({ week: 5, weeks: 12, percent: 33 });
  expect(passed(mentorship({ startedAt: inDays(0) }), NOON).week).toBe(1);
  expect(passed(mentorship({ endsAt: inDays(-1) }), NOON)).toEqual({ week: 4, weeks: 4, percent: 100 });
  expect(passed(mentorship({ endedAt: inDays(-14) }), NOON).week).toBe(3);
});

test("a cadence is early, good or behind", () => {
  const drift = { held: 0, missing: 0, lastMetAt: null };
  expect(driftWord({ ...drift, planned: 0 })).toBe("early");
  expect(driftWord({ ...drift, planned: 2, held: 2 })).toBe("good");
  expect(driftWord({ ...drift, planned: 2, missing: 2 })).toBe("behind");
});

const WORDS: Words = { goals: "Seed money.", sessionsAMonth: 2, weeks: 12, channels: "Here.", confidentiality: "Between us." };
const edition = (number: number, draft: Words, ...sides: ("mentee" | "mentor")[]): NonNullable<Agreement["latest"]> => ({
  edition: number,
  draft,
  writtenBy: "mentor",
  writtenAt: inDays(-1),
  signatures: sides.map((side) => ({ side, signedAt: inDays(-1) })),
  endsAt: null,
});

test("an agreement is read by what is still to be signed", () => {
  const base = { side: "mentee", isRunning: true, first: WORDS, signed: null } as const;
  expect(readingOf({ ...base, latest: null })).toMatchObject({ stage: "unwritten", edition: 0, words: WORDS });
  expect(readingOf({ ...base, latest: edition(1, WORDS, "mentor") }).stage).toBe("to_sign");
  expect(readingOf({ ...base, latest: edition(1, WORDS, "mentee") }).stage).toBe("awaited");
  const signed = edition(1, WORDS, "mentee", "mentor");
  expect(readingOf({ ...base, latest: signed, signed })).toMatchObject({ stage: "signed", changed: [] });
});

test("what changed since the signed edition is named", () => {
  const signed = edition(1, WORDS, "mentee", "mentor");
  const latest = edition(2, { ...WORDS, weeks: 24, channels: "On the phone." }, "mentor");
  const reading = readingOf({ side: "mentee", isRunning: true, first: WORDS, latest, signed });
  expect([reading.stage, reading.changed, reading.before]).toEqual(["to_sign", ["weeks", "channels"], WORDS]);
  expect(changedClauses(WORDS, WORDS)).toEqual([]);
});

const terms = (change: Partial<Terms>): Terms => ({
  programme: "p",
  name: "Open to everyone",
  isOpen: true,
  mode: "mentor_approves",
  isRunning: true,
  answerDays: 3,
  weeks: 12,
  sessionsAMonth: 2,
  lines: 0,
  mostLines: 3,
  mentors: 0,
  mostMentors: 1,
  isAsked: false,
  isMentor: false,
  ...change,
});

const OBSTACLES: readonly (readonly [Partial<Terms>, Obstacle | null])[] = [
  [{}, null],
  [{ mode: "self_select" }, null],
  [{ mode: "coordinator_assigns" }, "assigned"],
  [{ isRunning: false }, "not_running"],
  [{ isMentor: true, mentors: 1 }, "is_mentor"],
  [{ isAsked: true, lines: 3 }, "is_asked"],
  [{ mentors: 1 }, "many_mentors"],
  [{ lines: 3 }, "many_lines"],
];

test.each(OBSTACLES)("in a programme with %o the obstacle is %s", (change, obstacle) => {
  expect(obstacleIn(terms(change))).toBe(obstacle);
});

test("one way is enough to ask, and without any programme the two are strangers", () => {
  const shut = terms({ mode: "coordinator_assigns" });
  expect(waysToAsk([shut, terms({ programme: "q" })])).toMatchObject({ open: [{ programme: "q" }], obstacle: null });
  expect(waysToAsk([shut])).toEqual({ open: [], obstacle: "assigned" });
  expect(waysToAsk([])).toEqual({ open: [], obstacle: "stranger" });
});

test("goals of a profile become the words of a request", () => {
  expect(goalsText([{ text: " Lead a team " }, { text: "" }, { text: "Speak up" }])).toBe("Lead a team\nSpeak up");
  expect(goalsText([{ text: "x".repeat(3000) }]).length).toBe(2000);
});

test("nobody is on a list twice, and a full list takes nobody", () => {
  const people = Array.from({ length: 7 }, (_, at) => ({ id: `m${at}`, name: `M ${at}`, photoUrl: null }));
  expect(addable(people, people.slice(0, 2).map(asWish)).length).toBe(5);
  expect(addable(people, people.slice(0, MOST_CHOICES).map(asWish))).toEqual([]);
});

test("a moment is told with its zone", () => {
  expect(byMoment(NOON, "en-GB", "Europe/Athens")).toMatch(/22 Nov.* 14:00 EET/u);
});

test("a moment in a field and the end of a day are the reader's own", () => {
  expect(new Date(localMoment(NOON)).getTime()).toBe(NOON.getTime());
  expect(new Date(endOfLocalDay("2026-12-01") ?? "").getHours()).toBe(23);
  expect(endOfLocalDay("")).toBe(null);
});

test("a day ends by the reader's clock, over a change of clocks, too", () => {
  const until = new Date(endOfDay(new Date(2026, 9, 20, 9), 28));
  expect([until.getDate(), until.getMonth(), until.getHours()]).toEqual([17, 10, 23]);
});
