import { expect, test } from "vitest";
import * as Y from "yjs";
import { countsBetween, joined, momentWords, versionWord } from "../../src/boards/history/model";
import { type Moment, Timeline, dueBy, dueTimes, sittingsOf } from "../../src/boards/history/timeline";

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 28, 9);

/** `count` changes, each of one entry, by two people in turn; a pause of an hour in the middle. */
function past(count: number): { moments: Moment[]; end: Y.Doc } {
  const end = new Y.Doc();
  const moments: Moment[] = [];
  end.on("update", (update: Uint8Array) => {
    const n = moments.length;
    const pause = n >= count / 2 ? 60 * MINUTE_MS : 0;
    moments.push({ seq: n + 1, person: n % 2 === 0 ? "mentor" : "mentee", at: new Date(START_MS + n * 100 + pause), update });
  });
  for (let n = 0; n < count; n += 1) end.getMap("goals").set(`g${n % 50}`, n);
  return { moments, end };
}

const seenIn = (doc: Y.Doc): Record<string, unknown> => doc.getMap("goals").toJSON();

test("the document after any change is the same whichever way one comes there", () => {
  const { moments, end } = past(1_300);
  const timeline = new Timeline(new Uint8Array(), moments);
  expect(seenIn(timeline.at(1_300))).toEqual(seenIn(end));
  for (const n of [0, 1, 1_299, 700, 699, 500, 3, 1_300]) {
    const anew = new Timeline(new Uint8Array(), moments.slice(0, n));
    expect(seenIn(timeline.at(n))).toEqual(seenIn(anew.at(n)));
  }
});

test("a play skips pauses and never goes back in time", () => {
  const { moments } = past(10);
  const due = dueTimes([...moments, { ...(moments[9] as Moment), at: new Date(START_MS) }]);
  expect(due).toEqual([0, 1, 101, 201, 301, 401, 1_901, 2_001, 2_101, 2_201, 2_301, 2_302]);
  expect([-1, 0, 100, 101, 1_900, 1_901, 99_999].map((ms) => dueBy(due, ms))).toEqual([0, 0, 1, 2, 5, 6, 11]);
});

test("what was done in one go is one sitting of whoever was there", () => {
  const sittings = sittingsOf(past(10).moments);
  expect(sittings.map(({ from, to, people }) => ({ from, to, people }))).toEqual([
    { from: 0, to: 5, people: ["mentor", "mentee"] },
    { from: 5, to: 10, people: ["mentee", "mentor"] },
  ]);
  expect(sittingsOf([])).toEqual([]);
});

test("pieces of the time line become one", () => {
  const stretch = { baseSeq: 0, head: 2, base: "", names: { a: "Mentor" } };
  const entry = { personId: "a", at: "2026-11-28T09:00:00Z", update: btoa("\u0001\u00FF") };
  const whole = joined([{ ...stretch, entries: [{ ...entry, seq: 1 }] }, { ...stretch, names: { b: "Mentee" }, entries: [{ ...entry, personId: "b", seq: 2 }] }]);
  expect(whole.moments.map(({ seq, update }) => [seq, [...update]])).toEqual([[1, [1, 255]], [2, [1, 255]]]);
  expect(whole.names).toEqual({ a: "Mentor", b: "Mentee" });
});

function board(things: Record<string, Record<string, unknown>>): Y.Doc {
  const doc = new Y.Doc();
  for (const [id, fields] of Object.entries(things)) doc.getMap("elements").set(id, new Y.Map<unknown>(Object.entries({ type: "rectangle", i: "a1", g: [0, 0, 10, 10, 0], seed: 1, d: false, ...fields })));
  return doc;
}

test("a board's differences are counted by thing: words belong to their shape, and what was taken away is none", () => {
  const then = board({ same: {}, moved: {}, gone: {}, label: { type: "text", containerId: "same", text: "one", originalText: "one" } });
  const now = board({ same: {}, moved: { g: [5, 5, 10, 10, 0] }, gone: { d: true }, label: { type: "text", containerId: "same", text: "two", originalText: "two" }, fresh: {}, never: { d: true } });
  expect(countsBetween(then, now)).toEqual({ added: 1, removed: 1, changed: 2 });
  expect(countsBetween(then, then)).toEqual({ added: 0, removed: 0, changed: 0 });
});

test("a moment is told in the zone of whoever reads it", () => {
  const at = new Date("2026-11-28T23:30:00Z");
  expect(momentWords(at, "Asia/Tokyo", "en-GB")).toBe("Sun, 29 Nov 2026, 08:30");
  expect(momentWords(at, "America/New_York", "en-GB")).toBe("Sat, 28 Nov 2026, 18:30");
  expect(momentWords(at, "No/Such", "en-GB")).toContain("2026");
});

test("each version has its word", () => {
  const words = [["named", "May"], ["session_start", ""], ["session_end", ""], ["restore", "May"], ["restore", ""]] as const;
  expect(words.map(([occasion, label]) => versionWord({ occasion, label }))).toEqual(["named", "start", "end", "before", "beforeUnnamed"]);
});
