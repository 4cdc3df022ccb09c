import { expect, test } from "vitest";
import { type CallState, announcements, idleCall, reduce } from "../../src/signaling/model";
import { isGoing, keptIn, mayAsk, mustAnswer, recordedMs, recordingWord } from "../../src/signaling/recording";
import type { RecordingView } from "../../src/signaling/socket";

const view = (part: Partial<RecordingView> = {}): RecordingView => ({ recordingId: "r", kind: "media", stretch: 1, state: "recording", waiting: [], recordedMs: 5_000, retentionDays: 30, reason: null, ...part });
const hear = (state: CallState, part: Partial<RecordingView>, nowMs = 0): CallState => reduce(state, { type: "news", news: { name: "recording", body: view(part) }, nowMs });
const live: CallState = { ...idleCall, phase: "live", selfId: "me" };

test("who is waited for must answer, and nobody else", () => {
  const asked = { view: view({ state: "asked", waiting: ["me"] }), atMs: 0 };
  expect([mustAnswer(asked, "me"), mustAnswer(asked, "other"), mustAnswer(asked, null), mustAnswer(null, "me")]).toEqual([true, false, false, false]);
});

test("time goes on while it records and stands still while it is paused", () => {
  expect(recordedMs({ view: view(), atMs: 1_000 }, 3_000)).toBe(7_000);
  expect(recordedMs({ view: view({ state: "paused" }), atMs: 1_000 }, 3_000)).toBe(5_000);
});

test("an ended recording is no longer going", () => {
  const ended = hear(live, { state: "ended", reason: "stopped" });
  expect([isGoing(ended.recording), isGoing(hear(live, {}).recording), isGoing(null)]).toEqual([false, true, false]);
});

test("each new state is said once to who does not see the screen", () => {
  const on = hear(live, {});
  expect(announcements(live, on)).toEqual([{ word: "record", how: "recording" }]);
  expect(announcements(on, hear(on, { recordedMs: 9_000 }))).toEqual([]);
  expect(recordingWord(on.recording, hear(on, { state: "paused" }).recording)).toBe("paused");
  expect(recordingWord(on.recording, hear(on, { state: "ended" }).recording)).toBeNull();
});

test("who leaves the call sees no recording any more", () => {
  expect(reduce(hear(live, {}), { type: "ended", ending: "left" }).recording).toBeNull();
});

test("words are marked only while text is kept, we have agreed, and in the stretch that lasts", () => {
  const text = (part: Partial<RecordingView>) => ({ view: view({ kind: "text", stretch: 3, ...part }), atMs: 0 });
  expect(keptIn(text({}), "me")).toEqual({ recordingId: "r", stretch: 3 });
  expect([keptIn(null, "me"), keptIn(text({ state: "paused" }), "me"), keptIn(text({ waiting: ["me"] }), "me"), keptIn(text({ state: "ended" }), "me")]).toEqual([null, null, null, null]);
});

test("a recording and text are two things, asked for and told apart", () => {
  const both = hear(hear(live, {}), { kind: "text", recordingId: "t", state: "asked" });
  expect([both.recording?.view.recordingId, both.transcript?.view.recordingId]).toEqual(["r", "t"]);
  expect([mayAsk(live), mayAsk(hear(live, {})), mayAsk(both)]).toEqual([["media", "text"], ["text"], []]);
  expect(announcements(hear(live, {}), both)).toEqual([{ word: "keepText", how: "asked" }]);
});
