import { describe, expect, it, test } from "vitest";
import { idleCall } from "../../src/signaling/model";
import type { PeerView } from "../../src/signaling/socket";
import { arrange, castOf, stageMode } from "../../src/signaling/stage";

const self = { name: "Me", photoUrl: null, isMicrophoneOn: true, isSharing: false };
const peer = (peerId: string, producers: PeerView["producers"] = []): PeerView => ({
  peerId,
  personId: null,
  name: peerId,
  photoUrl: null,
  companionOf: null,
  isHost: false,
  isGuest: false,
  connection: "live",
  producers,
  publicKey: null,
});
const call = (...peers: PeerView[]): typeof idleCall => ({ ...idleCall, phase: "live", selfId: "me", peers });

test("we stand last", () => {
  expect(castOf(call(peer("a"), peer("b")), self).people.map(({ peerId }) => peerId)).toEqual(["a", "b", "me"]);
});

test("who sends no microphone is muted", () => {
  const [silent, heard] = castOf(call(peer("a"), peer("b", [{ producerId: "p", kind: "audio", source: "microphone", isPaused: false }])), self).people;
  expect([silent?.isMuted, heard?.isMuted]).toEqual([true, false]);
});

test("a paused camera shows the portrait", () => {
  const [person] = castOf(call(peer("a", [{ producerId: "p", kind: "video", source: "camera", isPaused: true }])), self).people;
  expect(person?.cameraId).toBeNull();
});

test("who is muted does not speak", () => {
  const loud = { ...call(peer("a")), loudUntil: { a: 1, me: 1 } };
  expect(castOf(loud, { ...self, isMicrophoneOn: false }).people.map(({ isSpeaking }) => isSpeaking)).toEqual([false, false]);
});

test("a shared screen takes the stage, also our own", () => {
  const screen = castOf(call(peer("a", [{ producerId: "s", kind: "video", source: "screen", isPaused: false }])), { ...self, isSharing: true });
  expect([stageMode(screen), screen.shares.map(({ producerId }) => producerId)]).toEqual(["share", ["s", null]]);
});

test("the stage follows the number of people", () => {
  const modes = [call(), call(peer("a")), call(peer("a"), peer("b"))].map((state) => stageMode(castOf(state, self)));
  expect(modes).toEqual(["alone", "duo", "grid"]);
});

const names = (arrangement: ReturnType<typeof arrange>): [string, string[], string[]] => [arrangement.mode, arrangement.stars.map(({ peerId }) => peerId), arrangement.strip.map(({ peerId }) => peerId)];
const wish = { lastSpeakerId: null, isSelfHidden: false } as const;
const sharing = { ...self, isSharing: true };

test.each([
  ["auto", "grid", [], ["a", "b", "me"]],
  ["grid", "grid", [], ["a", "b", "me"]],
  ["stage", "share", ["b"], ["a", "me"]],
  ["side", "side", ["b", "me"], ["a"]],
] as const)("three people, %s: %s", (layout, mode, stars, strip) => {
  const cast = castOf(call(peer("a"), peer("b")), self);
  expect(names(arrange(cast, { ...wish, layout, lastSpeakerId: "b" }))).toEqual([mode, stars, strip]);
});

test.each([
  ["auto", "duo", [], ["a", "me"]],
  ["grid", "grid", [], ["a", "me"]],
  ["stage", "share", ["a"], ["me"]],
  ["side", "side", ["a", "me"], []],
] as const)("two people, %s: %s", (layout, mode, stars, strip) => {
  expect(names(arrange(castOf(call(peer("a")), self), { ...wish, layout }))).toEqual([mode, stars, strip]);
});

test("whoever is alone is alone in every layout", () => {
  for (const layout of ["auto", "grid", "stage", "side"] as const) expect(names(arrange(castOf(call(), self), { ...wish, layout }))).toEqual(["alone", [], ["me"]]);
});

test("a share takes the stage in every layout, side by side with one face", () => {
  const cast = castOf(call(peer("a"), peer("b")), sharing);
  for (const layout of ["auto", "grid", "stage"] as const) expect(names(arrange(cast, { ...wish, layout }))).toEqual(["share", [], ["a", "b", "me"]]);
  expect(names(arrange(cast, { ...wish, layout: "side" }))).toEqual(["side", ["a"], ["b", "me"]]);
});

test("whom we keep in view comes before who speaks", () => {
  const cast = castOf({ ...call(peer("a"), peer("b")), pinnedId: "b" }, self);
  expect(names(arrange(cast, { ...wish, layout: "stage", lastSpeakerId: "a" }))).toEqual(["share", ["b"], ["a", "me"]]);
});

test("hidden we are nowhere, and side by side two others are", () => {
  const cast = castOf(call(peer("a"), peer("b")), self);
  expect(names(arrange(cast, { layout: "side", lastSpeakerId: null, isSelfHidden: true }))).toEqual(["side", ["a", "b"], []]);
});

test("audio only shows portraits, and hands have their places", () => {
  const cameras = peer("a", [{ producerId: "p", kind: "video", source: "camera", isPaused: false }]);
  const [person, me] = castOf({ ...call(cameras), isAudioOnly: true, raised: ["me", "a"] }, self).people;
  expect([person?.cameraId, person?.handPlace, me?.handPlace]).toEqual([null, 2, 1]);
});

describe("a second camera", () => {
  const camera = (peerId: string, owner: string): PeerView => ({ ...peer(peerId), name: owner, companionOf: owner });

  it("is a picture beside whose it is, and no person", () => {
    const call = { ...idleCall, selfId: "me", peers: [peer("a"), peer("b")], cameras: [camera("eye", "a"), camera("mine", "me")] };
    const cast = castOf(call, self);
    expect(cast.people.map(({ peerId }) => peerId)).toEqual(["a", "b", "me"]);
    expect(cast.cameras.map(({ peerId, isMuted, isOurs }) => [peerId, isMuted, isOurs])).toEqual([["eye", false, false], ["mine", false, true]]);
    const { strip } = arrange(cast, { layout: "auto", lastSpeakerId: null, isSelfHidden: false });
    expect(strip.map(({ peerId }) => peerId)).toEqual(["a", "eye", "b", "mine", "me"]);
  });

  it("of somebody alone leaves them alone, and of two makes them three pictures", () => {
    const alone = castOf({ ...idleCall, selfId: "me", cameras: [camera("mine", "me")] }, self);
    expect(stageMode(alone)).toBe("alone");
    const two = castOf({ ...idleCall, selfId: "me", peers: [peer("a")], cameras: [camera("eye", "a")] }, self);
    expect(stageMode(two)).toBe("grid");
  });

  it("takes the stage when it is kept in view, and not by itself", () => {
    const call = { ...idleCall, selfId: "me", peers: [peer("a")], cameras: [camera("eye", "a")] };
    const wish = { layout: "stage", lastSpeakerId: null, isSelfHidden: false } as const;
    expect(arrange(castOf(call, self), wish).stars.map(({ peerId }) => peerId)).toEqual(["a"]);
    expect(arrange(castOf({ ...call, pinnedId: "eye" }, self), wish).stars.map(({ peerId }) => peerId)).toEqual(["eye"]);
  });
});
