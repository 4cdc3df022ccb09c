/** The clock of a session: what is up, what is left, whose time counts. */
import { expect, test } from "vitest";
import { type Topic, countdownOf, currentOf, nextIn, nextOf, serverNow, spanOf } from "../../src/signaling/clock/model";

const START = Date.parse("2026-11-28T10:00:00Z");
const MINUTE = 60_000;
const topic = (id: string, minutes: number | null, isDone = false): Topic => ({ id, title: id, minutes, isDone });
const session = { startsAtMs: START, minutes: 60 };
const unchosen = { topic: null };
const upAt = (topics: Topic[], minute: number): string | undefined => currentOf(topics, unchosen, session, START + minute * MINUTE)?.topic.id;

test("the server's time is counted on by the page's clock", () => {
  const told = { timer: { now: "2026-11-28T10:00:00Z", topic: null, countdown: null }, atMs: 5_000 };
  expect(serverNow(told, 65_000)).toBe(START + MINUTE);
});

test("topics follow each other by their minutes, done ones and those without are passed over", () => {
  const topics = [topic("a", 10), topic("b", null), topic("c", 20)];
  expect([0, 9, 10, 29].map((minute) => upAt(topics, minute))).toEqual(["a", "a", "c", "c"]);
  expect(upAt([topic("a", 10, true), topic("c", 20)], 3)).toBe("c");
  expect(upAt(topics, 31)).toBe("a"); // planned time is over: what is still open
  expect(upAt([topic("a", 10, true)], 31)).toBeUndefined();
});

test("what somebody chose stays up, and says by how much it is longer", () => {
  const chosen = { topic: { topicId: "a", since: "2026-11-28T10:20:00Z" } };
  const current = currentOf([topic("a", 10), topic("c", 20)], chosen, session, START + 33 * MINUTE);
  expect(current).toEqual({ topic: topic("a", 10), leftMs: -3 * MINUTE, isChosen: true });
});

test("a chosen topic that was taken off the agenda is forgotten", () => {
  const chosen = { topic: { topicId: "gone", since: "2026-11-28T10:20:00Z" } };
  expect(currentOf([topic("a", 10)], chosen, session, START)?.topic.id).toBe("a");
});

test("next is the next open one, then the first that was left open", () => {
  const topics = [topic("a", 10), topic("b", 5, true), topic("c", 20)];
  expect(nextOf(topics, topics[0] ?? null)?.id).toBe("c");
  expect(nextOf(topics, topics[2] ?? null)?.id).toBe("a");
  expect(nextOf([topic("a", 1)], topic("a", 1))).toBeNull();
});

test.each([
  [-1, "before"],
  [0, "running"],
  [54.9, "running"],
  [55, "soon"],
  [60, "over"],
  [75, "over"],
] as const)("%d minutes in, a session of an hour is %s", (minute, phase) => {
  expect(spanOf(session, START + minute * MINUTE).phase).toBe(phase);
});

test("a countdown runs, is over for a minute, and is gone", () => {
  const timer = { countdown: { wholeS: 300, endsAt: "2026-11-28T10:05:00Z", byName: "Amir" } };
  expect(countdownOf(timer, START)?.is).toBe("running");
  expect(countdownOf(timer, START + 5 * MINUTE)?.is).toBe("over");
  expect(countdownOf(timer, START + 6 * MINUTE)).toBeNull();
});

test("one's next session is spoken of in the ten minutes before it", () => {
  const starts = ["2026-11-28T09:30:00Z", "2026-11-28T10:20:00Z"];
  expect(nextIn(starts, START)).toBeNull();
  expect(nextIn(starts, START + 10 * MINUTE)).toEqual({ startsAt: starts[1], minutes: 10 });
  expect(nextIn(starts, START + 20 * MINUTE)).toBeNull();
});
