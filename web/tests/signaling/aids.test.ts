import { expect, test } from "vitest";
import { shouldOffer } from "../../src/signaling/aids/AudioOnly";
import { noTalk, sharePercent, talked } from "../../src/signaling/aids/balance";
import { DEFAULT_LOOK, LAYOUTS, nextLayout, readLook } from "../../src/signaling/aids/look";
import { DEAD_AFTER_MS, MUTED_AFTER_MS, looked, nothingHeard, silenceOf } from "../../src/signaling/aids/silence";
import { placeOf, reactionsOf, stillShown, withReaction } from "../../src/signaling/gestures/model";
import { type Standing, shouldReopen, speakerOf } from "../../src/signaling/hotswap";

const device = (id: string): { id: string; label: string } => ({ id, label: id });
const lists = (...microphones: string[]): Parameters<typeof shouldReopen>[1] => ({ microphone: microphones.map(device), camera: [], speaker: [] });
const chosen = (microphone: string | null, speaker: string | null = null): Parameters<typeof speakerOf>[1] => ({ microphone, camera: null, speaker });
const open = (inUse: string): Standing => ({ isOpen: true, inUse, isMissing: false });

test("the chosen microphone is used again when it is plugged in, and no other one", () => {
  expect(shouldReopen("microphone", lists("a"), lists("a", "b"), chosen("b"), open("a"))).toBe(true);
  expect(shouldReopen("microphone", lists("a"), lists("a", "b"), chosen("a"), open("a"))).toBe(false);
  expect(shouldReopen("microphone", lists("a"), lists("a", "b"), chosen(null), open("a"))).toBe(false);
});

test("who uses another one though the chosen one is there is left alone", () => {
  expect(shouldReopen("microphone", lists("a", "b"), lists("a", "b", "c"), chosen("b"), open("a"))).toBe(false);
});

test("a closed device stays closed, one that was missed is opened when there is one again", () => {
  expect(shouldReopen("microphone", lists(), lists("b"), chosen("b"), { isOpen: false, inUse: null, isMissing: false })).toBe(false);
  expect(shouldReopen("microphone", lists(), lists("b"), chosen(null), { isOpen: false, inUse: null, isMissing: true })).toBe(true);
  expect(shouldReopen("microphone", lists("b"), lists(), chosen(null), { isOpen: false, inUse: null, isMissing: true })).toBe(false);
});

test("the chosen speaker plays while it is there, else the system's", () => {
  const speakers = { ...lists(), speaker: [device("s")] };
  expect([speakerOf(speakers, chosen(null)), speakerOf(speakers, chosen(null, "s")), speakerOf(speakers, chosen(null, "gone")), speakerOf(lists(), chosen(null, "s"))]).toEqual([null, "s", "", "s"]);
});

test("a dead microphone is told from a quiet room", () => {
  const after = (peak: number, ms: number): ReturnType<typeof silenceOf> => silenceOf(looked(nothingHeard, { peak, isMuted: false }, ms));
  expect([after(0, DEAD_AFTER_MS), after(0, DEAD_AFTER_MS - 1), after(0.0005, 10 * DEAD_AFTER_MS)]).toEqual(["dead", null, null]);
});

test("one sound is enough to be alive again, and a muted headset is said at once", () => {
  const silent = looked(nothingHeard, { peak: 0, isMuted: false }, DEAD_AFTER_MS);
  expect(silenceOf(looked(silent, { peak: 0.1, isMuted: false }, 500))).toBeNull();
  expect(silenceOf(looked(nothingHeard, { peak: 0, isMuted: true }, MUTED_AFTER_MS))).toBe("muted");
});

test("our share of talking counts those who talk at once, and nothing before anybody has", () => {
  const own = talked(noTalk, { isOwn: true, isOthers: false }, 3000);
  const both = talked(own, { isOwn: true, isOthers: true }, 1000);
  expect([sharePercent(noTalk), sharePercent(own), sharePercent(both)]).toEqual([null, 100, 80]);
  expect(talked(both, { isOwn: false, isOthers: false }, 9000)).toBe(both);
});

test("audio only is offered where what comes to us is poor, and once we listen no more", () => {
  const badge = (downlink: "good" | "poor"): Parameters<typeof shouldOffer>[0] => ({ uplink: "poor", downlink });
  expect([shouldOffer(badge("poor"), false), shouldOffer(badge("good"), false), shouldOffer(badge("poor"), true), shouldOffer(null, false)]).toEqual([true, false, false, false]);
});

test("a device keeps how somebody likes it, and what makes no sense is forgotten", () => {
  expect(readLook(JSON.stringify({ layout: "side", captionSize: "large", translation: "el", isBalanceShown: true }))).toEqual({ ...DEFAULT_LOOK, layout: "side", captionSize: "large", translation: "el", isBalanceShown: true });
  expect(readLook(JSON.stringify({ layout: "round", captionSize: 7, spoken: "<b>" }))).toEqual(DEFAULT_LOOK);
  expect([readLook("{"), readLook("null")]).toEqual([DEFAULT_LOOK, DEFAULT_LOOK]);
});

test("every layout comes round", () => {
  let layout = DEFAULT_LOOK.layout;
  const seen = LAYOUTS.map(() => (layout = nextLayout(layout)));
  expect(new Set(seen)).toEqual(new Set(LAYOUTS));
});

test("the same reaction twice is two, each for its time, and a shower has an end", () => {
  const twice = withReaction(withReaction([], "a", "heart", 0), "a", "heart", 2000);
  expect(twice.map(({ id }) => id)).toEqual([1, 2]);
  expect(stillShown(twice, 4001).map(({ id }) => id)).toEqual([2]);
  expect(stillShown(twice, 1000)).toBe(twice);
  expect([reactionsOf(twice, "a").length, reactionsOf(twice, "b").length]).toEqual([2, 0]);
  const shower = Array.from({ length: 100 }).reduce<ReturnType<typeof withReaction>>((shown) => withReaction(shown, "a", "wow", 0), []);
  expect([shower.length, shower.at(-1)?.id]).toEqual([24, 100]);
});

test("a hand has its place in the row", () => {
  expect([placeOf(["a", "b"], "b"), placeOf(["a"], "b"), placeOf(["a"], null)]).toEqual([2, null, null]);
});
